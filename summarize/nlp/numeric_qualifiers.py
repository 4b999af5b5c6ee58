"""Reads what comes before or after a number and makes it a bound: "more than 500", "up to 600", "500 or more".

The wordings are data of each language. Never reads the number itself, never decides whether two bounds agree.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, cast

from ..lang.language import Language, load_language, phrases_of_all
from ..lang.patterns import PHRASES, pattern_of

Bound = Literal["", "over", "least", "under", "most", "nearly", "about"]

_BOUNDS_BEHIND: tuple[Bound, ...] = ("least", "most", "about")  # in this order
_REACH = 28  # characters before a number: the longest wording and a blank


@lru_cache(maxsize=8)
def _wordings(language: str) -> tuple[tuple[Bound, str], ...]:
    """The wordings of a language, the longest first, so that "no more than" is never read as "more than"."""
    table = _known(language).qualifiers_before
    pairs = [(cast(Bound, bound), words) for bound, phrases in table.items() for words in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def _known(language: str) -> Language:
    """The language whose wordings are read: English for one without any, as writers borrow them."""
    data = load_language(language)
    return data if data.qualifiers_before else load_language("en")


def bound_of(text: str, start: int, end: int, language: str = "en") -> Bound:
    """What makes the number `text[start:end]` a bound or an estimate; "" if it is stated plainly."""
    before = text[max(0, start - _REACH) : start].lower().replace("’", "'")
    between = pattern_of(_known(language).code, "between_bounds_and_numbers", rf"{PHRASES}?\s*$", 0)
    before = between.sub("", before).rstrip()
    for bound, words in _wordings(language):
        if before.endswith(words) and not before[: -len(words)][-1:].isalnum():
            return bound
    after = text[end : end + 16].lower().lstrip(" -")
    behind = phrases_of_all("qualifiers_behind")
    for bound in _BOUNDS_BEHIND:
        if after.startswith(behind[bound]):
            return bound
    return "least" if re.match(r"[-\s]?plus\b|\+", text[end : end + 6].lower()) else ""


def bears(said: Bound, found: Bound) -> bool:
    """Whether a number found with one bound supports the same number stated with another.

    An estimate supports the bare number and vice versa; a true bound must be stated, and not inverted.
    """
    if said in (found, "about"):
        return True
    return said in _BORNE.get(found, ())


# By the evidence's bound: what may be said about it with the same number.
_BORNE: dict[Bound, tuple[Bound, ...]] = {
    "": ("least", "most"),
    "about": ("", "nearly"),
    "nearly": ("", "most", "under"),
    "over": ("least",),
    "least": ("",),  # newspapers drop it: "at least 17 died" becomes "17 died"
    "under": ("most", "nearly"),
}
