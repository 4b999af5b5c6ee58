"""Numbers as they are written: digits with separators and number words, by language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.lang.language import language_or_english, load_language
from summarize.nlp.numerals import cardinals, compose, conjunction, ordinals, read_digits, scales

ENGLISH = load_language("en")


@pytest.mark.parametrize(
    ("digits", "language", "value"),
    [
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "de", "1234.5"),
        ("12,34,567", "en", "1234567"),
        ("1\u202f234\u202f567", "fr", "1234567"),
        ("1.500", "en", "1.500"),
        ("1.500", "de", "1500"),
        ("0,5", "pt", "0.5"),
        ("1'234'567", "de", "1234567"),
        ("٣٫٥", "ar", "3.5"),
        ("14.02.2025", "de", None),
        ("1,23,4", "en", None),
    ],
)
def test_digits_are_read_by_the_languages_custom(digits: str, language: str, value: str | None) -> None:
    assert read_digits(digits, load_language(language)) == (None if value is None else Decimal(value))


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    assert read_digits(f"{number:,}", ENGLISH) == number
    assert read_digits(f"{number:,}".replace(",", "."), load_language("de")) == number


@pytest.mark.parametrize(
    ("words", "language", "read"),
    [
        ("two hundred and five people", "en", (205, 4)),
        ("twenty five", "en", (25, 2)),
        ("five six", "en", (5, 1)),
        ("three million two hundred thousand", "en", (3_200_000, 5)),
        ("half", "en", None),
        ("cinco mil millones", "es", (5_000_000_000, 3)),
        ("quatre vingts", "fr", (80, 2)),
        ("quatre vingt dix", "fr", (90, 3)),
        ("fünfundzwanzig", "de", (25, 1)),
        ("zwei billionen", "de", (2 * 10**12, 2)),
        ("two billion", "en", (2 * 10**9, 2)),
        ("vinte e cinco", "pt", (25, 3)),
        ("trentadue", "it", (32, 1)),
        ("treinta y nueve", "es", (39, 3)),
        ("treinta y diez", "es", (30, 1)),
        ("zero five", "en", (0, 1)),
        ("cento cento", "pt", (100, 1)),
        ("zweitausend", "de", (2_000, 1)),
        ("eintausend", "de", (1_000, 1)),
        ("mil e cento", "pt", (1_000, 1)),
        ("", "en", None),
    ],
)
def test_number_words_add_up(words: str, language: str, read: tuple[int, int] | None) -> None:
    assert compose(words.split(), load_language(language)) == read


@given(st.integers(1, 99))
def test_english_words_below_a_hundred_are_read_back(number: int) -> None:
    names = {value: word for word, value in cardinals(ENGLISH).items()} | {1: "one"}
    parts = [names[number]] if number in names else [names[number - number % 10], names[number % 10]]
    assert compose(parts, ENGLISH) == (number, len(parts))


@given(st.lists(st.sampled_from([*cardinals(ENGLISH), *scales(ENGLISH), "and", "x"]), max_size=8))
def test_any_words_give_a_number_from_their_beginning_or_nothing(words: list[str]) -> None:
    read = compose(words, ENGLISH)
    assert read is None or (read[0] >= 0 and 1 <= read[1] <= len(words))


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt", "xx"])
def test_every_language_has_its_tables_and_an_unknown_one_has_the_english(language: str) -> None:
    assert len(cardinals(load_language(language))) >= 20
    assert 10**3 in scales(load_language(language)).values()
    assert list(ordinals(load_language(language)).values())[:3] == [1, 2, 3]
    assert language_or_english(language).magnitudes
    assert conjunction(load_language(language))
    assert language != "xx" or cardinals(load_language(language)) == cardinals(ENGLISH)
