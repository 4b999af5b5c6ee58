"""Seats of government, and where their names are places."""

from __future__ import annotations

import pytest

from summarize.text.capitals import country_of, is_place


def test_a_seat_speaks_for_its_country() -> None:
    assert [country_of(seat) for seat in ("kyiv", "white house", "leeds")] == ["ukraine", "usa", ""]


@pytest.mark.parametrize("text", ["They met in Kyiv.", "A visit to Kyiv.", "He is visiting Kyiv."])
def test_after_a_preposition_it_is_a_place(text: str) -> None:
    assert is_place(text, text.index("Kyiv"))


@pytest.mark.parametrize("text", ["Kyiv rejected it.", "A deal between Moscow and Kyiv.", "Talks with Kyiv go on."])
def test_elsewhere_it_may_be_a_government(text: str) -> None:
    assert not is_place(text, text.index("Kyiv"))
