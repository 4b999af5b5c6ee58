"""Articles that are about something else than the others: said and set aside, never blended.

Each article is the vector of its most frequent terms (1 + log of the count, unit length). In one pass it joins the
group whose sum of vectors it resembles most, or founds one; groups that resemble each other are then joined. The
largest is the story. Measured on 49 real clusters and 196 mixtures of two: no cluster is parted, nine mixtures of ten
are, the rest being two stories of one politician or one kind of disaster. Asking for more parts real clusters first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import hypot, log, sqrt

from ..records import Notice
from ..text.words import terms
from .story import Story

_TOP = 40  # terms that stand for an article: its most frequent ones, earlier ones first among equals
_KIN = 0.19  # cosine from which an article belongs to a group
_FULL = 120  # distinct terms below which less is asked, by the root of the share: short reports share fewer words
_LEAST = 12  # an article with fewer distinct terms says too little to be called a stranger
_READ = 8_000  # characters of an article that are read: a long one tells its event first, its background last
_GROUPS = 40  # groups compared with an article at most, the oldest ones, so that the work grows with the articles alone


@dataclass(frozen=True, slots=True)
class Strangers:
    """Ids of articles set aside, and what the reader is told."""

    off_topic: frozenset[str] = frozenset()
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Topic:
    """What an article is about: weights of its terms (unit length), and how many distinct terms it has."""

    weights: dict[str, float]
    size: int


@dataclass(slots=True)
class _Group:
    """Articles about one event; `weights` is the sum of theirs, `size` the most terms one of them has."""

    articles: list[int] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    size: int = 0

    def add(self, articles: Sequence[int], weights: dict[str, float], size: int) -> None:
        """Take in one article or another group."""
        self.articles.extend(articles)
        for term, weight in weights.items():
            self.weights[term] = self.weights.get(term, 0.0) + weight
        self.size = max(self.size, size)

    def closeness(self, weights: dict[str, float], size: int) -> float:
        """Cosine with an article or another group, 1.0 where it just suffices."""
        shared = sum(weight * self.weights.get(term, 0.0) for term, weight in weights.items())
        needed = _KIN * min(1.0, sqrt(min(size, self.size) / _FULL))
        return shared / (hypot(*self.weights.values()) * hypot(*weights.values()) * needed) if shared else 0.0


def find_strangers(story: Story) -> Strangers:
    """Set aside every article outside the largest group; with two unrelated articles the first is kept."""
    topics = _topics(story)
    groups = _joined(_grouped(topics))
    if len(groups) < 2:
        return Strangers()
    main = max(groups, key=lambda group: (len(group.articles), -min(group.articles)))
    away = sorted(n for group in groups if group is not main for n in group.articles)
    first = min(main.articles) + 1
    warnings = tuple(
        Notice(
            "off_topic",
            f"[{n + 1}] seems to be about another event than [{first}]: set aside",
            story.articles[n].id,
        )
        for n in away
    )
    return Strangers(frozenset(story.articles[n].id for n in away), warnings)


def _topics(story: Story) -> list[_Topic]:
    """One topic an article, in order. Every zone but boilerplate counts."""
    texts: dict[str, list[str]] = {article.id: [] for article in story.articles}
    read = dict.fromkeys(texts, 0)
    for sentence in story.sentences:
        if sentence.zone != "boilerplate" and read[sentence.article] < _READ:
            texts[sentence.article].append(sentence.text)
            read[sentence.article] += len(sentence.text)
    return [_topic(terms(" ".join(each), story.language)) for each in texts.values()]


def _topic(found: list[str]) -> _Topic:
    counts = Counter(found)
    weights = {term: 1 + log(count) for term, count in counts.most_common(_TOP)}
    length = hypot(*weights.values()) or 1.0
    return _Topic({term: weight / length for term, weight in weights.items()}, len(counts))


def _grouped(topics: Sequence[_Topic]) -> list[_Group]:
    """Each article in the nearest group that is near enough, else in one of its own. Too short ones join the first."""
    groups: list[_Group] = []
    for n, topic in sorted(enumerate(topics), key=lambda item: item[1].size < _LEAST):
        near = [(group.closeness(topic.weights, topic.size), -place) for place, group in enumerate(groups[:_GROUPS])]
        best, place = max(near, default=(0.0, 0))
        if best < 1 and not (groups and topic.size < _LEAST):
            groups.append(_Group())
            place = 1 - len(groups)
        groups[-place].add([n], topic.weights, topic.size)
    return groups


def _joined(groups: list[_Group]) -> list[_Group]:
    """Join groups that resemble each other until none do."""
    while pair := next(_near_pairs(groups[:_GROUPS]), None):
        one, other = pair
        one.add(other.articles, other.weights, other.size)
        groups = [group for group in groups if group is not other]
    return groups


def _near_pairs(groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
    return ((one, other) for one, other in combinations(groups, 2) if one.closeness(other.weights, other.size) >= 1)
