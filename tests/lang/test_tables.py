"""Tables of no language: agencies, currencies, units, places, and which names mean one place."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from summarize.lang.tables import (
    keys_of,
    load_table,
    meant_by,
    names_of,
    spelled_out,
)
from summarize.nlp.names import fold_name


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
    aliases = [alias for names in load_table("agencies").values() for alias in names]
    assert len(set(aliases)) == len(aliases)
    assert "AFP" in load_table("agencies")["Agence France-Presse"]


def test_places_have_their_seats() -> None:
    assert "kyiv" in load_table("world")["seats"]["UA"]


def test_a_plain_list_of_names_has_one_form_each() -> None:
    for group in ("papers", "one_word_papers", "stations", "platforms", "particles", "before_writers"):
        assert len(set(names_of(group))) == len(names_of(group)) > 0


def test_every_part_of_a_form_is_known_and_used() -> None:
    data = load_table("injections")
    used = {part for each in data["forms"] for part in re.findall(r"<(\w+)>", each["form"])}
    assert used == set(data["parts"])


def test_a_form_has_cues_as_a_text_in_small_letters_holds_them() -> None:
    for each in load_table("injections")["forms"]:
        assert each["cues"]
        assert all(cue == cue.lower() for cue in each["cues"])


@pytest.mark.parametrize(
    "forms",
    [
        ("us", "usa", "american", "united states", "vereinigte staaten", "etats unis", "estados unidos", "washington"),
        ("uk", "british", "united kingdom", "vereinigtes konigreich", "royaume uni", "london"),
        ("germany", "german", "deutschland", "allemagne", "alemania", "alemanha", "germania", "berlin"),
        ("ukraine", "ukrainian", "kyiv", "kiev", "ukraina"),
        ("russia", "russian", "moscow", "kremlin", "russland", "russie"),
        ("china", "chinese", "beijing", "peking", "chine"),
        ("gm", "general motors"),
        ("nato", "otan", "north atlantic treaty organization"),
        ("un", "united nations", "onu", "vereinte nationen"),
        ("republican", "gop"),
    ],
    ids=lambda forms: forms[0],
)
def test_forms_of_one_thing_share_a_key(forms: tuple[str, ...]) -> None:
    shared = frozenset.intersection(*map(keys_of, forms))
    assert shared, {form: keys_of(form) for form in forms}


@pytest.mark.parametrize(
    ("one", "other"),
    [("france", "germany"), ("kyiv", "moscow"), ("gm", "gop"), ("sweden", "switzerland"), ("austria", "australia"),
     ("niger", "nigeria"), ("slovakia", "slovenia"), ("iran", "iraq"), ("paraguay", "uruguay"), ("s korea", "n korea")],
)  # fmt: skip
def test_forms_of_two_things_share_none(one: str, other: str) -> None:
    assert keys_of(one)
    assert keys_of(other)
    assert keys_of(one).isdisjoint(keys_of(other))


@pytest.mark.parametrize("word", ["", "farmer", "the", "ministry", "ortiz", "Ukraine", "kyiv "])
def test_what_is_no_form_of_a_known_name_has_no_key(word: str) -> None:
    assert keys_of(word) == frozenset()


@pytest.mark.parametrize(
    ("short", "full"),
    [("calif", "california"), ("ariz", "arizona"), ("nh", "new hampshire"), ("california", ""), ("", "")],
)
def test_abbreviations_are_spelled_out(short: str, full: str) -> None:
    assert spelled_out(short) == full


def test_every_form_is_folded_as_names_are() -> None:
    folder = files("summarize.lang").joinpath("data")
    world = tomllib.loads(folder.joinpath("world.toml").read_text(encoding="utf-8"))
    typed = [form for table in ("names", "bodies", "seats") for forms in world[table].values() for form in forms]
    made = list(json.loads(folder.joinpath("places.json").read_text(encoding="utf-8")))
    assert len(made) > 3_000
    for form in [*typed, *made, *world["abbreviations"]]:
        assert form == " ".join(part for word in form.split() for part in fold_name(word).split()), form


def test_nearly_every_country_of_the_atlas_has_a_capital_and_forms_in_several_languages() -> None:
    atlas = json.loads(files("summarize.lang").joinpath("data", "places.json").read_text(encoding="utf-8"))
    forms: dict[str, int] = {}
    for codes in atlas.values():
        for code in codes:
            forms[code] = forms.get(code, 0) + 1
    countries = [code for code in forms if not code.endswith("*")]
    assert len(countries) > 190
    assert sum(forms[code] >= 3 for code in countries) > 0.9 * len(countries)
    assert sum(code.endswith("*") for code in forms) > 20
