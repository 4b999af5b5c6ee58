"""No accusation without the denial that the articles tell."""

from __future__ import annotations

import pytest

from summarize import load_articles, summarize
from summarize.compose.extractive.candidates import find_candidates
from summarize.compose.extractive.denial_coverage import missing_denial
from summarize.compose.extractive.selection import Unit
from tests.scripted import story_of

ACCUSES = "The council of Vellmark sued the builder Tove Rask on Tuesday over cracks in the piers of the old bridge."
PLAIN = "The old bridge of Vellmark carries about two thousand cars and forty buses on a working day."
DENIES = "Tove Rask denies that the piers were built badly."
LONGER = (
    "Tove Rask disputes the claim and says that the piers of the bridge were built as the council of Vellmark asked."
)
OTHER = "Aldo Brinkmann is accused of taking money for a bridge in Nara; he has pleaded not guilty."
ACCESS = "The council denied him access to the piers of the bridge of Tove Rask."


def answer(*sentences: str, picked: tuple[int, ...] = (0, 1), length: int = 100) -> str:
    story = story_of("\n\n".join(sentences))
    candidates = find_candidates(story, frozenset())
    units = [Unit((n,)) for n in range(len(candidates)) if n not in picked]
    found = missing_denial(candidates, [Unit((n,)) for n in picked], units, length)
    return candidates[found.passages[0]].passage.text if found else ""


def test_the_shortest_denial_of_the_one_accused_is_found() -> None:
    assert answer(ACCUSES, PLAIN, LONGER, DENIES) == DENIES


@pytest.mark.parametrize("other", [OTHER, ACCESS, "Aldo Brinkmann denies that the bridge is old."])
def test_another_case_or_another_denial_is_none(other: str) -> None:
    assert answer(ACCUSES, PLAIN, other) == ""


def test_none_is_needed_where_nobody_is_accused_or_one_is_told() -> None:
    assert answer(PLAIN, PLAIN.replace("old", "new"), DENIES) == ""
    assert answer(ACCUSES, LONGER, DENIES) == ""


def test_a_denial_that_is_most_of_the_summary_is_left_out() -> None:
    assert answer(ACCUSES, PLAIN, LONGER, length=40) == ""


def test_the_engine_tells_both() -> None:
    more = [
        f"The council said that pier {n} of the old bridge had {n * 7} cracks in its northern face." for n in (2, 3, 4)
    ]
    text = "\n\n".join([ACCUSES, *more, PLAIN, DENIES])
    summary = summarize(load_articles([{"text": text}]), words=60)
    told = [claim.text for claim in summary.claims]
    assert ACCUSES in told and DENIES in told
    assert sum(len(each.split()) for each in told) <= 66
