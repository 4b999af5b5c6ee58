"""The order in which sentences are read: by time, then by their place in their articles."""

from __future__ import annotations

from collections.abc import Sequence

from ..prepare import Story
from ..records import Sentence
from .coverage import Unit


def reading_order(story: Story, sentences: Sequence[Sentence], chosen: Sequence[Unit]) -> list[int]:
    """Numbers of the chosen sentences as they are to be read.

    Earlier days first when all days are known, then by place among the article's body sentences: what articles tell
    first is read first. Sentences of one unit stay together.
    """
    place = _body_places(story)
    days = {article.id: (article.published or "")[:10] for article in story.articles}
    number = {article.id: n for n, article in enumerate(story.articles)}
    dated = all(days[sentences[unit.passages[0]].article] for unit in chosen)

    def key(unit: Unit) -> tuple[str, int, int]:
        first = sentences[unit.passages[0]]
        return days[first.article] if dated else "", place[first.article, first.number], number[first.article]

    return [i for unit in sorted(chosen, key=key) for i in unit.passages]


def _body_places(story: Story) -> dict[tuple[str, int], int]:
    """For each body sentence (article, number): how many body sentences stand before it in its article."""
    places: dict[tuple[str, int], int] = {}
    met: dict[str, int] = {}
    for sentence in story.sentences:
        if sentence.zone == "body":
            place = places[sentence.article, sentence.number] = met.get(sentence.article, 0)
            met[sentence.article] = place + 1
    return places
