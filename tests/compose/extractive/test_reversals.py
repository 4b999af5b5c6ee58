"""Titles and sentences that settle one matter in opposite ways, and those that only look so."""

from __future__ import annotations

import pytest

from summarize.compose.extractive.reversals import is_reversed
from summarize.nlp.doc import Doc


@pytest.mark.parametrize(
    ("title", "sentence", "language"),
    [
        ("Ferrania and Ostmark near deal on river dam", "Ferrania turned down the offer of Ostmark for the dam.", "en"),
        ("Assembly rejects harbour tax", "The assembly approved the harbour tax by two votes.", "en"),
        ("Câmara aprova taxa do porto", "A Câmara rejeitou a taxa do porto por dois votos.", "pt"),
    ],
)
def test_a_matter_that_went_the_other_way(title: str, sentence: str, language: str) -> None:
    assert is_reversed(Doc(title, language), Doc(sentence, language))


@pytest.mark.parametrize(
    ("title", "sentence", "language"),
    [
        ("Assembly approves harbour tax", "The assembly approved the harbour tax by two votes.", "en"),
        ("Assembly approves harbour tax", "A court in the hills rejected the complaint of two farmers.", "en"),
        ("Assembly approves harbour tax", "The assembly approved the harbour tax after it had rejected a cut.", "en"),
        ("Assembly debates harbour tax", "The assembly rejected the harbour tax by two votes.", "en"),
        ("Assembly approves harbour tax", "The assembly rejected the harbour tax.", "xx"),
    ],
)
def test_another_matter_the_same_way_or_both_ways(title: str, sentence: str, language: str) -> None:
    assert not is_reversed(Doc(title, language), Doc(sentence, language))
