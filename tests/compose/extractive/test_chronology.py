"""Which articles report earlier days: by date where all have one, by wording where it is plain, else not at all."""

from __future__ import annotations

from summarize import Article, prepare_story
from summarize.compose.extractive.chronology import Chronology, find_chronology

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
