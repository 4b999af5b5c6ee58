"""A person in another's office."""

from __future__ import annotations

import pytest

from summarize.check import Judge
from summarize.check.offices import other_office
from summarize.records import Article, Claim, Evidence
from tests.growth import assert_linear

SAID = "Treasury Secretary Tove Rask presented the plan of the council on Monday."


@pytest.mark.parametrize(
    ("claim", "office"),
    [
        ("Secretary of State Tove Rask presented the plan.", "Secretary of State Tove Rask"),
        ("Defense Secretary Rask presented the plan of the council.", "Defense Secretary Rask"),
    ],
)
def test_another_office_is_named(claim: str, office: str) -> None:
    assert other_office(claim, [SAID]) == (office, "Treasury Secretary Tove Rask")
    judge = Judge([Article(id="a1", text=SAID, sha256="")])
    evidence = (Evidence("a1", 0, len(SAID), SAID),)
    (names,) = [c for c in judge(Claim(id="c1", text=claim, evidence=evidence)) if c.name == "names"]
    assert names.outcome == "fail" and "Treasury Secretary" in names.detail


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Secretary Rask presented the plan.", SAID),
        ("US Treasury Secretary Tove Rask presented the plan.", SAID),
        ("Tove Rask presented the plan.", SAID),
        ("Ukrainian President Aldo Brinkmann spoke.", "President of Ukraine Brinkmann spoke."),
        ("Mayor Rask spoke.", "Rask spoke on Monday."),
        ("While Secretary Rask spoke, Mayor Brinkmann left.", "Treasury Secretary Rask spoke while Brinkmann left."),
        ("Defence Secretary Rask spoke.", "Defense Secretary Tove Rask spoke."),
        ("Defence Minister Rask spoke.", "Defence Secretary Tove Rask spoke."),
        ("Premier Rask spoke.", "Prime Minister Tove Rask spoke."),
        ("Vice President Rask Monday spoke.", "Foreign Minister Brinkmann flew Monday. Vice President Rask spoke."),
        ("Vice President Aldo Rask spoke.", "Prime Minister Tove Rask met Aldo Rask, the vice president."),
        ("Mayor Rask spoke.", "Senator Aldo Brinkmann spoke."),
    ],
)
def test_the_same_office_in_other_words_or_none_is_left_alone(claim: str, source: str) -> None:
    assert other_office(claim, [source]) == ("", "")


@pytest.mark.parametrize("unit", ["Mayor ", "A", "Secretary of ", "Aa Bb ", "of the "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    claim = (unit * 5_000)[:5_000]
    assert_linear(lambda source: other_office(claim, [source]), unit)
    assert_linear(lambda longer: other_office(longer, [claim]), unit)
