"""Ensures that an accusation is not told without the denial that the articles also tell. Wordings, not meanings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...lang.patterns import pattern_of
from ...nlp.tokenize import words
from .candidates import Candidate, text_of
from .selection import Unit

_SHARE = 0.3  # share of the length asked for that a denial may take


def missing_denial(
    candidates: Sequence[Candidate], picked: Sequence[Unit], units: Sequence[Unit], length: int, language: str = "en"
) -> Unit | None:
    """The shortest unit that answers an accusation among the picked ones, if none of them does; else None.

    It must name somebody whom the accusation also names, and accuse nobody new. `length` is the summary's, in words.
    """
    accuses, denies = pattern_of(language, "accusations", flags=0), pattern_of(language, "denials", flags=0)
    texts = [text_of(candidates, unit.passages) for unit in picked]
    if any(denies.search(text) for text in texts):
        return None
    accused = set[str]().union(*(_names(text) for text in texts if accuses.search(text)))
    told = set[str]().union(*map(_names, texts))
    found: list[tuple[int, Unit]] = []
    for unit in units if accused else ():
        text = text_of(candidates, unit.passages)
        size = sum(candidates[i].passage.words for i in unit.passages)
        if size <= _SHARE * length and denies.search(text) and _answers(text, accused, told, accuses):
            found.append((size, unit))
    return min(found, key=lambda each: (each[0], each[1].passages), default=(0, None))[1]


def _answers(text: str, accused: set[str], told: set[str], accuses: re.Pattern[str]) -> bool:
    """Whether a denial is about the case that is told: another case begins with somebody new who is accused."""
    names = _names(text)
    first = _bare(words(text)[0])
    begins = first if first in told else next((word for word in map(_bare, words(text)) if word in names), "")
    return not accused.isdisjoint(names | {first}) and (begins in told or not accuses.search(text))


def _names(text: str) -> set[str]:
    """The words with a capital, without their possessive; not the first one, which any sentence capitalises."""
    return {_bare(word) for word in words(text)[1:] if word[0].isupper()}


def _bare(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")
