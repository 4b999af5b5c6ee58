"""Which names mean one country, capital or body: "U.S." and "American", "Kyiv" and "Ukraine", "Calif.", "California".

The names of territories, languages and capitals come from CLDR in 17 languages (`data/places.json`, made by
`tools/generate_places.py`); what CLDR lacks comes from `data/world.toml`. Says which names can mean one thing, never
which one a text means.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files

from .tables import load_places

_ENDINGS = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ish", "is", "i", "n", "s")  # of English demonyms
_SHORTEST = 4  # letters of a stem


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
    world = load_places()
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
    return {short: str(full) for short, full in load_places()["abbreviations"].items()}


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
