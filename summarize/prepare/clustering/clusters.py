"""Which texts tell of the same event, by the words they share. Knows no articles, asks no model.

A text is the vector of its terms: 1 + log of the count, with those at its beginning counted twice, times the inverse
document frequency in the pile, names a little more; unit length. The similarity of two groups is the average over their
texts. Groups are joined, the most similar first (average linkage, Sokal and Michener 1958), unless both cohere much
better within themselves than with each other: two stories of one politician share his name, but not what they tell of
him.

If days are known, groups are less similar the further apart they are, and not at all if no story continues (`days`).
Groups that are nearly similar enough to be one, without cohering as one event does, are events of one saga.

The work grows with the texts: each is compared only with a few that share its rarest terms, in an index whose lists
keep the texts in which their term weighs most (champion lists: Manning, Raghavan and Schütze 2008, 7.1.3). There is a
list for the whole pile and one per day, because in a saga of years the reports of one day would not be found among the
rest. Measured on real stories: benchmarks/README.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush, nlargest
from math import log10
from operator import itemgetter
from typing import TypeAlias

from ...nlp.similarity import DisjointSets, Weights, damped, dot, idf, unit_vector
from ...nlp.tokenize import TermCounts, count_terms
from .days import WINDOW, Span, clear_time, clearly_more, saga_goes_on, story_nearness

# Chosen on real clusters and mixtures of two of them; flat around these values (benchmarks/README.md).
_ALIKE = 0.13  # smallest mean cosine of groups that can be one, in a pile of up to 100 texts ...
_TENFOLD = 0.035  # ... and so much more for each tenfold pile: the more texts, the more chance resemblances
_SURELY = 0.2  # but never more than this
_COHERENT = 0.7  # of how well the looser of two groups hangs together: so alike they must be too ...
_COHERENT_ONE = 0.45  # ... and so much of it a single report ...
_COHERENCE = 0.4  # ... but no more than this counts, as near copies hang together better than any event
_COPY = 0.8  # smallest mean cosine of texts that are one report, which shows nothing about how well its event coheres
_NAME = 1.3  # weight of a term that is always written with a capital
# A pile is thought to be drawn from so many texts, or so many times its own, of which this share holds any term: a term
# that a whole pile of one event holds must weigh something.
_PRIOR, _FOLD, _SHARE = 100, 5, 0.05
_TERMS = 150  # how many of a text's heaviest terms are kept
_SAGA = 0.9  # of the least similarity of groups that can be one: so alike are two events of a saga
_STILL = 0.95  # a similarity that has fallen by less counts as unchanged
_KEYS = 30  # heaviest terms of a text, looked up in the index
_HOLDERS = 60  # texts in a list of the index
_NEAR = 8  # texts compared with a text, from the whole pile and from its days

_Pairs: TypeAlias = list[tuple[float, int, int]]  # similarity and numbers of two texts
_Index: TypeAlias = dict[tuple[str, int | None], list[tuple[int, float]]]  # by term and day: texts and weights there
_Nearness: TypeAlias = Callable[["Cluster", "Cluster", float], float]  # of two clusters and their similarity


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about: weights of its terms (unit length), heaviest first, and how many distinct ones it has."""

    weights: dict[str, float]
    size: int


@dataclass(slots=True)
class Cluster:
    """Texts about one event, by number. `weights` is the sum of theirs, `inner` of the cosines of all pairs.

    `reports` counts copies of one text once. `span` is when they were published, None if that is not known; `asked` is
    a similarity below which they may not be joined with others.
    """

    members: list[int]
    weights: dict[str, float] = field(default_factory=dict)
    inner: float = 0.0
    reports: int = 1
    span: Span | None = None
    asked: float = 0.0

    @property
    def coherence(self) -> float:
        """The mean cosine of two of its texts, 1.0 for a single one."""
        pairs = len(self.members) * (len(self.members) - 1) / 2
        return self.inner / pairs if pairs else 1.0

    def similarity(self, other: Cluster) -> float:
        """The mean cosine of a text of this one and a text of the other."""
        return dot(self.weights, other.weights) / (len(self.members) * len(other.members))

    def absorb(self, other: Cluster, similarity: float) -> None:
        """Take in the other's texts."""
        copies = self.reports == other.reports == 1 and similarity >= _COPY
        self.reports += 0 if copies else other.reports
        self.inner += other.inner + similarity * len(self.members) * len(other.members)
        self.members.extend(other.members)
        self.span = self.span.joined(other.span) if self.span and other.span else self.span or other.span
        self.asked = max(self.asked, other.asked)
        for term, weight in other.weights.items():
            self.weights[term] = self.weights.get(term, 0.0) + weight


