"""What web sites everywhere print around articles: phrases of all languages, matched word by word.

A phrase alone never condemns a line; `zones` also requires position, shape or low cohesion with the event. Phrases are
lower-case words as `WORD` finds them ("e mail" for "e-mail").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...lang.language import words_of_all

Index = dict[str, tuple[tuple[str, ...], ...]]  # a phrase's first word: its phrases, longest first


def _index(key: str) -> Index:
    """The phrases that all languages have under a key."""
    index: Index = {}
    phrases = {tuple(phrase.split()) for phrase in words_of_all(key)}
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return index


@cache
def site_phrases() -> Index:
    """Newsletter boxes, share bars, comment forms, legal notes, appeals."""
    return _index("site_phrases")


@cache
def link_openers() -> Index:
    """How a line begins that opens a run of links to other stories."""
    return _index("link_openers")


@cache
def reader_words() -> Index:
    """The reader addressed."""
    return _index("reader_words")


@cache
def self_words() -> Index:
    """The publisher speaking of itself."""
    return _index("publisher_words")


@cache
def orders() -> Index:
    """First words of a sentence that asks the reader to do something."""
    return _index("reader_orders")


@cache
def notice_labels() -> Index:
    """First words of the publisher's remarks about the article."""
    return _index("notice_labels")


@cache
def abstract_labels() -> Index:
    """First words of a box of key points or its heading."""
    return _index("abstract_labels")


@cache
def credit_words() -> frozenset[str]:
    """Words of which every photo or agency credit holds one."""
    return words_of_all("credit_words")


def count_phrases(words: Sequence[str], index: Index) -> int:
    """How many phrases of the index occur in a run of lower-case words; no word counts twice."""
    count = after = 0
    for place in [i for i, word in enumerate(words) if word in index]:
        if place >= after and (length := match_length(words, index, place)):
            count, after = count + 1, place + length
    return count


def match_length(words: Sequence[str], index: Index, place: int = 0) -> int:
    """Words of the longest phrase of the index that begins at `place`, 0 if none does."""
    if place >= len(words):
        return 0
    for phrase in index.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
