"""Texts that share their rarest terms are found, also on one day of a long saga; others are not compared."""

from __future__ import annotations

import pytest

from summarize.prepare.clustering.neighbours import dot, find_neighbours


def vector(*terms: str) -> dict[str, float]:
    return dict.fromkeys(terms, len(terms) ** -0.5)


def test_pairs_that_share_enough_are_found_once_with_their_cosine() -> None:
    texts = [vector("goat", "zoo"), vector("rain", "mud"), vector("goat", "roses")]
    assert find_neighbours(texts, [None] * 3, 0.1) == [(pytest.approx(0.5), 0, 2)]
    assert find_neighbours(texts, [None] * 3, 0.51) == []
    assert find_neighbours([], [], 0.1) == []


def test_a_text_is_not_its_own_neighbour() -> None:
    assert find_neighbours([vector("goat")], [1.5], 0.0) == []


def test_the_reports_of_one_day_are_found_among_the_hundreds_of_a_saga() -> None:
    """Each list of the whole pile is full of the first sixty; only the lists of a day hold these two."""
    saga = [vector("goat", "zoo", f"thing{n}") for n in range(298)]
    pair = [vector("goat", "zoo", f"rose{n}") for n in range(2)]
    times = [*(float(n * 10) for n in range(298)), 5000.0, 5000.0]
    assert (298, 299) in {(one, other) for _, one, other in find_neighbours(saga + pair, times, 0.1)}
    undated = {(one, other) for _, one, other in find_neighbours(saga + pair, [None] * 300, 0.1)}
    assert (298, 299) not in undated


@pytest.mark.parametrize(("apart", "found"), [(3, True), (5, False)])
def test_the_lists_of_a_day_are_read_a_few_days_around_it(apart: int, found: bool) -> None:
    saga = [vector("goat", "zoo", f"thing{n}") for n in range(100)]
    pair = [vector("goat", "zoo", "rose"), vector("goat", "zoo", "bread")]
    times = [float(n * 10) for n in range(100)] + [5000.0, 5000.0 + apart]
    assert ((100, 101) in {(one, other) for _, one, other in find_neighbours(saga + pair, times, 0.1)}) is found


def test_copies_find_each_other_however_many() -> None:
    pairs = find_neighbours([vector("goat", "zoo")] * 200, [1.0] * 200, 0.1)
    assert {n for _, *pair in pairs for n in pair} == set(range(200))
    assert len(pairs) <= 200 * 24


def test_the_product_of_two_vectors_does_not_depend_on_their_order() -> None:
    one, other = {"a": 0.6, "b": 0.8}, {"b": 0.5, "c": 0.1, "d": 0.2}
    assert dot(one, other) == dot(other, one) == pytest.approx(0.4)


def test_a_cosine_of_just_the_least_is_enough() -> None:
    texts = [{"goat": 0.5, "zoo": 0.5}, {"goat": 0.5, "mud": 0.5}]
    assert find_neighbours(texts, [None] * 2, 0.25) == [(0.25, 0, 1)]
    assert find_neighbours(texts, [None] * 2, 0.2501) == []
