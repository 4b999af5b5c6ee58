"""Clauses that a model adds to a true sentence."""

from __future__ import annotations

import pytest

from summarize.check import Judge
from summarize.check.clauses import invented_clause
from summarize.records import Article, Claim, Evidence
from tests.growth import assert_linear

SAID = "The council of Vellmark presented the plan last week, and many of its details remain unclear."
EVIDENCE = (Evidence("a1", 0, len(SAID), SAID),)


@pytest.mark.parametrize(
    ("claim", "clause"),
    [
        ("The plan of the council remains unclear, after a bomb exploded nearby.", "after a bomb exploded nearby"),
        ("The council presented the plan last week, which angered farmers nearby.", "which angered farmers nearby"),
        ("The council presented the plan while angry protesters shouted.", "while angry protesters shouted"),
    ],
)
def test_a_clause_without_a_word_of_the_evidence_is_named(claim: str, clause: str) -> None:
    assert invented_clause(claim, EVIDENCE) == clause
    judge = Judge([Article(id="a1", text=SAID, sha256="")])
    (support,) = [c for c in judge(Claim(id="c1", text=claim, evidence=EVIDENCE)) if c.name == "support"]
    assert support.outcome == "fail" and clause in support.detail


@pytest.mark.parametrize(
    "claim",
    [
        SAID,
        "Last week the council presented the plan, which leaves many a detail unclear.",
        "The plan was presented by the council, and its details remained open.",
        "The council presented the plan after it was asked.",
        "The council presented the plan last week, although nobody asked.",
        "Many details of the plan remain unclear.",
    ],
)
def test_other_words_for_the_same_are_no_addition(claim: str) -> None:
    assert invented_clause(claim, EVIDENCE) == ""


def test_a_claim_without_words_is_not_supported() -> None:
    judge = Judge([Article(id="a1", text=SAID, sha256="")])
    (support,) = [c for c in judge(Claim(id="c1", text=". . .", evidence=EVIDENCE)) if c.name == "support"]
    assert support.outcome == "fail"


@pytest.mark.parametrize("unit", [" ", ", and ", " after", ", ", "a ", "; which "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    assert_linear(lambda claim: invented_clause(claim, EVIDENCE), unit)
