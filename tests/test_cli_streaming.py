from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.cli.streaming import LONGEST, Written
from summarize.records import Event
from tests.growth import assert_linear

REPLY = {
    "headline": {"text": "A “headline”\nof two lines", "cites": [1]},
    "sentences": [{"text": 'She said "no": \\ and {"text": "x"}.', "cites": [2]}, {"text": "Then é.", "cites": []}],
    "disagreements": [{"point": "cost", "positions": [{"text": "a side", "cites": [1]}]}],
}
SAID = ["A “headline” of two lines", 'She said "no": \\ and {"text": "x"}.', "Then é."]


def fed(*parts: str) -> list[str]:
    written, size = Written(), 0
    for part in parts:
        size += len(part)
        written.feed(Event("words", size, 0, part))
    return written.sentences()


@pytest.mark.parametrize("ascii_only", [True, False])
def test_headline_and_sentences_are_found_and_no_side_of_a_disagreement(ascii_only: bool):
    assert fed(json.dumps(REPLY, ensure_ascii=ascii_only)) == SAID


@given(st.integers(0, 400), st.integers(1, 50))
def test_whatever_has_come_is_a_beginning_of_what_will_be(end: int, step: int):
    text = json.dumps(REPLY)[:end]
    found = fed(*(text[start : start + step] for start in range(0, len(text), step)))
    assert found == fed(text)
    for said, whole in zip(found, SAID, strict=False):
        assert whole.startswith(said)
    assert found[:-1] == SAID[: len(found)][:-1]


def test_a_reply_that_begins_anew_replaces_what_was_written():
    written = Written()
    written.feed(Event("words", 16, 0, '{"text": "wrong"'))
    written.feed(Event("words", 16, 0, '{"text": "right"'))
    assert written.sentences() == ["right"]


@pytest.mark.parametrize("text", ["", "prose", '{"text": 5}', '{"text"', '"text": "\\', '"text":"\\uD8'])
def test_what_holds_no_sentence_shows_none(text: str):
    assert fed(text) == []


@pytest.mark.parametrize("unit", ['"text": "', "\\", '"', '"text"', '"text": "a\\"', " "])
def test_the_worst_reply_is_read_in_linear_time(unit: str):
    assert_linear(fed, unit, LONGEST)
    assert_linear(lambda text: fed('{"text": "' + text), unit, LONGEST)
