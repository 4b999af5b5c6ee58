"""Which language a text is in: by script, then by its function words. Gives "" if it cannot tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ..lang.language import known_languages, load_language
from .tokenize import UNSPACED, WORD

_SURE = 200  # characters; a shorter text is too short to tell its language
_SURE_DENSE = 40  # the same for scripts without blanks
_MIDDLE = 600  # characters at an article's middle that the guess is based on
_SAMPLE = 4000  # characters; the vote does not change after that
# Share of a sample's words that must be function words of the winner, and how far ahead it must be: prose of a listed
# language has 0.17 to 0.5, of a language without a list (Swedish, Czech) up to 0.25 of some other's, in a tie.
_FLOOR = 0.16
_AHEAD = 1.3
_FLOOR_TURKISH = 0.08  # endings do the work of function words; two letters of its own compensate (Azeri has ə too)
# First match wins: kana tells Japanese from Chinese, which share the Han characters.
_SCRIPTS = (
    ("ja", (0x3040, 0x30FF)),
    ("ko", (0xAC00, 0xD7AF)),
    ("zh", (0x4E00, 0x9FFF)),
    ("th", (0x0E00, 0x0E7F)),
    ("he", (0x0590, 0x05FF)),
    ("el", (0x0370, 0x03FF)),
)
_CODE = re.compile("[a-z]{2,3}")
_LATIN_END = "\u02ff"
_ARABIC = (0x0600, 0x06FF)
# Letters that tell languages of one script apart.
_TURKISH = frozenset("ığ")
_URDU, _PERSIAN = frozenset("ٹڈڑے"), frozenset("پچژگ")
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэё")
# For languages that are recognized by their script alone.
_NAMES = {"el": "Greek", "fa": "Persian", "he": "Hebrew", "ko": "Korean", "th": "Thai", "ur": "Urdu"}


def name_of(code: str) -> str:
    """The English name of a language, or its code if it has none here."""
    return load_language(code).name or _NAMES.get(code, code)


def guess_language(text: str) -> str:
    """The two-letter code of a text's language, or "" if neither script nor function words decide."""
    sample = text[:_SAMPLE].lower()
    letters = sum(map(str.isalpha, sample))
    foreign = [] if sample.isascii() else [ord(c) for c in sample if c > _LATIN_END and c.isalpha()]
    for language, script in _SCRIPTS:
        if foreign and _holds(foreign, letters, script):
            return language
    if foreign and _holds(foreign, letters, _ARABIC):
        return "ur" if _URDU & set(sample) else "fa" if _PERSIAN & set(sample) else "ar"
    return _by_function_words(sample)


def language_of(text: str, tag: str | None = None) -> str:
    """The two-letter code of an article's language: its tag's, else that of its middle; "" if that is too short.

    The beginning and end of an article may be in the site's own language.
    """
    if code := code_of(tag or ""):
        return code
    start = max(0, (len(text) - _MIDDLE) // 2)
    return guess_language(text[start : start + _MIDDLE]) if len(text) > _SURE or _is_dense(text) else ""


def _is_dense(text: str) -> bool:
    """Whether a short text is in a script without blanks, in which a few characters say much."""
    return len(text) > _SURE_DENSE and 2 * len(UNSPACED.findall(text[:_SURE])) > min(len(text), _SURE)


def code_of(tag: str) -> str:
    """The language of a tag such as "pt-BR", "zh_Hant" or "EN", as a lower-case code; "" for what is not a tag."""
    code = re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()
    return code if _CODE.fullmatch(code) else ""


def _holds(foreign: list[int], letters: int, script: tuple[int, int]) -> bool:
    """Whether at least a tenth of all letters are in a script; Latin names occur in all of them."""
    low, high = script
    return 10 * sum(low <= c <= high for c in foreign) > letters


def _by_function_words(sample: str) -> str:
    found = WORD.findall(sample)
    votes = Counter({language: sum(map(stop.__contains__, found)) for language, stop in _function_words()})
    (best, count), (_, second) = votes.most_common(2)
    if best in ("ru", "uk"):  # the two share too many function words to be far apart
        return "uk" if _UKRAINIAN & set(sample) else "ru" if _RUSSIAN & set(sample) else ""
    floor = _FLOOR_TURKISH if best == "tr" and _TURKISH & set(sample) and "ə" not in sample else _FLOOR
    return best if count >= floor * len(found) and count > _AHEAD * second else ""


@cache
def _function_words() -> tuple[tuple[str, frozenset[str]], ...]:
    """The languages that are identified by their function words, with these."""
    known = ((code, load_language(code).function_words) for code in known_languages())
    return tuple((code, words) for code, words in known if words)
