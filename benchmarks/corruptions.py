"""Finished sentences with one thing changed: a figure, name, month or day, negation, speaker, quoted word or unit.

Seeded: the same call makes the same corruptions. A corruption never restores the truth: what it puts in differs in
value from what it takes out, and a name is never swapped for another spelling of itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from summarize.check.naming import is_same_name

from summarize.records import Claim
from summarize.text.dates import dates
from summarize.text.names import names
from summarize.text.quotations import quotations
from summarize.text.values import values

KINDS = ("figure", "name", "date", "negation", "speaker", "quoted word", "unit")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 - a list in prose
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - a list in prose
_NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty".split()  # noqa: SIM905 - a list in prose
_UNITS = (
    ("million", "billion"), ("billion", "million"), ("trillion", "billion"), ("$", "€"), ("€", "$"), ("£", "€"),
    ("%", " million"), (" percent", " million"), ("hours", "days"), ("days", "weeks"), ("weeks", "months"),
    ("km", "miles"), ("kilometres", "miles"), ("miles", "kilometres"), ("metres", "feet"), ("tonnes", "kilograms"),
    ("-day", "-week"), ("dollars", "euros"), ("euros", "dollars"), ("months", "years"), ("years", "months"),
)  # fmt: skip
_AUXILIARY = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would|could|can|must|should)\b(?! (?:not|yet|been)\b)")
_NEGATION = re.compile(r"\b(?:did |does |do )?(?:not|never)\b |n[’']t\b|\bno\b ")
_PAST = re.compile(r"\b(said|rejected|accused|presented|told|called|met|gave|criticized|signed|discussed|asked)\b")
_BASE = {"said": "say", "told": "tell", "met": "meet", "gave": "give", "criticized": "criticize", "accused": "accuse"}


@dataclass(frozen=True, slots=True)
class Corruption:
    """A claim with one thing changed: what was taken out and what stands there now."""

    kind: str
    claim: Claim
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What corruptions are made of: names and words of the story, in their order."""

    names: tuple[str, ...]
    words: tuple[str, ...]


def stock_of(texts: Sequence[str]) -> Stock:
    """Gather names (people, places, bodies) and longer words of a story's articles."""
    days = {*_MONTHS, *_DAYS}
    named = [name for text in texts for name in names(text) if name.certain and len(name.text) > 3]
    seen = Counter(name.text for name in named if len(name.words) < 3 and "-" not in name.text)
    found = [name for name, count in seen.items() if count > 1 and name not in days]
    spoken = dict.fromkeys(word for text in texts for word in re.findall(r"\b[a-z]{5,}\b", text))
    return Stock(tuple(found), tuple(spoken))


def corruptions(claims: Sequence[Claim], stock: Stock, count: int, *, seed: int = 0) -> Iterator[Corruption]:
    """Corrupt claims `count` times, the kinds in turn, each a claim chosen by chance among those that can be."""
    random = Random(seed)
    made = 0
    while made < count:
        kind = KINDS[made % len(KINDS)]
        for claim in random.sample(list(claims), len(claims)):
            found = _MAKERS[kind](claim, stock, random)
            if found and found.claim != claim:
                yield found
                break
        made += 1


def _changed(kind: str, claim: Claim, start: int, end: int, new: str) -> Corruption:
    text = f"{claim.text[:start]}{new}{claim.text[end:]}"
    return Corruption(kind, replace(claim, text=text), claim.text[start:end], new)


