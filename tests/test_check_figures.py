"""Numbers of claims against their evidence: units, bounds, rates, shares, and what a number counts."""

from __future__ import annotations

import pytest

from summarize.check.context import Context
from summarize.check.figures import check_numbers
from summarize.records import Claim, Evidence


def detail(claim: str, *sources: str, language: str = "en") -> str:
    """Why the numbers of a claim fail; "" when they pass."""
    evidence = tuple(Evidence("a1", 0, len(text), text) for text in sources)
    check = check_numbers(Claim(id="c", text=claim, evidence=evidence), Context(language=language))
    return check.detail if check.outcome == "fail" else ""


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It rose 320 cm.", "It rose by 3.2 metres."),
        ("Winds of 115 mph.", "Winds of 185 km/h."),
        ("It is about 10 km away.", "It lies six miles away."),
        ("It was 100°F.", "It was 38 degrees Celsius."),
        ("It fell below −200 °C.", "It fell below minus 200 degrees Celsius."),
        ("The suspension of 21 days ended.", "He was suspended for three weeks."),
        ("They asked for it within half a year.", "They asked for it within six months."),
        ("It stopped a minute and a half early.", "It stopped 90 seconds early."),
        ("More than 500 people came.", "Some 520 people came."),
        ("More than 6,000 people work there.", "Between 6,000 and 6,500 people work there."),
        ("18 people died.", "At least 18 people died."),
        ("About 25 percent are jobless.", "Nearly one in four is jobless."),
        ("One in four is jobless.", "A quarter are jobless: 25 percent."),
        ("The toll rose from 18 to 21.", "At least 18 died at first; now there are 21 dead."),
        ("The two ministers met.", "Ministers Rosa Pohl and Jan Veer met."),
        ("Turnout fell seven points.", "Turnout was 61%, down from 68%."),
        ("He won the 100m race.", "He won the race over 100 metres."),
    ],
)
def test_what_the_evidence_bears_passes(claim: str, source: str) -> None:
    assert detail(claim, source) == ""


@pytest.mark.parametrize(
    ("claim", "source", "token", "why"),
    [
        ("It is six kilometres away.", "It lies six miles away.", "six kilometres", "“six miles” is 9.66 kilometres"),
        ("It took two days.", "It took two hours.", "two days", "is 0.08 days"),
        ("It weighs 6 kg.", "It is 6 km away.", "6 kg", "measures something else"),
        ("More than 500 came.", "They counted 500 people.", "500", "it says “500” there"),
        ("They counted 500 people.", "More than 500 came.", "500", "it says “more than 500” there"),
        ("At most 18 died.", "At least 18 died.", "18", "“at least 18”"),
        ("A profit of more than $180 million.", "Between $150 million and $180 million.", "$180 million", ""),
        ("They earn €21 a day.", "They earn €21 an hour.", "€21", "for each hour, not day"),
        ("43 people died.", "18 people died and 43 were injured.", "43", "“18” stands with that there"),
        ("In the first half he scored.", "He scored in the second half.", "first", ""),
        ("One in five is jobless.", "Nearly one in four is jobless.", "One in five", ""),
        ("More than one in ten has ice.", "Fewer than one in ten has ice.", "one in ten", "less than"),
        ("It cost half a million.", "It cost half a billion.", "half a million", ""),
    ],
)
def test_what_it_does_not_bear_is_named_with_the_reason(claim: str, source: str, token: str, why: str) -> None:
    found = detail(claim, source)
    assert token in found
    assert why in found


def test_people_are_told_apart_by_what_became_of_them_not_by_being_people() -> None:
    assert detail("43 people were injured.", "18 people died and 43 were injured.") == ""


def test_a_preposition_is_no_number() -> None:
    assert detail("Segundo o ministro, o acordo vale.", "O ministro disse que o acordo vale.", language="pt") == ""
