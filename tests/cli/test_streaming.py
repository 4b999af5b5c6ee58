from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.cli.streaming import LONGEST, Written
from summarize.records import Event
from tests.growth import assert_linear

REPLY = """# A “headline” [1]
[2,7] She said "no".
[3] ~ Then é.
- Behind it. [4][5]
! cost | [1] a side | [2] another
"""
SAID = ["A “headline” [1]", 'She said "no". [2,7]', "Then é. [3]", "Behind it. [4][5]"]


def fed(*parts: str) -> list[str]:
    written, size = Written(), 0
    for part in parts:
        size += len(part)
        written.feed(Event("words", size, 0, part))
    return written.sentences()


def test_headline_and_sentences_are_shown_and_no_side_of_a_disagreement():
    assert fed(REPLY) == SAID


@given(st.integers(0, 140), st.integers(1, 50))
def test_whatever_has_come_is_shown_in_whole_lines(end: int, step: int):
    text = REPLY[:end]
    found = fed(*(text[start : start + step] for start in range(0, len(text), step)))
    assert found == SAID[: len(found)]
    assert len(found) == min(4, text.count("\n"))


def test_a_reply_that_begins_anew_replaces_what_was_written():
    written = Written()
    written.feed(Event("words", 10, 0, "[1] wrong\n"))
    written.feed(Event("words", 10, 0, "[1] right\n"))
    assert written.sentences() == ["right [1]"]


@pytest.mark.parametrize("text", ["", "prose\n", "[1] not yet whole", "Here it is:\n\n"])
def test_what_holds_no_finished_sentence_shows_none(text: str):
    assert fed(text) == []


@pytest.mark.parametrize("unit", ["[1] a\n", "[", "[1", "~ ", "# ", "\n", "*", "[1] "])
def test_the_worst_reply_is_read_in_linear_time(unit: str):
    assert_linear(fed, unit, LONGEST)


def test_of_an_endless_reply_the_beginning_is_read():
    assert len(fed("[1] word\n" * (LONGEST // 4))) == LONGEST // 9
