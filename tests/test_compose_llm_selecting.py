from __future__ import annotations

import pytest

from summarize.compose.merging import distinct, grouped, sheets_of, shortened
from summarize.compose.replies import Proposal
from summarize.tokens import count_tokens
from tests.scripted import BRIDGE, assignment_of, story_of

ASSIGNMENT = assignment_of(story_of())


def note(text: str, *cites: int, weight: int = 5) -> Proposal:
    return Proposal(text=text, cites=cites, weight=weight)


def test_notes_that_say_alike_stand_together():
    notes = [
        note("The bridge was closed on Monday."),
        note("The repair costs 3 million euros."),
        note("On Monday the bridge was closed."),
    ]
    assert grouped(notes, "en") == [[0, 2], [1]]


def test_chains_of_likeness_do_not_tie_everything_together():
    notes = [note(f"word{n} word{n + 1} word{n + 2}") for n in range(200)]
    assert max(map(len, grouped(notes, "en"))) <= 12


@pytest.mark.parametrize("room", [200, 700, 3_000])
def test_sheets_hold_every_note_once_within_the_room(room: int):
    notes = [note(f"Town {n % 7} closed {n} bridges over the river on Monday.", n % 3) for n in range(90)]
    packs = sheets_of(ASSIGNMENT, notes, room)
    assert sorted(place for _, places in packs for place in places) == list(range(90))
    for sheet, places in packs:
        assert sheet.tokens == count_tokens(sheet.text + "\n") <= room
        assert sheet.cites == tuple(notes[place].cites for place in places)
    if len(packs) > 2:
        assert min(sheet.tokens for sheet, _ in packs) > 0.4 * max(sheet.tokens for sheet, _ in packs)


def test_a_note_says_who_carries_it():
    ((sheet, _),) = sheets_of(ASSIGNMENT, [note("One.", 0), note("Both.", 0, 4)], 1_000)
    assert sheet.text.splitlines() == ["1 One. (1 report: Paper 1, “Report 1”)", "2 Both. (2 articles, 2 reports)"]


def test_copies_are_one_report():
    assignment = assignment_of(story_of(BRIDGE, BRIDGE))
    ((sheet, _),) = sheets_of(assignment, [note("One.", 0)], 1_000)
    assert "1 report: " in sheet.text


def test_the_weightiest_stay_in_their_order():
    notes = [note("a", weight=3), note("b", weight=9), note("c", weight=5), note("d", weight=5)]
    assert [each.text for each in shortened(notes, 2)] == ["b", "c"]


def test_equal_notes_become_one_with_all_their_numbers():
    given = [note("Bridge", 1), note("Ferry", 2), note("Bridge", 3, 1)]
    assert distinct(ASSIGNMENT, given) == [note("Bridge", 1, 3), note("Ferry", 2)]


def test_nearly_equal_notes_become_one():
    cost = next(n for n, each in enumerate(ASSIGNMENT.statements) if "3 million" in each.text)
    first = note("Mayor Lena Ortiz said the repair would cost 3 million euros.", cost)
    again = note("The repair would cost 3 million euros, said Mayor Lena Ortiz.", cost)
    assert distinct(ASSIGNMENT, [first, again]) == [first]


@pytest.mark.parametrize(
    "other",
    [
        "Mayor Lena Ortiz said the repair would cost 5 million euros.",
        "Mayor Lena Ortiz said the repair would not cost 3 million euros.",
        "Engineer Paul Brandt said the repair would cost 3 million euros.",
    ],
)
def test_notes_with_another_figure_name_or_negation_stay_apart(other: str):
    notes = [note("Mayor Lena Ortiz said the repair would cost 3 million euros.", 1), note(other, 1)]
    assert distinct(ASSIGNMENT, notes) == notes
