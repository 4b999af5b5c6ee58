"""Currencies: clean data, one code for every way of writing."""

from __future__ import annotations

from summarize.nlp.currencies import CODES, CURRENCIES, DOLLARS, SYMBOLS


def test_codes_have_three_capitals() -> None:
    found = {*SYMBOLS.values(), *DOLLARS.values(), *CURRENCIES.values()}
    assert all(len(code) == 3 and code.isupper() for code in found)


def test_words_and_codes_are_lower_case_and_agree() -> None:
    assert all(word == word.lower() for word in (*CURRENCIES, *CODES, *DOLLARS))
    assert CURRENCIES["dollars"] == SYMBOLS["$"] == DOLLARS["us"] == CURRENCIES["usd"] == "USD"
    assert CURRENCIES["rmb"] == CURRENCIES["yuan"] == "CNY"
    assert all(code in CURRENCIES for code in CODES)
