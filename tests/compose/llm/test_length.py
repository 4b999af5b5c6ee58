from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarize.compose.llm.length import keep_to_length


def test_the_least_important_sentence_goes_first():

    assert keep_to_length([20] * 6, [9, 3, 8, 2, 7, 6], 80) == (0, 2, 4, 5)


def test_of_equals_the_later_one_goes():
    assert keep_to_length([20] * 5, [5] * 5, 80) == (0, 1, 2, 3)


def test_what_would_leave_the_text_too_short_is_passed_over():
    assert keep_to_length([60, 40, 20], [1, 5, 9], 100) == (0, 1)


def test_a_short_text_stays_as_it_is():
    assert keep_to_length([10, 10], [1, 1], 100) == (0, 1)
    assert keep_to_length([], [], 100) == ()


def test_one_endless_sentence_stays():
    assert keep_to_length([400], [1], 100) == (0,)


@given(st.lists(st.tuples(st.integers(8, 40), st.integers(1, 9)), min_size=1, max_size=40), st.integers(150, 400))
def test_a_long_text_ends_within_a_tenth(sentences: list[tuple[int, int]], words: int):
    lengths, weights = [a for a, _ in sentences], [b for _, b in sentences]
    kept = keep_to_length(lengths, weights, words)
    total = sum(lengths[place] for place in kept)
    assert list(kept) == sorted(set(kept))
    if sum(lengths) <= words * 1.1:
        assert len(kept) == len(lengths)
    else:
        assert total <= words * 1.1
        assert total >= words * 0.9 - 40
