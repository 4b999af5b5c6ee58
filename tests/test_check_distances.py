"""Distances in time that nobody gave."""

from __future__ import annotations

import pytest

from summarize.check.distances import unknown_distance


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("By the following week the offer was off.", "The offer was off.", "following week"),
        ("Two weeks later the offer was off.", "The offer was off on Friday.", "weeks later"),
        ("The day before, they had met.", "They had met.", ""),
        ("The previous month’s talks failed.", "Talks failed in the month before.", ""),
        ("Two days later it came out.", "Then, days later, it came out.", ""),
        ("The following week the offer was off.", "The offer was off the next week.", ""),
        ("After weeks of talks they met.", "They met.", ""),
        ("They met on Monday and the following day.", "They met on Monday and on Tuesday.", ""),
    ],
)
def test_a_distance_must_stand_in_a_source(text: str, source: str, found: str) -> None:
    assert unknown_distance(text, [source], source.count("day")) == found
