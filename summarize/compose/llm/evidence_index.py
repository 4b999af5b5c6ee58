"""Which source sentences a summary sentence may rest on: an inverted index over the words of a story.

Proposes and compares, never decides what is true: the model cites, and a check or a reader judges the citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ...nlp.numeric_values import agrees, values
from ...nlp.similarity import TermIndex
from ...nlp.tokenize import term_set
from ...records import CitedBy, Evidence, Sentence
from .source_sentences import SourceSentence


class EvidenceIndex:
    """Compares texts with the source sentences of one story, by the inverse document frequency of shared stems."""

    def __init__(self, sources: Sequence[SourceSentence], language: str, foreign: frozenset[str] = frozenset()) -> None:
        """`foreign` are articles (ids) in another language, with whose words a text can share nothing."""
        self._sources, self._language, self._foreign = sources, language, foreign

    def most_similar(self, text: str, floor: float) -> list[int]:
        """Source sentences that hold `floor` of a text's weight, or it theirs by that share; likeliest first."""
        said = term_set(text, self._language)
        index = self._terms
        whole = index.weight(said) or 1.0
        found = []
        for place in index.candidates(said):
            common = index.weight(said & index.of(place))
            share = max(common / whole, common / (index.weight(index.of(place)) or 1.0))
            if share >= floor:
                found.append((-share, place))
        return [place for _, place in sorted(found)]

    def share(self, text: str, place: int) -> float:
        """The share of a text's weight that a source sentence holds, 0 to 1."""
        said = term_set(text, self._language)
        return self._terms.weight(said & self._terms.of(place)) / (self._terms.weight(said) or 1.0)

    def bears_on(self, place: int, text: str) -> bool:
        """Whether a source sentence shares a content word, name or figure with a text; True if none can be shared."""
        if self._foreign and self._foreign.issuperset(self._sources[place].articles):
            return True
        said = term_set(text, self._language)
        if not said or said & self._terms.of(place):
            return True
        figures = values(self._sources[place].text, self._language)
        return any(agrees(one, other) for one in values(text, self._language) for other in figures)

    @cached_property
    def _terms(self) -> TermIndex:
        return TermIndex([term_set(source.text, self._language) for source in self._sources])

    def with_copies(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Evidence with every other place where the same source sentence occurs word for word."""
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
        """All places of source sentences that have several, by the first."""
        several = (source.sentences for source in self._sources if len(source.sentences) > 1)
        return {(each[0].article, each[0].start, each[0].end): each[1:] for each in several}

    def prepare(self) -> None:
        """Build the index now, while there is time."""
        _ = self._terms


def evidence_of(sources: Sequence[SourceSentence], places: Iterable[int], by: CitedBy) -> tuple[Evidence, ...]:
    """Source sentences as evidence, each at its first place."""
    firsts = (sources[place].sentences[0] for place in places)
    return tuple(Evidence(each.article, each.start, each.end, each.text, by) for each in firsts)
