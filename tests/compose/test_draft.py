"""A draft is a plain value that both engines fill."""

from __future__ import annotations

import dataclasses

import pytest

from summarize.compose import Draft


def test_a_draft_is_frozen() -> None:
    draft = Draft("", (), (), ())
    assert draft == Draft("", (), (), ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        draft.headline = "x"  # type: ignore[misc]
