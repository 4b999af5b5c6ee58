"""Tells whether two words can be one name in two spellings: accents, transliterations, a wrong letter.

Pure functions on words. Says nothing about persons: whether "Johnson" and "Johnston" are one man is for the caller to
decide, who sees given names and titles.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lang.tables import first_forms
from .names import fold_name
from .tokenize import without_accents

LEAST_SLIP = 6  # letters of the shorter word: with fewer, one letter more or less makes another name (Wei, Wen)
_LEAST_KEY = 4  # fewest letters of two words that sound alike and are one name; shorter ones may differ only in accents
# What different transliterations write for one sound, in this order; equal remainders mean equal sounds.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[aou])e(?![aeiou])", ""),  # ö, ü and ä without their points
        (r"tsch|tch|tš", "ch"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ck|q|c(?![ehiy])", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"tz", "ts"),
        (r"dzh|dj", "j"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"j(?![aeiou])|y", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aeiou])ie$", "i"),
    )
)
_FORM_OF = first_forms("spellings")

_DOUBLED = re.compile(r"(.)\1+")
_TWICE = re.compile(r"([^aeiouy])\1")


@lru_cache(maxsize=50_000)
def sound_key(word: str) -> str:
    """What a word sounds like, roughly, whatever alphabet it was taken from: "Zelenskyy" and "Zelenskiy" agree."""
    folded = fold_name(word).replace(" ", "")
    key = _FORM_OF.get(folded, folded)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return _DOUBLED.sub(r"\1", key)


def sound_alike(one: str, other: str) -> bool:
    """Whether two words are one name: in two transliterations, or with and without accents, points or capitals."""
    a, b = fold_name(one).replace(" ", ""), fold_name(other).replace(" ", "")
    if not _may_share_accents(one, other):
        return False
    if a == b or (a in _FORM_OF and _FORM_OF[a] == _FORM_OF.get(b)):
        return True
    return min(len(a), len(b)) >= _LEAST_KEY and sound_key(one) == sound_key(other)


def given_alike(one: str, other: str) -> bool:
    """Whether two given names can be one person's: alike in sound, or an initial of the other."""
    a, b = fold_name(one), fold_name(other)
    return a[:1] == b[:1] if min(len(a), len(b)) == 1 else sound_alike(one, other)


def is_slip(one: str, other: str, least: int = LEAST_SLIP) -> bool:
    """Whether one letter added, lost, replaced or moved makes two words equal, as a typing error does.

    `least`: letters of the shorter word. Endings that make another word are not slips: genitives and plurals (Merkels),
    peoples (Iranian), women of a family (Zelenska beside Zelensky, Ivanova beside Ivanov).
    """
    a, b = fold_name(one), fold_name(other)
    if a == b or min(len(a), len(b)) < least or abs(len(a) - len(b)) > 1 or a[:-1] == b or b[:-1] == a:
        return False
    if (a.endswith("a") != b.endswith("a")) or a[0] != b[0]:
        return False
    return not slips(a).isdisjoint(slips(b))


def only_doubles(one: str, other: str) -> bool:
    """Whether two words differ only in consonants written once or twice (Kellogg, Kelogg)."""
    a, b = fold_name(one), fold_name(other)
    return a != b and _TWICE.sub(r"\1", a) == _TWICE.sub(r"\1", b)


def slips(word: str) -> frozenset[str]:
    """The word and what is left of it if any one letter is removed: words one slip apart share one of these."""
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))


def _may_share_accents(one: str, other: str) -> bool:
    """Tân and Tấn are two names; Tan may be either."""
    a, b = one.casefold(), other.casefold()
    return a == b or without_accents(a) == a or without_accents(b) == b
