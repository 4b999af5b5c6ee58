"""A lost negation: the sources deny a word wherever it stands, and the claim states it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.check.negation import lost_negation
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("claim", "source", "lost"),
    [
        ("The minister will resign.", "The minister will not resign.", "not"),
        ("The minister agreed to resign.", "The minister refused to resign.", "refused"),
        ("The minister will not resign.", "The minister will not resign.", ""),
        ("The minister is unlikely to resign.", "The minister will not resign.", ""),
        ("The minister will resign.", "The minister will resign.", ""),
        ("The minister will resign.", "The minister will not resign; others resign.", ""),
        ("The minister spoke.", "The minister will not resign.", ""),
        ("Fifty people marched.", "No fewer than fifty people marched.", ""),
        ("The deputies stayed away from voting.", "The deputies were not voting.", ""),
        ("The team left him out of the squad.", "He was not in the squad.", ""),
        ("The offer was turned down, no vote.", "They did not vote.", ""),
    ],
)
def test_what_a_claim_lost(claim: str, source: str, lost: str) -> None:
    assert lost_negation(claim, [source]) == lost


@pytest.mark.parametrize(("between", "lost"), [(4, "not"), (5, "")])
def test_a_negation_denies_a_word_within_five(between: int, lost: str) -> None:
    assert lost_negation("They resign.", [f"They will not {'be ' * between}resign."]) == lost


@pytest.mark.parametrize(("clauses", "lost"), [(99, "not"), (100, "")])
def test_a_hundred_clauses_are_looked_at(clauses: int, lost: str) -> None:
    assert lost_negation("They resign.", ["Rain fell. " * clauses + "They will not resign."]) == lost


@given(st.text(max_size=200), st.lists(st.text(max_size=100), max_size=3))
def test_no_text_makes_it_raise(claim: str, sources: list[str]) -> None:
    assert isinstance(lost_negation(claim, sources), str)


@pytest.mark.parametrize("unit", ["not ", "left a b c ", "no, ", "kept it from "])
def test_it_takes_linear_time(unit: str) -> None:
    assert_linear(lambda text: lost_negation(text, [text]), unit, 20_000)
