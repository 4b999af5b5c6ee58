"""Deeds told as done that the sources only want."""

from __future__ import annotations

import pytest

from summarize.check.modality import not_yet_done
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("claim", "source", "there"),
    [
        ("The company has acquired the port.", "The company wants to acquire the port of Nara.", "wants to acquire"),
        ("Nara has given its port away.", "Critics say that Nara would give its port away.", "nara would give"),
        ("The army had captured the hill.", "The army could soon capture the hill.", "could soon capture"),
    ],
)
def test_what_is_only_wanted_is_not_done(claim: str, source: str, there: str) -> None:
    done, found = not_yet_done(claim, [source])
    assert done in claim and found == there


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The company has acquired the port.", "The company, which wanted to acquire the port, acquired it on Monday."),
        ("The company has acquired the port.", "The company bought the port."),
        ("The company plans to acquire the port.", "The company wants to acquire the port."),
        ("The plan has been delayed.", "The plan is to be delayed."),
        ("The council has approved the budget.", "The council voted 51-49 to approve the budget."),
        ("The minister has resigned.", "The minister was forced to resign on Monday."),
        ("Two men have escaped.", "Two men managed to escape."),
        ("The bill has support from the mayor.", "The mayor said it would support the bill."),
        ("Nara has given its port away.", "Nara gave its port away to build a road."),
    ],
)
def test_what_is_done_or_told_otherwise_is_left_alone(claim: str, source: str) -> None:
    assert not_yet_done(claim, [source]) == ("", "")


@pytest.mark.parametrize("unit", ["has ", "has acquired ", "to acquire ", "a"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    claim = (unit * 5_000)[:5_000]
    assert_linear(lambda source: not_yet_done(claim, [source]), unit, 20_000)
    assert_linear(lambda longer: not_yet_done(longer, [claim]), unit, 20_000)
