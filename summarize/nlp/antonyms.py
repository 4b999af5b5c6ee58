"""Whether two texts say opposite things about one matter, by words that come in pairs: "passed", "failed".

In a plain case the words suffice: one text has one word and lacks the other, the other text the reverse. What takes
more than single words is not detected, and nothing is in a language without such pairs.
"""

from __future__ import annotations

from ..lang.language import load_language
from .tokenize import folded_words


def contrary(one: str, other: str, language: str = "en") -> bool:
    """Whether one text has a word and the other only its opposite, or only one of them says it as certain."""
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
