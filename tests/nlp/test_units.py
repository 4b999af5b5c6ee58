"""Units behind numbers, rates, and conversions; how currencies are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarize.nlp.numeric_values import values
from summarize.nlp.units import CODES, CURRENCIES, DOLLARS, SYMBOLS, convert, measure_of, rate_of


def measure(text: str, language: str = "en"):
    (value, *_) = values(text, language)
    return value, measure_of(text, value.end, language)


@pytest.mark.parametrize(
    ("text", "language", "kind", "written"),
    [
        ("six miles from here", "en", "length", "six miles"),
        ("185 km/h winds", "en", "speed", "185 km/h"),
        ("winds of 185 kilometres per hour", "en", "speed", "185 kilometres per hour"),
        ("a 3-day visit", "en", "time", "3-day"),
        ("21 days later", "en", "time", "21 days"),
        ("38 degrees Celsius", "en", "temperature", "38 degrees Celsius"),
        ("38°C today", "en", "temperature", "38°C"),
        ("1.7 tonnes of grain", "en", "weight", "1.7 tonnes"),
        ("14 Monate lang", "de", "time", "14 Monate"),
        ("3 semanas", "es", "time", "3 semanas"),
    ],
)
def test_a_unit_is_read_to_its_end(text: str, language: str, kind: str, written: str) -> None:
    value, found = measure(text, language)
    assert (found.kind, text[value.start : found.end]) == (kind, written)


@pytest.mark.parametrize("text", ["48 drones", "21, the", "5", "12 people"])
def test_other_words_are_no_unit(text: str) -> None:
    assert measure(text)[1] is None


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("six miles", "1 km", "9.656064"),
        ("3.2 metres", "1 cm", "320"),
        ("three weeks", "2 days", "21"),
        ("38 degrees Celsius", "1°F", "100.4"),
        ("32°F", "1°C", "0"),
        ("185 km/h", "1 km/h", "185"),
    ],
)
def test_a_number_is_converted_exactly(one: str, other: str, number: str) -> None:
    (value, unit), (_, target) = measure(one), measure(other)
    assert convert(value.low, unit, target) == Decimal(number)


def test_what_measures_something_else_is_not_converted() -> None:
    (value, unit), (_, target) = measure("six miles"), measure("2 hours")
    assert convert(value.low, unit, target) is None


@pytest.mark.parametrize(
    ("text", "rate"),
    [("€21 an hour", "hour"), ("6 million a day", "day"), ("600 Polish soldiers a year", "year"),
     ("60 old and new soldiers a year", ""),
     ("$5 per month", "month"), ("$5 weekly", "week"), ("21 a kilo", "kilo"), ("48 drones", "")],
)  # fmt: skip
def test_a_rate_is_read(text: str, rate: str) -> None:
    (value, *_) = values(text)
    assert rate_of(text, value.end) == rate


def test_codes_have_three_capitals() -> None:
    found = {*SYMBOLS.values(), *DOLLARS.values(), *CURRENCIES.values()}
    assert all(len(code) == 3 and code.isupper() for code in found)


def test_words_and_codes_are_lower_case_and_agree() -> None:
    assert all(word == word.lower() for word in (*CURRENCIES, *CODES, *DOLLARS))
    assert CURRENCIES["dollars"] == SYMBOLS["$"] == DOLLARS["us"] == CURRENCIES["usd"] == "USD"
    assert CURRENCIES["rmb"] == CURRENCIES["yuan"] == "CNY"
    assert all(code in CURRENCIES for code in CODES)


def test_a_degree_without_its_scale_has_none() -> None:
    measure = measure_of("It was 38 °", 9, "en")
    assert measure
    assert (measure.kind, measure.name) == ("temperature", "")
