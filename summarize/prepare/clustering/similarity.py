"""Which texts tell of the same event, by the words they share. Knows no articles, asks no model.

A text is the vector of its terms: 1 + log of the count, with those at its beginning counted twice, times the inverse
document frequency in the pile, names a little more; unit length. The similarity of two groups is the average over their
texts. Groups are joined, the most similar first (average linkage, Sokal and Michener 1958), unless both cohere much
better within themselves than with each other: two stories of one politician share his name, but not what they tell of
him.

If days are known, groups are less similar the further apart they are, and not at all if no story continues (`days`).
Groups that are nearly similar enough to be one, without cohering as one event does, are events of one saga.

The work grows with the texts: each is compared with only a few others (`neighbours`). Measured on real stories:
benchmarks/README.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from math import hypot, log, log10
from operator import itemgetter
from typing import TypeAlias

from ...nlp.term_counts import TermCounts, count_terms
from .days import Span, clear_time, clearly_more, saga_goes_on, story_nearness
from .neighbours import dot, find_neighbours

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

_Pairs: TypeAlias = list[tuple[float, int, int]]  # similarity and numbers of two texts
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
    idf = {term: log(1 + (len(counted) + beyond) / (count + _SHARE * beyond)) for term, count in held.items()}
    return [_topic(counts, names, idf) for counts, names in counted]


def _topic(counts: dict[str, int], names: set[str], idf: dict[str, float]) -> Topic:
    weights = {term: (1 + log(n)) * idf[term] * (_NAME if term in names else 1) for term, n in counts.items()}
    kept = sorted(weights.items())  # then by weight, in two steps that need no key of two parts
    kept = sorted(kept, key=itemgetter(1), reverse=True)[:_TERMS]
    length = hypot(*(weight for _, weight in kept)) or 1.0
    return Topic({term: weight / length for term, weight in kept}, len(counts))


def find_clusters(topics: Sequence[Topic]) -> list[Cluster]:
    """Sort texts by event: every number once, largest cluster first; of equal ones, the one with the first text."""
    pairs = _compare(topics, [None] * len(topics))
    return by_size(_events(topics, [None] * len(topics), pairs)[0])


def find_stories(topics: Sequence[Topic], times: Sequence[float | None]) -> tuple[list[Cluster], list[int]]:
    """Sort texts by event as `find_clusters` does, heeding their times (days, `days.time_of`).

    Also gives a number for each text: texts in clusters that are events of one saga have the same number.
    """
    pairs = _compare(topics, times)
    clusters, into = _events(topics, times, pairs)
    stories = by_size(copy_of(cluster) for cluster in clusters)
    least = _SAGA * _least(len(topics))

    def one_saga(one: Cluster, other: Cluster, similarity: float) -> float:
        return similarity if similarity >= least and saga_goes_on(one.span, other.span) else 0.0

    _join(clusters, into, pairs, one_saga)
    return stories, [root(into, n) for n in into]


def _least(texts: int) -> float:
    """The smallest similarity of two groups that can be one, in a pile of so many texts."""
    return min(_SURELY, _ALIKE + _TENFOLD * max(0.0, log10(max(texts, 1) / 100)))


def _compare(topics: Sequence[Topic], times: Sequence[float | None]) -> _Pairs:
    return find_neighbours([topic.weights for topic in topics], times, _SAGA * _least(len(topics)))


def _events(topics: Sequence[Topic], times: Sequence[float | None], pairs: _Pairs) -> tuple[list[Cluster], list[int]]:
    """One cluster per event, at the number of one of its texts, and for each text the way there (`root`)."""
    least = _least(len(topics))
    near = [pair for pair in pairs if pair[0] >= least]
    clusters, into = _single(topics, times, near), list(range(len(topics)))

    def one_event(one: Cluster, other: Cluster, similarity: float) -> float:
        left = similarity * story_nearness(one.span, other.span)
        return left if left >= least and _may_join(one, other, left) else 0.0

    _join(clusters, into, near, one_event)
    return clusters, into


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


def _join(clusters: list[Cluster], into: list[int], pairs: _Pairs, nearness: _Nearness) -> None:
    """Join the two nearest clusters until none are near enough; those joined into others end up empty.

    `into` leads from each text to the cluster that holds it. `nearness` turns a similarity into what counts, 0.0 if two
    may not be joined. A pair's similarity falls while its clusters grow. It waits under an older figure and is examined
    again when its turn comes, which keeps the work in proportion to the pairs.
    """
    heap = [(-similarity, one, other) for similarity, one, other in pairs]
    heapify(heap)
    while heap:
        negative, *pair = heappop(heap)
        one, other = sorted((root(into, n) for n in pair), key=lambda n: (-len(clusters[n].members), n))
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
        clusters[other], into[other] = Cluster([]), one


def root(into: list[int], number: int) -> int:
    """The number into which another has been joined by now; shortens the path there."""
    while into[number] != number:
        into[number] = into[into[number]]
        number = into[number]
    return number


def _may_join(one: Cluster, other: Cluster, similarity: float) -> bool:
    """Whether two clusters are similar enough for what they are; of a single report only its similarity is known."""
    known = [each.coherence for each in (one, other) if each.reports > 1]
    asked = (0.0, _COHERENT_ONE, _COHERENT)[len(known)] * min(_COHERENCE, *known, 1.0)
    return similarity >= max(asked, one.asked, other.asked)
