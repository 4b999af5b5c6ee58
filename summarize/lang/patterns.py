"""Patterns built from the phrases that languages have under a key. A language without any gets one that never matches.

Under a key is a set of words, or regular expressions for phrases, tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from .language import known_languages, load_language

NEVER = re.compile(r"(?!)")
PHRASES = "{}"  # where the phrases go in a form
WORD_EDGE = r"\b"
WHOLE = WORD_EDGE + PHRASES + WORD_EDGE


@cache
def pattern_of(code: str, key: str, form: str = "", flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The phrases of one language under a key. `form` says what surrounds them; they take the place of its `{}`.

    Without a form they are whole words, as the language's script writes them.
    """
    data = load_language(code)
    whole = (data.phrase_start or WORD_EDGE) + PHRASES + (data.phrase_end or WORD_EDGE)
    return joined(getattr(data, key), form or whole, flags)


@cache
def pattern_of_all(key: str, form: str = WHOLE, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The phrases that all languages have under a key, for rules that read a text whatever its language."""
    return joined([phrase for code in known_languages() for phrase in _listed(code, key)], form, flags)


@cache
def denials(code: str) -> re.Pattern[str]:
    """What denies or refuses in a language; a word of it may mean something else in another one (a sin, no Brasil)."""
    ending = re.escape(load_language(code).negative_ending).replace("'", "['’]")
    return pattern_of(code, "negations_between_reports", rf"\b(?:{PHRASES}|\w*{ending})\b" if ending else WHOLE)


def joined(phrases: Iterable[str], form: str = WHOLE, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Any of some phrases or words as one pattern."""
    found = "|".join(dict.fromkeys(_in_order(phrases)))
    return re.compile(form.replace(PHRASES, f"(?:{found})"), flags) if found else NEVER


def _listed(code: str, key: str) -> list[str]:
    return _in_order(getattr(load_language(code), key))


def _in_order(phrases: Iterable[str]) -> list[str]:
    """Patterns in the given order; words, which have no order, the longest first."""
    if isinstance(phrases, frozenset):
        return [re.escape(word) for word in sorted(phrases, key=lambda word: (-len(word), word))]
    return list(phrases)
