"""Tell a claim that turns its evidence round: the opposite verb, or the words of one speaker in another's mouth.

Shared words cannot show either. Only plain cases count: where the claim weighs, hedges or negates, nothing is said.
Knows English verbs. Never looks outside the texts it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from ..text.names import Name, names
from ..text.speech import find_speaker
from ..text.words import folded_words, is_negation, terms, word_set
from .naming import is_same_name


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a pair of opposites: verb forms by which a claim asserts it, and words by which evidence holds it."""

    said: frozenset[str]
    held: frozenset[str]


_ACCEPTED = word_set("accepted accepts agreed agrees approved approves endorsed endorses embraced embraces")
_ACCEPTS = _ACCEPTED | word_set(
    "accept accepting acceptance agree agreeing approve approving approval endorse embrace consent"
)
_ACCEPTS |= word_set("consented yes signed signs supportive supported backed adopted reached struck clinched sealed")
_REFUSED = word_set("rejected rejects refused refuses declined declines rebuffed rebuffs spurned spurns vetoed vetoes")
_REFUSES = _REFUSED | word_set("reject rejecting rejection refuse refusing refusal decline declining rebuff veto")
_CONFIRMED = word_set("confirmed confirms admitted admits acknowledged acknowledges")
_CONFIRMS = _CONFIRMED | word_set("confirm confirming confirmation admit admitting admission acknowledge acknowledging")
_DENIES = word_set("deny denied denies denying denial disputed refuted dismissed rejected")
_GRANTED = word_set("granted grants released releases")
_WITHHOLDS = word_set("withhold withheld withholds withholding denied froze frozen blocked")
_PRAISED = word_set("welcomed praised hailed applauded lauded commended")
_CONDEMNED = word_set("condemned criticised criticized denounced blasted slammed deplored")
_ROSE = word_set("rose risen increased climbed grew grown jumped soared surged")
_FELL = word_set("fell fallen dropped decreased shrank shrunk plunged slid sank")
_UPHELD = word_set("upheld affirmed")
_OVERTURNED = word_set("overturned rejected dismissed quashed annulled struck")
_PAIRS = (
    (_Side(_PRAISED, _PRAISED), _Side(_CONDEMNED, _CONDEMNED)),
    (_Side(_ROSE, _ROSE), _Side(_FELL, _FELL)),
    (_Side(_UPHELD, _UPHELD), _Side(_OVERTURNED, _OVERTURNED)),
    (_Side(_ACCEPTED, _ACCEPTS), _Side(_REFUSED, _REFUSES)),
    (_Side(_CONFIRMED, _CONFIRMS | word_set("conceded concedes")), _Side(word_set("denied denies"), _DENIES)),
    (_Side(_GRANTED, _GRANTED | word_set("grant granting release")), _Side(word_set("withheld withholds"), _WITHHOLDS)),
)
_SIGNED = word_set("signed inked")
_SIGNS = _SIGNED | word_set("signs signing signature signatures initialed initialled concluded")
_UNREAL = word_set(
    "if unless until before would could should may might must will can to be whether going asked urged expects hopes"
)
_TURNS = word_set("turn turns turned turning")
_STOLEN = 0.4  # share of what a speaker is said to say that only others say in the evidence


def opposite(text: str, sources: Iterable[str]) -> tuple[str, str]:
    """A verb that a text asserts and its opposite, which is all that the sources hold; ("", "") when not plainly so."""
    said, held = _verbs(text), [word for source in sources for word in _verbs(source)]
    if any(map(is_negation, said)):
        return "", ""
    for pair in _PAIRS:
        for side, other in (pair, pair[::-1]):
            verb = _asserted(said, side.said)
            there = _asserted(held, other.held)
            if verb and there and not side.held & set(held) and not other.held & set(said):
                return verb, there
    verb = _asserted(said, _SIGNED)
    if verb and "signature" in held and set(held) & (_WITHHOLDS | _REFUSES | {"without"}):
        return verb, "signature"
    signs = _SIGNS & set(held) or any(word == "sign" and _is_real(held, at) for at, word in enumerate(held))
    return ("", "") if not verb or signs else (verb, "sign" if "sign" in held else "")


def usurped(
    text: str, speaker: str | None, sources: Sequence[str], language: str, mass: Callable[[Collection[str]], float]
) -> tuple[str, str]:
    """The speaker of a text and the other one who says it in the sources; ("", "") when not plainly so.

    `mass` weighs content words (stems). Sources that name the speaker, or no other speaker, speak for them.
    """
    if any(map(is_negation, folded_words(text))):
        return "", ""
    found = find_speaker(text)
    who = found.text if found.kind == "name" else speaker or ""
    them, named = names(who, language), names(text, language)
    if not them:
        return "", ""
    theirs: set[str] = set()
    others: dict[str, set[str]] = {}
    for source in sources:
        other = find_speaker(source)
        strange = other.kind == "name" and not _meets(names(other.text, language), named)
        strange = strange and not _meets(them, names(source, language))
        (others.setdefault(other.text, set()) if strange else theirs).update(terms(source, language))
    content = set(terms(text, language)) - set(terms(who, language))
    for other_name, held in others.items():
        if mass(content & held - theirs) >= _STOLEN * mass(content) > 0:
            return who, other_name
    return "", ""


def _verbs(text: str) -> list[str]:
    """The words of a text, folded; "turned down" counts as refusing."""
    found = folded_words(text)
    return [
        "rejected" if word in _TURNS and "down" in found[at + 1 : at + 5] else word for at, word in enumerate(found)
    ]


def _asserted(said: Sequence[str], forms: frozenset[str]) -> str:
    """A verb that a text states as done: nothing before it makes it a wish, a condition or a plan."""
    return next((word for at, word in enumerate(said) if word in forms and _is_real(said, at)), "")


def _is_real(found: Sequence[str], at: int) -> bool:
    return not any(word in _UNREAL or is_negation(word) for word in found[max(0, at - 4) : at])


def _meets(some: Iterable[Name], others: Sequence[Name]) -> bool:
    return any(is_same_name(one, other) for one in some for other in others)
