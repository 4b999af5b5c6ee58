"""Noun phrases for somebody who can speak: names, roles, and what belongs to neither."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.noun_phrases import Line, Speaker


def first(sentence: str) -> Speaker | None:
    phrase = Line(sentence).phrase_at(0)
    return phrase.speaker if phrase else None


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("Ursula von der Leyen spoke", "Ursula von der Leyen", "name"),
        ("Lt. Gen. Keith Kellogg spoke", "Lt. Gen. Keith Kellogg", "name"),
        ("The Kremlin spoke", "Kremlin", "name"),
        ("Trump’s adviser Mike Waltz spoke", "Mike Waltz", "name"),
        ("Waltz and Rubio spoke", "Waltz and Rubio", "name"),
        ("the senior White House official spoke", "the senior White House official", "role"),
        ("Trump’s envoy spoke", "Trump’s envoy", "role"),
        ("der Sprecher sprach", "der Sprecher", "role"),
        ("Secretary of State Marco Rubio spoke", "Secretary of State Marco Rubio", "name"),
    ],
)
def test_a_phrase_is_read_up_to_its_head(sentence: str, text: str, kind: str) -> None:
    assert first(sentence) == Speaker(text, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sentence", ["the deal was signed", "“Ruiz” spoke", "in Kyiv", "", "Friday was quiet", "Trump’s"]
)
def test_things_places_and_days_are_no_speakers(sentence: str) -> None:
    assert first(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "start", "text"),
    [
        pytest.param(f"the {'old ' * 12}spokesman spoke", 0, f"the {'old ' * 12}spokesman", id="fourteen words"),
        pytest.param(f"the {'old ' * 13}spokesman spoke", 0, None, id="fifteen words"),
        pytest.param("An Ana Ruiz spoke", 1, "Ana Ruiz", id="a name behind an article"),
        pytest.param("and the mayor spoke", 0, None, id="no phrase begins with and"),
    ],
)
def test_what_a_phrase_holds(sentence: str, start: int, text: str | None) -> None:
    phrase = Line(sentence).phrase_at(start)
    assert (phrase.speaker.text if phrase else None) == text


@pytest.mark.parametrize(("words", "kept"), [(9, True), (10, False)])
def test_nine_words_behind_a_role_belong_to_it(words: int, kept: bool) -> None:
    tail = f" with {'old ' * (words - 2)}plans"
    line = Line(f"two people{tail} said so")
    phrase = line.phrase_at(0)
    assert phrase
    assert line.with_tail(phrase, 2 + words).text == f"two people{tail if kept else ''}"


def test_a_clause_is_followed_back_to_a_boundary_if_it_is_near() -> None:
    line = Line(f", {'word ' * 40}")
    assert [line.clause_start(place) for place in (1, 29, 30)] == [1, 1, 2]
    assert Line("Ruiz spoke").clause_start(1) == 0


def test_a_quotation_is_one_token() -> None:
    line = Line("“A, b, c,” said Ruiz, “d.”")
    assert [token.text for token in line.tokens] == ["“A, b, c,”", "said", "Ruiz", ",", "“d.”"]


@given(st.text(max_size=60))
def test_tokens_are_slices_in_order(sentence: str) -> None:
    tokens = Line(sentence).tokens
    assert all(sentence[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
