"""The check of names: every name of a claim stands in its evidence, by alias or by a spelling the articles use.

A cited "he" or "the secretary" is resolved in its own article, from the two sentences before it or from the title that
the article gives a name; a capital stands for its government where it is no place. Never decides who a person is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ..records import Check, Claim, Evidence
from ..text.capitals import country_of, is_place
from ..text.irregular import base_form
from ..text.names import Name, fold_name, likeness, looks_ordinary, names, word_likeness
from ..text.saying_words import VERBS
from ..text.units import measure_of
from ..text.values import values
from ..text.words import without_accents, word_set, words
from .context import Context, counted, missing, names_in
from .offices import other_office

_SMALL_WORDS = frozenset(("of", "the", "and", "for", "de"))  # initials leave them out
_NOUN_CAPITALS = frozenset(("de", "lb"))  # languages that write every noun with a capital
_AUXILIARIES = word_set(
    "is was are were has had have will would did does do can could may might must should and or who"
)
_OPENERS = word_set(
    "almost nearly around roughly approximately fewer less more most several many few half twice both neither none "
    "nobody everyone everything nothing someone anyone following according despite during after before since until "
    "without within while although though because however meanwhile later earlier once another other others hundreds "
    "thousands millions dozens tens police officials authorities rescuers residents lawyers analysts experts critics "
    "supporters opponents voters protesters workers "
    "entretanto contudo porém todavia além conforme ainda assim então também además según cependant toutefois inoltre"
)
# Where verbs open sentences, a capital there is a name only before a word that may be its verb.
_VERB_ENDINGS: dict[str, tuple[str, ...]] = {
    "pt": ("ou", "eu", "iu", "aram", "eram", "iram", "ava", "avam", "rá", "rão"),
    "es": ("ó", "ió", "aron", "ieron", "aba", "aban", "rá", "rán"),
    "fr": ("ait", "aient", "èrent", "era", "eront"),
    "it": ("ò", "ì", "erà", "eranno", "ava", "avano"),
}
_FINITE = word_set(
    "foi é está tem será são eram era vai fue es ha há tiene est a ont sont était va può è sta não no ne"
)
_MOST_NAMES = 500  # different names of evidence looked at: the work for a claim stays linear
_MOST_TEXTS = 500  # articles searched for a full name or an office; enough to find one, and never slow
_BEFORE = 400  # characters before a cited span in which "he" has its name: about two sentences
_PRONOUN = re.compile(r"\b(?:he|she|they|him|his|their|them|i|we|my|our)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\bthe\s(?:[^\W\d_]+\s){0,2}(leader|president|minister|premier|chancellor|secretary|governor|mayor|chief|envoy|"
    r"senator|general|commander|chairman|chairwoman|director|coach|captain|striker|company|bank|firm|agency|"
    r"union|party|club|storm|hurricane|probe|hospital|country|city|town|island|suspect|judge|spokesman|spokeswoman)\b",
    re.IGNORECASE,
)
_TITLED = 60  # characters between a country and the name whose office it describes: "U.S. Treasury Secretary Bessent"


def check_names(claim: Claim, context: Context) -> Check:
    """Whether every name of the claim stands in its evidence, by alias or by a spelling the articles use."""
    if not any(char.isupper() or char.islower() for char in claim.text):
        return Check("names", "not_run", "this script has no capitals to tell names by")
    said = [name for name in _claimed(claim.text, context) if not _looks_ordinary(name, claim.text, context)]
    there = (name for item in claim.evidence for name in names_in(item.text, context))
    known = list({name.words: name for name in there}.values())[:_MOST_NAMES]
    loose = {part for item in claim.evidence for word in words(item.text) for part in fold_name(word).split()}
    notes = []
    for name in said:
        outcome = _outcome(name, known, loose, claim.evidence, context)
        if outcome == "different":
            found = _otherwise(name, known, claim, context)
            if not found:
                return Check("names", "fail", missing(name.text, claim.evidence, context, _spread(name, known)))
            notes.append(found)
        elif outcome != "same":
            notes.append(f'"{name.text}" is spelled "{outcome}" there')
    office, there_held = other_office(claim.text, [item.text for item in claim.evidence])
    if office and context.language == "en":
        return Check("names", "fail", missing(office, claim.evidence, context, [there_held], "another office"))
    return Check("names", "pass", "; ".join(notes) or counted(len(said), "name"))


def is_same_name(one: Name, other: Name) -> bool:
    """Whether two names can mean the same: by alias, spelling, people and country, or seat of government."""
    if likeness(one, other) != "different":
        return True
    return _seat(one, other) or _seat(other, one) or _is_initialism(one, (other,)) or _is_initialism(other, (one,))


def _seat(seat: Name, other: Name) -> bool:
    country = country_of(" ".join(seat.words))
    return bool(country) and any(
        likeness(found, other) != "different" for found in names(country.title().replace("Usa", "USA"))
    )


def _claimed(text: str, context: Context) -> list[Name]:
    """The names of a claim that are no part of a number, a unit or a day: not "Sixty-one percent", "38 °C"."""
    found = values(text, context.language)
    taken = [(value.start, value.end) for value in found if value.kind != "label"]
    taken += [
        (value.end, unit.end) for value in found if (unit := measure_of(text, value.end, context.language)) is not None
    ]
    return [
        name
        for name in names_in(text, context)
        if not any(start <= name.start < end or name.start <= start < name.end for start, end in taken)
    ]


def _looks_ordinary(name: Name, text: str, context: Context) -> bool:
    """Whether an uncertain capital is a common word at a sentence's start, as far as the words around it tell."""
    if looks_ordinary(name, context.ordinary):
        return True
    if name.certain or len(name.words) > 1:
        return False
    if name.words[0] in _OPENERS:
        return True
    gap = text[name.end : name.end + 1]
    follows = [*words(text[name.end : name.end + 24])[:1], ""][0]
    if name.words[0] in context.spellings or gap != " " or not follows.islower():
        return False
    if context.language in _VERB_ENDINGS:
        return not (follows in VERBS or follows in _FINITE or follows.endswith(_VERB_ENDINGS[context.language]))
    return context.language == "en" and not _may_be_done(name, follows)


