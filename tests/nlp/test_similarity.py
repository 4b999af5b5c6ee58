"""The index of stems: rare ones weigh more, common ones propose nothing, the likest come first."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.similarity import TermIndex
from tests.growth import assert_grows_no_faster_than


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
