"""The lists of verbs and nouns: clean data, no word in two classes that exclude each other."""

from __future__ import annotations

from summarize.nlp import speech_verbs as known


def test_lists_hold_lower_case_words() -> None:
    lists = [value for value in vars(known).values() if isinstance(value, frozenset)]
    assert len(lists) > 10
    assert all(word == word.lower() == word.strip() for each in lists for word in each)


def test_classes_of_verbs_do_not_overlap() -> None:
    assert not known.SPEECH_VERBS & known.BELIEF_VERBS
    assert not known.AMBIGUOUS_VERBS & known.BELIEF_VERBS
    assert not known.SPEECH_VERBS & known.AMBIGUOUS_VERBS


def test_no_noun_for_a_speaker_is_a_verb_of_saying_or_a_function_word() -> None:
    assert not known.SPEAKERS & known.SPEECH_VERBS
    assert not known.SPEAKERS & (known.PRONOUNS | known.DETERMINERS | known.BEFORE_CLAUSES)


def test_plurals_follow_the_spelling() -> None:
    assert {"officials", "ministries", "spokesmen", "agencies", "attorneys", "churches"} <= known.SPEAKERS
