"""Judgements that a model adds to what its sources say. What a cited sentence or a quotation says is not added."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text.colour import colour
from ..text.speech import outside_quotations
from ..text.words import folded_words, stemmer
from . import phrases

_MILD = frozenset(
    (
        "a motive that is read into somebody",
        "a feeling that is read into somebody",
        "an interpretation tied to a fact",
    )
)


# Grave things to say of somebody; a claim may say them only where its sources use the very word.
_ACCUSES = re.compile(
    r"(?i)\b(?:criminals?|frauds?|fraudsters?|corrupt|corruption|brib(?:e|es|ed|ing|ery)|liars?|lied|murder(?:ed|er|ers)?"
    r"|thie(?:f|ves)|crooks?|traitors?|racists?|rapists?|terrorists?|guilty|convicted|crimes?|illegal(?:ly)?)\b"
)


def added_judgement(text: str, sources: Iterable[str]) -> str:
    """The first judging words of an English sentence that none of its sources has in any form; "" for none.

    Motives, feelings and interpretations are left to the other checks: a source may tell them in other words.
    """
    outside = outside_quotations(text)
    found = [match.group() for match in phrases.VERDICT.finditer(outside)]
    found += [words for words, why in colour(text) if why not in _MILD]
    found += [match.group() for match in _ACCUSES.finditer(outside)]
    if not found:
        return ""
    stem = stemmer("en")
    there = {stem(word) for source in sources for word in folded_words(source)}
    return next((words for words in found if not there.issuperset(map(stem, folded_words(words)))), "")
