"""Names of countries, capitals and bodies that mean one thing, in the languages of the world's atlas."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files

import pytest

from summarize.lang.places import keys_of, spelled_out
from summarize.nlp.names import fold_name


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
