"""Figures: a number with its unit, its rate, its bound and what it counts; days are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.nlp.dates import dates
from summarize.nlp.numbers import (
    Figure,
    bound_of,
    convert,
    measure_of,
    rate_of,
    read_figures,
    shares_of,
    supports_bound,
    years_of,
)
from summarize.nlp.numeric_values import CODES, CURRENCIES, DOLLARS, SYMBOLS, values
from tests.growth import assert_linear


def figures(text: str, language: str = "en") -> list[Figure]:
    return list(read_figures(text, language, dates(text, language)))


def one(text: str, language: str = "en") -> Figure:
    (found,) = figures(text, language)
    return found


@pytest.mark.parametrize(
    ("text", "low", "kind", "bound", "unit", "rate"),
    [
        ("More than 500 were injured.", "500", "count", "over", "", ""),
        ("They wait at least 30 minutes.", "30", "count", "least", "minutes", ""),
        ("It is 6 miles long.", "6", "count", "", "miles", ""),
        ("It cost $90 a month.", "90", "money", "", "", "month"),
        ("It lasted half a year.", "0.5", "count", "", "year", ""),
        ("It lasted a quarter of an hour.", "0.25", "count", "", "hour", ""),
        ("It lasted a minute and a half.", "1.5", "count", "", "minute", ""),
        ("It was minus 12 degrees Celsius.", "-12", "count", "", "C", ""),
        ("It was about minus 12 degrees Celsius.", "-12", "count", "about", "C", ""),
        ("They lost a fifth of it.", "0.2", "share", "", "", ""),
        ("It was a fifth higher.", "0.2", "share", "", "", ""),
        ("It was the fifth of nine.", "5", "ordinal", "", "", ""),
        ("Sales fell by 20 percent.", "0.2", "share", "", "", ""),
    ],
)
def test_what_stands_around_a_number(text: str, low: str, kind: str, bound: str, unit: str, rate: str) -> None:
    found = figures(text)[0]
    assert found.value.low == Decimal(low)
    assert found.value.kind == kind
    assert (found.bound, found.rate) == (bound, rate)
    assert (found.measure.name if found.measure else "") == unit
    assert text[found.value.start : found.value.end] == found.text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They took a second of it.", []),  # a half is never called so
        ("They took a third of it.", [Decimal(1) / 3]),
        ("They took the third of it.", []),
        ("They took a third road.", []),
    ],
)
def test_an_ordinal_is_a_part_only_where_it_reads_as_one(text: str, parts: list[Decimal]) -> None:
    assert [found.value.low for found in figures(text) if found.value.kind == "share"] == parts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It has 500 injured sailors, and a dog.", ("injur", "sailor")),
        ("It has 500 people injured on board today at noon.", ("injur", "board", "noon")),  # people tell nothing
        ("It has 500.", ()),
        ("It has 500 and sailors.", ()),
        ("It has 500 sailors 3 dogs.", ("sailor",)),
        ("It has 500 " + "wonderfully" * 5 + " sailors.", ("wonderfully" * 5,)),  # up to 60 characters, whole words
    ],
)
def test_what_a_number_counts_stands_behind_it_in_its_clause(text: str, counts: tuple[str, ...]) -> None:
    found = figures(text)[0].counts
    assert len(found) == len(counts)
    assert all(word.startswith(stem[:6]) for word, stem in zip(found, counts, strict=True))


def test_the_window_behind_a_number_ends_with_a_whole_word() -> None:
    near, far = "x" * 40 + " sailors of it", "x" * 54 + " sailors of it"
    assert any("sailor" in word for word in one(f"It has 500 {near}.").counts)
    assert not any(word.startswith("sail") for word in one(f"It has 500 {far}.").counts)


def test_numbers_of_dates_are_none_and_their_years_are_kept_apart() -> None:
    text = "On 14 February 2031 the 7 crews met; in May 2030 none did. Friday came."
    assert [figure.text for figure in figures(text)] == ["7"]
    years = list(years_of(dates(text)))
    assert [(year.value.kind, int(year.value.low)) for year in years] == [("year", 2031), ("year", 2030)]
    assert [text[year.value.start : year.value.end] for year in years] == ["14 February 2031", "May 2030"]


def test_according_to_is_no_number() -> None:
    assert figures("Segundo a polícia, tudo acabou.", "pt") == []
    assert figures("Secondo la polizia, tutto è finito.", "it") == []


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("One in four farmers left.", "0.25"),
        ("3 out of 10 farmers left.", "0.3"),
        ("One in one farmers left.", None),
        ("Four in one hall left.", None),
        ("Zero in four left.", None),
        ("One and four left.", None),
        ("One farmer in four left.", None),
    ],
)
def test_two_numbers_make_a_share(text: str, share: str | None) -> None:
    found = list(shares_of(text, "en"))
    assert [each.value.low for each in found] == ([Decimal(share)] if share else [])
    assert all(text[each.value.start : each.value.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Einer von vier Bauern ging.", "de"), ("Fast 3 von 10 Bauern gingen.", "de"), ("3 de cada 10 se fueron.", "es")],
)
def test_shares_in_other_languages(text: str, language: str) -> None:
    found = list(shares_of(text, language))
    assert len(found) == (1 if "10" in text else 0)


def test_a_share_keeps_its_bound() -> None:
    assert [found.bound for found in shares_of("More than 3 in 10 left.", "en")] == ["over"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text("0123456789., -%$€½minusa quarter of", max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    for found in (*figures(text), *shares_of(text, "en")):
        assert text[found.value.start : found.value.end] == found.text
        assert found.value.low <= found.value.high or found.value.low < 0


@pytest.mark.parametrize("unit", ["12 of ", "half a ", "one in four ", "a minute and a half ", "minus 3 "])
def test_many_numbers_are_read_in_linear_time(unit: str) -> None:
    assert_linear(lambda text: (figures(text), list(shares_of(text, "en"))), unit, 12_000)


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("More than 500 people came.", "en", "over"),
        ("No more than 500 people came.", "en", "most"),
        ("At least 18 people died.", "en", "least"),
        ("No fewer than 18 people died.", "en", "least"),
        ("Fewer than 18 people died.", "en", "under"),
        ("It cost nearly $4 million.", "en", "nearly"),
        ("It cost nearly a third of that.", "en", "nearly"),
        ("It cost roughly $4 million.", "en", "about"),
        ("Losses could exceed $2.5 billion.", "en", "over"),
        ("As many as 600 soldiers.", "en", "most"),
        ("500 or more came.", "en", "least"),
        ("The 500-plus guests.", "en", "least"),
        ("They counted 500 people.", "en", ""),
        ("Moreover 500 came.", "en", ""),
        ("Mehr als 500 Menschen kamen.", "de", "over"),
        ("Mindestens 18 Menschen starben.", "de", "least"),
        ("Menos de 4.000 personas.", "es", "under"),
        ("Près de 500 personnes.", "fr", "nearly"),
        ("Oltre 500 persone.", "it", "over"),
        ("Cerca de 3 mil moradores.", "pt", "about"),
        ("Pelo menos 17 pessoas.", "pt", "least"),
        ("O custo foi superior a 500 euros.", "pt", "over"),
        ("El coste es inferior a 500 euros.", "es", "under"),
        ("More than the 500 expected came.", "en", "over"),
        ("Nicht weniger als 18 Menschen starben.", "de", "least"),
        ("Over a 500 people came.", "xx", "over"),
    ],
)
def test_a_bound_is_read(text: str, language: str, bound: str) -> None:
    (value, *_) = values(text, language)
    assert bound_of(text, value.start, value.end, language) == bound


@pytest.mark.parametrize(
    ("claimed", "found", "supported"),
    [
        ("", "", True),
        ("about", "over", True),
        ("over", "", False),
        ("", "over", False),
        ("least", "", True),
        ("", "least", True),
        ("most", "least", False),
        ("over", "under", False),
        ("least", "over", True),
        ("over", "least", False),
        ("", "under", False),
        ("", "nearly", True),
        ("nearly", "", False),
    ],
)
def test_a_bound_must_be_stated_and_not_inverted(claimed, found, supported: bool) -> None:
    assert supports_bound(claimed, found) is supported


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