def _may_be_done(name: Name, verb: str) -> bool:
    """Whether a name may have this word as its verb: "Kowalski presented", not "Heavy rain", "Shares fell"."""
    if name.words[0].endswith("s") and not name.words[0].endswith(("ss", "us", "is")) and verb not in VERBS:
        return False
    return verb in VERBS or verb in _AUXILIARIES or base_form(verb) != verb or verb.endswith(("ed", "s"))


def _outcome(name: Name, known: Sequence[Name], loose: set[str], evidence: Sequence[Evidence], context: Context) -> str:
    """ "same", "different", or the spelling that the evidence uses."""
    degrees = [(likeness(name, other), other) for other in known]
    spelled = not context.spellings or all(_is_spelling(word, context) for word in name.words)
    same = [other for degree, other in degrees if degree == "same"]
    if same and spelled and any(_is_called_so(name, other, context) for other in same):
        return "same"
    variant = next((other.text for degree, other in degrees if degree == "variant"), None)
    if variant and spelled:
        return variant
    if context.language in _NOUN_CAPITALS and len(name.words) == 1 and not name.text.isupper():
        return "same"
    small = {word for item in evidence for word in words(item.text) if word.islower()}
    if _stands_apart(name, known, loose, small) or _is_initialism(name, known) or _is_spelled_out(name, evidence):
        return "same"
    return "different"


def _is_called_so(name: Name, other: Name, context: Context) -> bool:
    """Whether an article gives a shorter name of the evidence the further words that the claim gives it.

    "Holt" may be called Jana Holt where an article does, not Marta Holt.
    """
    if len(name.words) <= len(other.words) or not context.texts:
        return True
    extra = [word for word in name.words if all(word_likeness(word, each) == "different" for each in other.words)]
    last = next((word for word in reversed(name.words) if word not in extra), "")
    if not extra or not last:
        return True
    pattern = re.compile(rf"\b{re.escape(extra[0])}\b\W{{1,3}}(?:\w{{1,20}}\W{{1,3}}){{0,2}}{re.escape(last[:4])}")
    return any(pattern.search(without_accents(text).lower()) for text in islice(context.texts.values(), _MOST_TEXTS))


def _otherwise(name: Name, known: Sequence[Name], claim: Claim, context: Context) -> str:
    """How a name that no name of the evidence is stands there all the same, in words; "" where it does not."""
    for other in known:
        place = is_place(claim.text, name.start)
        if (_seat(name, other) and not place) or _seat(other, name):
            return f'"{name.text}" stands for "{other.text}"'
    if claim.text[: name.start].endswith(("the ", "The ")) and _is_initialism(name, known, 2):
        return f'"{name.text}" is written in letters there'
    if _is_office(name, known, claim.text, context):
        return f'"{name.text}" belongs to an office the articles name'
    for item in claim.evidence:
        if _is_meant(name, claim.text, item, context):
            return f'"{name.text}" is named before the cited sentence'
    return ""


