"""Dates in ten languages more, and words that only look like them."""

from __future__ import annotations

import pytest

from summarize.nlp.calendar_words import MONTHS, NEAR_DAYS, WEEKDAYS
from summarize.nlp.dates import dates


def read(text: str, language: str) -> list[tuple[int | None, ...]]:
    return [(each.year, each.month, each.day, each.weekday, each.days) for each in dates(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "fields"),
    [
        ("nl", "op vrijdag 14 februari 2025", (2025, 2, 14, 4, None)),
        ("ru", "в пятницу, 14 февраля 2025 года", (2025, 2, 14, 4, None)),
        ("ru", "вчера вечером", (None, None, None, None, -1)),
        ("uk", "14 лютого", (None, 2, 14, None, None)),
        ("pl", "w październiku 2024", (2024, 10, None, None, None)),
        ("tr", "14 Şubat 2025", (2025, 2, 14, None, None)),
        ("tr", "Cuma günü", (None, None, None, 4, None)),
        ("ar", "١٤ فبراير ٢٠٢٥", (2025, 2, 14, None, None)),
        ("ar", "14 آذار", (None, 3, 14, None, None)),
        ("hi", "१४ फरवरी २०२५", (2025, 2, 14, None, None)),
        ("hi", "शुक्रवार को", (None, None, None, 4, None)),
        ("vi", "ngày 14 tháng 2 năm 2025", (2025, 2, 14, None, None)),
        ("vi", "hôm thứ Sáu", (None, None, None, 4, None)),
        ("vi", "Chủ nhật", (None, None, None, 6, None)),
        ("zh", "2025年2月14日", (2025, 2, 14, None, None)),
        ("zh", "星期五", (None, None, None, 4, None)),
        ("ja", "金曜日に", (None, None, None, 4, None)),
        ("ja", "2月14日", (None, 2, 14, None, None)),
        ("ja", "２月", (None, 2, None, None, None)),
    ],
)
def test_a_date_is_read(language: str, text: str, fields: tuple[int | None, ...]) -> None:
    assert read(text, language) == [fields]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Марта Ильвес"),
        ("pl", "Maja Nowak"),
        ("tr", "salı pazarı cuma"),
        ("vi", "3 tháng nữa"),
        ("vi", "thứ ba liên tiếp"),
        ("zh", "一周三次"),
        ("zh", "2025年13月"),
        ("ar", "مارس الرياضة"),
        ("ja", "99月"),
    ],
)
def test_what_only_looks_like_a_date_is_none(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize("language", MONTHS)
def test_the_tables_are_whole(language: str) -> None:
    assert len(MONTHS[language].split()) == 12
    assert len(WEEKDAYS[language].split()) == 7
    assert language in NEAR_DAYS
    forms = MONTHS[language].replace("|", " ").split()
    assert len(set(forms)) == len(forms)
