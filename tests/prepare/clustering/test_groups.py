"""A mixed pile becomes stories: whole, in order, with what holds them together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import make_pile
from summarize import group_articles, load_articles
from summarize.errors import UsageError
from summarize.records import Group

DATA = Path(__file__).parents[2] / "data" / "sagas"
SAGAS, HELD = (
    [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]
    for name in ("pile.jsonl", "held.jsonl")
)
SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
PUMPKIN = """The heaviest pumpkin at the fair
The heaviest pumpkin ever weighed at the fair of Brine brought Ottilie Quast a silver spade on Saturday.
The pumpkin weighed 412 kilograms, eleven more than the pumpkin with which Quast won last autumn."""
QUAST = """Quast said that the pumpkin had been given rain water and milk every evening.
Judges of the fair of Brine needed a crane to lift Ottilie Quast's pumpkin of 412 kilograms on the scales."""


def named(groups: Sequence[Group]) -> list[list[str]]:
    return [[article.id for article in group.articles] for group in groups]


def ids(**wanted: str) -> list[str]:
    return [record["id"] for record in SAGAS if wanted.items() <= record.items()]


def test_a_mixed_pile_becomes_stories_the_largest_first() -> None:
    pile = [{"text": PUMPKIN, "id": "p1", "published": "2025-10-04"}, *map(str, SEEDS)]
    pile.append({"text": QUAST, "id": "p2", "published": "2025-10-06T08:00Z"})
    seeds, pumpkin = group_articles(load_articles(pile))
    assert [article.path for article in seeds.articles] == [str(path) for path in SEEDS]
    assert [article.id for article in pumpkin.articles] == ["p1", "p2"]
    assert (seeds.since, seeds.until) == (None, None)
    assert (pumpkin.since, pumpkin.until) == ("2025-10-04", "2025-10-06")
    assert pumpkin.languages == ("en",)


def test_a_story_says_what_holds_it_together_in_its_own_words() -> None:
    (found,) = group_articles(load_articles([{"text": PUMPKIN}, {"text": QUAST}]))
    assert {"Quast", "pumpkin", "Ottilie"} <= set(found.shared)
    assert len(found.shared) <= 6
    assert found.title in (PUMPKIN.partition("\n")[0], QUAST.partition("\n")[0])


def test_a_title_of_its_own_counts_and_is_shown() -> None:
    (found,) = group_articles(load_articles([{"text": QUAST, "title": "A pumpkin  of\n412 kilograms"}]))
    assert found.title == "A pumpkin of 412 kilograms"


def test_a_first_line_without_end_is_cut_at_a_word() -> None:
    (found,) = group_articles(load_articles([{"text": "Pumpkins grow. " * 100}]))
    assert len(found.title) <= 160
    assert found.title.endswith("Pumpkins…")


def test_lines_that_all_pages_of_a_site_share_join_nothing() -> None:
    menu = "\n".join(f"Subscribe to the Brine Gazette for {thing}" for thing in ("sport", "weather", "arts", "money"))
    texts = [
        "The bakery of Marwen burned down on Friday night; nobody was hurt.",
        "Swimmers crossed the strait in record time before noon.",
        "The court at Tolsund heard the last witness about forged stamps.",
        "Snow closed the pass; two lorries waited for the plough.",
        "A choir of ninety sang at the opening of the new library.",
    ]
    found = group_articles(load_articles([{"text": f"{menu}\n{text}\n{menu}"} for text in texts]))
    assert len(found) == 5


MATTERS = (
    "The bakery of Marwen burned down on Friday night; nobody was hurt.",
    "Swimmers crossed the strait in record time before noon.",
    "The court at Tolsund heard the last witness about forged stamps.",
    "Snow closed the pass; two lorries waited for the plough.",
)
NEWSLETTER = "Subscribe to the Brine Gazette for regattas, chess, gardening, recipes, crosswords and lost umbrellas "


@pytest.mark.parametrize(
    ("articles", "line", "joined"),
    [
        pytest.param(3, NEWSLETTER, True, id="a line in three articles"),
        pytest.param(4, NEWSLETTER, False, id="a line in four"),
        pytest.param(4, NEWSLETTER + "!" * (200 - len(NEWSLETTER)), False, id="a line of 200 characters"),
        pytest.param(4, NEWSLETTER + "!" * (201 - len(NEWSLETTER)), True, id="a line of 201"),
        pytest.param(4, " " * (400 - len(NEWSLETTER)) + NEWSLETTER, False, id="a line and blanks, 400"),
        pytest.param(4, " " * (401 - len(NEWSLETTER)) + NEWSLETTER, True, id="a line and blanks, 401"),
    ],
)
def test_what_is_a_line_of_the_site(articles: int, line: str, joined: bool) -> None:
    found = group_articles(load_articles([{"text": f"{line}\n{text}"} for text in MATTERS[:articles]]))
    assert len(found) == (1 if joined else articles)


