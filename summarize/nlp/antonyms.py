"""Whether two texts say opposite things of one matter, by words that come in pairs: "passed", "failed".

A plain case needs no more than the words: one text has the one and lacks the other, the other text the reverse. What is
told by more than words is not seen, and nothing in a language without such pairs.
"""

from __future__ import annotations

from ..lang.language import load_language
from .tokenize import folded_words


def contrary(one: str, other: str, language: str = "en") -> bool:
    """Whether one text has a word and the other its opposite alone, or only one of them says it as sure."""
    data = load_language(language)
    if not data.antonyms:
        return False
    mine, theirs = frozenset(folded_words(one)), frozenset(folded_words(other))
    if bool(mine & data.unsure) != bool(theirs & data.unsure):
        return True
    return any(
        (mine & first and not mine & second and theirs & second and not theirs & first)
        or (mine & second and not mine & first and theirs & first and not theirs & second)
        for first, second in data.antonyms
    )
