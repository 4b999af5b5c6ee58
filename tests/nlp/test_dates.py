"""Dates as written, in six languages; resolving needs a publication date; bounded time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.dates import _TOKEN, DateMention, agree, dates, resolve
from tests.growth import assert_linear

SUNDAY = date(2025, 2, 16)


def one(text: str, language: str = "en") -> DateMention:
    (found,) = dates(text, language)
    return found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Feb. 14, 2025", "en", (2025, 2, 14)),
        ("on 14 February 2025", "en", (2025, 2, 14)),
        ("2025-02-14", "en", (2025, 2, 14)),
        ("02/14/2025", "en", (2025, 2, 14)),
        ("12/11/2025", "en", (2025, 12, 11)),
        ("13/11/2025", "en", (2025, 11, 13)),
        ("05/12/2025", "fr", (2025, 12, 5)),
        ("05/13/2025", "fr", (2025, 5, 13)),
        ("14   February 2025", "en", (2025, 2, 14)),
        ("14    February 2025", "en", (2025, 2, None)),
        ("the 14th of February", "en", (None, 2, 14)),
        ("February 2025", "en", (2025, 2, None)),
        ("in May", "en", (None, 5, None)),
        ("May 9", "en", (None, 5, 9)),
        ("Sept. 11", "en", (None, 9, 11)),
        ("am 14. Februar 2025", "de", (2025, 2, 14)),
        ("14.02.2025", "de", (2025, 2, 14)),
        ("14/02/2025", "fr", (2025, 2, 14)),
        ("le 1er mai", "fr", (None, 5, 1)),
        ("14 de febrero de 2025", "es", (2025, 2, 14)),
        ("14 de fevereiro", "pt", (None, 2, 14)),
        ("il 14 febbraio", "it", (None, 2, 14)),
    ],
)
def test_days_and_months_are_read(text: str, language: str, expected: tuple[int | None, ...]) -> None:
    found = one(text, language)
    assert (found.year, found.month, found.day) == expected


def test_weekdays_and_relative_words_are_read() -> None:
    assert one("on Friday").weekday == 4
    assert one("Friday, Feb. 14").weekday == 4
    assert one("na segunda-feira", "pt").weekday == 0
    assert one("yesterday").days == -1
    assert one("last week").phrase == "last week"
    assert one("hier", "fr").days == -1


@pytest.mark.parametrize(
    "text", ["he may march on", "99 February", "Mars is red", "the sat nav", "in 2025", "Dec and Jan"]
)
def test_other_words_are_no_dates(text: str) -> None:
    assert not [found for found in dates(text) if found.day]
    assert text == "99 February" or not dates(text)


@pytest.mark.parametrize(
    ("claim", "source", "published", "expected"),
    [
        ("Feb. 14", "14 February 2025", None, True),
        ("Feb. 14", "15 February", None, False),
        ("in March", "February", None, False),
        ("February", "Feb. 3", None, True),
        ("Feb. 3", "February", None, False),
        ("Feb. 14, 2025", "Feb. 14", None, False),
        ("Feb. 14, 2025", "Feb. 14", SUNDAY, True),
        ("Feb. 14, 2024", "Feb. 14", SUNDAY, False),
        ("Friday", "Feb. 14, 2025", None, True),
        ("Thursday", "Feb. 14, 2025", None, False),
        ("Friday, Feb. 14", "Feb. 14, 2025", None, True),
        ("Feb. 14", "on Friday", SUNDAY, True),
        ("Feb. 13", "on Friday", SUNDAY, False),
        ("Friday", "Saturday", SUNDAY, False),
        ("Saturday", "yesterday", SUNDAY, True),
        ("last week", "last month", None, False),
        ("Feb. 14", "on Friday", None, False),
    ],
)
def test_dates_agree_by_day_or_by_what_is_said(claim: str, source: str, published: date | None, expected: bool) -> None:
    assert agree(one(claim), one(source), published) is expected


def test_resolving_takes_the_nearest_day() -> None:
    assert resolve(one("Friday"), SUNDAY) == date(2025, 2, 14)
    assert resolve(one("Friday"), SUNDAY, ahead=True) == date(2025, 2, 21)
    assert resolve(one("Dec. 30"), date(2025, 1, 3)) == date(2024, 12, 30)
    assert resolve(one("February 2025"), SUNDAY) is None
    assert resolve(one("Feb. 29, 2024"), SUNDAY) == date(2024, 2, 29)


@given(st.text(alphabet="0123456789 .,/-MayFebFriday\n", max_size=60))
def test_mentions_are_slices_in_order(text: str) -> None:
    place = 0
    for found in dates(text):
        assert text[found.start : found.end] == found.text
        assert found.start >= place
        place = found.end


@pytest.mark.parametrize("unit", ["9", "1/", "Monday ", "Jan. ", "14 de ", "Friday, ", "2025-02-"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(_TOKEN.findall, unit)
    assert_linear(dates, unit, 20_000)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("text", ["yesterday", "tomorrow", "on Monday", "on Sunday", "on 5 May", "on 30 December"])
def test_no_day_lies_beyond_the_calendar(day: date, text: str) -> None:
    for mention in dates(text):
        for ahead in (False, True):
            found = resolve(mention, day, ahead=ahead)
            assert found is None or isinstance(found, date)
