"""Predicates by family and side, for sentences that tell one matter differently (`data/told.toml`), and their reader.

A family is what can be said about a matter ("answer": accepted, is considering, refused), a side one of the things
said. Data only: which sentences are on one matter, and whether they differ, is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .tables import load_predicates

_Forms = tuple[tuple[str, str, str], ...]  # family, side, form


@dataclass(frozen=True, slots=True)
class Predicates:
    """One language's data. `pattern` finds any predicate, `told` says which it is."""

    pattern: re.Pattern[str]
    forms: _Forms
    negations: frozenset[str]
    plain_negations: frozenset[str]  # those of a verb only
    denies_that: re.Pattern[str]
    copulas: frozenset[str]
    narrowing: frozenset[str]  # beside a negation they leave most of it standing: "not only"
    unreal: frozenset[str]
    passive: frozenset[str]
    states: frozenset[str]
    by: frozenset[str]
    mute: re.Pattern[str]
    done_by: re.Pattern[str]  # "was designed by", its participle as a group
    meeting: re.Pattern[str]
    gathered: re.Pattern[str]
    bring: re.Pattern[str]

    def told(self, found: str) -> tuple[tuple[str, str], ...]:
        """(family, side) of each form that matches a found predicate (in small letters)."""
        return _told(self.forms, found)


@lru_cache(maxsize=4096)
def _told(forms: _Forms, found: str) -> tuple[tuple[str, str], ...]:
    first = found[0]
    return tuple(
        (family, side) for family, side, form in forms if form[0] == first and re.fullmatch(_shape(form), found)
    )


@cache
def predicates(language: str) -> Predicates | None:
    """The predicates of a language (two letters); None if there are no data."""
    table = load_predicates().get(language)
    if table is None:
        return None
    forms = tuple(
        (family, side, form)
        for family, sides in table.items()
        if isinstance(sides, dict)
        for side, told in sides.items()
        for form in told
    )
    return Predicates(
        _any_of(sorted({form for _, _, form in forms}, key=lambda form: (-len(form), form))),
        forms,
        frozenset(table["negations"]),
        frozenset(table["not"]),
        _any_of(table["denies_that"]),
        frozenset(table["copulas"]),
        frozenset(table["narrowing"]),
        frozenset(table["unreal"]),
        frozenset(table["passive"]),
        frozenset(table["states"]),
        frozenset(table["by"]),
        _any_of(table["mute"]),
        re.compile(
            rf"\b(?:{'|'.join(table['passive'])})\s([^\W\d_]{{3,20}})\s(?:{'|'.join(table['by'])})\s", re.IGNORECASE
        ),
        _any_of(table["meeting"]),
        _any_of(table["gathered"]),
        _any_of(table["bring"]),
    )


def _any_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_shape, forms))})\b", re.IGNORECASE)


def _shape(form: str) -> str:
    r"""The pattern of a form: "*" stands for further letters, "_" for one word or two."""
    return re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", r"\s").replace("_", r"\w{1,30}(?:\s\w{1,30})?")
