"""Numbers as values: scales, shares, money, ranges, languages; every digit in one value; bounded time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.numeric_values import _TOKEN, agrees, values
from tests.growth import assert_linear


def read(text: str, language: str = "en") -> list[tuple[str, float, float, str]]:
    return [(v.kind, float(v.low), float(v.high), v.unit) for v in values(text, language)]


def one(text: str, language: str = "en") -> tuple[str, float, str]:
    (found,) = values(text, language)
    assert found.low == found.high
    return found.kind, float(found.low), found.unit


@pytest.mark.parametrize(
    "text",
    [
        "half a trillion dollars’ worth",
        "$500bn",
        "$500 billion",
        "500 billion U.S. dollars",
        "US$500 billion",
        "500,000,000,000 dollars",
        "USD 500 billion",
        "five hundred billion American dollars",
        "$0.5 trillion",
    ],
)
def test_one_sum_has_many_spellings(text: str) -> None:
    assert one(text) == ("money", 5e11, "USD")


@pytest.mark.parametrize("text", ["50 %", "50%", "50 percent", "50 per cent", "fifty percent", "half of it", "50 pct"])
def test_one_share_has_many_spellings(text: str) -> None:
    assert one(text) == ("share", 0.5, "")


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("1.5 m", "en", "count", 1.5e6),
        ("1,500,000", "en", "count", 1.5e6),
        ("1.5 million", "en", "count", 1.5e6),
        ("1 mln", "en", "count", 1e6),
        ("three-day visit", "en", "count", 3),
        ("two dozen", "en", "count", 24),
        ("twenty-five men", "en", "count", 25),
        ("two hundred and five thousand", "en", "count", 205_000),
        ("two and a half million", "en", "count", 2.5e6),
        ("2½ hours", "en", "count", 2.5),
        ("a million", "en", "count", 1e6),
        ("two-thirds", "en", "share", 2 / 3),
        ("a third of voters", "en", "share", 1 / 3),
        ("a quarter of it", "en", "share", 0.25),
        ("a third official", "en", "ordinal", 3),
        ("the 22nd", "en", "ordinal", 22),
        ("in 2024", "en", "year", 2024),
        ("mid-2024", "en", "year", 2024),
        ("at 7pm", "en", "time", 1140),
        ("7:30 a.m.", "en", "time", 450),
        ("19:30", "en", "time", 1170),
        ("7 o'clock", "en", "time", 420),
        ("um 19 Uhr", "de", "time", 1140),
        ("Covid-19", "en", "label", 19),
        ("F-16s", "en", "label", 16),
        ("G7", "en", "label", 7),
        ("-5 %", "en", "share", -0.05),
        ("1.234,5", "de", "count", 1234.5),
        ("1 234 567", "fr", "count", 1_234_567),
        ("12,34,567", "en", "count", 1_234_567),
        ("3,5 Mrd. Euro", "de", "money", 3.5e9),
        ("fünfundzwanzig Millionen", "de", "count", 25e6),
        ("eine Milliarde", "de", "count", 1e9),
        ("50 Prozent", "de", "share", 0.5),
        ("deux milliards de dollars", "fr", "money", 2e9),
        ("quatre-vingt-dix", "fr", "count", 90),
        ("50 pour cent", "fr", "share", 0.5),
        ("1 234,5 millions d’euros", "fr", "money", 1.2345e9),
        ("cinco mil milhões de dólares", "pt", "money", 5e9),
        ("1,5 bilhão", "pt", "count", 1.5e9),
        ("trinta e cinco", "pt", "count", 35),
        ("20 por cento", "pt", "share", 0.2),
        ("mil millones de euros", "es", "money", 1e9),
        ("dos tercios", "es", "share", 2 / 3),
        ("1,5 billones", "es", "count", 1.5e12),
        ("venticinque", "it", "count", 25),
        ("tre milioni", "it", "count", 3e6),
        ("20 per cento", "it", "share", 0.2),
        ("٥٠٠", "ar", "count", 500),
        ("५००", "hi", "count", 500),
        ("500亿美元", "zh", "count", 5e10),
        ("５０％", "ja", "share", 0.5),
    ],
)
def test_numbers_have_their_value(text: str, language: str, kind: str, value: float) -> None:
    found_kind, found, _ = one(text, language)
    assert (found_kind, round(found, 6)) == (kind, round(value, 6))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10-15", ("count", 10, 15, "")),
        ("between 10 and 15", ("count", 10, 15, "")),
        ("$10-15 million", ("money", 10e6, 15e6, "USD")),
        ("$10 million to $15 million", ("money", 10e6, 15e6, "USD")),
        ("10 to 15 percent", ("share", 0.1, 0.15, "")),
        ("2014-22", ("year", 2014, 2022, "")),
        ("1990s", ("year", 1990, 1999, "")),
    ],
)
def test_ranges_have_two_ends(text: str, expected: tuple[str, float, float, str]) -> None:
    assert read(text) == [expected]


def test_a_number_of_twelve_words_is_one() -> None:
    assert one("one million two hundred and thirty four thousand five hundred and six") == ("count", 1_234_506, "")


def test_a_run_of_more_than_forty_digits_is_no_quantity_that_a_scale_multiplies() -> None:
    assert one("1" + "0" * 39 + " million") == ("count", 1e45, "")
    assert [low for _, low, _, _ in read("1" + "0" * 40 + " million")] == [1e40, 1e6]


def test_rough_numbers_are_orders_of_magnitude() -> None:
    (found,) = values("billions of dollars")
    assert (found.kind, found.rough, found.low, found.unit) == ("money", True, Decimal(10**9), "USD")
    assert not values("an hour at the gate")


def test_lists_dates_and_scores_are_not_read_as_one_number() -> None:
    assert [v.low for v in values("14.02.2025")] == [14, 2, 2025]
    assert [v.low for v in values("lost 3-2 and 1,5,20")] == [3, 2, 1, 5, 20]


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("$500 billion", "half a trillion dollars", True),
        ("$600 billion", "$500 billion", False),
        ("$500 million", "$500 billion", False),
        ("€500 billion", "$500 billion", False),
        ("half of it", "50 %", True),
        ("33%", "a third of them", True),
        ("35%", "a third of them", False),
        ("50", "50%", False),
        ("50%", "50 men", False),
        ("rose to 15", "rose from 10 to 15", True),
        ("10 to 16", "10 to 15", False),
        ("3", "the third", False),
        ("hundreds", "340", True),
        ("hundreds", "34", False),
        ("half of it", "50.4%", True),
        ("half of it", "50.5%", False),  # rounds to another percentage
        ("7pm", "19:00", True),
        ("7pm", "7am", False),
    ],
)
def test_values_agree_by_number_kind_and_currency(claim: str, source: str, expected: bool) -> None:
    (said,), (known,) = values(claim), values(source)
    assert agrees(said, known) is expected


@given(st.text(alphabet="0123456789.,-%$ abk’\n", max_size=50), st.sampled_from(["en", "de", "fr"]))
def test_every_digit_belongs_to_exactly_one_value(text: str, language: str) -> None:
    found = values(text, language)
    for value in found:
        assert text[value.start : value.end] == value.text
    covered = [place for value in found for place in range(value.start, value.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, char in enumerate(text) if char.isdigit()} <= set(covered)


@pytest.mark.parametrize(
    "unit",
    ["9", "1,", "one ", "hundred and ", "million ", "-", "5-", "1 ", "100 ", "half a ", "5 U.S. ", "2½", "$", "a "],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(_TOKEN.findall, unit)
    assert_linear(values, unit, 20_000)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("one third official", "en", [("count", 1, 1, ""), ("ordinal", 3, 3, "")]),
        ("three thirds of it", "en", [("count", 3, 3, "")]),
        ("an mp3 player", "en", [("label", 3, 3, "")]),
        ("a 10-10 draw", "en", [("count", 10, 10, "")] * 2),
        ("123 456", "fr", [("count", 123_456, 123_456, "")]),
        ("3万8500", "zh", [("count", 38_500, 38_500, "")]),
        ("3万9999", "zh", [("count", 39_999, 39_999, "")]),
        ("3万10000", "zh", [("count", 30_000, 30_000, ""), ("count", 10_000, 10_000, "")]),
        ("Millón de personas", "es", [("count", 1e6, 1e9, "")]),
        ("mil personas", "es", [("count", 1_000, 1_000, "")]),
        ("hundreds came", "en", [("count", 100, 1_000, "")]),
        ("thousands came", "en", [("count", 1_000, 1e6, "")]),
        ("at 24:00", "en", [("time", 1_440, 1_440, "")]),
        ("at 25:00", "en", [("count", 25, 25, ""), ("count", 0, 0, "")]),
        ("12 a.m.", "en", [("time", 0, 0, "")]),
    ],
)
def test_where_one_kind_of_number_ends(text: str, language: str, found: list[tuple[str, float, float, str]]) -> None:
    assert read(text, language) == found
