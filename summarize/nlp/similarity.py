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
    """The stems of many texts. Texts are known by their places, from 0."""

    def __init__(self, terms: Sequence[Collection[str]]) -> None:
        """`terms` are the distinct stems of each text."""
        self._terms = [tuple(each) for each in terms]  # tuples take a fifth of the memory of sets
        postings: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self._terms):
            for term in each:
                postings[term].append(place)
        self._postings = {term: places for term, places in postings.items() if len(places) <= COMMON}
        self._idf = {term: math.log(1 + len(self._terms) / len(places)) for term, places in postings.items()}
        self._rarest = math.log(1 + len(self._terms))

    def of(self, place: int) -> frozenset[str]:
        """The stems of a text."""
        return frozenset(self._terms[place])

    def weight(self, terms: Iterable[str]) -> float:
        """What stems weigh together; an unknown one as much as the rarest."""
        return math.fsum(self._idf.get(term, self._rarest) for term in terms)  # exact, as sets have no fixed order

    def candidates(self, said: Collection[str]) -> list[int]:
        """Texts that share at least two stems with these, or one if there are no more; most shared weight first."""
        weights: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for term in sorted(said):
            for place in self._postings.get(term, ()):
                weights[place] += self._idf[term]
                counts[place] += 1
        least = min(2, len(said))
        likely = sorted((-weight, place) for place, weight in weights.items() if counts[place] >= least)
        return [place for _, place in likely[:CANDIDATES]]