def _is_office(name: Name, known: Sequence[Name], text: str, context: Context) -> bool:
    """Whether a country is said with an office as the articles say it: "US Treasury Secretary" beside "Bessent"."""
    follows = [
        other
        for other in names_in(text, context)
        if 0 < other.start - name.end <= _TITLED and not re.search(r"[.;:()“”]", text[name.end : other.start])
    ]
    holders = [other for other in (follows[:1] or known) if any(is_same_name(other, each) for each in known)]
    role = re.match(r"(?:’s|'s)?\s(?:[^\W\d_]+\s){0,3}?(secretary|president|minister|chancellor|leader|coach|envoy)\b",
                    text[name.end : name.end + _TITLED], re.IGNORECASE)  # fmt: skip
    if not role:
        return False
    lasts = {other.words[-1] for other in holders}
    texts = islice(context.texts.values(), _MOST_TEXTS)
    return any(_holds_office(name, last, role[1], article) for article in texts for last in lasts)


def _holds_office(country: Name, holder: str, role: str, text: str) -> bool:
    """Whether a text names country, office and holder in one breath."""
    folded = text.lower()
    at = folded.find(holder)
    while at >= 0:
        before = text[max(0, at - _TITLED) : at]
        if role.lower() in before.lower() and any(likeness(country, other) != "different" for other in names(before)):
            return True
        at = folded.find(holder, at + len(holder))
    return False


def _is_meant(name: Name, claim_text: str, item: Evidence, context: Context) -> bool:
    """Whether a cited sentence speaks of someone by pronoun or role whom its article names just before."""
    article = context.texts.get(item.article, "")
    if not article or article[item.start : item.end] != item.text:
        return False
    if is_place(claim_text, name.start):
        return False
    opens = item.text.lstrip()[:1] in "“\"'‘«„" or bool(_PRONOUN.search(item.text[:80]))
    role = _ROLE.search(item.text)
    if not (opens or role):
        return False
    before = names_in(article[max(0, item.start - _BEFORE) : item.start], context)
    return any(likeness(name, other) != "different" for other in before)


def _is_initialism(name: Name, known: Sequence[Name], least: int = 3) -> bool:
    """AP beside the Associated Press, NATO beside its full name; the other way round from `least` letters on.

    Two letters are any person's initials: they stand for a body only where the claim says "the" before its name.
    """
    written = name.text.replace(".", "")
    if len(name.words) == 1:
        return written.isupper() and 2 <= len(written) <= 6 and any(_initials(o) == name.words[0] for o in known)
    short = (other for other in known if len(other.words) == 1 and other.text.replace(".", "").isupper())
    return len(name.words) >= least and any(_initials(name) == other.words[0] for other in short)


def _is_spelled_out(name: Name, evidence: Sequence[Evidence]) -> bool:
    """FDA beside the Food and Drug Administration, whose small words cut it into two names."""
    short = name.words[0].upper()
    if len(name.words) > 1 or not 3 <= len(short) <= 7 or not name.text.replace(".", "").isupper():
        return False
    return any(short in "".join(_capitals(item.text)) or short in _first_letters(item.text) for item in evidence)


def _first_letters(text: str) -> str:
    return "".join(word[0].upper() for word in words(text) if word not in _SMALL_WORDS)


def _capitals(text: str) -> Iterator[str]:
    """The first letters of capitalised words, a blank where a small word of content stands between."""
    for word in words(text):
        if word[0].isupper():
            yield word[0]
        elif word not in _SMALL_WORDS:
            yield " "


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.words if word not in _SMALL_WORDS) if len(name.words) > 1 else ""


def _is_spelling(word: str, context: Context) -> bool:
    return word in context.spellings or word in context.ordinary or len(word) <= 2 or _relates(word, context)


def _relates(word: str, context: Context) -> bool:
    """Ukrainian where the articles say Ukraine, American where they say U.S."""
    return any(word_likeness(word, other) == "same" for other in context.spellings)


def _stands_apart(name: Name, known: Sequence[Name], loose: set[str], small: set[str]) -> bool:
    """Whether all words of a name stand in the evidence without being parts of different names ("Scott Trump")."""
    if not all(word in loose for word in name.words):
        return False
    homes = [
        {place for place, other in enumerate(known) if word in other.words} if word not in small else set()
        for word in name.words
    ]
    named = [home for home in homes if home]
    return len(named) < 2 or bool(set.intersection(*named))


def _spread(name: Name, known: Sequence[Name]) -> list[str]:
    """Names of the evidence to show beside a missing one: those that share a word first."""
    return [other.text for other in sorted(known, key=lambda other: not set(other.words) & set(name.words))]
