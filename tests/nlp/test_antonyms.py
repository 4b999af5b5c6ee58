from __future__ import annotations

import pytest

from summarize.nlp.antonyms import contrary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge passed its inspection.", "The bridge failed its inspection."),
        ("Prices rose by 12 percent.", "Prices fell by 12 percent."),
        ("The court found him guilty.", "He was acquitted by the court."),
        ("The northern route is open.", "The southern route is open."),
        ("The pier was closed.", "The pier might have been closed."),
        ("The road was shut on Monday.", "On Monday the road was opened."),
    ],
)
def test_opposites_are_told(one: str, other: str):
    assert contrary(one, other)
    assert contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge passed its inspection.", "Inspectors found the bridge sound."),
        ("Prices rose, then fell.", "Prices fell after they rose."),
        ("He may leave.", "He could leave on Monday."),
        ("It was shut on Monday.", "On Monday it was closed."),
        ("", ""),
    ],
)
def test_what_is_no_opposite(one: str, other: str):
    assert not contrary(one, other)
