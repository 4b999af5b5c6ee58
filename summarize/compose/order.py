"""The order in which sentences are read: by reported day, then by their place in their articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..prepare import Story
from ..records import Sentence
from .coverage import Unit


def reading_order(
    story: Story, sentences: Sequence[Sentence], chosen: Sequence[Unit], rank: Mapping[str, int]
) -> list[Unit]:
    """The chosen units as they are to be read; `rank` orders article ids by the days they report.

    Within a day, what articles tell first is read first. Units number `sentences`.
    """
    place = _body_places(story)
    number = {article.id: n for n, article in enumerate(story.articles)}

    def key(unit: Unit) -> tuple[int, int, int]:
        first = sentences[unit.passages[0]]
        return rank[first.article], place[first.article, first.number], number[first.article]

    return sorted(chosen, key=key)


def _body_places(story: Story) -> dict[tuple[str, int], int]:
    """For each body sentence (article, number): how many body sentences stand before it in its article."""
    places: dict[tuple[str, int], int] = {}
    met: dict[str, int] = {}
    for sentence in story.sentences:
        if sentence.zone == "body":
            place = places[sentence.article, sentence.number] = met.get(sentence.article, 0)
            met[sentence.article] = place + 1
    return places
