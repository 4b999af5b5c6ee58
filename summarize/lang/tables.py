"""What the world is called and measured in, whatever the language: places, agencies, currencies, units.

`data/<table>.toml` is the source; `tools/compile_languages.py` joins the tables into `tables.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

COMPILED = "tables.json"


@cache
def load_table(name: str) -> Mapping[str, Mapping[str, str]]:
    """The tables in one file ("measures"), each from a key to its words. Raises KeyError if there is no such file."""
    tables: dict[str, dict[str, str]] = _compiled()[name]
    return tables


@cache
def meant_by(name: str, table: str) -> Mapping[str, str]:
    """A table of `meaning = "words"`, inverted: each word with what it means."""
    return {word: meaning for meaning, words in load_table(name)[table].items() for word in words.split()}


@cache
def load_agencies() -> Mapping[str, tuple[str, ...]]:
    """News agencies: the name that is shown, and the names that articles use."""
    return {name: tuple(aliases) for name, aliases in _compiled()["agencies"].items()}


@cache
def load_predicates() -> Mapping[str, Mapping[str, Any]]:
    """What can be said about a matter, by language: families of predicates and the sides in them (`told.toml`)."""
    found: dict[str, dict[str, Any]] = _compiled()["told"]
    return found


@cache
def load_injections() -> Mapping[str, Any]:
    """How sentences speak to a program: `parts` and `forms` (`cues`, `form`), and `openings` (`injections.toml`)."""
    found: dict[str, Any] = _compiled()["injections"]
    return found


@cache
def first_forms(group: str) -> Mapping[str, str]:
    """Each name of a list in `names.toml` ("aliases", "spellings") with the first of its row."""
    return {name: row[0] for row in _compiled()["names"][group] for name in row}


@cache
def names_of(group: str) -> tuple[str, ...]:
    """A plain list of `names.toml` ("platforms")."""
    return tuple(_compiled()["names"][group])


@cache
def load_places() -> Mapping[str, Mapping[str, list[str]]]:
    """The tables of `world.toml`."""
    tables: dict[str, dict[str, list[str]]] = _compiled()["world"]
    return tables


@cache
def _compiled() -> dict[str, Any]:
    compiled: dict[str, Any] = json.loads(files(__package__).joinpath(COMPILED).read_text(encoding="utf-8"))
    return compiled
