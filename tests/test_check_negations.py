"""Negations gained and lost beside a shared word, and rephrased ones that are neither."""

from __future__ import annotations

import pytest

from summarize.check.negations import turned_negation


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("Lund visited the town.", "Lund did not visit the town.", ("not", "lost")),
        ("Okun conceded.", "Okun refused to concede and left.", ("refused", "lost")),
        ("A fine is planned.", "They did not object, and no fine is planned.", ("no", "lost")),
        ("It has commented on it.", "It has yet to comment on it.", ("yet", "lost")),
        ("All were in danger.", "Twenty were moved, none of them in danger.", ("none", "lost")),
        ("Lund did not meet them.", "Lund met them in the spring.", ("not", "gained")),
        ("Kyiv did not reject the plan.", "Kyiv turned the plan down.", ("not", "gained")),
        ("The vote was not calm.", "The vote was calm but not without faults.", ("not", "gained")),
        ("Hughes did not say so.", "Hughes did not confirm it, but said so.", ("not", "gained")),
        ("It is not “a chance,” he said.", "He called it “a chance.”", ("not", "gained")),
        ("Allies were not left out of the talks.", "Allies were not included in the talks.", ("not", "gained")),
    ],
)
def test_a_turned_negation_is_found(claim: str, source: str, found: tuple[str, str]) -> None:
    assert turned_negation(claim, [source]) == found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Lund stayed away from the town.", "Lund did not visit the town."),
        ("Lund did not visit the town.", "Lund stayed away from the town."),
        ("No fewer than 18 died.", "At least 18 died."),
        ("Homes were without power.", "Homes lost power."),
        ("They met without allies.", "They met; allies were not included."),
        ("Lund, who did not visit at first, came.", "Lund did not visit. A week later he visited."),
        ("He keeps ministers from signing.", "He told ministers not to sign."),
        ("Okun has not conceded.", "Okun refused to concede."),
        ("The plan was turned down.", "They did not accept the plan."),
    ],
)
def test_a_rephrased_negation_is_none(claim: str, source: str) -> None:
    assert turned_negation(claim, [source]) == ("", "")
