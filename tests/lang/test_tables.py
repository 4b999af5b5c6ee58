"""Tables of no language: agencies, currencies, units, places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarize.lang.tables import load_agencies, load_places, load_table, meant_by


def test_a_table_is_turned_round() -> None:
    assert meant_by("measures", "currency_symbols")["€"] == "EUR"
    assert meant_by("measures", "dollars")["au"] == meant_by("measures", "dollars")["a"] == "AUD"


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_table("weather")


def test_factors_are_numbers_and_no_unit_has_two() -> None:
    for kind in ("length", "weight", "speed", "area", "volume", "time"):
        units = [word for words in load_table("measures")[kind].values() for word in words.split()]
        assert all(Decimal(factor) > 0 for factor in load_table("measures")[kind])
        assert len(set(units)) == len(units)


def test_an_alias_is_of_one_agency() -> None:
    aliases = [alias for names in load_agencies().values() for alias in names]
    assert len(set(aliases)) == len(aliases)
    assert "AFP" in load_agencies()["Agence France-Presse"]


def test_places_have_their_seats() -> None:
    assert "kyiv" in load_places()["seats"]["UA"]