def test_of_signs_without_blanks_pairs_are_shown() -> None:
    (found,) = group_articles(load_articles([{"text": "米a市议会关闭旧桥。", "language": "zh"}] * 2))
    assert {len(each) for each in found.shared} == {2}


@pytest.mark.parametrize(("length", "whole"), [(160, True), (161, False)])
def test_a_title_of_160_characters_is_whole(length: int, whole: bool) -> None:
    title = ("Pumpkins " * 20)[:length].strip().ljust(length, "s")
    (found,) = group_articles(load_articles([{"text": QUAST, "title": title}]))
    assert (found.title == title) is whole


def shared(*texts: str) -> tuple[str, ...]:
    (found,) = group_articles(load_articles([{"text": text} for text in texts]))
    return found.shared


def test_a_term_that_is_shown_has_three_letters_and_is_held_by_more_than_half() -> None:
    assert shared("Oz met Elb and Y 7.", "Oz met Elb and Y 7 there at Tolsund.") == ("Elb", "met")


def test_a_wording_is_looked_for_as_far_as_a_text_is_compared() -> None:
    text = f"{'and ' * 1_990}Quast"
    assert shared(text, text) == ("Quast",)


def test_an_article_of_nothing_but_shared_lines_is_kept() -> None:
    found = group_articles(load_articles([{"text": "Subscribe to the Brine Gazette"}] * 5))
    assert sum(len(group.articles) for group in found) == 5


def test_equal_piles_give_equal_groups() -> None:
    articles = load_articles(make_pile(40))
    assert group_articles(articles) == group_articles(list(articles))
    assert sorted(a.id for group in group_articles(articles) for a in group.articles) == sorted(a.id for a in articles)


def test_a_saga_comes_out_as_its_events_in_order_linked_as_one_thread() -> None:
    found = group_articles(load_articles(SAGAS))
    assert named(group for group in found if group.thread == 1) == [
        ids(story=story) for story in ("ferry-sale", "ferry-strike", "ferry-vote", "ferry-buyer")
    ]
    assert [group.since for group in found if group.thread == 1] == [
        "2031-03-03",
        "2031-03-12",
        "2031-03-21",
        "2031-04-09",
    ]
    assert named(group for group in found if group.thread is None) == [
        ids(story=story) for story in ("pumpkin", "storm", "choir")
    ]


def test_a_saga_of_several_languages_is_one_thread() -> None:
    found = group_articles(load_articles(SAGAS))
    tunnel = [group for group in found if group.articles[0].id in ids(saga="tunnel")]
    mayor = [group for group in found if group.articles[0].id in ids(saga="mayor")]
    assert named(tunnel) == [ids(story=story) for story in ("tunnel-cracks", "tunnel-lorry", "tunnel-open")]
    assert named(mayor) == [ids(story=story) for story in ("mayor-arrest", "mayor-trial")]
    assert [[group.thread for group in each] for each in (tunnel, mayor)] == [[2, 2, 2], [3, 3]]
    assert [group.languages for group in mayor] == [("es", "fr"), ("es", "fr")]


def test_a_story_of_two_languages_belongs_to_the_saga_of_each() -> None:
    """The Spanish report is too long to be like the French one but for its names, and not like the later one at all."""
    spanish = (
        "El carguero Aurelia embistió el puente de Velmora, dicen Marta Ilves y Tomas Brandt. Faltan "
        + ", ".join(f"cosa{n}" for n in range(150))
    )
    french = (
        "Le cargo Aurelia a heurté le pont de Velmora, disent Marta Ilves et Tomas Brandt. Les piliers craquent, les "
        "riverains ont peur des piliers. La berge est fermée, les riverains quittent la berge. Piliers, riverains, "
        "berge: le brouillard cache tout, un brouillard épais, du brouillard partout."
    )
    later = (
        "Les piliers tiennent, les riverains traversent, la berge est ouverte. Plus de brouillard: riverains et "
        "piliers au soleil sur la berge sans brouillard."
    )
    pile = [
        {"id": "es", "text": spanish, "language": "es", "published": "2031-03-03"},
        {"id": "fr", "text": french, "language": "fr", "published": "2031-03-04"},
        {"id": "later", "text": later, "language": "fr", "published": "2031-03-20"},
    ]
    found = group_articles(load_articles(pile))
    assert named(found) == [["es", "fr"], ["later"]]
    assert [group.thread for group in found] == [1, 1]


