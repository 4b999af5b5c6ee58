"""A model may repeat a judgement of its sources, never add one."""

from __future__ import annotations

from summarize.compose.judgements import added_judgement

SOURCE = "The council closed the old bridge on Tuesday, in what the engineers called a disastrous state."


def test_an_added_judgement_is_named() -> None:
    assert added_judgement("The council shamefully closed the bridge.", [SOURCE]) == "shamefully"
    assert added_judgement("The controversial bridge was closed.", [SOURCE]) == "controversial"


def test_the_words_of_a_source_in_any_form_are_not_added() -> None:
    assert added_judgement("The bridge was in a disastrous state, engineers said.", [SOURCE]) == ""
    assert added_judgement("The state of the bridge was disastrously bad.", [SOURCE]) == ""
    assert added_judgement("The state was bad.", [SOURCE]) == ""


def test_quotations_are_somebodys() -> None:
    assert added_judgement("The mayor called the closure “shameful and ridiculous.”", [SOURCE]) == ""


def test_a_motive_is_left_to_other_checks() -> None:
    assert added_judgement("The council closed the bridge in an effort to repair it.", [SOURCE]) == ""
