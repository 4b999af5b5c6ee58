from __future__ import annotations

import pytest

from summarize import load_articles
from summarize.compose.extractive.candidates import find_candidates
from summarize.compose.extractive.disagreement_sides import all_sides, sides_taken
from summarize.prepare.disagreements import find_differences
from summarize.prepare.preparation import prepare_story
from summarize.story import Story

FIRST = "At least 18 people were killed when the bus fell into a ravine near Harrow Pass.\n\nThe driver survived it."
SECOND = "The accident killed 31 people on the bus, the fire service of Harrow Pass said.\n\nThe road is closed."


def sides(story: Story, words: int) -> list[str]:
    candidates = find_candidates(story, frozenset())
    differences = find_differences(story.articles, story.sentences)
    found = all_sides(candidates, differences, words, "en")
    taken = sides_taken(candidates, range(len(candidates)), differences)
    assert all(taken[i].fault == "failed_check" for i in found)
    return [candidates[i].passage.text.split()[2] for i in found]


def story_of(*texts: str) -> Story:
    return prepare_story(load_articles([{"text": text} for text in texts]).articles, language="en")


def test_all_sides_are_told_where_there_is_room():
    assert sides(story_of(FIRST, SECOND), 100) == ["18", "killed"]
    assert sides(story_of(FIRST, SECOND), 42) == ["18", "killed"]
    assert sides(story_of(FIRST, SECOND), 41) == []


def test_sides_that_open_no_article_leave_half_of_the_words_to_the_event():
    story = story_of("A bus fell near Harrow Pass.\n\n" + FIRST, "The pass is steep.\n\n" + SECOND)
    assert sides(story, 62) == ["18", "killed"]
    assert sides(story, 61) == []


def test_a_side_that_opens_its_article_stands_first():
    assert sides(story_of("A bus fell near Harrow Pass.\n\n" + FIRST, SECOND), 100) == ["killed", "18"]


def test_a_side_that_cannot_stand_alone_leaves_all_untold():
    assert sides(story_of(FIRST, SECOND.replace("The accident killed", "But he said it killed")), 100) == []


def test_without_a_difference_nothing_is_told():
    assert sides(story_of(FIRST, SECOND.replace("31", "18")), 100) == []


@pytest.mark.parametrize(("before", "told"), [(2, True), (3, False)])
def test_a_side_is_told_if_it_is_among_the_news_of_an_article(before: int, told: bool):
    lines = [f"The steep pass number {n} near Harrow was wet and dark." for n in range(2 * before)]
    texts = ["\n\n".join([*lines[n::2], side]) for n, side in enumerate((FIRST, SECOND))]
    assert bool(sides(story_of(*texts), 300)) is told


@pytest.mark.parametrize(("words", "told"), [(50, True), (51, False)])
def test_a_side_has_up_to_fifty_words(words: int, told: bool):
    first, _, rest = FIRST.partition(" near")
    long = f"{first} {' '.join(['steep'] * (words - 16))} near{rest}"
    assert bool(sides(story_of(long, SECOND), 300)) is told