def test_the_stories_of_a_pile_on_which_nothing_was_chosen() -> None:
    found = group_articles(load_articles(HELD))
    stories = {record["story"] for record in HELD}
    assert {frozenset(each) for each in named(found)} == {
        frozenset(record["id"] for record in HELD if record["story"] == story) for story in stories
    }
    saga = {record["id"]: record.get("saga", record["id"]) for record in HELD}
    threads = {group.thread: {saga[article.id] for article in group.articles} for group in found if group.thread}
    assert sorted(threads.values(), key=min) == [{"club"}, {"volcano"}]


def test_threads_and_stories_stand_together_by_size() -> None:
    found = group_articles(load_articles(SAGAS))
    sizes: dict[object, int] = {}
    for n, group in enumerate(found):
        sizes[group.thread or f"alone {n}"] = sizes.get(group.thread or f"alone {n}", 0) + len(group.articles)
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)


def test_without_days_the_reports_of_a_story_still_find_each_other() -> None:
    bare = [{key: value for key, value in record.items() if key != "published"} for record in SAGAS]
    found = [set(group) for group in named(group_articles(load_articles(bare)))]
    stories = {frozenset(ids(story=record["story"], language=record["language"])) for record in SAGAS}
    assert all(any(story <= group for group in found) for story in stories)
    assert any(set(ids(saga="tunnel", language="de")) <= group for group in found)  # two events: only days part them


def test_days_are_compared_in_one_zone() -> None:
    """As late as the 1st may be west of Greenwich, the 4th at the other end of the world is two days and a half off."""
    for published, stories in (("2025-03-04T13:00+14:00", 1), ("2025-03-04T23:00-12:00", 2)):
        pile = [
            {"text": PUMPKIN, "published": "2025-03-01T23:00-05:00"},
            {"text": QUAST, "published": published},
        ]
        found = group_articles(load_articles(pile))
        assert len(found) == stories
        assert max(group.until or "" for group in found) == "2025-03-04"  # as the paper has it


def test_copies_of_a_text_on_far_days_are_stories_of_their_own() -> None:
    pile = [{"text": PUMPKIN, "published": f"2025-{month}-05"} for month in ("01", "01", "07")]
    assert [len(group.articles) for group in group_articles(load_articles(pile))] == [2, 1]


def test_days_that_are_all_equal_change_nothing() -> None:
    bare = [{key: value for key, value in record.items() if key != "published"} for record in SAGAS]
    same = [record | {"published": "2031-03-03"} for record in bare]
    assert sorted(named(group_articles(load_articles(same)))) == sorted(named(group_articles(load_articles(bare))))


@settings(max_examples=25, deadline=None)
@given(st.permutations(SAGAS), st.sets(st.integers(0, 29)))
def test_the_order_of_a_pile_decides_nothing_but_the_order_shown(pile: list[dict[str, str]], undated: set[int]) -> None:
    without = {SAGAS[n]["id"] for n in undated}
    records = [
        {key: value for key, value in record.items() if key != "published" or record["id"] not in without}
        for record in pile
    ]
    found = group_articles(load_articles(records))
    again = group_articles(load_articles(sorted(records, key=lambda record: record["id"])))
    assert {frozenset(ids) for ids in named(found)} == {frozenset(ids) for ids in named(again)}
    assert {frozenset(a.id for a in group.articles): group.title for group in found} == {
        frozenset(a.id for a in group.articles): group.title for group in again
    }
    place = {record["id"]: n for n, record in enumerate(records)}
    assert all([place[id_] for id_ in each] == sorted(place[id_] for id_ in each) for each in named(found))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([record["text"] for record in SAGAS]),
            st.sampled_from([None, "2031-03-03", "2031-03-04T23:59-11:00", "2031-04-20", "0001-01-01", "9999-12-31"]),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_every_article_is_in_exactly_one_story(pile: list[tuple[str, str | None]]) -> None:
    records = [{"text": text, **({"published": day} if day else {})} for text, day in pile]
    articles = load_articles(records)
    found = group_articles(articles)
    assert sorted(id_ for each in named(found) for id_ in each) == sorted(article.id for article in articles)
    numbers = [group.thread for group in found if group.thread]
    assert all(numbers.count(number) > 1 for number in numbers)
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))


def test_nothing_gives_nothing() -> None:
    assert group_articles([]) == ()


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(UsageError, match="load_articles"):
        group_articles([{"text": PUMPKIN}])  # type: ignore[list-item]
