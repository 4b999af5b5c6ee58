"""Kinds of statements: quotations, forecasts, told facts."""

from __future__ import annotations

import pytest

from summarize.nlp.claim_kind import kind_of, tells_expectation
from summarize.nlp.doc import Doc


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
