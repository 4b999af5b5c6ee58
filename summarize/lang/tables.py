"""What the world is called and measured in, whatever the language: places, agencies, currencies, units.

`data/<table>.toml` is the source; `tools/compile_languages.py` joins the tables into `tables.json`.

Which names mean one country, capital or body ("U.S." and "American", "Kyiv" and "Ukraine") comes from CLDR in 17
languages (`data/places.json`, made by `tools/generate_places.py`), what CLDR lacks from `data/world.toml`. Says which
names can mean one thing, never which one a text means.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

COMPILED = "tables.json"
_ENDINGS = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ish", "is", "i", "n", "s")  # of English demonyms
_SHORTEST = 4  # letters of a stem


def load_table(name: str) -> Mapping[str, Any]:
    """What one file holds: "measures", "world", "agencies", "told", "injections". Each file says what its keys mean.

    Raises KeyError if there is no such file.
    """
    table: dict[str, Any] = _compiled()[name]
    return table


@cache
def meant_by(name: str, table: str) -> Mapping[str, str]:
    """A table of `meaning = "words"`, inverted: each word with what it means."""
    return {word: meaning for meaning, words in load_table(name)[table].items() for word in words.split()}


@cache
def first_forms(group: str) -> Mapping[str, str]:
    """Each name of a list in `names.toml` ("aliases", "spellings") with the first of its row."""
    return {name: row[0] for row in load_table("names")[group] for name in row}


@cache
def names_of(group: str) -> tuple[str, ...]:
    """A plain list of `names.toml` ("platforms")."""
    return tuple(load_table("names")[group])


def keys_of(folded: str) -> frozenset[str]:
    """What a folded name (small letters, no accents, no points) can mean: "ukrainian" and "kyiv" share the key UA."""
    return _keys().get(folded) or _keys_of_people(folded)


def spelled_out(folded: str) -> str:
    """The full name behind an abbreviated state or province ("calif": "california"); "" for any other word."""
    return _abbreviations().get(folded, "")


@cache
def _keys() -> dict[str, frozenset[str]]:
    """All known forms. A capital has the key of its state, because it may speak for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, codes in json.loads(_read("places.json")).items():
        found[form].update(code.rstrip("*") for code in codes)
    world = load_table("world")
    for table in ("names", "bodies", "seats"):
        for key, forms in world[table].items():
            for form in forms:
                found[form].add(key)
    return {form: frozenset(keys) for form, keys in found.items()}


def _keys_of_people(folded: str) -> frozenset[str]:
    """A people by its country's name, for peoples in no list: "belgian" shares all but its ending with "belgium"."""
    for ending in _ENDINGS:
        stem = folded.removesuffix(ending)
        if len(stem) >= _SHORTEST and stem != folded and stem in _stems():
            return _stems()[stem]
    return frozenset()


@cache
def _stems() -> dict[str, frozenset[str]]:
    """The names of countries without their last one to three letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, codes in json.loads(_read("places.json")).items():
        for stem in (form[: len(form) - cut] for cut in range(4)):
            if len(stem) >= _SHORTEST and " " not in form:
                found[stem].update(code for code in codes if "*" not in code)
    return {stem: frozenset(codes) for stem, codes in found.items() if len(codes) == 1}


@cache
def _abbreviations() -> dict[str, str]:
    return {short: str(full) for short, full in load_table("world")["abbreviations"].items()}


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")


@cache
def _compiled() -> dict[str, Any]:
    compiled: dict[str, Any] = json.loads(files(__package__).joinpath(COMPILED).read_text(encoding="utf-8"))
    return compiled
