"""The numbers of a sentence as figures: each with its unit, its rate, its bound, and what it counts.

"More than 500 injured" is 500, over, injured; "half a year" is 0.5 years. What comes before or after a number makes it
a bound ("up to 600", "500 or more"), by wordings that are data of each language. Numbers inside dates are no figures,
but their years are kept apart. `supports_bound` compares two bounds; values are compared by `numeric_values.agrees`.

Units are lengths, weights, speeds, temperatures, areas, volumes and spans of time; 6 miles are 9.66 km. Amounts have a
rate ("a day"). There are no exchange rates, and nothing is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, cast

from ..lang.language import PHRASES, Language, load_language, pattern_of, pattern_of_all, phrases_of_all, words_of_all
from ..lang.tables import load_table, meant_by
from .dates import DateMention
from .numeric_values import Value, values
from .tokenize import terms, words

Bound = Literal["", "over", "least", "under", "most", "nearly", "about"]

_AND_A_HALF = re.compile(r"\b(?:an?|one)\s(?:[^\W\d_]{3,10})\sand\sa\s$")
_OF_A_UNIT = re.compile(r"\s(?:of\s)?an?(?=\s)")
_A_BEFORE = re.compile(r"\b(?:an?|one)\s\Z", re.IGNORECASE)
_ACCORDING = frozenset(("Segundo", "segundo", "Secondo", "secondo", "Second", "Segunda"))  # "according to", "secondly"
_MINUS = re.compile(r"\bminus\s\Z")
_WINDOW = 60  # characters behind a number that say what it counts
_ENDS_CLAUSE = re.compile(r"[,;:.!?()“”\"]|\d|\b(?:and|but|while|und|y|et|e)\b")
_BOUNDS_BEHIND: tuple[Bound, ...] = ("least", "most", "about")  # in this order
_REACH = 28  # characters before a number: the longest wording and a blank
# By the evidence's bound: the bounds that a claim may give the same number.
_SUPPORTED: dict[Bound, tuple[Bound, ...]] = {
    "": ("least", "most"),
    "about": ("", "nearly"),
    "nearly": ("", "most", "under"),
    "over": ("least",),
    "least": ("",),  # newspapers drop it: "at least 17 died" becomes "17 died"
    "under": ("most", "nearly"),
}
_KINDS = ("length", "weight", "speed", "area", "volume", "time")
_DEGREES = {"celsius": "C", "c": "C", "centigrade": "C", "fahrenheit": "F", "f": "F"}
_GLUED = re.compile(r"[\s\u00a0\u202f-]?")
_WORD = re.compile(r"(?:[^\W\d_]+(?:[/²][^\W\d_]*)?|°\s?[CFcf]?)")
_RATE = rf"\s?(?:/|{PHRASES})(?:head|person|capita)?([^\W\d_]+)?"
_NEXT_WORD = re.compile(r"\s[^\W\d_]{1,30}")
_RATE_REACH = 3  # words of what is counted, between a number and "a year"
_ADVERB = re.compile(r"\s([a-z]{5,8})\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as written behind a number: what it measures, how much of the base unit it is, where its wording ends.

    `factor` multiplies a number into the base unit of its `kind`; temperatures have "C" or "F" as their `name`.
    """

    kind: str
    name: str
    factor: Decimal
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what stands around it: its unit, what it is counted for ("day"), its bound, and what it counts.

    Every number of a text is a figure: a check must find each of them in the sources. `counts` are the stems behind it,
    whatever they are. Disagreements need to know what a number is of ("killed"), and read fewer numbers for that:
    `quantities.Quantity`.
    """

    value: Value
    measure: Measure | None = None
    rate: str = ""
    bound: Bound = ""
    counts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As written, unit included."""
        return self.value.text


def read_figures(text: str, language: str, found: Sequence[DateMention]) -> Iterator[Figure]:
    """The numbers of a text outside its dates (`found`), in order."""
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    blanked = "".join(" " if place in taken else char for place, char in enumerate(text)) if taken else text
    read = [value for value in values(blanked, language) if value.text not in _ACCORDING]
    for value in read:
        yield _figure(blanked, value, language)


def years_of(found: Sequence[DateMention]) -> Iterator[Figure]:
    """The years that dates say, as numbers that a sentence may use by themselves."""
    for mention in found:
        if mention.year:
            year = Decimal(mention.year)
            yield Figure(Value("year", year, year, "", mention.start, mention.end, mention.text))


