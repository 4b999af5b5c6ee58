"""Tolls that a later report replaced, and figures that only look so."""

from __future__ import annotations

import pytest

from summarize import Article, prepare_story, summarize
from summarize.compose.extractive.candidates import Candidate, find_candidates
from summarize.compose.extractive.superseded import Superseded, find_foretold, find_superseded
from summarize.story import Story
from tests.growth import assert_grows_no_faster_than

EARLY = "At least 80 people were killed in a collision of ferries in the harbour of Ostmark. Boats searched the water."
LATE = "The ministry said 57 people were killed in a collision of ferries in the harbour of Ostmark. Divers came."
MORNING, NOON = "2031-05-04T07:40", "2031-05-04T12:10"


def superseded(*articles: tuple[str, str | None]) -> Superseded:
    story = prepare_story(
        [Article(id=f"a{n}", text=text, sha256="0", published=day) for n, (text, day) in enumerate(articles, 1)]
    )
    return find_superseded(story, find_candidates(story, frozenset()))


def test_the_newest_toll_stands_and_what_gave_another_is_overtaken() -> None:
    found = superseded((EARLY, MORNING), (LATE, NOON))
    assert found.why("Collision leaves 80 people dead in Ostmark") == "a later report gives 57 killed"
    assert not found.why(LATE)
    assert not found.why("The toll of 80 dead was corrected to 57 dead.")  # gives both


def test_an_article_without_a_time_has_what_an_older_one_gave() -> None:
    found = superseded((EARLY, MORNING), (LATE, NOON), (EARLY.replace("Boats", "Planes"), None))
    assert found.why(EARLY)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ((EARLY, None), (LATE, NOON)),  # nobody knows which is later
        ((EARLY, "2031-05-04"), (LATE, NOON)),  # the day alone does not tell
        ((EARLY, NOON), (LATE, NOON)),
        ((EARLY, MORNING), (EARLY.replace("Boats", "Planes"), NOON)),
        ((EARLY, MORNING), ("Some 57 people were killed by a landslide near Ferrania. Rain went on.", NOON)),
        ((EARLY, MORNING), (LATE.replace("harbour", "harbour, the worst accident since 2010,"), NOON)),
        ((EARLY, MORNING), (LATE.replace("57 people", "57 sailors"), NOON)),
    ],
)
def test_nothing_is_overtaken(early: tuple[str, str | None], late: tuple[str, str | None]) -> None:
    assert not superseded(early, late).why(early[0])


def test_a_summary_tells_the_newest_toll_and_not_the_older_one() -> None:
    articles = [
        {"title": "Ferry collision kills 80 people in Ostmark harbour", "text": EARLY, "date": MORNING},
        {"title": "Ferry collision kills 57 people in Ostmark harbour", "text": LATE, "date": NOON},
    ]
    told = summarize(articles, words=60)
    text = " ".join(claim.text for claim in told.claims)
    assert "57 people" in text
    assert "80" not in text
    assert "57" in told.headline


WILL = "The ministry of Ferrania will reopen the harbour of Ostmark to fishing boats on Thursday. Crews waited."
DONE = "The ministry of Ferrania reopened the harbour of Ostmark to all fishing boats. Crews cheered."


@pytest.mark.parametrize(
    ("before", "after", "foretold"),
    [
        ((WILL, None), (DONE, None), True),
        ((WILL, MORNING), (DONE, NOON), True),
        ((WILL, NOON), (DONE, NOON), True),
        ((WILL, NOON), (DONE, MORNING), False),  # it will be done again
        ((WILL, None), ("The state reopened the harbour of Ostmark today. Crews cheered.", None), False),
        ((WILL, None), ("The state reopened the fishing harbour of Ostmark. Crews cheered.", None), True),
        ((WILL, None), (WILL.replace("Crews", "Ships"), None), False),
        ((WILL, None), ("The ministry of Ferrania reopened a school in the hills. Pupils came.", None), False),
        ((WILL, None), (DONE.replace("reopened", "wants to have reopened in spring, if it can be,"), None), False),
    ],
)
def test_what_will_be_done_gives_way_where_another_report_tells_that_it_was(
    before: tuple[str, str | None], after: tuple[str, str | None], foretold: bool
) -> None:
    story = prepare_story(
        [Article(id=f"a{n}", text=text, sha256="0", published=day) for n, (text, day) in enumerate((before, after), 1)]
    )
    assert bool(find_foretold(story, find_candidates(story, frozenset()))) is foretold


def test_plans_and_deeds_of_many_articles_are_compared_in_linear_time() -> None:
    """Every other article says what will be done, and none of another matter that it was."""

    def make(count: int) -> tuple[Story, list[Candidate]]:
        texts = [
            f"Team {n} will reopen hall {n} on Thursday." if n % 2 else f"Crew {n} reopened pier {n} at noon."
            for n in range(count)
        ]
        story = prepare_story([Article(id=f"a{n}", text=text, sha256="0") for n, text in enumerate(texts)])
        return story, find_candidates(story, frozenset())

    assert not find_foretold(*make(40))
    assert_grows_no_faster_than(lambda given: find_foretold(*given), make, small=500, large=4_000)


@pytest.mark.parametrize(("before", "found"), [(2, True), (3, False)])
def test_what_replaces_a_toll_is_among_the_news_of_its_article(before: int, found: bool) -> None:
    lines = " ".join(f"The boat of crew number {n} left its pier at dawn." for n in range(before))
    assert bool(superseded((EARLY, MORNING), (f"{lines} {LATE}", NOON)).why(EARLY)) is found


@pytest.mark.parametrize(
    ("late", "found"),
    [
        ("The ministry said 57 people were killed in the harbour of Ostmark. Divers came.", True),  # four words
        ("The ministry said 57 people were killed in the harbour. Divers came.", False),  # three
    ],
)
def test_two_tolls_of_one_matter_share_four_words(late: str, found: bool) -> None:
    assert bool(superseded((EARLY, MORNING), (late, NOON)).why(EARLY)) is found
