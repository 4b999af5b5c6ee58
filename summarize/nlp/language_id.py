"""Which language a text is in: by script, then by its function words. Says "" when it cannot tell."""

from __future__ import annotations

import re
from collections import Counter

from .stop_words import STOP_WORDS
from .tokenize import UNSPACED, WORD

_SURE = 200  # characters below which a text is too short to tell its language
_SURE_DENSE = 40  # the same of scripts without blanks
_MIDDLE = 600  # characters that are guessed from, at an article's middle
_SAMPLE = 4000  # characters; the vote does not change after that
# Share of a sample's words that must be function words of the winner, and how far ahead it must be: prose of a listed
# language has 0.17 to 0.5, of a language without a list (Swedish, Czech, Catalan) up to 0.25 of some other's, in a tie.
_FLOOR = 0.16
_AHEAD = 1.3
_FLOOR_TURKISH = 0.08  # endings do the work of function words; two letters of its own make up for it (Azeri has ə too)
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


_NAMES = {
    "ar": "Arabic", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def name_of(code: str) -> str:
    """The English name of a language, or its code where it has none here."""
    return _NAMES.get(code, code)


def guess_language(text: str) -> str:
    """The two-letter code of a text's language, or "" when neither script nor function words decide."""
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
    """The two-letter code of an article's language: its tag's, else as its middle tells; "" when that is too short.

    The site's own language stands at an article's ends.
    """
    if code := code_of(tag or ""):
        return code
    start = max(0, (len(text) - _MIDDLE) // 2)
    return guess_language(text[start : start + _MIDDLE]) if len(text) > _SURE or _is_dense(text) else ""


def _is_dense(text: str) -> bool:
    """Whether a short text is in a script without blanks, in which a few characters say much."""
    return len(text) > _SURE_DENSE and 2 * len(UNSPACED.findall(text[:_SURE])) > min(len(text), _SURE)


def code_of(tag: str) -> str:
    """The language of a tag such as "pt-BR", "zh_Hant" or "EN", as a lower-case code; "" for what is no tag."""
    code = re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()
    return code if _CODE.fullmatch(code) else ""


def _holds(foreign: list[int], letters: int, script: tuple[int, int]) -> bool:
    """Whether at least a tenth of all letters are of a script; Latin names stand in all of them."""
    low, high = script
    return 10 * sum(low <= c <= high for c in foreign) > letters


def _by_function_words(sample: str) -> str:
    found = WORD.findall(sample)
    votes = Counter({language: _votes(found, stop) for language, stop in STOP_WORDS.items()})
    (best, count), (_, second) = votes.most_common(2)
    if best in ("ru", "uk"):  # the two share too many function words to be far apart
        return "uk" if _UKRAINIAN & set(sample) else "ru" if _RUSSIAN & set(sample) else ""
    floor = _FLOOR_TURKISH if best == "tr" and _TURKISH & set(sample) and "ə" not in sample else _FLOOR
    return best if count >= floor * len(found) and count > _AHEAD * second else ""


def _votes(found: list[str], stop: frozenset[str]) -> int:
    return sum(map(stop.__contains__, found))
