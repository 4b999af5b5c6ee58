"""Articles that are about something else than the others: said and set aside, never blended.

Two articles are kin when they share enough of the words each uses most. The largest group of kin is the story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Notice
from ..text.words import terms
from .story import Story

_TOP = 30  # terms that stand for an article: its most frequent ones, earlier ones first among equals
_KIN = 5  # of them two articles must share; unrelated news of one paper shares two or three
_LEAST = 12  # an article with fewer distinct terms says too little to be called a stranger
_NEIGHBOURS = 40  # articles compared with each one at most, so that the work grows with the articles, not their pairs


@dataclass(frozen=True, slots=True)
class Strangers:
    """Ids of articles set aside, and what the reader is told."""

    off_topic: frozenset[str] = frozenset()
    warnings: tuple[Notice, ...] = ()


def find_strangers(story: Story) -> Strangers:
    """Set aside every article outside the largest group; with two unrelated articles the first is kept."""
    tops = _top_terms(story)
    groups = _groups(tops)
    if len(groups) == 1:
        return Strangers()
    main = max(groups, key=lambda group: (len(group), -group[0]))
    number = {n: f"[{n + 1}]" for n in range(len(tops))}
    away = [n for group in groups if group is not main for n in group if len(tops[n]) >= _LEAST]
    warnings = tuple(
        Notice(
            "off_topic",
            f"{number[n]} seems to be about another event than {number[main[0]]}: set aside",
            story.articles[n].id,
        )
        for n in sorted(away)
    )
    return Strangers(frozenset(story.articles[n].id for n in away), warnings)


def _top_terms(story: Story) -> list[tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {article.id: Counter() for article in story.articles}
    for sentence in story.sentences:
        if sentence.zone in ("body", "title", "abstract"):
            counts[sentence.article].update(terms(sentence.text, story.language))
    return [tuple(term for term, _ in each.most_common(_TOP)) for each in counts.values()]


def _groups(tops: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Connected groups of kin, each sorted. Two short articles need only share a third of the shorter one's terms."""
    parent = list(range(len(tops)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    holders: dict[str, list[int]] = defaultdict(list)
    for n, top in enumerate(tops):
        shared = Counter(m for term in top for m in holders[term][-_NEIGHBOURS:])
        for m, count in shared.items():
            if count >= min(_KIN, max(2, min(len(top), len(tops[m])) // 3)):
                parent[max(root(m), root(n))] = min(root(m), root(n))
        for term in top:
            holders[term].append(n)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(tops)):
        groups[root(n)].append(n)
    return list(groups.values())
