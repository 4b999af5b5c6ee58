"""The order of reading: days first, then what articles tell first; units stay together."""

from __future__ import annotations

from summarize import Article, prepare_story
from summarize.compose.extractive.ordering import reading_order
from summarize.compose.extractive.selection import Unit
from summarize.prepare import Story
from summarize.records import Sentence

TEXT = "The council met on the bridge. The mayor spoke of the ferry. The vote was put off until the spring."
SAME_DAY = {"a1": 0, "a2": 0}


def prepared(articles: int = 2) -> tuple[Story, list[Sentence]]:
    story = prepare_story([Article(id=f"a{n}", text=TEXT, sha256="0") for n in range(1, articles + 1)])
    return story, [s for s in story.sentences if s.zone == "body"]


def order(story: tuple[Story, list[Sentence]], rank: dict[str, int], *units: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [unit.passages for unit in reading_order(*story, [Unit(unit) for unit in units], rank)]


def test_within_a_day_what_is_told_first_is_read_first() -> None:
    assert order(prepared(), SAME_DAY, (2,), (4,), (0,)) == [(0,), (4,), (2,)]


def test_earlier_days_come_first() -> None:
    assert order(prepared(), {"a1": 1, "a2": 0}, (0,), (5,)) == [(5,), (0,)]


def test_sentences_of_one_unit_stay_together() -> None:
    assert order(prepared(), SAME_DAY, (1, 2), (3,), (5,)) == [(3,), (1, 2), (5,)]


def test_neighbours_of_one_passage_are_read_together() -> None:
    assert order(prepared(), SAME_DAY, (3,), (1,), (0,)) == [(0,), (1,), (3,)]
    assert order(prepared(), SAME_DAY, (3,), (2,), (0,)) == [(0,), (3,), (2,)]


def test_nothing_chosen_is_nothing_to_read() -> None:
    assert order(prepared(1), SAME_DAY) == []
