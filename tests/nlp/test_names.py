"""Names by their capitals: what is one, when two are the same, and when two words are one name in two spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.names import (
    folded_parts,
    given_alike,
    is_slip,
    looks_ordinary,
    names,
    only_doubles,
    same_name,
    slips,
    sound_alike,
    sound_key,
    word_likeness,
)
from tests.growth import assert_linear


def found(text: str, language: str = "en", lowercase_words: frozenset[str] = frozenset()) -> list[str]:
    return [name.text for name in names(text, language, lowercase_words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "U.S. Treasury Secretary Scott Bessent met President Volodymyr Zelensky in Kyiv.",
            ["U.S.", "Scott Bessent", "Volodymyr Zelensky", "Kyiv"],
        ),
        ("The president said he would not sign.", []),
        ("It was Ukraine’s Lt. Gen. Keith Kellogg", ["Ukraine", "Keith Kellogg"]),
        ("Secretary of State Marco Rubio told CNN’s Catherine Herridge", ["Marco Rubio", "CNN", "Catherine Herridge"]),
        ("with Ursula von der Leyen and Lula da Silva", ["Ursula von der Leyen", "Lula da Silva"]),
        ("the U.S.-Ukraine deal, Covid-19, F-16s and the G7", ["U.S.", "Ukraine", "Covid-19", "F-16s", "G7"]),
        ("with J. D. Vance of The Associated Press", ["J. D. Vance", "Associated Press"]),
        ("the White House National Security Council", ["White House National Security Council"]),
        ("乌克兰总统", []),
        ("He said I left.", []),
        ("The Secretary of State spoke.", []),
        ("the Lords Ruiz and Kehl", ["Lords Ruiz", "Kehl"]),
        ("the Mayors Ruiz and Kehl", ["Ruiz", "Kehl"]),
        ("with Ursula von der", ["Ursula"]),
    ],
)
def test_names_are_found_without_titles_and_possessives(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_capital_at_a_sentence_start_is_uncertain_until_the_word_is_known() -> None:
    (name,) = names("Negotiators agreed. It was late.")
    assert not name.certain
    assert looks_ordinary(name)
    assert found("Talks began.", lowercase_words=frozenset(["talks"])) == []
    assert found("Early on, Trump spoke.", lowercase_words=frozenset(["early"])) == ["Trump"]
    assert found("US President Ruiz spoke.", lowercase_words=frozenset(["us"])) == ["US", "Ruiz"]
    assert [name.certain for text in ("X spoke.", "XY spoke.") for name in names(text)] == [False, True]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Zelensky", "Zelenskyy", True),
        ("Bessent", "Bassent", True),
        ("U.S.", "United States", True),
        ("US", "American", True),
        ("Donald Trump", "Trump", True),
        ("President Trump", "Donald Trump", True),
        ("Melania Trump", "Donald Trump", False),
        ("Volodymyr Zelenskyy", "Zelensky", True),
        ("Ukraine", "Ukrainian", True),
        ("Russia", "Russians", True),
        ("China", "Chinese", True),
        ("Italy", "Italian", True),
        ("José", "Jose", True),
        ("Kyiv", "Kiev", True),
        ("EU", "European Union", True),
        ("Slovakia", "Slovenia", False),
        ("Austria", "Australia", False),
        ("Iran", "Iraq", False),
        ("Mali", "Malta", False),
        ("North Korea", "South Korea", False),
        ("Joe Biden", "Hunter Biden", False),
        ("J. Biden", "Joe Biden", True),
        ("Putin", "Trump", False),
    ],
)
def test_names_are_the_same_by_alias(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same
    assert same_name(b, a) is same


def test_a_letter_apart_is_a_variant_not_the_same() -> None:
    assert word_likeness("bessent", "bassent") == "variant"
    assert word_likeness("trump", "tramp") == "different"
    assert word_likeness("carter", "cartar") == "variant"


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("cuba", "cuban", "same"),
        ("ira", "iran", "different"),
        ("italy", "italian", "same"),
        ("mary", "marian", "different"),
    ],
)
def test_a_people_has_four_letters_of_its_country(one: str, other: str, likeness: str) -> None:
    assert word_likeness(one, other) == likeness


@given(st.text(alphabet="AbCd eU.S’'-“\n", max_size=60))
def test_names_are_slices_in_order(text: str) -> None:
    place = 0
    for name in names(text):
        assert text[name.start : name.end] == name.text
        assert name.words
        assert name.start >= place
        place = name.end


@pytest.mark.parametrize("unit", ["A", "A.", "A ", "A-", "de ", "Van der ", "’", "Gen. ", "U.S. "])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(names, unit, 20_000)


@pytest.mark.parametrize(
    "forms",
    [
        "Zelensky Zelenskyy Zelenskiy Zelenskij Zelenskii",
        "Gaddafi Qaddafi Gadhafi Kadhafi",
        "Schröder Schroeder Schroder",
        "Erdoğan Erdogan",
        "Tymoshenko Timoshenko",
        "Yermak Iermak",
        "MacDonald Macdonald",
        "Al-Sharaa Alsharaa",
        "Ilya Ilia",
        "Tân Tan",
    ],
)
def test_spellings_of_one_name_sound_alike(forms: str) -> None:
    first, *others = forms.split()
    assert all(sound_alike(first, other) and sound_alike(other, first) for other in others)


@pytest.mark.parametrize(
    "pair",
    [
        "Wei Wen",
        "Tân Tấn",
        "Hansen Hanson",
        "Zelensky Zelenska",
        "Johnson Johnston",
        "Putin Pushkin",
        "Lee Leigh",
        "Aly Ali",
    ],
)
def test_like_names_do_not_sound_alike(pair: str) -> None:
    assert not sound_alike(*pair.split())


@pytest.mark.parametrize(
    "pair", ["Sergei Sergey", "Mohammed Muhammad", "V. Volodymyr", "Jon John", "Alexander Aleksandr"]
)
def test_given_names_of_one_person(pair: str) -> None:
    assert given_alike(*pair.split())


@pytest.mark.parametrize("pair", ["Daniel Danielle", "Mario Maria", "Paul Paula", "V. Olena", "Hassan Hussein"])
def test_given_names_of_two_persons(pair: str) -> None:
    assert not given_alike(*pair.split())


@pytest.mark.parametrize("pair", ["Bessent Bassent", "Kellogg Kelogg", "Hutchinson Hutchison", "Bessent Bessnet"])
def test_a_slip_of_a_letter(pair: str) -> None:
    assert is_slip(*pair.split())


@pytest.mark.parametrize(
    "pair", ["Merkel Merkels", "Ivanov Ivanova", "Zelensky Zelenska", "Biden Baden", "Merkel Merkel"]
)
def test_what_is_no_slip(pair: str) -> None:
    assert not is_slip(*pair.split())


def test_doubled_letters_alone() -> None:
    assert only_doubles("Kellogg", "Kelogg")
    assert not only_doubles("Kellogg", "Kellogs")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_words_compare_both_ways(one: str, other: str) -> None:
    assert sound_alike(one, other) == sound_alike(other, one)
    assert is_slip(one, other) == is_slip(other, one)
    assert sound_key(one) == sound_key(one.upper()) or not one.isascii()
    assert len(slips(one)) <= len(one) + 1


def test_the_words_of_names_are_folded_one_by_one() -> None:
    assert [*folded_parts(["Ottoman-era", "Élodie’s", "U.S.", "-"])] == ["ottoman", "era", "elodie", "us"]
