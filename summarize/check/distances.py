"""Tell distances in time that a claim adds: "the following week", "two days later". English only.

What `text.dates` reads (days, "last week", "next month") is checked there and not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..text.words import folded_words

_UNITS = frozenset(("day", "week", "weekend", "month", "year", "decade"))
_CLAIMED = {"following": 1, "later": 1, "subsequent": 1, "previous": -1, "preceding": -1, "earlier": -1, "prior": -1}
_HELD = _CLAIMED | {"next": 1, "after": 1, "coming": 1, "last": -1, "before": -1, "past": -1, "ago": -1}
_Distance = tuple[int, str]  # 1 ahead, -1 back; the unit


def unknown_distance(text: str, sources: Iterable[str], dated: int, *, apart: bool = False) -> str:
    """A distance in time that a text gives and no source does, as written; "" when there is none.

    `dated` is how many dates the sources give: two of them may show a distance of days, and one of weeks when the
    sources were published on known days `apart`.
    """
    held = {found for source in sources for found, _ in _distances(source, _HELD, 2)}
    for found, written in _distances(text, _CLAIMED, 1):
        if found not in held and not (dated > 1 and (found[1] == "day" or (apart and found[1] == "week"))):
            return written
    return ""


def _distances(text: str, ways: dict[str, int], reach: int) -> list[tuple[_Distance, str]]:
    """The units of time that have a word of direction within `reach` words, with the wording."""
    found = folded_words(text)
    made: list[tuple[_Distance, str]] = []
    for at, word in enumerate(found):
        unit = word.removesuffix("'s").removesuffix("s")
        if unit in _UNITS:
            near = range(max(0, at - reach), min(len(found), at + reach + 1))
            made += [((ways[found[n]], unit), _wording(found, at, n)) for n in near if found[n] in ways]
    return made


def _wording(found: Sequence[str], at: int, place: int) -> str:
    return " ".join(found[min(at, place) : max(at, place) + 1])
