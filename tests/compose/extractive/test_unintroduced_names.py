"""A summary that names its speakers by surname alone says who they are, or leaves them out."""

from __future__ import annotations

import pytest

from summarize import load_articles, summarize
from summarize.compose.extractive.candidates import find_candidates
from summarize.compose.extractive.selection import Unit
from summarize.compose.extractive.unintroduced_names import _given, unintroduced
from summarize.lang.language import load_language
from summarize.prepare import Story
from tests import scripted
from tests.growth import assert_linear

OPENING = "The council of Vellmark closed the old bridge on Tuesday after engineers found cracks in its piers."
WHO = "Engineer Tove Rask led the inspection of the bridge for the council of Vellmark."
SAYS = "Rask said that the cracks in the piers of the bridge had grown since the spring."
MR = "Mr. Rask told the council that the bridge of Vellmark could not carry buses any more."
PLACE = "Vellmark said on Wednesday that the ferry would carry the passengers of the bridge."


def story_of(*sentences: str) -> Story:
    return scripted.story_of("\n\n".join(sentences))


def found(story: Story, *numbers: int) -> list[int]:
    candidates = find_candidates(story, frozenset())
    return [unit.passages[0] for unit in unintroduced(candidates, [Unit((n,)) for n in numbers], story)]


IS = "Rask was the first to see that the piers of the old bridge of Vellmark had cracks."
SHE = "Ms. Rask, 41, lives in Vellmark."


@pytest.mark.parametrize("says", [SAYS, MR, f"{IS} {SHE}"])
def test_a_surname_needs_the_sentence_that_gives_the_whole_name(says: str) -> None:
    story = story_of(OPENING, WHO, says, PLACE)
    assert found(story, 0, 2) == [2]
    assert found(story, 0, 1, 2) == []
    assert found(story, 2, 1) == [2]  # what comes later does not help


def test_a_subject_is_a_person_where_the_article_shows_it() -> None:
    assert found(story_of(OPENING, WHO, IS, PLACE), 0, 2) == []
    assert found(story_of(OPENING, WHO, IS, PLACE, SAYS), 0, 2) == [2]


def test_who_is_never_named_in_full_and_what_is_no_person_stay() -> None:
    assert found(story_of(OPENING, SAYS, PLACE), 0, 1, 2) == []
    assert found(story_of(OPENING, WHO, PLACE), 2) == []


def test_the_engine_leaves_out_whom_it_cannot_introduce_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asks = "Who asked Tove Rask to look at the bridge?"  # no sentence of a summary
    articles = load_articles([{"text": "\n\n".join([OPENING, asks, SAYS, MR, PLACE])}])
    summary = summarize(articles, words=60)
    assert "Rask" not in " ".join(claim.text for claim in summary.claims)
    assert "surname only" in " ".join(each.detail for each in summary.omitted)
    monkeypatch.setattr("summarize.compose.extractive.engine.unintroduced", lambda *_: [])
    assert "Rask" in " ".join(claim.text for claim in summarize(articles, words=60).claims)


@pytest.mark.parametrize("unit", ["A-", "A'", "A’-", "Aa ", "A. ", "Smith "])
def test_hostile_articles_take_linear_time(unit: str) -> None:
    assert_linear(lambda text: _given("Smith", text, load_language("en")), unit)
