"""Persons are found by titles, given names and what stands around them; bodies, days and places are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.prepare.entities.mentions import Mentions, find_mentions
from summarize.records import Sentence
from tests.growth import assert_linear


def mentions(*texts: str) -> Mentions:
    sentences = [Sentence(f"a{n}", 0, 0, len(text), text, "body", "", 0) for n, text in enumerate(texts, 1)]
    return find_mentions(sentences, "en")


def test_a_title_or_a_verb_of_saying_shows_a_person() -> None:
    found = mentions(
        "On Monday Treasury Secretary Scott Bessent left.", "In Porto, Ana Ruiz said no, and Ruiz left."
    ).surnames
    assert found["Bessent"].person
    assert found["Bessent"].titles == {"secretary"}
    assert found["Bessent"].given == {"Scott": 1}
    assert found["Ruiz"].person
    assert (found["Ruiz"].given, found["Ruiz"].alone) == ({"Ana": 1}, 1)


@pytest.mark.parametrize("after", [", 45, left", ", who left", ", the foreign minister, left", " told them"])
def test_what_follows_a_name_can_show_a_person(after: str) -> None:
    assert mentions(f"In Porto, Ana Ruiz{after}.").surnames["Ruiz"].person


def test_bodies_and_places_are_left_out() -> None:
    found = mentions(
        "In the end the Labour Party said no.", "At noon New York said so.", "It was the White House said to be."
    )
    assert not any(known.person for known in found.surnames.values())


def test_titles_days_states_and_possessives_part_names() -> None:
    found = mentions("Now U.S. President Donald Trump’s envoy General Keith Kellogg met Vance Friday.").surnames
    assert {name: dict(known.given) for name, known in found.items() if known.person} == {
        "Trump": {"Donald": 1},
        "Kellogg": {"Keith": 1},
    }
    assert found["Vance"].alone == 1


def test_a_capital_owed_to_its_place_is_no_given_name() -> None:
    found = mentions(
        "Harsh words: Warned Ruiz to go.", "Martin Ruiz heard the warnings.", "By noon Mayor Ana Ruiz left."
    ).surnames
    assert found["Ruiz"].given == {"Ana": 1, "Martin": 1}


def test_a_headline_is_not_read() -> None:
    title = Sentence("a1", 0, 0, 30, "Minister Zelensky Rejects Deal", "title", "", 0)
    assert find_mentions([title], "en").surnames == {}


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for name, known in mentions(text).surnames.items():
        assert name in text
        assert known.count > 0


@pytest.mark.parametrize("unit", ["A ", "Ab ", "A.", "Ab-", "Ab’", "de la ", "Gen. Ab ", "Ab, the a", "ÉÉ"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(mentions, unit)
