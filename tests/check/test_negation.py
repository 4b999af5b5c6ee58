"""Lost negations: what is called lost, and what only looks so."""

from __future__ import annotations

import pytest

from summarize.check.negation import lost_context, lost_negation
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


@pytest.mark.parametrize(
    ("before", "after", "language", "lost"),
    [
        ("I don’t think ", ".", "en", "don’t"),
        ("I think ", ".", "en", ""),
        ("I don’t mind; ", ".", "en", ""),
        ("I did not say, that ", ".", "en", "not"),
        ("It was not said, but ", ".", "en", ""),
        ("It was not said even if ", ".", "en", ""),
        ("Ce n’est pas le but que ", ".", "fr", "pas"),  # a goal
        ("Ich glaube nicht, dass ", ".", "de", "nicht"),
        ("Das ist nicht neu, denn ", ".", "de", ""),
        ("If it rains, ", ".", "en", "If"),
        ("Even if it rains, ", ".", "en", ""),
        ("Do you think ", "?”", "en", "?"),
        ("Do you think ", " now?", "en", "?"),
        ("Crois-tu que ", "?", "fr", ""),  # no words for questions are known: the claim may ask without them
    ],
)
def test_what_changes_the_sense_of_quoted_words_is_named(before: str, after: str, language: str, lost: str):
    assert lost_context("Ana said the mill is theirs.", before, after, language) == lost


@pytest.mark.parametrize(
    ("claim", "before", "after"),
    [
        ("Ana denied that the mill is theirs.", "I don’t think ", "."),
        ("Ana asked whether the mill is theirs.", "Do you think ", "?"),
        ("The mill would be theirs.", "If it rains, ", "."),
        ("Is the mill theirs?", "Do you think ", "?"),
    ],
)
def test_what_the_claim_says_too_is_not_lost_context(claim: str, before: str, after: str):
    assert lost_context(claim, before, after, "en") == ""


@pytest.mark.parametrize(
    ("before", "lost"), [("She never one two three said ", "never"), ("She never one two three four said ", "")]
)
def test_the_source_itself_denies_what_it_quotes_within_five_words(before: str, lost: str):
    assert lost_context("Ana said the mill is theirs.", before, ".", "en", is_whole=True) == lost


def test_the_rest_of_a_long_sentence_is_read_in_linear_time():
    assert_linear(lambda text: lost_context("The mill is theirs.", text, text, "en"), "not, that if (but ", 20_000)
