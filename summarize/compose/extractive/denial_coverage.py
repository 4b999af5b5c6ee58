"""An accusation is not told without the denial that the articles tell as well. English; wordings, not meanings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...nlp.tokenize import words
from .candidates import Candidate, text_of
from .selection import Unit

_ACCUSES = re.compile(
    r"\b(?:accus(?:e[sd]?|ing|ations?)|alleg(?:e[sd]?|ing|edly|ations?)|su(?:e[sd]|ing)|lawsuits?|murder|convicted of"
    r"|(?:charged|charges?) with|indict(?:ed|ment)|blam(?:e[sd]|ing) .{1,60} for)\b"
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)\b(?! (?:him|her|them|entry|access|bail))|not guilty|without merit|no wrongdoing"
    r"|disput(?:ed|es) (?:the|that|those|this|his|her|any)|false (?:allegations?|accusations?)"
    r"|insist(?:s|ed) (?:that )?(?:he|she|they) (?:did not|didn[’']t|had not|was not)"
    r"|(?:reject(?:s|ed)|dismiss(?:es|ed)) (?:the|those|these|all) (?:allegations?|accusations?|claims?|charges?)"
    r"|(?:allegations?|accusations?|claims?) (?:are|were) (?:false|untrue|baseless))\b"
)
_SHARE = 0.3  # of the length asked for that a denial may take


def missing_denial(
    candidates: Sequence[Candidate], picked: Sequence[Unit], units: Sequence[Unit], length: int
) -> Unit | None:
    """The shortest unit that answers an accusation among the picked ones, when none of them does; else None.

    It must name somebody whom the accusation names too, and accuse nobody new. `length` is the summary's, in words.
    """
    texts = [text_of(candidates, unit.passages) for unit in picked]
    if any(_DENIES.search(text) for text in texts):
        return None
    accused = set[str]().union(*(_names(text) for text in texts if _ACCUSES.search(text)))
    told = set[str]().union(*map(_names, texts))
    found: list[tuple[int, Unit]] = []
    for unit in units if accused else ():
        text = text_of(candidates, unit.passages)
        size = sum(candidates[i].passage.words for i in unit.passages)
        if size <= _SHARE * length and _DENIES.search(text) and _answers(text, accused, told):
            found.append((size, unit))
    return min(found, key=lambda each: (each[0], each[1].passages), default=(0, None))[1]


def _answers(text: str, accused: set[str], told: set[str]) -> bool:
    """Whether a denial is of the case that is told: another case begins with somebody new who is accused."""
    names = _names(text)
    first = _bare(words(text)[0])
    begins = first if first in told else next((word for word in map(_bare, words(text)) if word in names), "")
    return not accused.isdisjoint(names | {first}) and (begins in told or not _ACCUSES.search(text))


def _names(text: str) -> set[str]:
    """The words with a capital, without their possessive; the first one, which any sentence writes so, left out."""
    return {_bare(word) for word in words(text)[1:] if word[0].isupper()}


def _bare(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")
