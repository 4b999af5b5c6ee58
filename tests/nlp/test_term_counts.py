"""Counting of content stems."""

from __future__ import annotations

import pytest

from summarize.nlp.term_counts import count_terms


def test_a_text_s_beginning_counts_twice_and_function_words_do_not() -> None:
    counts, _ = count_terms("The bridges closed. " + "x " * 2_000 + "A ferry closed.", "en")
    assert counts["bridg"] == 2  # once, at the beginning
    assert counts["ferri"] == 1
    assert counts["close"] == 3
    assert "the" not in counts


@pytest.mark.parametrize(("text", "names"), [("Orrin flooded", {"orrin"}), ("Orrin, the orrin", set())])
def test_a_stem_is_a_name_when_it_is_never_written_small(text: str, names: set[str]) -> None:
    assert count_terms(text, "en")[1] - {"flood"} == names


def test_what_stands_far_behind_is_not_read() -> None:
    far = "word " * 10_000
    assert "ferri" not in count_terms(far + "ferry", "en")[0]
