import pytest

from summarize.prepare.zoning.cohesion import Cohesion, Event, event_of, is_solid, sampling_step, share_event
from summarize.prepare.zoning.paragraphs import find_blocks

FIRST = """The harbour council of Vellmark closed the old pier on Tuesday evening.
Engineers warned the council that the timber of the old pier was rotten.
A gardener in Brine grew the heaviest pumpkin ever weighed at the yearly fair."""
SECOND = """Vellmark's old pier was closed by the harbour council after engineers warned.
The rotten timber of the pier will be replaced, said the harbour council."""


def cohesions(*texts):
    found = [Cohesion(find_blocks(text), "en") for text in texts]
    share_event(found)
    return found


def test_a_paragraph_the_other_reports_tell_again_is_kin():
    first, _ = cohesions(FIRST, SECOND)
    assert first.share(0) > 0.7
    assert first.relevance(0) > 0.8


def test_a_paragraph_about_something_else_is_none():
    first, _ = cohesions(FIRST, SECOND)
    assert first.share(2) < 0.2


def test_a_single_article_is_measured_by_what_it_repeats():
    (alone,) = cohesions(FIRST)
    assert alone.relevance(1) > alone.relevance(2)


def test_many_articles_share_the_vocabulary_of_some():
    found = cohesions(*[FIRST, SECOND] * 100)
    assert found[-2].share(0) > 0.7


def test_no_article_and_no_words_are_no_error():
    share_event([])
    (empty,) = cohesions("***")
    assert empty.relevance(0) == 0


def test_a_part_of_a_story_is_judged_as_in_the_whole():
    texts = [f"Gardener {n} of Brine sold pumpkin{n} and gourd{n} at the fair.\n{FIRST}" for n in range(60)]
    step, whole = sampling_step(len(texts)), cohesions(*texts)
    event = event_of(cohesions(*texts)[::step], step)
    part = [Cohesion(find_blocks(text), "en") for text in texts[7:30]]
    share_event(part, Event.of(dict(event.terms), step, 7))
    shares = [[each.share(i) for i in range(4)] for each in whole]
    assert [[each.share(i) for i in range(4)] for each in part] == shares[7:30]


@pytest.mark.parametrize(("articles", "step"), [(0, 1), (1, 1), (24, 1), (25, 2), (48, 2), (49, 3), (1000, 42)])
def test_at_most_24_articles_are_sampled(articles: int, step: int):
    assert sampling_step(articles) == step


@pytest.mark.parametrize(("words", "solid"), [(7, False), (8, True)])
def test_a_sentence_of_eight_words_can_be_report(words: int, solid: bool):
    (block,) = find_blocks(" ".join(["Pier"] * words) + ".")
    assert (block.size, is_solid(block)) == (words, solid)


def test_an_article_that_repeats_little_is_measured_by_more_than_it_repeats():
    numbers = iter(range(100))
    lines = [
        " ".join([first, *(f"word{next(numbers)}" for _ in range(9))]) + "." for first in ("pier", "pier", "a", "b")
    ]
    (alone,) = cohesions("\n".join(lines))
    assert alone.share(0) == 0.1
    assert alone.relevance(0) == 0.5  # though it is twice as much as is usual here
