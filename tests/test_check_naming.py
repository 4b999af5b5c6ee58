"""Names of claims: what stands for them in the evidence, and what only looks so."""

from __future__ import annotations

import pytest

from summarize.check.context import context_of
from summarize.check.naming import check_names
from summarize.records import Article, Claim, Evidence

TEXT = (
    "U.S. Treasury Secretary Ann Cole flew to Kyiv on Monday. Mayor Jana Holt met her there.\n"
    "She praised Ukraine and rejected the offer.\n"
    "Cole told the Associated Press so.\n"
    "The Food and Drug Administration agreed with Holt.\n"
    "Marta Venn, a nurse, left Berlin. The US criticised her."
)


def failing(claim: str, line: int, *, language: str = "en") -> str:
    """The detail of a failed check of names against one line of the article; "" when it passes."""
    source = TEXT.splitlines()[line]
    start = TEXT.index(source)
    evidence = (Evidence("a1", start, start + len(source), source),)
    context = context_of([Article(id="a1", text=TEXT, sha256="")], language)
    check = check_names(Claim(id="c", text=claim, evidence=evidence), context)
    return check.detail if check.outcome == "fail" else ""


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ("Holt praised Ukraine.", 1),  # "She" is named just before
        ("She turned the offer of Kyiv down after praise, and Kyiv was glad.", 1),
        ("Talks with Kyiv: the offer was rejected.", 1),
        ("The US Treasury secretary, Cole, told reporters so.", 2),
        ("Cole told the AP so.", 2),
        ("The FDA agreed with Holt.", 3),
        ("Jana Holt had the agreement of the agency.", 3),
        ("Fewer than planned agreed with Holt.", 3),
        ("Washington criticised Marta Venn.", 4),
    ],
)
def test_a_name_may_stand_there_otherwise(claim: str, line: int) -> None:
    assert failing(claim, line) == ""


@pytest.mark.parametrize(
    ("claim", "line", "token"),
    [
        ("She praised Ukraine in Kyiv.", 1, "Kyiv"),  # a place is no government
        ("Venn praised Ukraine.", 1, "Venn"),  # named after the passage, not before
        ("Marta Holt had the agreement of the agency.", 3, "Marta Holt"),
        ("Cole told the CIA so.", 2, "CIA"),
        ("Cole told the German paper so.", 2, "German"),
        ("The Ukrainian Treasury secretary, Cole, told reporters so.", 2, "Ukrainian"),
    ],
)
def test_another_name_fails(claim: str, line: int, token: str) -> None:
    assert f'"{token}"' in failing(claim, line)


@pytest.mark.parametrize("claim", ["Houve muita irritação no local.", "Aberta em março, a escola atende."])
def test_a_romance_verb_at_the_start_is_no_name(claim: str) -> None:
    assert failing(claim, 1, language="pt") == ""


def test_a_romance_name_at_the_start_is_one() -> None:
    assert "Silva" in failing("Silva afirmou que sim.", 1, language="pt")
