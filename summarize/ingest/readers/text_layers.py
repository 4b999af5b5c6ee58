"""Tells a readable text layer from one of glyph numbers, which fonts give if they don't say what they show.

Refuses only what no language looks like: glyph names, characters of no alphabet, letters in shares that no language
has.
"""

from __future__ import annotations

import re
import unicodedata

from ...nlp.language_id import guess_language

_SAMPLE = 200_000  # characters examined
_LEAST = 120  # characters needed for a judgement, without blanks
_ODD_SHARE = 0.2  # of the characters: private ones, replacements, glyphs by number
_SYMBOL_SHARE = 0.35  # of the characters: marks other than letters, figures or dot leaders; dense tables stay below
_MIXED_SHARE = 0.3  # of the words: figures or marks between letters
_VOWELS = frozenset("aeiouyæœøåıáàâäãéèêëíìîïóòôöõúùûüůűőýąęėįųūāēīōăýů")
_FEWEST, _MOST = 0.27, 0.62  # shares of vowels among Latin letters; Czech has the fewest, .36, Hawaiian the most, .6
_HARD_SHARE = 0.25  # of the words of four letters and more: four consonants in a row, in German one in ten
_GLYPHS = re.compile(r"/[A-Za-z]{0,6}[0-9]{1,5}(?=[\s/]|\Z)|\(cid:[0-9]{1,5}\)|/uni[0-9A-Fa-f]{4}|glyph[0-9]{1,5}")
_NO_CHARACTERS = ("Co", "Cc", "Cn")  # private, control, unassigned
_LEADERS = frozenset(".·…_-–—•|*")
_WORDS = re.compile(r"[a-z\u00df-\u024f]{4,40}")
_HARD = re.compile(rf"[^{''.join(sorted(_VOWELS))}]{{4}}")
_MIXED = re.compile(r"(?<=[A-Za-z])[0-9@#$%&*+<>=^~`_\\\[\]{}](?=[A-Za-z])")


def is_garbage(text: str) -> bool:
    """Whether hardly any of a text's characters can be what its pages show."""
    text = text[:_SAMPLE]
    dense = "".join(text.split())
    if len(dense) < _LEAST:
        return False
    numbered = sum(len(found[0]) for found in _GLYPHS.finditer(text))
    odd = sum(c == "\ufffd" or unicodedata.category(c) in _NO_CHARACTERS for c in dense)
    if odd + numbered > _ODD_SHARE * len(dense):
        return True
    counted = [c for c in dense if c not in _LEADERS]
    symbols = sum(unicodedata.category(c)[0] in "SPC" for c in counted)
    if symbols > _SYMBOL_SHARE * max(_LEAST, len(counted)):
        return True
    words = text.split()
    if sum(bool(_MIXED.search(word)) for word in words) > _MIXED_SHARE * len(words):
        return True
    return not guess_language(text) and _is_no_alphabet(text)


def _is_no_alphabet(text: str) -> bool:
    """Whether Latin letters occur in shares and runs that no language written in them has."""
    latin = [c for c in text.casefold() if "a" <= c <= "z" or "\u00df" <= c <= "\u024f"]
    if len(latin) < _LEAST:
        return False
    if not _FEWEST <= sum(c in _VOWELS for c in latin) / len(latin) <= _MOST:
        return True
    long = _WORDS.findall(text.casefold())
    return sum(bool(_HARD.search(word)) for word in long) > _HARD_SHARE * max(1, len(long))
