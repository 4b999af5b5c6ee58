"""Quotations: verbatim with the liberties editors take, and in the right mouth."""

from __future__ import annotations

import pytest

from summarize.check.context import Context
from summarize.check.quoting import check_quotes
from summarize.records import Claim, Evidence

SOLLEN = "Chief Ingrid Sollen said the bank “expanded too fast and too far” under her predecessor, Karl Beer."
HOLT = "“We have lost neighbours, and we will not pretend,” Holt told reporters."


def failing(claim: str, source: str, speaker: str | None = None) -> str:
    evidence = (Evidence("a1", 0, len(source), source),)
    check = check_quotes(Claim(id="c", text=claim, evidence=evidence, attributed_to=speaker), Context())
    return check.detail if check.outcome == "fail" else ""


@pytest.mark.parametrize(
    ("claim", "source", "speaker"),
    [
        ("“We will not pretend,” Holt said.", HOLT, "Holt"),
        ("Holt said: “We have lost neighbours ... we will not pretend.”", HOLT, "Holt"),
        ("Holt said they “have lost [their] neighbours.”", HOLT, "Holt"),
        ("The bank “expanded too fast,” said Sollen.", SOLLEN, "Ingrid Sollen"),
        ("The bank “expanded too fast.”", SOLLEN, None),
        ("Rubio called it “bold.”", "Waltz called it “a chance,” and Rubio said it was “bold.”", "Rubio"),
    ],
)
def test_a_faithful_quotation_passes(claim: str, source: str, speaker: str | None) -> None:
    assert failing(claim, source, speaker) == ""


@pytest.mark.parametrize(
    ("claim", "source", "speaker", "token"),
    [
        ("Beer said the bank “expanded too fast.”", SOLLEN, "Karl Beer", "Ingrid Sollen"),
        ("Beer said the bank “expanded too fast.”", SOLLEN, None, "Beer"),
        ("Sollen said it “expanded too slowly.”", SOLLEN, "Sollen", "“expanded too slowly.”"),
        ("Holt: “we will not pretend ... We have lost neighbours.”", HOLT, "Holt", "pretend"),
        ("Lund: “We have lost neighbours.”", HOLT, "Lund", "Lund"),
    ],
)
def test_an_altered_or_misplaced_one_is_named(claim: str, source: str, speaker: str | None, token: str) -> None:
    assert token in failing(claim, source, speaker)
