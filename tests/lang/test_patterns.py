"""Patterns made of phrases: each compiled once, whole words as the script writes them, none where there is no data."""

from __future__ import annotations

import pytest

from summarize.lang.patterns import NEVER, PHRASES, joined, pattern_of, pattern_of_all


def test_a_language_without_phrases_has_a_pattern_that_never_matches() -> None:
    assert pattern_of("xx", "points_back") is NEVER
    assert not NEVER.search("")


def test_a_pattern_is_compiled_once() -> None:
    assert pattern_of("en", "points_back") is pattern_of("en", "points_back")


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "he said", True),
        ("en", "hearing aids", False),  # in the middle of a word
        ("hi", "वह कहता", True),
        ("hi", "वहीं", False),  # a vowel sign is part of the word
        ("zh", "他说", True),  # no blanks between words
        ("vi", "ông nói", True),
        ("vi", "Ông Minh nói", False),  # Mr Minh: a phrase may tell capitals apart
    ],
)
def test_a_phrase_is_a_whole_word_as_its_script_writes_it(code: str, text: str, found: bool) -> None:
    assert bool(pattern_of(code, "points_back").match(text)) is found


def test_phrases_of_all_languages_stand_in_one_pattern() -> None:
    assert pattern_of_all("second_person").search("Do you know?")
    assert pattern_of_all("second_person").search("Vocês sabem?")
    assert not pattern_of_all("second_person").search("The youth know.")


def test_a_form_says_what_stands_around() -> None:
    assert joined(["one", "two"], rf"^{PHRASES}\.$").search("Two.")
    assert not joined(["one", "two"], rf"^{PHRASES}\.$").search("Two")
    assert joined([], rf"^{PHRASES}") is NEVER


def test_words_are_taken_as_written_the_longest_first() -> None:
    assert joined(frozenset(["st", "st."]), PHRASES).findall("St. Xt") == ["St."]
    assert not joined(frozenset(["a.m"]), PHRASES).search("axm")
