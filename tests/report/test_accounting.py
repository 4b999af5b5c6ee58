"""The account of all sentences adds up, or says that it does not."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import GateError
from summarize.records import Omission, OmissionReason
from summarize.report import account


@given(st.lists(st.sampled_from(get_args(OmissionReason)), max_size=30), st.integers(0, 20))
def test_used_and_omitted_make_all(reasons: list[OmissionReason], used: int) -> None:
    omitted = [Omission("a1", n, n + 1, reason) for n, reason in enumerate(reasons)]
    found = account(len(reasons) + used, omitted)
    assert found.used == used
    assert found.used + sum(found.omitted.values()) == found.sentences == len(reasons) + used
    assert list(found.omitted) == sorted(set(reasons))


def test_a_sentence_that_stands_twice_is_refused() -> None:
    twice = [Omission("a1", 0, 5, "budget"), Omission("a1", 0, 5, "heading")]
    with pytest.raises(GateError, match="is counted twice"):
        account(5, twice)


def test_the_same_place_in_two_articles_is_two_sentences() -> None:
    assert account(2, [Omission("a1", 0, 5, "budget"), Omission("a2", 0, 5, "budget")]).used == 0


def test_more_omissions_than_sentences_are_refused() -> None:
    with pytest.raises(GateError, match="does not add up"):
        account(1, [Omission("a1", 0, 5, "budget"), Omission("a1", 6, 9, "budget")])
