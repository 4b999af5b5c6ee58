from summarize.prepare.zoning.cohesion import Cohesion, share_event
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
    assert first.kin(0) > 0.8


def test_a_paragraph_about_something_else_is_none():
    first, _ = cohesions(FIRST, SECOND)
    assert first.share(2) < 0.2


def test_a_single_article_is_measured_by_what_it_repeats():
    (alone,) = cohesions(FIRST)
    assert alone.kin(1) > alone.kin(2)


def test_many_articles_share_the_vocabulary_of_some():
    found = cohesions(*[FIRST, SECOND] * 100)
    assert found[-2].share(0) > 0.7


def test_no_article_and_no_words_are_no_error():
    share_event([])
    (empty,) = cohesions("***")
    assert empty.kin(0) == 0
