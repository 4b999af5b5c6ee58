"""What the sandbox and the readers agree on."""

from __future__ import annotations

import pytest

from summarize.ingest.extracted import READERS, Limits, hidden_remark


@pytest.mark.parametrize(("count", "remarks"), [(0, 0), (1, 1)])
def test_hidden_text_is_remarked_on_only_where_there_is_some(count: int, remarks: int) -> None:
    assert len(hidden_remark(count)) == remarks


def test_the_remark_says_how_much_and_of_what() -> None:
    assert hidden_remark(1_200, "page") == (("hidden_text", "1,200 characters that the page hides were left out"),)


def test_every_reader_is_named_once_and_limits_are_bounded() -> None:
    assert len(set(READERS)) == len(READERS)
    assert 0 < Limits().seconds <= 60
    assert 0 < Limits().characters <= Limits().memory
