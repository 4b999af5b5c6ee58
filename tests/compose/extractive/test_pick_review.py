"""A summary gives the accused a word, and says who its speakers are."""

from __future__ import annotations

import pytest

from summarize import load_articles, summarize
from summarize.compose.extractive.candidates import find_candidates
from summarize.compose.extractive.concepts import Unit
from summarize.compose.extractive.pick_review import (
    _stands_behind_given_name,
    definite_things,
    missing_denial,
    unexplained,
    unintroduced,
)
from summarize.lang.language import load_language
from summarize.nlp.doc import Doc
from summarize.nlp.tokenize import term_set
from summarize.story import Story
from tests import scripted
from tests.growth import assert_linear

ACCUSES = "The council of Vellmark sued the builder Tove Rask on Tuesday over cracks in the piers of the old bridge."
PLAIN = "The old bridge of Vellmark carries about two thousand cars and forty buses on a working day."
DENIES = "Tove Rask denies that the piers were built badly."
LONGER = (
    "Tove Rask disputes the claim and says that the piers of the bridge were built as the council of Vellmark asked."
)
OTHER = "Aldo Brinkmann is accused of taking money for a bridge in Nara; he has pleaded not guilty."
ACCESS = "The council denied him access to the piers of the bridge of Tove Rask."


def answer(*sentences: str, picked: tuple[int, ...] = (0, 1), length: int = 100) -> str:
    story = story_of(*sentences)
    candidates = find_candidates(story, frozenset())
    units = [Unit((n,)) for n in range(len(candidates)) if n not in picked]
    found = missing_denial(candidates, [Unit((n,)) for n in picked], units, length)
    return candidates[found.passages[0]].passage.text if found else ""


def test_the_shortest_denial_of_the_one_accused_is_found() -> None:
    assert answer(ACCUSES, PLAIN, LONGER, DENIES) == DENIES


@pytest.mark.parametrize("other", [OTHER, ACCESS, "Aldo Brinkmann denies that the bridge is old."])
def test_another_case_or_another_denial_is_none(other: str) -> None:
    assert answer(ACCUSES, PLAIN, other) == ""


def test_none_is_needed_where_nobody_is_accused_or_one_is_told() -> None:
    assert answer(PLAIN, PLAIN.replace("old", "new"), DENIES) == ""
    assert answer(ACCUSES, LONGER, DENIES) == ""


def test_a_denial_that_is_most_of_the_summary_is_left_out() -> None:
    assert answer(ACCUSES, PLAIN, LONGER, length=40) == ""
    assert answer(ACCUSES, PLAIN, DENIES, length=30) == DENIES  # nine words
    assert answer(ACCUSES, PLAIN, DENIES, length=29) == ""


def test_the_engine_tells_both() -> None:
    more = [
        f"The council said that pier {n} of the old bridge had {n * 7} cracks in its northern face." for n in (2, 3, 4)
    ]
    text = "\n\n".join([ACCUSES, *more, PLAIN, DENIES])
    summary = summarize(load_articles([{"text": text}]), words=60)
    told = [claim.text for claim in summary.claims]
    assert ACCUSES in told and DENIES in told
    assert sum(len(each.split()) for each in told) <= 66


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


POST = "Rask’s report on the bridge was read aloud in the council of Vellmark on Monday."


@pytest.mark.parametrize("says", [SAYS, MR, f"{POST} {SHE}", f"{IS} {SHE}"])
def test_a_surname_needs_the_sentence_that_gives_the_whole_name(says: str) -> None:
    story = story_of(OPENING, WHO, says, PLACE)
    assert found(story, 0, 2) == [2]
    assert found(story, 0, 1, 2) == []
    assert found(story, 2, 1) == [2]  # what comes later does not help


PLAN = "The council presented a plan for a ferry on Monday."
VOTED = "The plan was adopted by eleven votes to four."
BRIDGE = "The old bridge is closed to the buses until the spring."


def unclear(story: Story, *numbers: int) -> list[int]:
    candidates = find_candidates(story, frozenset())
    return [unit.passages[0] for unit in unexplained(candidates, [Unit((n,)) for n in numbers], story)]


