"""Judgements in the writer's own voice are found, facts and quotations left alone; each statement is of one kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.doc import Doc
from summarize.nlp.subjectivity import colour, kind_of, tells_expectation
from tests.growth import assert_linear

COLOURED = {
    "The mayor gave a deeply offensive account of the repair of the bridge.": "deeply offensive",
    "The mayor shamefully refused to open the bridge to the buses.": "shamefully",
    "The council closed the bridge, underscoring the decline of the city.": "underscoring",
    "The mayor tried to paint the engineers as idle.": "tried to paint",
    "The mayor, who had grown weary of the delays, left the hall.": "grown weary",
    "The closure is the most embarrassing of the mayor’s term.": "the most embarrassing",
    "The closure is a blow to the mayor.": "a blow to",
    "The mayor, frustrated with the delays, left the hall.": "frustrated with",
    "A somber Ruiz closed the bridge on Tuesday.": "A somber",
    "The council found itself defending yet another closure.": "yet another",
    "The bridge has often been seen as a symbol of the city.": "has often been seen as",
    "The controversial bridge was closed on Tuesday.": "controversial",
}
PLAIN = [
    "The council voted unanimously on Tuesday to close the bridge.",
    "The mayor had previously said that the bridge would be closed.",
    "The bridge carries far more than 2,000 cars a day.",
    "The protest ended peacefully, and the lawfully parked cars stayed.",
    "“The controversial bridge is a blow to the city,” the mayor said.",
    "A somber speech was given, and another man found the bridge closed.",
    "The bridge is the most used of 12 in the city.",
    "",
]


@pytest.mark.parametrize(("text", "words"), COLOURED.items())
def test_a_judgement_is_found_with_its_words(text: str, words: str) -> None:
    assert words in [found for found, _ in colour(Doc(text))]


@pytest.mark.parametrize("text", PLAIN)
def test_facts_and_quotations_have_no_colour(text: str) -> None:
    assert colour(Doc(text)) == ()


@given(st.text(max_size=200))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert all(words in text and why for words, why in colour(Doc(text)))


@pytest.mark.parametrize("unit", ["far more ", "a", "deeply ", ", is ", "in an a ", "the most a", "tried to ", "fully"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(lambda text: colour(Doc(text)), unit)


def test_a_language_without_forms_has_no_colour() -> None:
    assert colour(Doc("The visit was far too personal.", "en"))
    assert colour(Doc("The visit was far too personal.", "de")) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The council closed the bridge on Monday.", "fact"),
        ("“The bridge cannot carry another winter,” Ruiz told the council.", "quote"),
        ("Ruiz called the plan “short-sighted” and asked the council for another three million euros.", "fact"),
        ("Engineers predicted that the bridge would open in May.", "forecast"),
        ("The bridge is expected to open in May.", "forecast"),
        ("The adviser expressed confidence that the council will ultimately agree.", "forecast"),
        ("“The bridge is expected to open in May, not before,” Ruiz said.", "quote"),
        ("The repair cost less than it was set at.", "fact"),
        ("", "fact"),
    ],
)
def test_a_statement_has_one_kind(text: str, kind: str) -> None:
    assert kind_of(Doc(text)) == kind


def test_an_expectation_is_seen_inside_a_quotation_too() -> None:
    assert tells_expectation("“It will eventually open,” Ruiz said.")
    assert not tells_expectation("“It has opened,” Ruiz said.")
