"""Two words can be one name in two spellings; names that merely look alike are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.spellings import given_alike, is_slip, only_doubles, slips, sound_alike, sound_key


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
        "Tân Tan",
    ],
)
def test_spellings_of_one_name_sound_alike(forms: str) -> None:
    first, *others = forms.split()
    assert all(sound_alike(first, other) and sound_alike(other, first) for other in others)


@pytest.mark.parametrize(
    "pair",
    ["Wei Wen", "Tân Tấn", "Hansen Hanson", "Zelensky Zelenska", "Johnson Johnston", "Putin Pushkin", "Lee Leigh"],
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
