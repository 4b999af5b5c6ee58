"""A draft is a plain value that both engines fill; what no model read is told once per reason."""

from __future__ import annotations

import dataclasses

import pytest

from summarize.compose.draft import Draft, unread_notices
from summarize.records import Notice


def test_a_draft_is_frozen() -> None:
    draft = Draft("", (), (), ())
    assert draft == Draft("", (), (), ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        draft.headline = "x"  # type: ignore[misc]


def test_each_reason_is_said_once_with_how_many_sentences_it_cost() -> None:
    assert list(unread_notices(["a filter stopped it", "the call failed", "a filter stopped it"])) == [
        Notice("not_read", "2 sentences were not read: a filter stopped it"),
        Notice("not_read", "a sentence was not read: the call failed"),
    ]
    assert list(unread_notices([])) == []