def _figure(text: str, value: Value, language: str) -> Figure:
    """A value with its unit, rate and bound read from the text around it."""
    bound = bound_of(text, value.start, value.end, language)
    minus = _MINUS.search(text, max(0, value.start - 8), value.start)
    if value.kind == "count" and minus:
        value = replace(value, low=-abs(value.low), high=-abs(value.high))
        bound = bound_of(text, minus.start(), value.end, language)
    if value.kind == "ordinal" and _is_part(text, value, language):
        part = 1 / value.low
        value = replace(value, kind="share", low=part, high=part)
    counts = _counts_what(text, value.end, language)
    end, measure = value.end, None
    if value.kind == "share" and value.text.isascii() and load_language(language).units_have_parts:
        value, end, measure = _part_of_unit(text, value)
    if measure is None and value.kind in ("count", "label", "year", "ordinal"):
        measure = measure_of(text, end, language)
    if measure is not None:
        whole = max(measure.end, value.end)
        value = replace(value, end=whole, text=text[value.start : whole])
    return Figure(value, measure, rate_of(text, value.end), bound, counts)


@cache
def _behind_part(language: str) -> re.Pattern[str] | None:
    """What stands behind an ordinal that is a part; None in a language without such words."""
    words_behind = "|".join(sorted(load_language(language).words_behind_parts))
    return re.compile(rf"s?(?:\s(?:{words_behind})\b|\s?[.,;])") if words_behind else None


def _is_part(text: str, value: Value, language: str) -> bool:
    """Whether an ordinal is a part of something, not a place in a row: "a fifth of", "a fifth higher"."""
    behind = _behind_part(language)
    before = text[max(0, value.start - 8) : value.start]
    return bool(behind and behind.match(text, value.end) and _A_BEFORE.search(before)) and value.low > 2


def _part_of_unit(text: str, value: Value) -> tuple[Value, int, Measure | None]:
    """ "half a year" is 0.5 of a unit, "a quarter of an hour" 0.25, "a minute and a half" 1.5."""
    before = _AND_A_HALF.search(text, max(0, value.start - 24), value.start)
    if before and value.text.lower().endswith("half"):
        measure = measure_of(text, before.start() + text[before.start() :].index(" "), "en")
        if measure:
            number = Decimal("1.5")
            return replace(value, kind="count", low=number, high=number), value.end, replace(measure, end=value.end)
    of_unit = _OF_A_UNIT.match(text, value.end)
    measure = measure_of(text, of_unit.end(), "en") if of_unit else None
    return (replace(value, kind="count"), value.end, measure) if measure else (value, value.end, None)


def _counts_what(text: str, end: int, language: str) -> tuple[str, ...]:
    """The first content words behind a number in its clause: what it counts and what became of it."""
    after = text[end : end + _WINDOW]
    stop = _ENDS_CLAUSE.search(after)
    clause = after[: stop.start()] if stop else after.rpartition(" ")[0]
    generic = words_of_all("uncounted_nouns")
    kept = [word for word in words(clause) if word.lower() not in generic]
    return tuple(terms(" ".join(kept), language))[:3]


def shares_of(text: str, language: str) -> Iterator[Figure]:
    """The shares that two numbers of a text make: "one in four", "3 out of 10"."""
    out_of = pattern_of_all("out_of", rf"\s{PHRASES}\s", 0)
    for one, two in pairwise(values(text, language)):
        between = text[one.end : two.start]
        if out_of.fullmatch(between) and one.kind == two.kind == "count" and 0 < one.low < two.low:
            share = one.low / two.low
            value = Value("share", share, share, "", one.start, two.end, text[one.start : two.end])
            yield Figure(value, bound=bound_of(text, one.start, two.end, language))


