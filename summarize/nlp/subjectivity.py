"""What in a sentence is no plain fact: a quotation, a forecast, and where its writer judges, reads minds or predicts.

A statement has one kind (`kind_of`). Judgements (`colour`) can be quoted; they are found by structures, because lists
of loaded words find hardly any of what experts mark: degrees of a judgement, interpretations tied to a fact by a
participle, motives, superlatives of taste, verdicts that have no owner. What stands inside quotation marks is
somebody's and does not count; whether a speaker owns the rest is for the caller.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from ..lang.language import PHRASES, joined, load_language, pattern_of_all
from .doc import Doc

# The kinds of `Language.judgements` with the reason that a reader is given, in the order in which they are told.
_REASONS = {
    "degree": "a judgement with its degree",
    "manner": "a manner that is a judgement",
    "interpretation": "an interpretation tied to a fact",
    "feeling": "a feeling that is read into somebody",
    "motive": "a motive that is read into somebody",
    "superlative": "a superlative of taste",
    "verdict": "a verdict without an owner",
    "mood": "a mood or a habit that the writer sees",
    "word": "a word that judges",
    "attack": "a verb that takes a side",
    "figure": "a figure of speech that judges",
}
Kind = Literal["quote", "forecast", "fact"]

_QUOTE_SHARE = 0.4  # share of letters inside quotation marks; from here on a statement is a quotation
# What somebody expects to happen; in languages without such wordings all other statements count as stated facts.
_EXPECTS = pattern_of_all("expectations")

_LISTED = ("word", "attack", "figure")  # long lists: read in small letters, several times faster than in any


def colour(sentence: Doc) -> tuple[tuple[str, str], ...]:
    """The writer's own judgements in a sentence, outside quotations: (words, why they are one)."""
    text = sentence.outside
    small = text.lower()
    small = small if len(small) == len(text) else text  # "İ" would move what follows
    return tuple(
        (text[slice(*each.span())].strip(", "), why)
        for why, form, listed in _forms(sentence.language)
        for each in form.finditer(small if listed else text)
    )


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """The forms of a language with their reasons, and whether each reads small letters; none if its file has none."""
    held = load_language(language).judgements
    return tuple(
        (why, joined(held[kind], PHRASES, 0 if kind in _LISTED else re.IGNORECASE), kind in _LISTED)
        for kind, why in _REASONS.items()
        if kind in held
    )


def kind_of(statement: Doc) -> Kind:
    """The kind of a statement; a quotation stays one whatever it says."""
    if statement.quoted_share >= _QUOTE_SHARE:
        return "quote"
    return "forecast" if tells_expectation(statement.text) else "fact"


def tells_expectation(text: str) -> bool:
    """Whether a statement tells what somebody expects, not what happened."""
    return bool(_EXPECTS.search(text))
