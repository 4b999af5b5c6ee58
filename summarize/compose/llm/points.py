"""Merges the points that a model chose: what several calls chose alike becomes one. Asks no model, sends nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ...nlp.tokenize import term_set
from .source_sentences import SourceSentence

_ALIKE = 0.5  # share of the shorter sentence's content words; two sentences that share so much tell the same
_LEAST_SHARED = 4  # content words that such sentences must have in common
_TWINS = 0.75  # the share needed if all of these are words of the story's subject, such as its names
_OF_THE_SUBJECT = 0.4  # share of all leading sentences that hold a word from which it is the subject's
_FEW = 5  # leading sentences that may hold a word before that is asked
_RARE = 2  # other words in common that make the lower share enough
_LEADS = 3  # leading sentences of a point that others are compared with, so that no chain ties a whole story together
_COMMON = 400  # leading sentences that hold a word beyond which it brings nobody together
_NEW = 0.4  # share of a sentence's content words that the point's others lack, from which it tells something more
_SHOWN = 5  # sentences of a point that the summary is written from; the others may confirm it


@dataclass(frozen=True, slots=True)
class Point:
    """Source sentences (places) that tell one thing, the clearest first; `ranks`: its best rank per call, from 1."""

    places: tuple[int, ...]
    ranks: tuple[tuple[int, int], ...] = ()

    @property
    def best(self) -> int:
        """Its best rank."""
        return min(rank for _, rank in self.ranks)


def merge_points(sources: Sequence[SourceSentence], points: Sequence[Point], language: str) -> list[Point]:
    """Merge points that share a sentence, or lead with sentences that tell the same; best ranks first."""
    # Only the leading sentences are compared: the further ones may tell of something else as well.
    ordered = sorted(points, key=lambda point: (point.best, point.ranks))
    said = [frozenset(term_set(sources[point.places[0]].text, language)) for point in ordered]
    counts = Counter(term for each in said for term in each)
    merger = _Merger(
        frozenset(term for term, count in counts.items() if count > max(_FEW, _OF_THE_SUBJECT * len(said)))
    )
    for point, each in zip(ordered, said, strict=True):
        merger.add(point, each)
    return [_joined(group) for group in merger.groups]


def sentences_to_show(sources: Sequence[SourceSentence], point: Point, language: str) -> tuple[int, ...]:
    """The sentences of a point to write from: the first, and those that tell more than the ones before them."""
    shown: list[int] = []
    told: set[str] = set()
    for place in point.places:
        said = term_set(sources[place].text, language)
        new = said - told
        figure = any(term[0].isdigit() for term in new)  # another figure is another version
        if not shown or figure or len(new) >= _NEW * len(said):
            shown.append(place)
            told |= said
    return tuple(shown[:_SHOWN])


class _Merger:
    """Groups of points being formed. `subject` are words that many of the leading sentences hold."""

    def __init__(self, subject: frozenset[str]) -> None:
        self._subject = subject
        self.groups: list[list[Point]] = []
        self._group_of: dict[int, int] = {}  # by place
        self._leads: list[tuple[int, frozenset[str]]] = []  # group and terms
        self._postings: dict[str, list[int]] = defaultdict(list)  # leads by term

    def add(self, point: Point, said: frozenset[str]) -> None:
        """Put a point into the group it belongs to, or into one of its own; a sentence is in one group only."""
        shared = (self._group_of[place] for place in point.places if place in self._group_of)
        group = next(shared, self._alike(said))
        if group == len(self.groups):
            self.groups.append([])
        places = tuple(place for place in point.places if self._group_of.setdefault(place, group) == group)
        self.groups[group].append(Point(places, point.ranks))
        if sum(each == group for each, _ in self._leads[-_COMMON:]) < _LEADS:
            for term in said:
                self._postings[term].append(len(self._leads))
            self._leads.append((group, said))

    def _alike(self, said: frozenset[str]) -> int:
        """The group that leads with the most similar sentence; a new group's number if none is similar enough."""
        near = Counter(lead for term in said for lead in self._postings[term][:_COMMON])
        best, found = 0.0, len(self.groups)
        for lead, shared in sorted(near.items()):
            group, other = self._leads[lead]
            share = shared / min(len(said), len(other))
            rare = len((said & other) - self._subject) >= _RARE
            if shared >= _LEAST_SHARED and share >= (_ALIKE if rare else _TWINS) and share > best:
                best, found = share, group
        return found


def _joined(group: Sequence[Point]) -> Point:
    """One point from several: the clearest sentence of each first, then the second ones; its best rank in each call."""
    longest = max(len(point.places) for point in group)
    places = dict.fromkeys(p for n in range(longest) for point in group for p in point.places[n : n + 1])
    ranks: dict[int, int] = {}
    for call, rank in (each for point in group for each in point.ranks):
        ranks[call] = min(rank, ranks.get(call, rank))
    return Point(tuple(places), tuple(sorted(ranks.items())))