def find_topics(texts: Iterable[str], languages: Iterable[str], *, one_event: bool = False) -> list[Topic]:
    """One topic per text; `languages` are two-letter codes. `one_event`: the question is which text does not belong."""
    counted = [count_terms(text, language) for text, language in zip(texts, languages, strict=True)]
    return topics_of(counted, one_event=one_event)


def topics_of(counted: Sequence[TermCounts], *, one_event: bool = False) -> list[Topic]:
    """The same, for terms that are already counted."""
    held = Counter(term for counts, _ in counted for term in counts)
    beyond = max(_PRIOR, _FOLD * len(counted) if one_event else 0)
    rarity = idf(held, len(counted) + beyond, _SHARE * beyond)
    return [_topic(counts, names, rarity) for counts, names in counted]


def _topic(counts: dict[str, int], names: set[str], rarity: dict[str, float]) -> Topic:
    weights = {term: n * rarity[term] * (_NAME if term in names else 1) for term, n in damped(counts).items()}
    kept = sorted(weights.items())  # then by weight, in two steps that need no key of two parts
    kept = sorted(kept, key=itemgetter(1), reverse=True)[:_TERMS]
    return Topic(unit_vector(dict(kept)), len(counts))


def find_clusters(topics: Sequence[Topic]) -> list[Cluster]:
    """Sort texts by event: every number once, largest cluster first; of equal ones, the one with the first text."""
    pairs = _compare(topics, [None] * len(topics))
    return by_size(_events(topics, [None] * len(topics), pairs)[0])


def find_stories(topics: Sequence[Topic], times: Sequence[float | None]) -> tuple[list[Cluster], list[int]]:
    """Sort texts by event as `find_clusters` does, heeding their times (days, `days.time_of`).

    Also gives a number for each text: texts in clusters that are events of one saga have the same number.
    """
    pairs = _compare(topics, times)
    clusters, joined = _events(topics, times, pairs)
    stories = by_size(copy_of(cluster) for cluster in clusters)
    least = _SAGA * _least(len(topics))

    def one_saga(one: Cluster, other: Cluster, similarity: float) -> float:
        return similarity if similarity >= least and saga_goes_on(one.span, other.span) else 0.0

    _join(clusters, joined, pairs, one_saga)
    return stories, [joined.root(n) for n in range(len(topics))]


def _least(texts: int) -> float:
    """The smallest similarity of two groups that can be one, in a pile of so many texts."""
    return min(_SURELY, _ALIKE + _TENFOLD * max(0.0, log10(max(texts, 1) / 100)))


def _compare(topics: Sequence[Topic], times: Sequence[float | None]) -> _Pairs:
    return find_neighbours([topic.weights for topic in topics], times, _SAGA * _least(len(topics)))


def find_neighbours(
    weights: Sequence[Weights], times: Sequence[float | None], least: float
) -> list[tuple[float, int, int]]:
    """Pairs of texts, each once, with their cosine, if it is `least` or more.

    `weights` are those of their terms, heaviest first; `times` are in days.
    """
    index = _champions(weights, times)
    pairs: set[tuple[int, int]] = set()
    for n, time in enumerate(times):
        keys = _heaviest(weights[n])
        pairs.update((min(n, other), max(n, other)) for other in _nearest(n, keys, (None,), index))
        if time is not None:
            days = range(int(time) - WINDOW, int(time) + WINDOW + 1)
            pairs.update((min(n, other), max(n, other)) for other in _nearest(n, keys, days, index))
    compared = ((dot(weights[one], weights[other]), one, other) for one, other in sorted(pairs))
    return [pair for pair in compared if pair[0] >= least]


