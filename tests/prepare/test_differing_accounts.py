from __future__ import annotations

from typing import Any

import pytest

from summarize import LoadResult, load_articles, prepare_story
from summarize.prepare import differing_accounts
from summarize.prepare.differing_accounts import find_differing_accounts
from summarize.prepare.disagreements import differences_of
from summarize.records import Disagreement
from summarize.story import Story

ANSWER = "Minister Ilen Varro {} the harbour proposal in Ellerfeld, according to two officials who were in the room."


def told(*articles: str | dict[str, Any], language: str = "en", aside: frozenset[str] = frozenset()):
    records = [{"text": each} if isinstance(each, str) else each for each in articles]
    story = prepare_story(load_articles(records).articles, language=language)
    return find_differing_accounts(story, aside, differences_of(story, aside))


def article(verb: str, more: str = "", **known: str) -> dict[str, Any]:
    rest = {"a": "The ferry to Marwick was late.", "b": "Schools open in the spring.", "c": "It rained on the coast."}
    return {"text": f"{ANSWER.format(verb)}\n\n{rest.get(more, more)}", "origin": f"desk {more[:8]}", **known}


def words(found: tuple[Disagreement, ...]) -> list[list[str]]:
    return [[position.text for position in each.positions] for each in found]


def test_both_sides_stand_side_by_side_with_passage_and_day():
    first, second = article("accepted", "a", published="2031-05-02"), article("rejected", "b")
    (found,) = told(first, second)
    assert (found.id, found.kind, found.point) == ("t1", "told_differently", "How Ilen Varro answered the “proposal”")
    assert words((found,)) == [[ANSWER.format("accepted"), ANSWER.format("rejected")]]
    assert [position.published for position in found.positions] == ["2031-05-02", None]
    for position, record in zip(found.positions, (first, second), strict=True):
        (span,) = position.evidence
        assert record["text"][span.start : span.end] == span.text == position.text


@pytest.mark.parametrize(
    ("one", "other", "point"),
    [
        (
            "Envoy Ada Marrow presented a counter-offer to the council of Lund, officials said.",
            "The envoy's staff is preparing a counter proposal on the ferries, two people said.",
            "Whether the “counter-offer” has been presented or is still being prepared",
        ),
        (
            "Envoy Ada Marrow presented a counter proposal to the council of Lund, officials said.",
            "The envoy's staff is preparing a counter-offer on the ferries, two people said.",
            "Whether the “counter proposal” has been presented or is still being prepared",
        ),
        (
            "The envoys Ada Marrow, Ben Tarn and Otto Krall met with the owners in Ellerfeld that day.",
            "Two envoys, Ada Marrow and Otto Krall, met with owners of the ferries in Ellerfeld, officials said.",
            "Who took part in the meeting “in Ellerfeld”",
        ),
        (
            "In court Minister Ilen Varro denied the theft of the harbour money, his lawyer said.",
            "In court Minister Ilen Varro admitted the theft of harbour money, a clerk said.",
            "Whether Ilen Varro admits or denies “theft”",
        ),
    ],
)
def test_a_matter_is_called_what_the_sentences_call_it(one: str, other: str, point: str):
    texts = [f"{one}\n\nIt rained in the valley.", f"{other}\n\nThe ferry was late."]
    (found,) = told(*({"text": text, "origin": f"desk {n}"} for n, text in enumerate(texts)))
    assert found.point == point


def test_a_third_side_joins_where_a_third_report_takes_it():
    three = told(article("accepted", "a"), article("rejected", "b"), article("would examine", "c"))
    assert words(three) == [[ANSWER.format(verb) for verb in ("accepted", "rejected", "would examine")]]
    twice = told(article("accepted", "a"), article("rejected", "b"), article("turned down", "c"))
    assert [len(each) for each in words(twice)] == [2]


def test_five_matters_at_most():
    people = ("Ada Marrow", "Ben Tarn", "Otto Lind", "Vera Holm", "Nils Brandt", "Ines Falk")

    def text(verb: str, count: int) -> str:
        said = "Officials say that {} {} the plan number {} of the council, which many had waited for."
        return "\n\n".join(said.format(name, verb, n) for n, name in enumerate(people[:count]))

    for count, shown in ((5, 5), (6, 5), (4, 4)):
        both = [{"text": text("backed", count), "origin": "one"}, {"text": text("opposed", count), "origin": "two"}]
        found = told(*both)
        assert [each.id for each in found] == [f"t{n}" for n in range(1, shown + 1)]


@pytest.mark.parametrize(("read", "shown"), [(4, 1), (3, 0)])
def test_of_a_large_story_the_beginnings_are_read(read: int, shown: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(differing_accounts, "_READ", read)
    before = "It rained on the coast of {} for days.\n\n"
    sides = (("Marwick", "accepted"), ("Lund", "rejected"))
    texts = [before.format(town) + ANSWER.format(verb) for town, verb in sides]
    assert len(told(*({"text": text, "origin": text[:30]} for text in texts))) == shown


def test_copies_of_one_report_do_not_differ():
    same = {"origin": "the wire"}
    assert told(article("accepted", "a") | same, article("rejected", "b") | same) == ()


def test_an_article_that_is_set_aside_says_nothing():
    assert told(article("accepted", "a"), article("rejected", "b"), aside=frozenset(("a2",))) == ()


def test_figures_that_are_listed_already_are_left_to_that_list():
    toll = "In the fire at the mill of Ellerfeld {} people were injured on Sunday night, the fire service said."
    both = [{"text": toll.format(n), "origin": str(n)} for n in (128, 165)]
    story = prepare_story(load_articles(both).articles)
    assert len(differences_of(story, frozenset())) == 1
    assert told(*both) == ()
    assert [each.point for each in find_differing_accounts(story, frozenset())] == ["How many were injured: 128 or 165"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he presented a counter-offer", "preparing a “counter proposal”"),
        ("initially supportive of the proposal", "directed his ministers not to sign"),
        ("would evaluate the document", "directed his ministers not to sign"),
        ("presented a counter-offer", "did not discuss the details"),
        ("Rubio, Waltz, and Trump’s Middle East envoy", "including Secretary of State Marco Rubio"),
    ],
)
def test_the_seeds_known_matters_are_shown(story: Story, one: str, other: str):
    shown = words(find_differing_accounts(story, frozenset(), differences_of(story, frozenset())))
    assert any(any(one in text for text in texts) and any(other in text for text in texts) for texts in shown)


def test_an_item_of_a_list_is_shown_without_its_mark(story: Story):
    shown = [each for point in find_differing_accounts(story, frozenset(), ()) for each in point.positions]
    assert any(each.evidence[0].text.startswith("- ") for each in shown)
    assert not any(each.text.startswith("- ") for each in shown)


def test_the_order_of_the_articles_changes_no_matter(seeds: LoadResult):
    def shown(articles: list[Any]) -> set[frozenset[str]]:
        story = prepare_story(articles)
        return {frozenset(each) for each in words(find_differing_accounts(story, frozenset()))}

    assert shown(list(seeds.articles)) == shown(list(reversed(seeds.articles)))