def _figure(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    days = [(mention.start, mention.end) for mention in dates(claim.text)]
    found = [v for v in values(claim.text) if v.low > 1 and not any(a <= v.start < b for a, b in days)]
    if not found:
        return None
    value = random.choice(found)
    digit = re.search(r"[1-9]", value.text)
    if digit:
        at = value.start + digit.start()
        new = random.choice([d for d in "123456789" if d != digit.group()])
        return _changed("figure", claim, at, at + 1, new)
    word = re.search(r"[a-z]+", value.text)
    known = [number for number in _NUMBERS if word and number != word.group()]
    if not word or word.group() not in _NUMBERS:
        return None
    return _changed("figure", claim, value.start + word.start(), value.start + word.end(), random.choice(known))


def _name(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    quoted = [(found.start, found.end) for found in quotations(claim.text)]
    found = [
        name
        for name in names(claim.text)
        if name.certain
        and len(name.text) > 2
        and name.text not in (*_MONTHS, *_DAYS)
        and not any(a <= name.start < b for a, b in quoted)
    ]
    if not found:
        return None
    name = random.choice(found)
    people = _is_people(name.text)
    others = [
        other
        for other in stock.names
        if _is_people(other) == people and not any(is_same_name(name, each) for each in names(f"of {other}"))
    ]
    return _changed("name", claim, name.start, name.end, random.choice(others)) if others else None


def _is_people(name: str) -> bool:
    """Whether a name is that of a people, which only another people's keeps a sentence a sentence."""
    return name.endswith(("an", "ans", "ish", "ese", "ians")) and " " not in name


def _date(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    for table in random.sample([_MONTHS, _DAYS], 2):
        found = [m for m in re.finditer(r"[A-Z][a-z]+", claim.text) if m.group() in table]
        if found:
            match = random.choice(found)
            new = random.choice([word for word in table if word != match.group()])
            return _changed("date", claim, match.start(), match.end(), new)
    return None


def _negation(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    outside = claim.text
    for found in quotations(claim.text):
        outside = outside[: found.start] + "_" * (found.end - found.start) + outside[found.end :]
    lost = _NEGATION.search(outside)
    if lost and lost.group().startswith(("did", "does", "do", "n")):
        return None  # what is left would be no sentence
    if lost:
        return _changed("negation", claim, lost.start(), lost.end(), "")
    places = list(_AUXILIARY.finditer(outside))
    if places:
        match = random.choice(places)
        return _changed("negation", claim, match.end(), match.end(), " not")
    verb = _PAST.search(outside)
    if not verb:
        return None
    base = _BASE.get(verb.group(), verb.group().removesuffix("ed"))
    return _changed("negation", claim, verb.start(), verb.end(), f"did not {base}")


def _speaker(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    said = claim.attributed_to or ""
    own = names(said)
    if not own or own[-1].text not in claim.text or not quotations(claim.text):
        return None
    others = [name for name in stock.names if not any(is_same_name(own[-1], each) for each in names(f"of {name}"))]
    new = random.choice(others)
    start = claim.text.index(own[-1].text)
    made = _changed("speaker", claim, start, start + len(own[-1].text), new)
    return replace(made, claim=replace(made.claim, attributed_to=new))


def _quoted_word(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    found = [q for q in quotations(claim.text) if q.inner_end - q.inner_start > 3]
    if not found:
        return None
    quotation = random.choice(found)
    spots = list(re.finditer(r"[^\W\d_]+", claim.text[quotation.inner_start : quotation.inner_end]))
    if not spots:
        return None
    spot = random.choice(spots)
    start, end = quotation.inner_start + spot.start(), quotation.inner_start + spot.end()
    return _changed(
        "quoted word", claim, start, end, random.choice([w for w in stock.words if w != spot.group().lower()])
    )


def _unit(claim: Claim, stock: Stock, random: Random) -> Corruption | None:
    pairs = [(old, new) for old, new in _UNITS if re.search(rf"(?<![A-Za-z]){re.escape(old)}(?![A-Za-z])", claim.text)]
    if not pairs or not values(claim.text):
        return None
    old, new = random.choice(pairs)
    start = claim.text.index(old)
    return _changed("unit", claim, start, start + len(old), new)


_MAKERS: dict[str, Callable[[Claim, Stock, Random], Corruption | None]] = {
    "figure": _figure,
    "name": _name,
    "date": _date,
    "negation": _negation,
    "speaker": _speaker,
    "quoted word": _quoted_word,
    "unit": _unit,
}
