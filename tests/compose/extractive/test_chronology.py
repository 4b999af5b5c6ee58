"""Which articles report earlier days: by date where all have one, by wording where it is plain, else not at all."""

from __future__ import annotations

import pytest

from summarize import Article, prepare_story
from summarize.compose.extractive.chronology import Chronology, find_chronology, reading_order
from summarize.compose.extractive.concepts import Unit
from summarize.records import Sentence
from summarize.story import Story

ON_THE_DAY = (
    "The council of Porto rejected the plan for the old bridge on Wednesday after a long debate.\n\n"
    "Mayor Ana Ruiz said on Wednesday that the bridge stays open to traffic and to pedestrians."
)
LOOKING_BACK = (
    "The council of Porto rejected the plan for the old bridge last week after a long debate.\n\n"
    "Now the engineers warn that the bridge cannot carry the traffic through another winter."
)
ANOTHER = "The engineers warn that the bridge cannot carry the traffic through another cold winter in Porto."


def chronology(*texts: str, days: tuple[str | None, ...] = ()) -> Chronology:
    published = days or (None,) * len(texts)
    articles = [
        Article(id=f"a{n}", text=text, sha256="0", published=day)
        for n, (text, day) in enumerate(zip(texts, published, strict=True), 1)
    ]
    return find_chronology(prepare_story(articles))


def test_publication_days_decide_where_all_are_known() -> None:
    found = chronology(LOOKING_BACK, ON_THE_DAY, ANOTHER, days=("2025-02-20T08:00", "2025-02-12", "2025-02-20"))
    assert dict(found.rank) == {"a1": 1, "a2": 0, "a3": 1}
    assert found.warnings == ()


def test_who_looks_back_on_what_another_reports_is_the_later_one() -> None:
    found = chronology(LOOKING_BACK, ON_THE_DAY, ANOTHER)
    assert (found.rank["a1"], found.rank["a2"]) == (1, 0)
    assert found.rank["a3"] == 1
    assert "[2]" in found.warnings[0].message


def test_where_nothing_tells_them_apart_all_rank_alike_and_it_is_said() -> None:
    found = chronology(ON_THE_DAY, ANOTHER)
    assert found.rank["a1"] == found.rank["a2"] == 0
    assert [notice.code for notice in found.warnings] == ["undated"]


def test_one_missing_day_is_not_guessed() -> None:
    found = chronology(ON_THE_DAY, ANOTHER, days=("2025-02-12", None))
    assert found.rank["a1"] == found.rank["a2"]
    assert found.warnings


def test_a_single_article_needs_no_order() -> None:
    assert chronology(ON_THE_DAY).warnings == ()


def test_a_weekday_is_unclear_where_articles_are_of_different_weeks() -> None:
    assert chronology(ON_THE_DAY, ANOTHER, days=("2025-02-12", "2025-02-19")).unclear_weeks == {"a1", "a2"}
    assert not chronology(ON_THE_DAY, ANOTHER, days=("2025-02-12", "2025-02-18")).unclear_weeks
    assert chronology(LOOKING_BACK, ON_THE_DAY, ANOTHER).unclear_weeks == {"a1", "a2", "a3"}
    assert not chronology(ON_THE_DAY, ANOTHER).unclear_weeks


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


@pytest.mark.parametrize(
    ("shared", "own", "told_apart"),
    [
        pytest.param(3, 4, False, id="three terms in common"),
        pytest.param(4, 4, True, id="four terms in common"),
        pytest.param(4, 9, True, id="four of thirteen"),
        pytest.param(4, 10, False, id="four of fourteen"),
        pytest.param(6, 14, True, id="six of twenty"),
    ],
)
def test_what_is_about_the_same_thing(shared: int, own: int, told_apart: bool) -> None:
    common = " ".join(["The council told", *(f"kra{n}x" for n in range(shared - 2))])
    early = " ".join([common, *(f"lom{n}x" for n in range(own - 1)), "on Wednesday."])
    late = " ".join([common, *(f"piv{n}x" for n in range(own + 9)), "last week."])
    assert dict(chronology(late, early).rank) == ({"a1": 1, "a2": 0} if told_apart else {})


@pytest.mark.parametrize(("articles", "ranked"), [(60, True), (61, False)])
def test_sixty_articles_are_compared_by_their_wording(articles: int, ranked: bool) -> None:
    others = [f"Boat {n} sank in the bay of Lenne{n} near pier{n}, they said." for n in range(articles - 2)]
    assert bool(chronology(LOOKING_BACK, ON_THE_DAY, *others).rank) is ranked
