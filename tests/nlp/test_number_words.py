"""Number words of ten languages, read as values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarize.nlp.number_words import LARGE, SHARED_HALVES, SMALL
from summarize.nlp.numeric_values import values


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("nl", "ongeveer drie miljard euro", 3_000_000_000),
        ("ru", "около двадцать пять тысяч человек", 25_000),
        ("ru", "12,5 млрд рублей", 12_500_000_000),
        ("uk", "два мільйони гривень", 2_000_000),
        ("pl", "trzysta tysięcy złotych", 300_000),
        ("tr", "iki bin kişi", 2_000),
        ("vi", "1,5 triệu người", 1_500_000),
        ("vi", "38.500 xe", 38_500),
        ("ar", "ثلاثة ملايين دولار", 3_000_000),
        ("hi", "पाँच लाख रुपये", 500_000),
        ("hi", "१२,३४,५६७ वोट", 1_234_567),
        ("zh", "1亿2000万元", 120_000_000),
        ("ja", "3万8500台", 38_500),
        ("ja", "2兆3000億円", 2_300_000_000_000),
    ],
)
def test_number_words_and_signs_are_read(language: str, text: str, amount: int) -> None:
    assert [value.low for value in values(text, language)] == [Decimal(amount)]


@pytest.mark.parametrize(("language", "text"), [("pl", "ten most"), ("nl", "ten slotte"), ("tr", "son durum")])
def test_no_english_number_is_read_into_another_language(language: str, text: str) -> None:
    assert values(text, language) == ()


def test_signs_of_scales_that_do_not_fall_are_two_numbers() -> None:
    assert [value.low for value in values("3万5000万", "zh")] == [30_000, 50_000_000]


@pytest.mark.parametrize("language", SMALL)
def test_the_tables_agree(language: str) -> None:
    assert language in LARGE
    assert language in SHARED_HALVES
    assert all(value >= 100 for value in LARGE[language].values())
    assert not SMALL[language].keys() & LARGE[language].keys()