def _heaviest(weights: Weights) -> list[tuple[str, float]]:
    return list(weights.items())[:_KEYS]


def _champions(weights: Sequence[Weights], times: Sequence[float | None]) -> _Index:
    """The texts that have a term among their heaviest, in the whole pile (day None) and on each day."""
    index: _Index = defaultdict(list)
    for n, (each, time) in enumerate(zip(weights, times, strict=True)):
        for term, weight in _heaviest(each):
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


def _events(
    topics: Sequence[Topic], times: Sequence[float | None], pairs: _Pairs
) -> tuple[list[Cluster], DisjointSets]:
    """One cluster per event, at the number that stands for its texts."""
    least = _least(len(topics))
    near = [pair for pair in pairs if pair[0] >= least]
    clusters, joined = _single(topics, times, near), DisjointSets(len(topics))

    def one_event(one: Cluster, other: Cluster, similarity: float) -> float:
        left = similarity * story_nearness(one.span, other.span)
        return left if left >= least and _may_join(one, other, left) else 0.0

    _join(clusters, joined, near, one_event)
    return clusters, joined


def _single(topics: Sequence[Topic], times: Sequence[float | None], pairs: _Pairs) -> list[Cluster]:
    """One cluster per text. A text without a day takes that of the dated texts nearest to it, if those are of one time.

    If they are not, it may be joined only with what is clearly nearer than they are.
    """
    near: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for similarity, *pair in pairs:
        for n, other in (pair, reversed(pair)):
            if times[n] is None and (time := times[other]) is not None:
                near[n].append((similarity, time))
    clusters = []
    for n, topic in enumerate(topics):
        time = clear_time(near[n]) if n in near else times[n]
        asked = clearly_more(max(near[n])[0]) if n in near and time is None else 0.0
        span = None if time is None else Span(time, time, time)
        clusters.append(Cluster([n], dict(topic.weights), span=span, asked=asked))
    return clusters


def copy_of(cluster: Cluster) -> Cluster:
    """The same cluster, as a separate object that can be joined with others."""
    return replace(cluster, members=[*cluster.members], weights={**cluster.weights})


def by_size(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters that hold texts, in output order, with their texts in order."""
    left = [cluster for cluster in clusters if cluster.members]
    for cluster in left:
        cluster.members.sort()
    return sorted(left, key=lambda cluster: (-len(cluster.members), cluster.members[0]))


def _join(clusters: list[Cluster], joined: DisjointSets, pairs: _Pairs, nearness: _Nearness) -> None:
    """Join the two nearest clusters until none are near enough; those joined into others end up empty.

    `joined` says which cluster holds a text. `nearness` turns a similarity into what counts, 0.0 if two
    may not be joined. A pair's similarity falls while its clusters grow. It waits under an older figure and is examined
    again when its turn comes, which keeps the work in proportion to the pairs.
    """
    heap = [(-similarity, one, other) for similarity, one, other in pairs]
    heapify(heap)
    while heap:
        negative, *pair = heappop(heap)
        one, other = sorted((joined.root(n) for n in pair), key=lambda n: (-len(clusters[n].members), n))
        if one == other:
            continue
        similarity = clusters[one].similarity(clusters[other])
        near = nearness(clusters[one], clusters[other], similarity)
        if not near:
            continue
        if near < -negative * _STILL:
            heappush(heap, (-near, one, other))
            continue
        clusters[one].absorb(clusters[other], similarity)
        clusters[other] = Cluster([])
        joined.join(one, other)


def _may_join(one: Cluster, other: Cluster, similarity: float) -> bool:
    """Whether two clusters are similar enough for what they are; of a single report only its similarity is known."""
    known = [each.coherence for each in (one, other) if each.reports > 1]
    asked = (0.0, _COHERENT_ONE, _COHERENT)[len(known)] * min(_COHERENCE, *known, 1.0)
    return similarity >= max(asked, one.asked, other.asked)
