"""What kind of statement a sentence is, by its words: a quotation, a forecast, or a stated fact."""

from __future__ import annotations

from typing import Literal

from ..lang.patterns import pattern_of_all
from .doc import Doc

Kind = Literal["quote", "forecast", "fact"]

_QUOTE_SHARE = 0.4  # share of letters inside quotation marks; from here on a statement is a quotation
# What somebody expects to happen; in languages without such wordings all other statements count as stated facts.
_EXPECTS = pattern_of_all("expectations")


def kind_of(statement: Doc) -> Kind:
    """The kind of a statement; a quotation stays one whatever it says."""
    if statement.quoted_share >= _QUOTE_SHARE:
        return "quote"
    return "forecast" if tells_expectation(statement.text) else "fact"


def tells_expectation(text: str) -> bool:
    """Whether a statement tells what somebody expects, not what happened."""
    return bool(_EXPECTS.search(text))
