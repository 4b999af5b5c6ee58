"""Tables of no language: agencies, currencies, units, places."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from summarize.lang.tables import load_agencies, load_injections, load_places, load_table, meant_by, names_of


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


def test_a_plain_list_of_names_has_one_form_each() -> None:
    for group in ("papers", "one_word_papers", "stations", "platforms", "particles", "before_writers"):
        assert len(set(names_of(group))) == len(names_of(group)) > 0


def test_every_part_of_a_form_is_known_and_used() -> None:
    data = load_injections()
    used = {part for each in data["forms"] for part in re.findall(r"<(\w+)>", each["form"])}
    assert used == set(data["parts"])


def test_a_form_has_cues_as_a_text_in_small_letters_holds_them() -> None:
    for each in load_injections()["forms"]:
        assert each["cues"]
        assert all(cue == cue.lower() for cue in each["cues"])
