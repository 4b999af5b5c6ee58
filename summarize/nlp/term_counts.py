"""How often a text holds each content stem, and which stems it writes only with a capital."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from .tokenize import WORD, known_terms

TermCounts: TypeAlias = tuple[dict[str, int], set[str]]

_LEAD = 600  # characters of the beginning
_READ = 8_000  # characters of a text that are read: a long one tells its event first, its background last


def count_terms(text: str, language: str) -> TermCounts:
    """How often a text holds each term, counting its beginning twice, and which terms occur only with a capital."""
    found = Counter(WORD.findall(text[:_READ]))
    found.update(WORD.findall(text[:_LEAD]))
    counts: dict[str, int] = {}
    capital: set[str] = set()
    small: set[str] = set()
    known = known_terms(language)
    for word, count in found.items():
        terms = known[word.lower()]
        for term in terms:
            counts[term] = counts.get(term, 0) + count
        (capital if word[0].isupper() else small).update(terms)
    return counts, capital - small
