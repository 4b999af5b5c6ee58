from __future__ import annotations

import pytest
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


@pytest.mark.parametrize(
    ("lengths", "weights", "words", "kept"),
    [
        pytest.param([2] * 11, [5] * 11, 20, tuple(range(11)), id="a tenth more stays"),
        pytest.param([10] * 11 + [1], [1] * 11 + [9], 100, (*range(10), 11), id="more than a tenth more goes"),
        pytest.param([6, 5, 13], [1, 2, 9], 20, (1, 2), id="a tenth less is enough"),
        pytest.param([7, 4, 13], [1, 2, 9], 20, (0, 2), id="more than a tenth less is too short"),
        pytest.param([60, 70], [1, 9], 100, (0, 1), id="nothing goes where the text would be no nearer to its length"),
        pytest.param([59, 71], [1, 9], 100, (1,), id="what leaves it nearer goes"),
    ],
)
def test_how_near_to_its_length_a_text_comes(lengths: list[int], weights: list[int], words: int, kept: tuple[int, ...]):
    assert keep_to_length(lengths, weights, words) == kept
