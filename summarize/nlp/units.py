"""Reads the unit that belongs to a number, and converts between units of one kind: 6 miles are 9.66 km.

Lengths, weights, speeds, temperatures, areas, volumes, spans of time, and the rate after an amount ("a day"). Also how
currencies are written, each with its ISO 4217 code; there are no exchange rates. Never rounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..lang.language import PHRASES, pattern_of_all, words_of_all
from ..lang.tables import load_table, meant_by

_KINDS = ("length", "weight", "speed", "area", "volume", "time")
_DEGREES = {"celsius": "C", "c": "C", "centigrade": "C", "fahrenheit": "F", "f": "F"}
_GLUED = re.compile(r"[\s\u00a0\u202f-]?")
_WORD = re.compile(r"(?:[^\W\d_]+(?:[/²][^\W\d_]*)?|°\s?[CFcf]?)")
_RATE = rf"\s?(?:/|{PHRASES})(?:head|person|capita)?([^\W\d_]+)?"
_NEXT_WORD = re.compile(r"\s[^\W\d_]{1,30}")
_RATE_REACH = 3  # words of what is counted, between a number and "a year"
_ADVERB = re.compile(r"\s([a-z]{5,8})\b")

# Currencies by their symbols, codes and words.
SYMBOLS = meant_by("measures", "currency_symbols")
DOLLARS = meant_by("measures", "dollars")
CODES = meant_by("measures", "currency_codes").keys()
CURRENCIES = {**meant_by("measures", "currency_words"), **meant_by("measures", "currency_codes")}


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as written behind a number: what it measures, how much of the base unit it is, where its wording ends.

    `factor` multiplies a number into the base unit of its `kind`; temperatures have "C" or "F" as their `name`.
    """

    kind: str
    name: str
    factor: Decimal
    end: int


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
