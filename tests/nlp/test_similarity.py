"""Rarity, cosines, the index of stems (common ones propose nothing, the likest come first), groups joined in pairs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.similarity import (
    DisjointSets,
    TermIndex,
    cosine,
    damped,
    dot,
    idf,
    mass,
    postings,
    set_cosine,
    set_cosines,
    unit_vector,
)
from tests.growth import assert_grows_no_faster_than


def test_the_rarer_a_term_the_more_it_weighs() -> None:
    weights = idf({"bridge": 3, "river": 1, "all": 4}, 4)
    assert weights == pytest.approx({"bridge": math.log(1 + 4 / 3), "river": math.log(5), "all": math.log(2)})
    assert idf({}, 0) == {}


def test_a_prior_makes_what_a_whole_pile_holds_weigh_something() -> None:
    assert idf({"all": 2}, 2 + 100, prior=5)["all"] == pytest.approx(math.log(1 + 102 / 7))


def test_a_tenth_mention_says_less_than_the_first() -> None:
    assert damped({"once": 1, "often": 10}) == pytest.approx({"once": 1.0, "often": 1 + math.log(10)})


def test_a_unit_vector_keeps_its_direction() -> None:
    assert unit_vector({"a": 3.0, "b": 4.0}) == pytest.approx({"a": 0.6, "b": 0.8})
    assert unit_vector({"a": 0.0}) == {"a": 0.0}
    assert unit_vector({}) == {}


def test_the_product_of_two_vectors_does_not_depend_on_their_order() -> None:
    one, other = {"a": 0.6, "b": 0.8}, {"b": 0.5, "c": 0.1, "d": 0.2}
    assert dot(one, other) == dot(other, one) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": 2, "b": 2}, {"a": 5, "b": 5}, 1.0),  # length does not matter
        ({"a": 1, "b": 1}, {"a": 1}, 0.5**0.5),
        ({"a": 1}, {"b": 1}, 0.0),
        ({}, {"b": 1}, 0.0),
    ],
)
def test_the_cosine_of_counts(one: dict[str, int], other: dict[str, int], expected: float) -> None:
    assert cosine(one, other) == cosine(other, one) == pytest.approx(expected)
    assert dot(unit_vector(one), unit_vector(other)) == pytest.approx(expected)


WEIGHTS = {"a": 1.0, "b": 4.0, "c": 4.0, "d": 9.0}


def test_the_mass_of_terms_is_exact_in_any_order() -> None:
    weights = {"a": 1e16, "b": 1.0, "c": -1e16}
    assert mass("abc", weights) == mass("acb", weights) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("abc", "abc", 1.0), ("ab", "ac", 1 / 5), ("ab", "d", 0.0), ("", "a", 0.0)]
)
def test_the_cosine_of_two_sets(one: str, other: str, expected: float) -> None:
    assert set_cosine(frozenset(one), frozenset(other), WEIGHTS) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("least", "pairs"), [(1, [(0, 0), (0, 1), (1, 0), (1, 1)]), (2, [(0, 0), (1, 1)]), (3, [(1, 1)]), (4, [])]
)
def test_cosines_of_all_sets_that_share_enough(least: int, pairs: list[tuple[int, int]]) -> None:
    sets = [frozenset("ab"), frozenset("bcd")]
    found = set_cosines(sets, sets, WEIGHTS, least)
    assert found == {(i, j): set_cosine(sets[i], sets[j], WEIGHTS) for i, j in pairs}


def test_postings_are_the_texts_that_hold_a_term() -> None:
    assert postings(["ab", "b", "", "ba"]) == {"a": [0, 3], "b": [0, 1, 3]}
    assert postings(["ab", "b"], "b") == {"b": [0, 1]}


def test_numbers_are_in_groups_of_their_own_until_they_are_joined() -> None:
    sets = DisjointSets(4)
    assert sets.groups() == {0: [0], 1: [1], 2: [2], 3: [3]}
    sets.join(3, 1)
    assert [sets.root(n) for n in range(4)] == [0, 3, 2, 3]
    sets.join(1, 0)  # any of a group stands for it
    sets.join(0, 0)
    assert sets.groups() == {3: [0, 1, 3], 2: [2]}
    assert sets.groups([3, 2]) == {3: [3], 2: [2]}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_two_numbers_are_together_if_pairs_lead_from_one_to_the_other(pairs: list[tuple[int, int]]) -> None:
    sets, group = DisjointSets(10), {n: {n} for n in range(10)}
    for one, other in pairs:
        sets.join(one, other)
        merged = group[one] | group[other]
        group.update(dict.fromkeys(merged, merged))
    assert all((sets.root(n) == sets.root(m)) is (m in group[n]) for n in range(10) for m in range(10))


def test_long_paths_are_walked_in_little_work() -> None:
    def run(size: int) -> None:
        sets = DisjointSets(size)
        for n in range(1, size):
            sets.join(n, 0)
        sets.groups()

    assert_grows_no_faster_than(run, lambda size: size, small=1_000, large=8_000)


def test_a_stem_weighs_its_inverse_document_frequency() -> None:
    index = TermIndex([{"bridge", "river"}, {"bridge"}, {"ferry"}, {"bridge", "ferry"}])
    assert index.weight(["bridge"]) == pytest.approx(math.log(1 + 4 / 3))
    assert index.weight(["ferry"]) == pytest.approx(math.log(1 + 4 / 2))
    assert index.weight(["river"]) == pytest.approx(math.log(1 + 4 / 1))
    assert index.weight(["river", "ferry"]) == pytest.approx(math.log(5) + math.log(3))
    assert index.weight([]) == 0


def test_an_unknown_stem_weighs_as_much_as_the_rarest() -> None:
    index = TermIndex([{"bridge", "river"}, {"bridge"}])
    assert index.weight(["nowhere"]) == index.weight(["river"]) > index.weight(["bridge"])


def test_texts_are_known_by_their_places() -> None:
    index = TermIndex([["bridge", "river"], (), frozenset(("ferry",))])
    assert [index.of(place) for place in range(3)] == [{"bridge", "river"}, frozenset(), {"ferry"}]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ({"a", "b", "c"}, [0, 1]),  # two shared stems at least; most weight first
        ({"a", "b"}, [0, 1]),
        ({"a", "z"}, []),
        ({"z"}, []),
        (set(), []),
        ({"d"}, [2, 3]),  # one stem is enough where there is no more
    ],
)
def test_candidates_share_two_stems(said: set[str], places: list[int]) -> None:
    index = TermIndex([{"a", "b", "c"}, {"a", "b", "d2"}, {"c", "d"}, {"d", "e"}])
    assert index.candidates(said) == places


def test_what_shares_more_weight_comes_first_and_earlier_wins_a_tie() -> None:
    index = TermIndex([{"a", "b"}, {"a", "b", "c"}, {"a", "b"}])
    assert index.candidates({"a", "b", "c"}) == [1, 0, 2]


@pytest.mark.parametrize(("postings", "proposed"), [(400, True), (401, False)])
def test_a_common_stem_proposes_nothing(postings: int, proposed: bool) -> None:
    index = TermIndex([{"common"}] * postings)
    assert bool(index.candidates({"common"})) is proposed
    assert index.weight(["common"]) == pytest.approx(math.log(2))  # but weighs


@pytest.mark.parametrize(("texts", "found"), [(40, 40), (41, 40)])
def test_so_many_candidates_at_most(texts: int, found: int) -> None:
    index = TermIndex([{"a", "b"}] * texts)
    assert index.candidates({"a", "b"}) == list(range(found))


def test_only_stems_that_are_sought_propose_but_all_weigh() -> None:
    index = TermIndex([{"a", "b"}, {"b", "c"}], sought={"a", "c"})
    assert (index.sharing("ab", 1), index.candidates({"b"})) == ([0], [])
    assert index.weight("b") == pytest.approx(math.log(2))


@pytest.mark.parametrize(("least", "found"), [(1, [0, 1]), (2, [0]), (3, [])])
def test_all_texts_that_share_so_many_stems(least: int, found: list[int]) -> None:
    assert TermIndex([{"a", "b"}, {"b", "c"}, {"d"}]).sharing({"a", "b"}, least) == found


def test_the_share_of_a_set_is_by_weight() -> None:
    index = TermIndex([{"a", "b"}, {"b"}, {"b", "c"}])
    one, other = frozenset("ab"), frozenset("b")
    assert index.share(one, other) == pytest.approx(math.log(2) / (math.log(2) + math.log(4)))
    assert (index.share(other, one), index.share(frozenset(), one)) == (1.0, 0.0)


def test_an_index_of_nothing() -> None:
    index = TermIndex([])
    assert (index.candidates({"a"}), index.weight({"a"})) == ([], 0)


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=12), st.frozensets(st.sampled_from("abcdefgh")))
def test_candidates_are_what_counting_by_hand_finds(texts: list[frozenset[str]], said: frozenset[str]) -> None:
    index = TermIndex(texts)
    expected = {n for n, text in enumerate(texts) if len(text & said) >= min(2, len(said)) and text & said}
    found = index.candidates(said)
    assert set(found) == expected
    weights = [index.weight(index.of(place) & said) for place in found]
    assert weights == sorted(weights, reverse=True) or weights == pytest.approx(sorted(weights, reverse=True))


def test_the_work_is_linear_in_the_number_of_texts() -> None:
    def run(texts: list[set[str]]) -> None:
        index = TermIndex(texts)
        for text in texts:
            index.candidates(text)

    assert_grows_no_faster_than(
        run,
        lambda size: [{"all", f"{n % (size // 20)}", f"{n % 7}", f"{n}"} for n in range(size)],
        small=1_000,
        large=8_000,
    )
