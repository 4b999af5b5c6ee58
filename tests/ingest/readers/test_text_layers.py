"""Glyph numbers are told from language, in many ways of going wrong and in sixteen languages."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from summarize.ingest.readers.text_layers import is_garbage
from tests.page_shapes import ARABIC, GERMAN, JAPANESE, RUSSIAN, TEXTS

LANGUAGES = sorted((Path(__file__).parents[2] / "data" / "languages").glob("*.txt"))
ENGLISH = "\n".join(TEXTS)


def shifted(text: str, by: int) -> str:
    return "".join(chr(33 + (ord(c) - 33 + by) % 94) if "!" <= c <= "~" else c for c in text)


def permuted(text: str, seed: int) -> str:
    other = random.Random(seed).sample(string.ascii_lowercase, 26)
    return text.lower().translate(dict(zip(map(ord, string.ascii_lowercase), other, strict=True)))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_no_language_is_garbage(path: Path) -> None:
    assert not is_garbage(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        *(" ".join(each * 3) for each in (TEXTS, GERMAN, RUSSIAN, ARABIC, JAPANESE)),
        "Contents " + "1 Introduction ................ 3 2 The storm .............. 12 " * 10,
        "Norwick 12 14 3.5 % 1,200 7 (2) 19 € 40 " * 20,
        "Mae'r bont ar gau ers dydd Mawrth, medd y cyngor, ac ni fydd yn ailagor cyn y gwanwyn nesaf yn y dref. " * 3,
        "Silta pysyi suljettuna tiistaina, ja lautat alkoivat kulkea uudelleen keskipäivällä, kertoi satama. " * 3,
        "Most zůstal v úterý zavřený, protože bouře strhla část zábradlí; čtvrtek přinese rozhodnutí rady města. " * 3,
        "Daraja lilibaki limefungwa Jumanne, siku moja baada ya dhoruba kung'oa sehemu ya reli yake ya chuma. " * 3,
        "Read more at https://norwick.example/2025/03/04/a_b?c=d&e=f and #bridge @norwick " * 5,
        "\uf0b7 One point of the list and what it says \uf0b7 Another point of it and what that says " * 3,
        "xkcd qwrt zzz",  # too short to judge
    ],
)
def test_nor_are_tables_lists_and_languages_that_are_not_known(text: str) -> None:
    assert not is_garbage(text)


@pytest.mark.parametrize("by", [1, 3, 13, 29, 31, 64, 90])
def test_shifted_letters_are(by: int) -> None:
    assert is_garbage(shifted(ENGLISH, by))


def test_so_are_letters_put_for_others_nearly_always() -> None:
    assert sum(is_garbage(permuted(ENGLISH, seed)) for seed in range(100)) >= 90


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0xE000 + ord(c)) if c > " " else c for c in ENGLISH),
        "".join("\ufffd" if c > "m" else c for c in ENGLISH),
        "".join(chr(1 + ord(c) % 8) if c.isalpha() else c for c in ENGLISH),
        " ".join("".join(f"/g{ord(c)}" for c in word) for word in ENGLISH.split()),
        " ".join(f"/G{ord(word[0])} /G{len(word)}" for word in ENGLISH.split() * 3),
        " ".join("".join(f"(cid:{ord(c)})" for c in word) for word in ENGLISH.split()),
        "!\"#$%& '()*+,- ./ :;<=>? @[\\]^ _`{|}~ " * 20,
    ],
    ids=range(7),
)
def test_glyphs_by_number_and_characters_of_no_alphabet_are(text: str) -> None:
    assert is_garbage(text)


def test_a_fifth_of_the_characters_is_the_bound() -> None:
    def mixed(share: float) -> str:
        words = ("bridge closed harbour council " * 50).replace(" ", "")
        return words[: int(1000 * (1 - share))] + "\ufffd" * int(1000 * share)

    assert is_garbage(mixed(0.22)) and not is_garbage("The bridge is closed. " * 50 + "\ufffd" * 150)
