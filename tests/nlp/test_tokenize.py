"""Words, terms and folding, in many scripts; offsets survive folding. How often a text holds each term."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.lang.language import load_language
from summarize.nlp.tokenize import (
    COMPOUND,
    LETTERS,
    WORD,
    count_terms,
    count_words,
    fold,
    folded_words,
    has_an_end,
    is_negation,
    normalize_whitespace,
    stemmer,
    term_set,
    terms,
    without_accents,
    words,
)
from tests.growth import assert_linear


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_typographic_marks_meet_their_plain_forms() -> None:
    assert fold("“a” ‘b’ «c» d—e–f\u00a0g\u3000h") == '"a" \'b\' "c" d-e-f g h'
    assert normalize_whitespace("  a\u00a0\n b\t") == "a b"


@given(st.text())
def test_squeezed_text_has_no_runs_and_no_ends(text: str) -> None:
    found = normalize_whitespace(text)
    assert found == found.strip(" ")
    assert "  " not in found


def test_accents_go_and_letters_stay() -> None:
    assert without_accents("São Müller, Éric, naïve") == "Sao Muller, Eric, naive"
    assert without_accents("plain") == "plain"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop: Kyiv's 3-day talks!", ["Don’t", "stop", "Kyiv's", "3", "day", "talks"]),
        ("snake_case", ["snake", "case"]),
        ("नगर परिषद ने कहा", ["नगर", "परिषद", "ने", "कहा"]),
        ("cafe\u0301 au lait", ["cafe\u0301", "au", "lait"]),
        ("تفاح وموز", ["تفاح", "وموز"]),
        ("' ’ - …", []),
    ],
)
def test_words_are_found_in_their_scripts(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("   ", 0),
        ("one", 1),
        ("The three-day visit, she said.", 5),
        ("naïve café", 2),
        ("市议会决定", 5),
        ("市议会 2025 decided", 5),
        ("สภาเมือง", 8),
        ("नगर परिषद", 2),
        ("시의회는 화요일", 2),
    ],
)
def test_length_is_words_and_characters_where_no_spaces_stand(text: str, length: int) -> None:
    assert count_words(text) == length


@given(st.text(), st.text())
def test_length_adds_up_over_a_space(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


def test_terms_are_stems_of_content_words_in_order() -> None:
    assert terms("The negotiators were negotiating the minerals deal.") == ["negoti", "negoti", "miner", "deal"]
    assert terms("Kyiv’s offer") == terms("Kyiv offer")
    assert terms("It is what it is") == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "l’accord", "accord"),
        ("fr", "d'accords", "accord"),
        ("it", "dell’accordo", "accordi"),
        ("de", "Verhandlungen", "Verhandlung"),
        ("pt", "negociações", "negociação"),
        ("ru", "переговоры", "переговоров"),
    ],
)
def test_forms_of_one_word_are_one_term(language: str, one: str, other: str) -> None:
    assert terms(one, language) == terms(other, language) != []


def test_terms_of_unspaced_scripts_are_pairs_of_characters() -> None:
    assert terms("旧桥关闭", "zh") == ["旧桥", "桥关", "关闭"]
    assert terms("桥", "zh") == ["桥"]
    assert terms("G7峰会", "zh") == ["g7", "峰会"]


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u034f"])
def test_what_takes_no_room_parts_no_term(mark: str) -> None:
    plain = "The negotiators crossed the harbour bridge."
    marked = "".join(c + mark * (c in "aeiou") for c in plain)
    assert terms(marked) == terms(plain) != []
    assert term_set(marked) == term_set(plain)
    assert terms(f"harbour{mark} bridge") == terms("harbour bridge")


def test_an_unknown_language_is_not_stemmed() -> None:
    assert stemmer("xx")("Running") == "Running"
    assert terms("broen lukkes", "da") == ["broen", "lukkes"]


@given(st.text(), st.sampled_from(["en", "de", "fr", "zh", "hi", "", "xx"]))
def test_terms_never_fail_and_are_never_empty(text: str, language: str) -> None:
    assert all(terms(text, language))


@pytest.mark.parametrize(
    ("text", "whole", "apart"),
    [
        ("the U.S. offer", ["the", "U.S.", "offer"], ["the", "U", "S", "offer"]),
        ("a counter-offer’s", ["a", "counter-offer’s"], ["a", "counter", "offer’s"]),
        ("his K-12 plan - well", ["his", "K-12", "plan", "well"], ["his", "K", "12", "plan", "well"]),
        ("the workers’ car", ["the", "workers", "car"], ["the", "workers", "car"]),
        ("A. Ruiz", ["A", "Ruiz"], ["A", "Ruiz"]),
    ],
)
def test_grammar_reads_compounds_whole(text: str, whole: list[str], apart: list[str]) -> None:
    assert (COMPOUND.findall(text), words(text)) == (whole, apart)


def test_letters_end_where_figures_begin() -> None:
    assert re.findall(LETTERS, "40m de rôti, हिंदी 3rd") == ["m", "de", "rôti", "हिंदी", "rd"]


@pytest.mark.parametrize("unit", ["a", "\u0301", "a\u0301", "a'", "’", "A.", "a-", "U.S. "])
def test_the_worst_text_takes_linear_time(unit: str) -> None:
    for function in (WORD.findall, COMPOUND.findall, re.compile(LETTERS).findall, terms, count_words):
        assert_linear(function, unit)


def test_every_mark_of_the_scripts_in_use_belongs_to_its_word() -> None:
    marks = [chr(c) for c in range(0x300, 0xE00) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    assert all(words(f"क{mark}क") == [f"क{mark}क"] for mark in marks)


def test_negations_are_read_off_folded_words() -> None:
    denying = folded_words("Nobody DIDN’T know, knot or not; the notes cannot say")
    assert [word for word in denying if is_negation(word, load_language("en"))] == ["nobody", "didn't", "not", "cannot"]


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


@pytest.mark.parametrize(("before", "count"), [(290, 2), (300, 1), (3_990, 1), (4_000, 0)])
def test_how_often_a_word_counts_by_where_it_stands(before: int, count: int) -> None:
    assert count_terms("x " * before + "ferry", "en")[0].get("ferri", 0) == count


@pytest.mark.parametrize("text", ["It fell.", "Who?", "Go!", "and so…", "橋が閉鎖。", "पुल गिरा।", "لماذا؟"])
def test_an_end_is_seen_in_every_script(text: str) -> None:
    assert has_an_end(text)
    assert not has_an_end(text[:-1])
