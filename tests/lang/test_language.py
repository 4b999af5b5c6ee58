"""The record of a language: what its file says, empty data where it says nothing, each list and each pattern once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from summarize.lang.language import (
    NEVER,
    PHRASES,
    Language,
    joined,
    known_languages,
    language_or_english,
    load_language,
    meanings_of_all,
    numbers_of_all,
    pattern_of,
    pattern_of_all,
    words_of_all,
)

every = pytest.mark.parametrize("code", known_languages())
TOLD_BY_WORDS = [code for code in known_languages() if load_language(code).function_words]
WITH_A_CALENDAR = [code for code in known_languages() if load_language(code).months]


def test_a_language_is_loaded_once_and_cannot_be_changed() -> None:
    dutch = load_language("nl")
    assert dutch is load_language("nl")
    assert (dutch.name, dutch.stemmer, dutch.cardinals["drie"]) == ("Dutch", "dutch", 3)
    with pytest.raises(FrozenInstanceError):
        dutch.name = "English"  # type: ignore[misc]


@pytest.mark.parametrize("code", ["", "sv", "../en"])
def test_a_language_without_a_file_is_empty_data(code: str) -> None:
    found = load_language(code)
    assert not any(getattr(found, each.name) for each in fields(Language) if each.name != "code")
    assert found.code == code
    assert language_or_english(code) is load_language("en")


def test_a_language_with_a_file_is_not_read_as_english() -> None:
    assert language_or_english("ja") is load_language("ja")
    assert not load_language("ja").cardinals


def test_words_of_all_languages_are_joined() -> None:
    assert {"half", "hälfte", "metade"} <= words_of_all("lone_halves")
    assert numbers_of_all("fractions")["tercio"] == 3
    assert meanings_of_all("parts_of_month")["mediados"] == "mid"


@every
def test_every_language_has_a_name(code: str) -> None:
    assert load_language(code).name.istitle()


@pytest.mark.parametrize("code", TOLD_BY_WORDS)
def test_function_words_are_lower_case_words_without_marks(code: str) -> None:
    found = load_language(code).function_words
    assert len(found) >= 40
    assert all(word == word.lower() == word.strip(".,;:") for word in found)


def test_no_list_of_function_words_swallows_what_a_summary_is_about() -> None:
    english = load_language("en").function_words
    assert not english & {"government", "president", "deal", "police", "year", "war", "court", "people", "election"}
    assert {"the", "and", "of", "said", "with"} <= english


@pytest.mark.parametrize("code", WITH_A_CALENDAR)
def test_a_calendar_is_whole_and_no_form_means_two_months(code: str) -> None:
    data = load_language(code)
    assert (len(data.months), len(data.weekdays)) == (12, 7)
    for rows in (data.months, data.weekdays):
        forms = [form for row in rows for form in row]
        assert all(rows)
        assert len(set(forms)) == len(forms)


def test_months_have_their_genitives_from_cldr_and_more_forms_from_the_file() -> None:
    assert load_language("pl").months[0] == ("styczeń", "stycznia", "styczniu")


@every
def test_no_word_is_a_number_and_a_scale(code: str) -> None:
    data = load_language(code)
    assert not data.cardinals.keys() & data.scales.keys()
    assert all(value >= 100 for value in data.scales.values())


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
