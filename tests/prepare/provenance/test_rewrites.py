from __future__ import annotations

from pathlib import Path

import pytest

from summarize import load_articles
from summarize.nlp.doc import Doc
from summarize.prepare import prepare_story
from summarize.prepare.provenance.rewrites import Rewrite, find_rewrites
from summarize.records import Sentence

DATA = Path(__file__).parents[2] / "data" / "origins"


def bodies_of(*texts: str) -> list[list[Sentence]]:
    story = prepare_story(load_articles([{"text": text} for text in texts]).articles)
    return [[s for s in story.sentences if s.article == article.id and s.zone == "body"] for article in story.articles]


def text(name: str) -> str:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    return [line for line in text(name).splitlines() if line]


def rewrites(*texts: str) -> list[tuple[int, int]]:
    return [
        (min(each.first, each.second), max(each.first, each.second)) for each in find_rewrites(bodies_of(*texts), Doc)
    ]


def test_a_rewrite_is_found_and_an_independent_report_is_not():
    assert rewrites(text("original"), text("independent"), text("rewrite")) == [(0, 2)]


def test_it_needs_no_third_article_to_compare_with():
    assert rewrites(text("original"), text("rewrite")) == [(0, 1)]
    assert rewrites(text("original"), text("independent")) == []


def test_a_shorter_rewrite_in_another_order_is_found():
    found = lines("rewrite")
    swapped = [*found[:3], found[4], found[3], *found[5:8]]
    assert rewrites(text("original"), "\n\n".join(swapped)) == [(0, 1)]


def test_the_same_facts_in_a_random_order_are_likely_another_report():
    first, *rest = lines("rewrite")
    order = [5, 9, 1, 7, 3, 8, 0, 6, 2, 4]
    thinned = [" ".join(rest[n].split()[:9]) + "." for n in order]
    assert rewrites(text("original"), "\n\n".join([first, *thinned])) == []


def test_a_few_sentences_about_one_announcement_are_not_enough():
    assert rewrites("\n\n".join(lines("original")[:5]), "\n\n".join(lines("rewrite")[:5])) == []


def test_the_alignments_are_the_sentences_side_by_side():
    (found,) = find_rewrites(bodies_of(text("original"), text("rewrite")), Doc)
    assert isinstance(found, Rewrite)
    assert found.of == len(bodies_of(text("rewrite"))[0])
    texts = {"a1": text("original"), "a2": text("rewrite")}
    for pair in found.alignments:
        assert {pair.first.article, pair.second.article} == {"a1", "a2"}
        for side in (pair.first, pair.second):
            assert texts[side.article][side.start : side.end] == side.text
        assert all(word in pair.first.text for word in pair.shared)
    shown = [(pair.first.text, pair.second.text) for pair in found.alignments]
    assert any("priced at 3.4 million" in one and "cost 3.4 million" in two for one, two in shown)


@pytest.mark.parametrize("others", [0, 20])
def test_among_many_articles_the_rewrite_is_still_found(others: int):
    fillers = [
        "\n\n".join(
            f"In Town{n}x{s} the board of Area{n} chose {n * 37 + s} members on day {s}, said Person{n} Lead{s}."
            for s in range(12)
        )
        for n in range(others)
    ]
    assert rewrites(text("original"), *fillers, text("rewrite")) == [(0, others + 1)]


def test_articles_without_sentences_or_facts_are_left_alone():
    assert find_rewrites([], Doc) == ()
    assert find_rewrites([[], []], Doc) == ()
    plain = "\n\n".join(f"the cat sat on mat {'abcdefghijk'[n]} and slept there all day." for n in range(11))
    assert rewrites(plain, plain) == []
