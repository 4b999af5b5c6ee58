"""A clause of which the cited sentences hold no word at all: what a model adds to a true sentence. English.

The share of the whole claim that its evidence holds can be high all the same. On the 239 faithful paraphrases of
`tests/data/gate` the rule is silent; on a clause said in other words throughout it would not be. Clauses are told by
the word that begins them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Evidence
from ..text.irregular import base_form
from ..text.words import folded_words, terms, words

_BEGINS = re.compile(
    r"(?:,| [–—-]|;) (?=(?:which|who|whose|where|and|but|while|as|after|before|because|since|although|though|amid)\b)"
    r"| (?=(?:after|before|because|while|although|though|amid)\b)"
)
_FEWEST = 3  # content words in a clause of which something can be said
_STEM = 4  # letters by which a word is known in another form


def invented_clause(text: str, evidence: Sequence[Evidence]) -> str:
    """The first clause behind a claim's first one with no content word of the evidence, "" when there is none."""
    clauses = _BEGINS.split(" ".join(text.split()))[1:]
    if not clauses:
        return ""
    told = [word for item in evidence for word in folded_words(item.text)]
    known = set(terms(" ".join(told))) | {base_form(word) for word in told}
    starts = {word[:_STEM] for word in known if len(word) >= _STEM}
    for clause in clauses:
        found = [(term, base_form(word.lower())) for word in words(clause) for term in terms(word)]
        held = any(
            term in known or base in known or term[:_STEM] in starts or any(map(str.isdigit, term))
            for term, base in found
        )
        if len(found) >= _FEWEST and not held:
            return clause.strip(' .!?”"')
    return ""
