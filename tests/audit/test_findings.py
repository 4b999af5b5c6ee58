"""Reading untrusted JSON: a wrong type is a finding, never an exception, and a right value comes through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.audit.findings import Finding, FindingCollector

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def test_a_finding_names_its_claim() -> None:
    assert str(Finding("c3", "600", "[1]", "600 is not there")) == "claim c3: 600 is not there"
    assert str(Finding("headline", "", "", "not cited")) == "headline: not cited"
    assert str(Finding(None, "", "", "no articles")) == "no articles"


def test_right_values_come_through_and_leave_no_finding() -> None:
    ledger = FindingCollector()
    data: dict[str, object] = {"s": "text", "n": 3, "m": {"a": 1}, "l": [{"a": 1}], "k": "fact"}
    assert ledger.text(data, "s", "here") == "text"
    assert ledger.number(data, "n", "here") == 3
    assert ledger.mapping(data, "m", "here") == {"a": 1}
    assert ledger.items(data, "l", "here") == [{"a": 1}]
    assert ledger.one_of(data, "k", ("fact", "quote"), "here") == "fact"
    assert ledger.found == []


@pytest.mark.parametrize("value", [None, True, 1.5, "3", [], {}])
def test_true_and_text_are_no_numbers(value: object) -> None:
    ledger = FindingCollector()
    assert ledger.number({"n": value}, "n", "claim c1", claim="c1") is None
    assert [(found.claim, found.where) for found in ledger.found] == [("c1", "claim c1")]


def test_a_list_keeps_its_objects_and_reports_the_rest() -> None:
    ledger = FindingCollector()
    assert ledger.items({"l": [{"a": 1}, "b", None]}, "l", "summary") == [{"a": 1}]
    assert "not an object" in ledger.found[0].message


def test_a_word_outside_the_fixed_set_is_reported_with_the_set() -> None:
    ledger = FindingCollector()
    assert ledger.one_of({"k": "rumour"}, "k", ("fact", "quote"), "claim c1") is None
    assert ledger.found[0].message == "claim c1: k is not one of fact, quote"
    assert ledger.found[0].token == "rumour"


def test_long_tokens_are_cut_and_findings_end_at_a_thousand() -> None:
    ledger = FindingCollector()
    for _ in range(1500):
        ledger.add("wrong", token="x" * 5000)
    assert len(ledger.found) == 1000


@pytest.mark.parametrize(("length", "shown"), [(120, "x" * 120), (121, "x" * 120 + "…")])
def test_a_hundred_and_twenty_characters_of_a_token_are_shown(length: int, shown: str) -> None:
    ledger = FindingCollector()
    ledger.add("wrong", token="x" * length)
    assert ledger.found[0].token == shown


@given(ANYTHING)
def test_no_value_of_any_type_raises(value: Any) -> None:
    ledger, data = FindingCollector(), {"key": value}
    ledger.text(data, "key", "x")
    ledger.number(data, "key", "x")
    ledger.mapping(data, "key", "x")
    ledger.items(data, "key", "x")
    ledger.one_of(data, "key", ("a",), "x")
    assert len(ledger.found) >= 3  # at most two of the five readers can be content
