"""Which of many texts share most with one text: an inverted index over stems, weighted by rarity.

The weight of a stem is its inverse document frequency, log(1 + N / n) (Spärck Jones, 1972). Compares, never decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

COMMON = 400  # a stem in more texts proposes none, so that the work stays linear
CANDIDATES = 40  # most texts proposed for one text, those that share most first


class TermIndex:
    """The stems of many texts. Texts are known by their indexes, from 0."""

    def __init__(self, terms: Sequence[Collection[str]]) -> None:
        """`terms` are the distinct stems of each text."""
        self._terms = [tuple(each) for each in terms]  # tuples take a fifth of the memory of sets
        postings: dict[str, list[int]] = defaultdict(list)
        for index, each in enumerate(self._terms):
            for term in each:
                postings[term].append(index)
        self._postings = {term: indexes for term, indexes in postings.items() if len(indexes) <= COMMON}
        self._idf = {term: math.log(1 + len(self._terms) / len(indexes)) for term, indexes in postings.items()}
        self._rarest = math.log(1 + len(self._terms))

    def of(self, index: int) -> frozenset[str]:
        """The stems of a text."""
        return frozenset(self._terms[index])

    def weight(self, terms: Iterable[str]) -> float:
        """What stems weigh together; an unknown one as much as the rarest."""
        return math.fsum(self._idf.get(term, self._rarest) for term in terms)  # exact, as sets have no fixed order

    def candidates(self, said: Collection[str]) -> list[int]:
        """Texts that share at least two stems with these, or one if there are no more; most shared weight first."""
        weights: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for term in sorted(said):
            for index in self._postings.get(term, ()):
                weights[index] += self._idf[term]
                counts[index] += 1
        least = min(2, len(said))
        likely = sorted((-weight, index) for index, weight in weights.items() if counts[index] >= least)
        return [index for _, index in likely[:CANDIDATES]]