def test_a_thing_that_is_told_further_up_in_its_article_needs_a_sentence_that_tells_of_it() -> None:
    story = story_of(OPENING, PLAN, VOTED)
    assert unclear(story, 0, 2) == [2]
    assert unclear(story, 0, 1, 2) == []


def test_what_an_article_tells_first_or_describes_and_persons_need_none() -> None:
    assert unclear(story_of(OPENING, VOTED, PLAN), 0, 1) == []
    assert unclear(story_of(OPENING, PLAN, VOTED.replace("plan", "plan for a ferry")), 0, 2) == []
    assert unclear(story_of(OPENING, "A minister came to Vellmark.", "The minister was late."), 2) == []
    assert unclear(story_of(OPENING, PLAN, VOTED.replace("The plan", "The Vellmark Plan")), 0, 2) == []
    assert unclear(story_of(OPENING, BRIDGE), 0, 1) == []


def test_a_language_without_determiners_has_no_such_rule() -> None:
    assert definite_things(Doc("A ponte foi fechada.", "pt")) == [{"pont"}]
    assert definite_things(Doc("Die Brücke ist zu.", "de")) == []


@pytest.mark.parametrize(
    ("sentence", "language", "things"),
    [
        ("In the statement, Ana Ruiz thanked the builders.", "en", ["statement"]),
        ("In his last statement, Ilen Varro thanked the builders.", "en", ["last statement", "statement"]),
        ("In the statement of the council Ana Ruiz thanked the builders.", "en", []),
        ("In Porto, Ana Ruiz thanked the builders.", "en", []),
        ("Builders said Ruiz’s letter and the gift were late.", "en", ["letter"]),
        ("Builders criticized her second letter.", "en", ["letter"]),
        ("Builders said Ruiz’s letter appeared late.", "en", ["letter"]),
        ("Builders criticized her letter to the council.", "en", []),
        ("Builders criticized her letter asking for help.", "en", []),
        ("Builders criticized her sister.", "en", []),
        ("“The bridge is safe for the buses,” the ministry said in a note.", "en", ["ministry"]),
        ("“The bridge is safe for the buses,” a ministry said in a note.", "en", []),
        ("“The bridge is safe for the buses,” Ana Ruiz said in a note.", "en", []),
        ("Na reunião, Ana Ruiz agradeceu aos operários.", "pt", ["reunião"]),
        ("Ana Ruiz criticou sua carta.", "pt", ["carta"]),
        ("Ana Ruiz criticou sua carta ao conselho.", "pt", []),
    ],
)
def test_what_a_sentence_takes_for_known(sentence: str, language: str, things: list[str]) -> None:
    assert definite_things(Doc(sentence, language)) == [frozenset(term_set(thing, language)) for thing in things]


def test_a_summary_tells_of_the_plan_before_it_speaks_of_the_plan() -> None:
    summary = summarize(load_articles([{"text": f"{OPENING}\n\n{PLAN} {VOTED}"}]), words=50)
    texts = " ".join(claim.text for claim in summary.claims)
    assert VOTED not in texts or texts.index(PLAN) < texts.index(VOTED)


@pytest.mark.parametrize("unit", ["The plan ", "The a ", "The ", "a-", "In the ", "his letter ", "’s a letter a"])
def test_what_is_taken_for_known_is_found_in_linear_time(unit: str) -> None:
    assert_linear(lambda text: definite_things(Doc(text)), unit)


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


@pytest.mark.parametrize(("before", "given"), [("Bo", True), ("B.", False), ("B", False), ("Dr.", False)])
def test_an_initial_or_a_title_is_no_given_name(before: str, given: bool) -> None:
    assert _stands_behind_given_name("Rask", f"Then {before} Rask spoke.", load_language("en")) is given


@pytest.mark.parametrize("unit", ["A-", "A'", "A’-", "Aa ", "A. ", "Smith "])
def test_hostile_articles_take_linear_time(unit: str) -> None:
    assert_linear(lambda text: _stands_behind_given_name("Smith", text, load_language("en")), unit)
