"""Lost negations: what is called lost, and what only looks so."""

from __future__ import annotations

import pytest

from summarize.check.negation import lost_negation
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("claim", "source", "lost"),
    [
        ("The council approved the plan.", "The council did not approve the plan.", "not"),
        ("The mayor attended the opening.", "The mayor never attended the opening.", "never"),
        ("The bank published its report.", "The bank has refused to publish its report.", "refused"),
        ("The players signed.", "None of it held: the players didn't sign.", "didn't"),
    ],
)
def test_a_word_that_is_denied_wherever_it_stands_and_stated_here_lost_its_negation(claim: str, source: str, lost: str):
    assert lost_negation(claim, [source]) == lost


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The council rejected the plan.", "The council did not approve the plan."),
        ("The council has yet to approve the plan.", "The council has not approved the plan."),
        ("The mayor stayed away from the opening.", "The mayor did not attend the opening."),
        ("The council approved the plan.", "The council approved the plan, though not without debate."),
        ("No fewer than ten people came.", "Not fewer than ten people came."),
        ("The plan was approved.", "The council did not approve the plan on Monday; on Friday it approved the plan."),
        ("The ship left.", "The mayor did not comment."),
        ("It is unclear whether the plan passed.", "The plan has not passed."),
    ],
)
def test_what_denies_in_other_words_or_was_never_denied_lost_nothing(claim: str, source: str):
    assert lost_negation(claim, [source]) == ""


def test_it_looks_at_all_sources_together():
    assert lost_negation("The plan passed.", ["The plan has not passed.", "The plan passed at last."]) == ""


def test_clauses_beyond_the_hundredth_are_not_looked_at():
    many = " ".join(["It rained."] * 99)
    assert lost_negation("The plan passed.", [f"{many} The plan has not passed."]) == "not"
    assert lost_negation("The plan passed.", [f"{many} It rained. The plan has not passed."]) == ""


@pytest.mark.parametrize("unit", ["not ", "never, ", "refused to ", "kept a b c ", "(", "but while "])
def test_hostile_sources_take_linear_time(unit: str):
    assert_linear(lambda text: lost_negation("The plan passed.", [text]), unit, 40_000)


def test_a_language_whose_negations_are_not_known_loses_none() -> None:
    assert lost_negation("The plan passed.", ["The plan has not passed."], "en") == "not"
    assert lost_negation("The plan passed.", ["The plan has not passed."], "fr") == ""


@pytest.mark.parametrize(("between", "lost"), [(4, "not"), (5, "")])
def test_a_negation_reaches_five_words(between: int, lost: str) -> None:
    source = f"The council did not {'the ' * between}approve it."
    assert lost_negation("The council approved it.", [source]) == lost
