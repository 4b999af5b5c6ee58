from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.compose.numbering import (
    Weights,
    fence_of,
    fits_on_sheet,
    list_lines,
    number_tokens,
    sheet_of,
    weigh,
    weigh_articles,
)
from summarize.compose.statements import Statement, collect_statements, one_line, without
from summarize.records import Sentence
from summarize.tokens import count_tokens
from tests.scripted import BRIDGE, FERRY, story_of

ENCODINGS = ["o200k_base", "cl100k_base"]


def sheet(*texts: str, encoding: str = "o200k_base"):
    story = story_of(*texts)
    statements = collect_statements(without(story.sentences, ()))
    weights = Weights(weigh([each.text for each in statements], encoding), weigh_articles(story, encoding))
    return statements, weights, sheet_of(statements, weights, range(len(statements)))


def test_lines_count_from_one_below_a_heading_for_each_article():
    _, _, found = sheet()
    lines = found.text.splitlines()
    assert lines[0] == "#1 Paper 1, “Report 1”"
    assert lines[1].startswith("1 The bridge over the Nara river")
    assert "#2 Paper 2, “Report 2”" in lines
    assert found.cites[0] == (0,)


def test_a_shared_sentence_stands_once_and_its_heading_names_all_articles():
    _, _, found = sheet(BRIDGE, BRIDGE + "\n\n" + FERRY, FERRY)
    assert found.text.count("14 cracked bolts") == 2
    assert "#1 2" in found.text.splitlines()
    assert "#2 3" in found.text.splitlines()


def test_many_copies_are_counted_not_introduced():
    _, _, found = sheet(*[BRIDGE] * 20)
    assert [line for line in found.text.splitlines() if line.startswith("#")][1:] == ["#1 and 19 more"]
    assert len(found.cites) == 4


def test_a_group_names_the_articles_met_before_it():
    statements = [Statement(f"Sentence {n}.", (), each) for n, each in enumerate((("a",), ("b",), tuple("zbyxwvua")))]
    weights = Weights([5, 5, 5], {article: (f"Paper {article}", 2) for article in "abuvwxyz"})
    text = sheet_of(statements, weights, range(3)).text
    assert text.splitlines()[4:] == ["#2 1 and 6 more", "3 Sentence 2."]
    pair = [Statement("Shared.", (), ("a", "b")), Statement("One's.", (), ("b",))]
    assert sheet_of(pair, weights, range(2)).text.splitlines()[:3] == ["#1 Paper a", "#2 Paper b", "#1 2"]
    alone = replace(weights, introduced=1)
    assert sheet_of(pair, alone, range(2)).text.splitlines() == [
        "#1 Paper a", "#1 and 1 more", "1 Shared.", "#2 Paper b", "2 One's."
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("copies", [1, 2, 30])
def test_the_length_is_exact(encoding: str, copies: int):
    _, _, found = sheet(*[BRIDGE, FERRY] * copies, encoding=encoding)
    assert found.tokens == count_tokens(found.text + "\n", encoding)


hard = st.text(alphabet=st.sampled_from("ab Z9.,“”\"'/#\n\u00a0é漢🙂\u200d<|>"), max_size=40).map(one_line).filter(bool)


@given(st.lists(st.tuples(hard, st.sets(st.sampled_from("abcdefghij"), min_size=1)), min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_the_length_is_exact_for_any_text(given_: list[tuple[str, set[str]]]):
    statements = tuple(
        Statement(
            text, tuple(Sentence(a, 0, 0, 1, text, "body", "", 0) for a in sorted(articles)), tuple(sorted(articles))
        )
        for text, articles in given_
    )
    descriptions = {a: ("", 1) if a < "c" else (f"Paper {a}", count_tokens(f" Paper {a}\n")) for a in "abcdefghij"}
    weights = Weights(weigh([each.text for each in statements], "o200k_base"), descriptions)
    found = sheet_of(statements, weights, range(len(statements)))
    assert found.tokens == count_tokens(found.text + "\n")
    assert fits_on_sheet(statements, weights, range(len(statements)), found.tokens)
    assert not fits_on_sheet(statements, weights, range(len(statements)), found.tokens - 1)


@given(st.lists(hard, max_size=1200))
@settings(max_examples=20, deadline=None)
def test_the_length_of_a_list_is_exact(lines: list[str]):
    found = list_lines(lines, [(0,)] * len(lines), weigh(lines, "o200k_base"))
    assert found.tokens == (count_tokens(found.text + "\n") if lines else 0)


def test_numbers_cost_a_token_for_three_digits():
    for number in [*range(1, 1100), 99_999, 100_000, 1_000_000]:
        assert {number_tokens(number)} == {count_tokens(str(number), encoding) for encoding in ENCODINGS}


def test_the_fence_is_the_hash_of_what_it_surrounds():
    assert fence_of("abc") == "ba7816bf8f01cfea4141"
    assert fence_of("a\ud800") != fence_of("a")
