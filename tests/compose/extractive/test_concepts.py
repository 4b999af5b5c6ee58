"""What sentences say: concepts that weigh more when more origins hold them, earlier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.compose.extractive.concepts import Concepts, WeighedPassage, find_concepts, find_variants
from summarize.nlp.tokenize import terms


def passage(text: str, *places: tuple[int, int]) -> WeighedPassage:
    return WeighedPassage(text, "en", len(text.split()), places or ((0, 0),))


def weight(known: Concepts, n: int) -> float:
    return sum(known.weights[c] for c in known.of[n])


def test_concepts_are_content_words_and_pairs_of_them() -> None:
    known = find_concepts([passage("The old bridge is closed.")])
    assert known.terms == (("old", "bridg", "close"),)
    assert len(known.of[0]) == 5  # three words, two pairs


def test_what_more_origins_say_weighs_more() -> None:
    known = find_concepts(
        [passage("bridge closes", (0, 0)), passage("bridge closes now", (1, 0)), passage("ferry sails", (2, 0))]
    )
    assert weight(known, 0) > weight(known, 2)


def test_copies_inside_one_origin_weigh_no_more() -> None:
    one = find_concepts([passage("bridge closes", (0, 0))])
    copied = find_concepts([passage("bridge closes", (0, 0), (0, 5))])
    assert list(one.weights) == list(copied.weights)


def test_what_stands_early_weighs_more() -> None:
    known = find_concepts([passage("bridge closes", (0, 0)), passage("ferry sails", (0, 9))])
    assert weight(known, 0) > weight(known, 1)


def test_no_passages_have_no_concepts() -> None:
    known = find_concepts([])
    assert (known.of, list(known.weights), known.terms) == ((), [], ())


def test_a_passage_without_content_words_is_worth_nothing() -> None:
    known = find_concepts([passage("It is what it is.", (0, 0)), passage("The bridge closed.", (1, 0))])
    assert weight(known, 0) == 0


@given(st.lists(st.tuples(st.text(alphabet="abc de.", max_size=20), st.integers(0, 2), st.integers(0, 5)), max_size=8))
def test_every_passage_has_its_numbers_and_no_weight_is_negative(drawn: list[tuple[str, int, int]]) -> None:
    known = find_concepts([passage(text, (origin, place)) for text, origin, place in drawn])
    assert len(known.of) == len(known.terms) == len(drawn)
    assert all(0 <= c < len(known.weights) for each in known.of for c in each)
    assert all(len(set(each)) == len(each) for each in known.of)
    assert all(value >= 0 for value in known.weights)


def test_growth_is_in_proportion_where_sentences_are_alike() -> None:
    """3,000 sentences that share their commonest words: any table of all pairs would take minutes."""
    passages = [
        passage(f"The bridge of district {n} closes on day {n % 30} says mayor {n % 7}.", (n % 50, n // 50))
        for n in range(3000)
    ]
    known = find_concepts(passages)
    assert len(known.of) == 3000
    assert sum(map(len, known.of)) < 3000 * 20


def test_what_titles_say_is_known_by_the_share_of_each() -> None:
    told = WeighedPassage("kra lom piv", "xx", 3, ((0, 0),))
    heads = [WeighedPassage("kra lom", "xx", 2, ((0, 0),)), WeighedPassage("kra wek", "xx", 2, ((1, 0),))]
    assert find_concepts([told], heads).titled([0]) == 0.75
    assert find_concepts([told]).titled([0]) == 0.0


def test_rarer_spellings_meet_the_usual_one() -> None:
    found = find_variants(["Today Zelenskyy met Vance.", "Then Zelenskyy left.", "Why Zelensky came is open."], "en")
    assert found == {terms("Zelensky")[0]: terms("Zelenskyy")[0]}


def test_different_names_stay_apart() -> None:
    assert find_variants(["Today Kellogg met Bessent.", "Then Trumpets and Trumped."], "en") == {}


def test_words_without_capitals_are_no_names() -> None:
    assert find_variants(["the minerals deal", "the mineral deals"], "en") == {}


def test_no_chain_leads_to_a_spelling_that_is_itself_replaced() -> None:
    texts = [
        "in Zelenskyy of",
        "in Zelenskyy of",
        "in Zelenskyy of",
        "in Zelensky of",
        "in Zelensky of",
        "in Zelenski of",
    ]
    found = find_variants(texts, "en")
    assert not set(found.values()) & set(found)


def late(groups: int) -> float:
    """The weight of what the tenth sentence of an article says, beside the same in the first, among so many groups."""
    others = [passage(f"kra{n}", (n, 0)) for n in range(1, groups)]
    known = find_concepts([passage("bridge closes", (0, 0)), passage("ferry sails", (0, 9)), *others])
    return weight(known, 1) / weight(known, 0)


def test_the_tenth_sentence_weighs_a_quarter_of_the_first_unless_many_report() -> None:
    assert late(1) == late(3) == pytest.approx(0.25, rel=0.02)
    assert late(4) == pytest.approx(2 / 3, rel=0.02)


def test_a_word_weighs_a_quarter_of_a_pair() -> None:
    known = find_concepts([passage("bridge closes")])
    assert known.weights[0] / known.weights[2] == pytest.approx(0.25, rel=0.05)


def test_what_all_say_is_worth_half_of_all_concepts_more() -> None:
    passages = [passage("bridge closes today", (0, 0)), passage("today bridge closes", (1, 0))]
    known = find_concepts(passages)
    assert sum(known.central.values()) == pytest.approx(0.5 * (weight(known, 0) + weight(known, 1)), rel=0.05)


@pytest.mark.parametrize(("shared", "own", "tellers"), [(5, 11, 2), (4, 10, 1)])
def test_who_tells_the_same_thing(shared: int, own: int, tellers: int) -> None:
    common = [f"kra{n}x" for n in range(shared)]  # a cosine of .153 and one of .137
    texts = [" ".join([*common, *(f"{side}{n}x" for n in range(own))]) for side in ("lom", "piv")]
    known = find_concepts([passage(text, (n, 0)) for n, text in enumerate(texts)])
    assert known.tellers == {0: tellers, 1: tellers}
