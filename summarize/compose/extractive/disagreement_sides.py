"""The embedded engine's sentences on which articles differ: it tells all sides, one after the other, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...records import Position
from ...story import Difference, side_of
from ..draft import TAKES_A_SIDE
from ..eligibility import Eligibility, judge
from .candidates import Candidate
from .concepts import NEWS_SENTENCES

_LONGEST_SIDE = 50  # words of a sentence that gives a side
_SIDES_SHARE = 0.5  # of the summary's words for sides at most
_OPENING_SIDES_SHARE = 0.75  # the same where a side opens its article, and so tells the event too


def sides_taken(
    candidates: Sequence[Candidate], numbers: Iterable[int], differences: Sequence[Difference]
) -> dict[int, Eligibility]:
    """The candidates that give only one side of a difference, with the reason why they are not chosen alone."""
    taken = {}
    for i in numbers if differences else ():
        side = side_of(candidates[i].passage.text, differences)
        if side:
            taken[i] = Eligibility("failed_check", f"{TAKES_A_SIDE} {side}")
    return taken


def all_sides(
    candidates: Sequence[Candidate], differences: Sequence[Difference], words: int, language: str
) -> list[int]:
    """The candidates (numbers) that together give every side of the differences told at the top of an article.

    A side that opens its article stands first, as it tells the event. A difference of which a side has no sentence
    that can stand, or that would take too many of the `words`, is told by the list of disagreements alone.
    """
    if not differences:
        return []
    numbers = {(s.article, s.start): i for i, candidate in enumerate(candidates) for s in candidate.sentences}
    told: list[int] = []
    for difference in differences:
        found = [_first_fit(candidates, numbers, position, language) for position in difference.record.positions]
        sides = [i for i in found if i is not None]
        if len(sides) < len(found) or not any(candidates[i].passage.places[0][1] < NEWS_SENTENCES for i in sides):
            continue
        opening = [i for i in sides if not candidates[i].passage.places[0][1]]
        both = list(dict.fromkeys((*told, *opening, *sides)))
        texts = [candidates[i].passage.text for i in both]
        fits = (
            sum(candidates[i].passage.words for i in both)
            <= (_OPENING_SIDES_SHARE if opening else _SIDES_SHARE) * words
        )
        if fits and not any(each.one_sided(texts) for each in differences):
            told = both
    return told


def _first_fit(
    candidates: Sequence[Candidate], numbers: Mapping[tuple[str, int], int], position: Position, language: str
) -> int | None:
    """The first candidate of a side that can stand alone. `numbers` are the candidates by article and start."""
    places = ((item.article, item.start) for item in position.evidence)
    for i in sorted({numbers[place] for place in places if place in numbers}):
        candidate = candidates[i]
        listed = candidate.sentence.lead is not None
        fit = judge(candidate.passage.text, language=language, listed=listed)
        if not fit.fault and candidate.passage.words <= _LONGEST_SIDE:
            return i
    return None
