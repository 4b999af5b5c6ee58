from __future__ import annotations

import pytest

from summarize.lang.stances import predicates


@pytest.mark.parametrize(
    ("language", "said", "family", "side"),
    [
        ("en", "rejected", "answer", "no"),
        ("en", "turned it down", "answer", "no"),
        ("en", "working on", "bringing", "coming"),
        ("pt", "negou", "guilt", "no"),
        ("pt", "apresentou", "bringing", "done"),
    ],
)
def test_a_predicate_is_known_by_family_and_side(language: str, said: str, family: str, side: str):
    known = predicates(language)
    assert known is not None
    found = known.pattern.search(f"x {said} y")
    assert found is not None
    assert (family, side) in known.told(found[0])


def test_a_word_can_belong_to_two_families():
    known = predicates("en")
    assert known is not None
    assert {family for family, _ in known.told("rejected")} == {"answer", "guilt", "at_meeting"}


def test_a_language_without_data_has_none():
    assert predicates("fi") is None


def test_other_words_are_none():
    known = predicates("en")
    assert known is not None
    assert known.pattern.search("The harbour lies east of the town and the signal is green.") is None