@lru_cache(maxsize=8)
def _wordings(language: str) -> tuple[tuple[Bound, str], ...]:
    """The wordings of a language, the longest first, so that "no more than" is never read as "more than"."""
    table = _language_with_bounds(language).qualifiers_before
    pairs = [(cast(Bound, bound), words) for bound, phrases in table.items() for words in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def _language_with_bounds(language: str) -> Language:
    """The language whose wordings are read: English for one without any, as writers borrow them."""
    data = load_language(language)
    return data if data.qualifiers_before else load_language("en")


def bound_of(text: str, start: int, end: int, language: str = "en") -> Bound:
    """What makes the number `text[start:end]` a bound or an estimate; "" if it is stated plainly."""
    before = text[max(0, start - _REACH) : start].lower().replace("’", "'")
    between = pattern_of(_language_with_bounds(language).code, "between_bounds_and_numbers", rf"{PHRASES}?\s*$", 0)
    before = between.sub("", before).rstrip()
    for bound, wording in _wordings(language):
        if before.endswith(wording) and not before[: -len(wording)][-1:].isalnum():
            return bound
    after = text[end : end + 16].lower().lstrip(" -")
    behind = phrases_of_all("qualifiers_behind")
    for bound in _BOUNDS_BEHIND:
        if after.startswith(behind[bound]):
            return bound
    return "least" if re.match(r"[-\s]?plus\b|\+", text[end : end + 6].lower()) else ""


def supports_bound(claimed: Bound, found: Bound) -> bool:
    """Whether a number found with one bound supports the same number stated with another.

    An estimate supports the bare number and vice versa; a true bound must be stated, and not inverted.
    """
    return claimed in (found, "about") or claimed in _SUPPORTED.get(found, ())


# -- units ------------------------------------------------------------------------------------------------------------


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    made: dict[str, tuple[str, Decimal]] = {}
    for kind in _KINDS:
        for factor, written in load_table("measures")[kind].items():
            for word in written.split():
                forms = (word, f"{word}s")
                made |= {form.replace("_", " "): (kind, Decimal(factor)) for form in forms}
    return made


def measure_of(text: str, end: int, language: str = "en") -> Measure | None:
    """The unit after a number that ends at a place, or None. A dash or blank may come between."""
    gap = _GLUED.match(text, end)
    at = gap.end() if gap else end
    words = []
    ends = []
    for _ in range(3):
        match = _WORD.match(text, at)
        if not match:
            break
        words.append(match.group().lower())
        ends.append(match.end())
        at = match.end() + 1 if text[match.end() : match.end() + 1] in (" ", "-", "\u00a0") else match.end()
        if at == match.end():
            break
    return _degrees(words, ends) or _unit(words, ends, language)


def _degrees(words: list[str], ends: list[int]) -> Measure | None:
    if not words or not (words[0].startswith("°") or words[0] in words_of_all("degrees")):
        return None
    glued = words[0].lstrip("° ") if words[0].startswith("°") else ""
    scale = _DEGREES.get(glued) or (_DEGREES.get(words[1]) if len(words) > 1 else None)
    end = ends[0] if glued or not scale else ends[1]
    return Measure("temperature", scale or "", Decimal(1), end)


def _unit(words: list[str], ends: list[int], language: str) -> Measure | None:
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in _units() and meant_by("measures", "units_of_one_language").get(name, language) == language:
            kind, factor = _units()[name]
            return Measure(kind, name, factor, ends[count - 1])
    return None


def convert(number: Decimal, unit: Measure, target: Measure) -> Decimal | None:
    """A number in one unit converted to another; None if they measure different things or a scale is not stated."""
    if unit.kind != target.kind:
        return None
    if unit.kind != "temperature":
        return number * unit.factor / target.factor
    if unit.name == target.name or not (unit.name and target.name):
        return number
    return number * 9 / 5 + 32 if target.name == "F" else (number - 32) * 5 / 9


def rate_of(text: str, end: int) -> str:
    """What an amount is counted per: "hour" after "€21 an hour", "day" after "6 million a day"; "" for none."""
    adverb = _ADVERB.match(text, end)
    rates = meant_by("measures", "rates")
    if adverb and adverb[1] in rates:
        return rates[adverb[1]]
    rate = pattern_of_all("rate_marks", _RATE)
    match = rate.match(text, end)
    for _ in range(_RATE_REACH):
        if match:
            break
        word = _NEXT_WORD.match(text, end)
        if not word:
            break
        end = word.end()
        match = rate.match(text, end)
    if match and match[1]:
        unit = match[1].lower()
        is_rate = _units().get(unit, ("",))[0] == "time" or unit in words_of_all("rated_nouns")
        return unit.rstrip("s") if is_rate else ""
    return ""
