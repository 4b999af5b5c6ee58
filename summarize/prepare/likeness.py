"""Which texts tell of the same event, by the words they share. Knows no articles, asks no model, forgets nothing.

A text is the vector of its terms: 1 + log of the count, those of its beginning counted twice, times the inverse
document frequency in the pile, names a little more; unit length. Two groups are as alike as their texts are on average.
Groups are joined, the most alike first (average linkage, Sokal and Michener 1958), unless both hang together much
better in themselves than with each other: two stories of one politician share his name, but not what they tell of him.

The work grows with the texts: each is compared with the few that share its rarest terms, found in an index whose lists
are capped. Measured on 49 real clusters: benchmarks/README.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, nlargest
from math import hypot, log, log10
from operator import mul

from ..text.words import WORD, terms_of

# Chosen on real clusters and mixtures of two of them; flat around these values (benchmarks/README.md).
_ALIKE = 0.13  # mean cosine from which two groups can be one, in a pile of up to 100 texts ...
_TENFOLD = 0.035  # ... and so much more for each tenfold one: the more texts, the more chance resemblances
_SURELY = 0.2  # but never more than this
_COHERENT = 0.7  # of how well the looser of two groups hangs together: so alike they must be too ...
_COHERENT_ONE = 0.45  # ... and so much of it a single report ...
_COHERENCE = 0.4  # ... but no more than this counts, as near copies hang together better than any event
_COPY = 0.8  # mean cosine from which texts are one report, which shows nothing of how well its event hangs together
_NAME = 1.3  # weight of a term that is only written with a capital
_LEAD = 600  # characters of the beginning
_READ = 8_000  # characters of a text that are read: a long one tells its event first, its background last
# A pile is thought to be drawn from so many texts, or so many times its own, of which this share holds any term: a term
# that a whole pile of one event holds must weigh something.
_PRIOR, _FOLD, _SHARE = 100, 5, 0.05
_TERMS = 150  # heaviest terms of a text that are kept
_KEYS = 30  # of them, looked up in the index
_HOLDERS = 60  # texts on a list of the index, the first ones
_NEAR = 12  # texts compared with a text
_STILL = 0.95  # a likeness that has fallen by less is taken as it was


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about: weights of its terms (unit length), heaviest first, and how many distinct ones it has."""

    weights: dict[str, float]
    size: int


@dataclass(slots=True)
class Cluster:
    """Texts about one event, by number. `weights` is the sum of theirs, `inner` of the cosines of all pairs.

    `reports` counts copies of one text once.
    """

    members: list[int]
    weights: dict[str, float] = field(default_factory=dict)
    inner: float = 0.0
    reports: int = 1

    @property
    def coherence(self) -> float:
        """The mean cosine of two of its texts, 1.0 for a single one."""
        pairs = len(self.members) * (len(self.members) - 1) / 2
        return self.inner / pairs if pairs else 1.0

    def likeness(self, other: Cluster) -> float:
        """The mean cosine of a text of this one and a text of the other."""
        return dot(self.weights, other.weights) / (len(self.members) * len(other.members))

    def absorb(self, other: Cluster, likeness: float) -> None:
        """Take in the other's texts."""
        copies = self.reports == other.reports == 1 and likeness >= _COPY
        self.reports += 0 if copies else other.reports
        self.inner += other.inner + likeness * len(self.members) * len(other.members)
        self.members.extend(other.members)
        for term, weight in other.weights.items():
            self.weights[term] = self.weights.get(term, 0.0) + weight


def find_topics(texts: Iterable[str], languages: Iterable[str], *, one_event: bool = False) -> list[Topic]:
    """One topic a text; `languages` are two-letter codes. `one_event`: what is asked is who does not belong."""
    counted = [_counts(text[:_READ], language) for text, language in zip(texts, languages, strict=True)]
    held = Counter(term for counts, _ in counted for term in counts)
    beyond = max(_PRIOR, _FOLD * len(counted) if one_event else 0)
    rarity = {term: log(1 + (len(counted) + beyond) / (count + _SHARE * beyond)) for term, count in held.items()}
    return [_topic(counts, names, rarity) for counts, names in counted]


