"""Who says a quotation: verbs of saying and the speaker beside them. Pure pattern work on one sentence.

Knows names, roles ("the senior official") and pronouns apart; a quotation whose speaker is a pronoun needs the
sentence before it. English, Spanish, Portuguese, French, German, Italian.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .quotations import quotations

SpeakerKind = Literal["name", "role", "pronoun", ""]

_VERBS = r"""says?|said|saying|told|tells|added|adds|stated|states|stating|noted|notes|called|calls|calling|wrote|writes|asked|asks|argued|argues|claimed|claims|warned|warns
|explained|explains|insisted|insists|remarked|commented|declared|announced|announces|described|describes|relayed|replied|responded|continued|concluded|contended|acknowledged|admitted|suggested|tweeted|posted
|testified|recalled|predicted|promised|vowed|urged|reported|confirmed|denied|characterized|characterised|quoted|according\ to|expressed|recounted|shouted|joked|quipped|complained|believes?|accused|dubbed|labell?ed|referr(?:ed|ing)
|dijo|dice|afirmó|afirma|aseguró|explicó|señaló|indicó|añadió|declaró|manifestó|según|apuntó|sostuvo|comentó|advirtió|anunció|reconoció
|disse|diz|afirmou|afirma|declarou|explicou|segundo|acrescentou|informou|contou|ressaltou|destacou|comentou|avaliou|completou|alertou|anunciou|garantiu
|dit|déclaré|affirmé|affirme|expliqué|explique|selon|ajouté|ajoute|indiqué|précisé|estimé|assuré|lancé|souligné|annoncé
|sagt|sagte|sagten|erklärte|erklärt|teilte|betonte|laut|so|meinte|berichtete|warnte|forderte|kündigte|schrieb|zufolge|nannte|ergänzte
|ha\ detto|detto|dice|afferma|affermato|spiegato|dichiarato|secondo|aggiunto|sottolineato|commentato"""
_SPEECH = re.compile(rf"\b(?:{_VERBS})\b", re.VERBOSE | re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|él|ella|ellos|ele|ela|eles|elas|il|elle|ils|elles|er|sie|lui|lei|loro)\b", re.IGNORECASE
)
_PRONOUN_SAYS = re.compile(
    rf"\b(?:he|she|they)\ (?:\w+ly\ )?(?:{_VERBS})\b|\b(?:said|says|added|asked)\ (?:he|she|they)\b",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*[^\W\d_](?:[ ](?:de|da|do|van|von|al|bin|del|la|le)?[ ]?[^\W\d_a-z][\w’'.-]*[^\W\d_])*"
)
_NOT_NAMES = frozenset(
    "The A An In On At But And He She They It We I This That As For From With After Before While When Pressed Asked Speaking O Os As El La Los Las Le Les Der Die Das Il Lo Gli".split()
)
_NEAR = 90  # characters between a verb of saying and its speaker's name


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a sentence's quotations: the words that name the speaker, and of which kind they are."""

    text: str
    kind: SpeakerKind


def find_speaker(sentence: str) -> Speaker:
    """The speaker of a sentence's quotations; kind "" where no verb of saying stands outside the quotation marks."""
    outside = outside_quotations(sentence)
    verb = _SPEECH.search(outside)
    if verb is None:
        return Speaker("", "")
    near = outside[max(0, verb.start() - _NEAR) : verb.end() + _NEAR]
    if _PRONOUN_SAYS.search(near) and not _first_name(outside[: verb.start()].partition(",")[0]):
        return Speaker("", "pronoun")
    if name := _first_name(near):
        return Speaker(name, "name")
    if _PRONOUN.search(near):
        return Speaker("", "pronoun")
    return Speaker("", "role")


def says_by_role(outside: str, span: tuple[int, int]) -> bool:
    """Whether the words at `span` of a sentence (quotations blanked out) are the subject of a verb of saying."""
    start, end = span
    before, after = outside[max(0, start - 20) : start].split(), outside[end : end + 25].split()
    beside = [*before[-1:], *after[:2]]
    return any(_SPEECH.fullmatch(word.strip(",.;:")) for word in beside) or "according to" in " ".join(before[-2:])


def outside_quotations(sentence: str) -> str:
    """The sentence with every outer quotation blanked out, character for character."""
    text = sentence
    for quotation in quotations(sentence):
        if quotation.depth == 0:
            text = text[: quotation.start] + " " * (quotation.end - quotation.start) + text[quotation.end :]
    return text


def quoted_share(sentence: str) -> float:
    """Share of a sentence's letters and digits that stands inside quotation marks."""
    outside = sum(c.isalnum() for c in outside_quotations(sentence))
    total = sum(c.isalnum() for c in sentence)
    return 1 - outside / total if total else 0.0


def _first_name(text: str) -> str:
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0] in _NOT_NAMES:
            words = words[1:]
        if words:
            return " ".join(words).removesuffix("’s").removesuffix("'s")
    return ""
