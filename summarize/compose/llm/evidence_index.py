"""Which source sentences a sentence of the summary may rest on: an inverted index over the words of a story.

Proposes and compares, never decides what is true: citations are the model's, and a check or a reader judges them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from ...records import CitedBy, Evidence, Sentence
from ...text.values import agrees, values
from ...text.words import term_set
from .source_sentences import SourceSentence

_COMMON = 400  # source sentences that hold a term at most, for it to nominate any: the work stays linear
_CANDIDATES = 40  # sentences compared with one text at most, those with most of its terms first


class EvidenceIndex:
    """Compares texts with the source sentences of one story, by the inverse document frequency of shared stems."""

    def __init__(self, sources: Sequence[SourceSentence], language: str, foreign: frozenset[str] = frozenset()) -> None:
        """`foreign` are articles (ids) in another language, whose words a text cannot share."""
        self._sources, self._language, self._foreign = sources, language, foreign

    def most_similar(self, text: str, floor: float) -> list[int]:
        """Source sentences that hold `floor` of a text's weight, or lie in it by that share; the likeliest first."""
        said = term_set(text, self._language)
        whole = self._weight(said) or 1.0
        found = []
        for place in self._candidates(said):
            common = self._weight(said & self._of(place))
            share = max(common / whole, common / (self._weight(self._of(place)) or 1.0))
            if share >= floor:
                found.append((-share, place))
        return [place for _, place in sorted(found)]

    def share(self, text: str, place: int) -> float:
        """The share of a text's weight that a source sentence holds, 0 to 1."""
        said = term_set(text, self._language)
        return self._weight(said & self._of(place)) / (self._weight(said) or 1.0)

    def bears_on(self, place: int, text: str) -> bool:
        """Whether a source sentence shares a content word, a name or a figure with a text; True where none can be."""
        if self._foreign and self._foreign.issuperset(self._sources[place].articles):
            return True
        said = term_set(text, self._language)
        if not said or said & self._of(place):
            return True
        figures = values(self._sources[place].text, self._language)
        return any(agrees(one, other) for one in values(text, self._language) for other in figures)

    def _candidates(self, said: set[str]) -> list[int]:
        """Source sentences that share at least two terms with a text, or one when it has no more."""
        weights: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for term in sorted(said):
            for place in self._postings.get(term, ()):
                weights[place] += self._idf[term]
                counts[place] += 1
        least = min(2, len(said))
        likely = sorted((-weight, place) for place, weight in weights.items() if counts[place] >= least)
        return [place for _, place in likely[:_CANDIDATES]]

    def _of(self, place: int) -> frozenset[str]:
        return frozenset(self._terms[place])

    def _weight(self, found: Iterable[str]) -> float:
        rarest = math.log(1 + len(self._terms))
        return math.fsum(self._idf.get(term, rarest) for term in found)  # exact: the order of a set is chance

    @cached_property
    def _terms(self) -> list[tuple[str, ...]]:
        """The distinct terms of each source sentence: as tuples a fifth of the memory of sets."""
        return [tuple(term_set(source.text, self._language)) for source in self._sources]

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self._terms):
            for term in each:
                holders[term].append(place)
        return holders

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        return {term: places for term, places in self._holders.items() if len(places) <= _COMMON}

    @cached_property
    def _idf(self) -> dict[str, float]:
        return {term: math.log(1 + len(self._terms) / len(places)) for term, places in self._holders.items()}

    def with_copies(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Evidence with every other place where the same source sentence stands word for word."""
        found: dict[tuple[str, int, int], Evidence] = {}
        for item in evidence:
            key = item.article, item.start, item.end
            found.setdefault(key, item)
            for each in self._copies.get(key, ()):
                place = each.article, each.start, each.end
                found.setdefault(place, Evidence(*place, each.text, item.by))
        return tuple(found.values())

    @cached_property
    def _copies(self) -> dict[tuple[str, int, int], tuple[Sentence, ...]]:
        """All places of the source sentences that have several, by the first."""
        several = (source.sentences for source in self._sources if len(source.sentences) > 1)
        return {(each[0].article, each[0].start, each[0].end): each[1:] for each in several}

    def prepare(self) -> None:
        """Build the index now, while there is time."""
        _ = self._idf, self._postings


def evidence_of(sources: Sequence[SourceSentence], places: Iterable[int], by: CitedBy) -> tuple[Evidence, ...]:
    """Source sentences as evidence, each at its first place."""
    firsts = (sources[place].sentences[0] for place in places)
    return tuple(Evidence(each.article, each.start, each.end, each.text, by) for each in firsts)