def _counts(text: str, language: str) -> tuple[dict[str, int], set[str]]:
    """How often a text holds each term, its beginning doubled, and which terms are only seen with a capital."""
    found = Counter(WORD.findall(text))
    found.update(WORD.findall(text[:_LEAD]))
    counts: dict[str, int] = {}
    capital: set[str] = set()
    small: set[str] = set()
    for word, count in found.items():
        these = capital if word[0].isupper() else small
        for term in terms_of(word.lower(), language):
            counts[term] = counts.get(term, 0) + count
            these.add(term)
    return counts, capital - small


def _topic(counts: dict[str, int], names: set[str], rarity: dict[str, float]) -> Topic:
    weights = {term: (1 + log(n)) * rarity[term] * (_NAME if term in names else 1) for term, n in counts.items()}
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TERMS]
    length = hypot(*(weight for _, weight in kept)) or 1.0
    return Topic({term: weight / length for term, weight in kept}, len(counts))


def dot(one: dict[str, float], other: dict[str, float]) -> float:
    """Product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    shared = [*filter(other.__contains__, one)]
    return float(sum(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared))))


def find_clusters(topics: Sequence[Topic]) -> list[Cluster]:
    """Sort texts by event: every number once, largest cluster first, of equal ones the one with the first text."""
    clusters = [Cluster([n], dict(topic.weights)) for n, topic in enumerate(topics)]
    least = min(_SURELY, _ALIKE + _TENFOLD * max(0.0, log10(len(topics) / 100)) if topics else _ALIKE)
    _join(clusters, list(_neighbours(topics, least)), least)
    return by_size(clusters)


def by_size(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters that hold texts, in the order in which they are given out, their texts in order."""
    left = [cluster for cluster in clusters if cluster.members]
    for cluster in left:
        cluster.members.sort()
    return sorted(left, key=lambda cluster: (-len(cluster.members), cluster.members[0]))


def _neighbours(topics: Sequence[Topic], least: float) -> Iterator[tuple[float, int, int]]:
    """Pairs of texts that share their rarest terms, with the negative of their cosine, if it is `least` or more."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, topic in enumerate(topics):
        keys = list(topic.weights.items())[:_KEYS]
        score: dict[int, float] = defaultdict(float)
        for term, weight in keys:
            for other, its_weight in holders[term]:
                score[other] += weight * its_weight
        for other in nlargest(_NEAR, score, key=lambda m: (score[m], -m)):
            likeness = dot(topic.weights, topics[other].weights)
            if likeness >= least:
                yield -likeness, other, n
        for term, weight in keys:
            if len(holders[term]) < _HOLDERS:
                holders[term].append((n, weight))


def _join(clusters: list[Cluster], heap: list[tuple[float, int, int]], least: float) -> None:
    """Join the two nearest clusters until none are near enough; those that are joined into others end up empty.

    A pair's likeness falls while its clusters grow. It waits under an older figure and is looked at again when its turn
    comes, which keeps the work in proportion to the pairs.
    """
    into = list(range(len(clusters)))
    heapify(heap)
    while heap:
        negative, *pair = heappop(heap)
        one, other = sorted((_root(into, n) for n in pair), key=lambda n: (-len(clusters[n].members), n))
        if one == other:
            continue
        likeness = clusters[one].likeness(clusters[other])
        if likeness < least or not _may_join(clusters[one], clusters[other], likeness):
            continue
        if likeness < -negative * _STILL:
            heappush(heap, (-likeness, one, other))
            continue
        clusters[one].absorb(clusters[other], likeness)
        clusters[other], into[other] = Cluster([]), one


def _root(into: list[int], number: int) -> int:
    """The cluster that holds a text by now; shortens the way there."""
    while into[number] != number:
        into[number] = into[into[number]]
        number = into[number]
    return number


def _may_join(one: Cluster, other: Cluster, likeness: float) -> bool:
    """Whether two clusters are alike for what they are; of a single report nothing is known but its likeness."""
    known = [each.coherence for each in (one, other) if each.reports > 1]
    asked = (0.0, _COHERENT_ONE, _COHERENT)[len(known)]
    return not known or likeness >= asked * min(_COHERENCE, *known)
