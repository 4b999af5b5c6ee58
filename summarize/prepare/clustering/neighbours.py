"""Which texts of a pile are worth comparing: those that share their rarest terms, in an index whose lists are capped.

A list keeps the texts in which its term weighs most (champion lists: Manning, Raghavan and Schütze 2008, 7.1.3): one
for the whole pile and one per day, because in a saga of years the reports of one day would not be found among the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import repeat
from operator import itemgetter, mul
from typing import TypeAlias

from .days import WINDOW

_KEYS = 30  # heaviest terms of a text, looked up in the index
_HOLDERS = 60  # texts in a list of the index
_NEAR = 8  # texts compared with a text, from the whole pile and from its days

Weights: TypeAlias = Mapping[str, float]
_Index: TypeAlias = dict[tuple[str, int | None], list[tuple[int, float]]]


def find_neighbours(
    weights: Sequence[Weights], times: Sequence[float | None], least: float
) -> list[tuple[float, int, int]]:
    """Pairs of texts, each once, with their cosine, if it is `least` or more.

    `weights` are those of their terms, heaviest first; `times` are in days.
    """
    index = _index(weights, times)
    pairs: set[tuple[int, int]] = set()
    for n, time in enumerate(times):
        keys = _keys(weights[n])
        pairs.update((min(n, other), max(n, other)) for other in _nearest(n, keys, (None,), index))
        if time is not None:
            days = range(int(time) - WINDOW, int(time) + WINDOW + 1)
            pairs.update((min(n, other), max(n, other)) for other in _nearest(n, keys, days, index))
    compared = ((dot(weights[one], weights[other]), one, other) for one, other in sorted(pairs))
    return [pair for pair in compared if pair[0] >= least]


def dot(one: Weights, other: Weights) -> float:
    """Product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return float(sum(map(mul, one.values(), map(other.get, one, repeat(0.0)))))


def _keys(weights: Weights) -> list[tuple[str, float]]:
    return list(weights.items())[:_KEYS]


def _index(weights: Sequence[Weights], times: Sequence[float | None]) -> _Index:
    """The texts that have a term among their heaviest, in the whole pile (day None) and on each day."""
    index: _Index = defaultdict(list)
    for n, (each, time) in enumerate(zip(weights, times, strict=True)):
        for term, weight in _keys(each):
            index[term, None].append((n, weight))
            if time is not None:
                index[term, int(time)].append((n, weight))
    return {key: nlargest(_HOLDERS, postings, key=itemgetter(1)) for key, postings in index.items()}


def _nearest(n: int, keys: Sequence[tuple[str, float]], days: Iterable[int | None], index: _Index) -> list[int]:
    """The texts that share most of a text's keys, on any of these days."""
    score: dict[int, float] = defaultdict(float)
    for day in days:
        for term, weight in keys:
            for other, its_weight in index.get((term, day), ()):
                score[other] += weight * its_weight
    score.pop(n, None)
    return nlargest(_NEAR, score, key=score.__getitem__)
