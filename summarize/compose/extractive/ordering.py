"""The order in which sentences are read: by reported day, then by position; neighbours stay together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...prepare import Story
from ...records import Sentence
from .selection import Unit


def reading_order(
    story: Story, sentences: Sequence[Sentence], chosen: Sequence[Unit], rank: Mapping[str, int]
) -> list[Unit]:
    """The chosen units in reading order; `rank` orders article ids by the days they report.

    Within a day, what articles tell first is read first. A unit that directly follows another one in its article is
    read right after it, because what it calls "the plan" is there. Units number `sentences`.
    """
    place = _body_places(story)
    number = {article.id: n for n, article in enumerate(story.articles)}

    def key(unit: Unit) -> tuple[int, int, int]:
        first = sentences[unit.passages[0]]
        return rank[first.article], place[first.article, first.number], number[first.article]

    return _with_neighbours(sorted(chosen, key=key), sentences)


def _with_neighbours(ordered: Sequence[Unit], sentences: Sequence[Sentence]) -> list[Unit]:
    """The same, with each unit right after the one that ends where it begins."""
    ends = {(sentences[u.passages[-1]].article, sentences[u.passages[-1]].number): u for u in ordered}
    behind: dict[Unit, Unit] = {}
    for unit in ordered:
        first = sentences[unit.passages[0]]
        before = ends.get((first.article, first.number - 1))
        if before is not None:
            behind[before] = unit
    moved = set(behind.values())
    found: list[Unit] = []
    for unit in ordered:
        following: Unit | None = None if unit in moved else unit
        while following is not None:
            found.append(following)
            following = behind.get(following)
    return found


def _body_places(story: Story) -> dict[tuple[str, int], int]:
    """For each body sentence (article, number), the number of body sentences before it in its article."""
    places: dict[tuple[str, int], int] = {}
    met: dict[str, int] = {}
    for sentence in story.sentences:
        if sentence.zone == "body":
            place = places[sentence.article, sentence.number] = met.get(sentence.article, 0)
            met[sentence.article] = place + 1
    return places
