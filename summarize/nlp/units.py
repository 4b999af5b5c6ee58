"""Read the unit that stands with a number, and convert between units of one kind: 6 miles are 9.66 km.

Lengths, weights, speeds, temperatures, areas, volumes, spans of time, and the rate behind an amount ("a day"). Knows
nothing of currencies. Never rounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

# Factors into the base unit (metres, kilograms, km/h, square metres, cubic metres, seconds), and the units' words.
_LENGTH = {
    "0.001": "mm millimetre millimeter",
    "0.01": "cm centimetre centimeter zentimeter centímetro",
    "1": "metre meter metro mètre",
    "1000": "km kilometre kilometer kilómetro quilômetro kilomètre chilometro",
    "0.0254": "inch inches",
    "0.3048": "ft foot feet",
    "0.9144": "yd yard",
    "1609.344": "mile miles meile meilen milla millas",
    "1852": "nautical_mile",
}
_WEIGHT = {
    "0.001": "gram gramme gramm gramo",
    "1": "kg kilo kilogram kilogramme kilogramm kilogramo",
    "1000": "tonne tonnes metric_ton tonelada tonnen",
    "907.18474": "ton tons",
    "0.45359237": "lb lbs",
    "0.028349523125": "ounce oz",
}
_SPEED = {
    "1": "km/h kmh kph kilometres_per_hour kilometers_per_hour kilometres_an_hour kilometers_an_hour stundenkilometer",
    "1.609344": "mph miles_per_hour miles_an_hour",
    "3.6": "m/s metres_per_second meters_per_second",
    "1.852": "knot knots",
}
_AREA = {
    "1": "square_metre square_meter",
    "1e6": "square_kilometre square_kilometer km²",
    "10000": "hectare hektar hectárea",
    "4046.8564224": "acre",
    "2589988.110336": "square_mile",
}
_VOLUME = {
    "0.001": "litre liter litro",
    "0.003785411784": "gallon",
    "0.158987294928": "barrel",
    "1": "cubic_metre cubic_meter",
}
_TIME = {
    "1": "second sekunde segundo seconde secondo",
    "60": "minute minuto",
    "3600": "hour stunde hora heure ora ore",
    "86400": "day tag tage tagen día dia jour giorno giorni",
    "604800": "week woche wochen semana semaine settimana settimane",
    "2629800": "month monat monate monaten mes meses mois mese mesi mês",
    "31557600": "year jahr jahre jahren año años an ano anni anno",
    "315576000": "decade jahrzehnt jahrzehnte década",
    "3155760000": "century centuries",
}
_TABLES = {"length": _LENGTH, "weight": _WEIGHT, "speed": _SPEED, "area": _AREA, "volume": _VOLUME, "time": _TIME}
_DEGREES = {"celsius": "C", "c": "C", "centigrade": "C", "fahrenheit": "F", "f": "F"}
# Units that are words of their own in some language count only in their own one.
_ONLY = {"ora": "it", "ore": "it", "ano": "pt", "anos": "pt", "mes": "es", "tag": "de", "an": "fr", "ans": "fr"}
_GLUED = re.compile(r"[\s\u00a0\u202f-]?")
_WORD = re.compile(r"(?:[^\W\d_]+(?:[/²][^\W\d_]*)?|°\s?[CFcf]?)")
_RATE = re.compile(
    r"\s?(?:/|per\s|an?\s|each\s|every\s|por\s|pro\s|par\s|al\s|all['’])(?:head|person|capita)?([^\W\d_]+)?",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s[^\W\d_]{1,30}")
_RATE_REACH = 3  # words of what is counted, between a number and "a year"
_RATES = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year"}
# What else an amount is counted for. Behind an article any noun may stand; only these make it a rate there.
_COUNTED_FOR = frozenset(
    (
        *("episode", "season", "game", "match", "show", "night", "visit", "flight", "trip", "shift", "page", "vote"),
        *("person", "head", "child", "student", "family", "household", "passenger", "worker", "employee", "patient"),
        *("barrel", "ticket", "share", "seat", "dose", "unit", "litre", "liter", "gallon", "kilo", "kilogram", "ton"),
        *("tonne", "mile", "kilometre", "kilometer"),
    )
)
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


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    made: dict[str, tuple[str, Decimal]] = {}
    for kind, table in _TABLES.items():
        for factor, written in table.items():
            for word in written.split():
                forms = (word, f"{word}s")
                made |= {form.replace("_", " "): (kind, Decimal(factor)) for form in forms}
    return made


def measure_of(text: str, end: int, language: str = "en") -> Measure | None:
    """The unit behind a number that ends at a place, or None. A dash or blank may stand between."""
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
    if not words or not (words[0].startswith("°") or words[0] in ("degree", "degrees", "grad", "grados", "graus")):
        return None
    glued = words[0].lstrip("° ") if words[0].startswith("°") else ""
    scale = _DEGREES.get(glued) or (_DEGREES.get(words[1]) if len(words) > 1 else None)
    end = ends[0] if glued or not scale else ends[1]
    return Measure("temperature", scale or "", Decimal(1), end)


def _unit(words: list[str], ends: list[int], language: str) -> Measure | None:
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in _units() and _ONLY.get(name, language) == language:
            kind, factor = _units()[name]
            return Measure(kind, name, factor, ends[count - 1])
    return None


def convert(number: Decimal, found: Measure, said: Measure) -> Decimal | None:
    """A number of one unit in another one; None where they measure different things or a scale is not said."""
    if found.kind != said.kind:
        return None
    if found.kind != "temperature":
        return number * found.factor / said.factor
    if found.name == said.name or not (found.name and said.name):
        return number
    return number * 9 / 5 + 32 if said.name == "F" else (number - 32) * 5 / 9


def rate_of(text: str, end: int) -> str:
    """What an amount is counted for: "hour" behind "€21 an hour", "day" behind "6 million a day"; "" for none."""
    adverb = _ADVERB.match(text, end)
    if adverb and adverb[1] in _RATES:
        return _RATES[adverb[1]]
    match = _RATE.match(text, end)
    for _ in range(_RATE_REACH):
        if match:
            break
        word = _NEXT_WORD.match(text, end)
        if not word:
            break
        end = word.end()
        match = _RATE.match(text, end)
    if match and match[1]:
        unit = match[1].lower()
        is_rate = _units().get(unit, ("",))[0] == "time" or unit in _COUNTED_FOR
        return unit.rstrip("s") if is_rate else ""
    return ""
