"""Function words: data that must be clean for `terms` and for guessing languages."""

from __future__ import annotations

import pytest

from summarize.nlp.stop_words import STOP_WORDS


@pytest.mark.parametrize("language", STOP_WORDS)
def test_lists_are_lower_case_words_without_marks(language: str) -> None:
    found = STOP_WORDS[language]
    assert len(found) >= 40
    assert all(word == word.lower() == word.strip(".,;:") for word in found)


def test_no_list_swallows_what_a_summary_is_about() -> None:
    english = {"government", "president", "deal", "police", "year", "war", "court", "people", "money", "election"}
    assert not english & STOP_WORDS["en"]
    assert {"the", "and", "of", "said", "with"} <= STOP_WORDS["en"]
