"""Whether a title says the reverse of a printed sentence: "near deal" over "turned down". Wordings, not meanings.

Only what settles a matter one way or the other counts. Giving up a title without need costs a turn of phrase, while one
that another sentence refutes misleads, so the rule asks for little: one matter, and the other way.
"""

from __future__ import annotations

import re

from ...lang.patterns import NEVER, pattern_of
from ...nlp.doc import Doc

_MATTER = 2  # content words that a title and a sentence on one matter share


def is_reversed(title: Doc, sentence: Doc) -> bool:
    """Whether a sentence tells of the title's matter that it went the other way."""
    comes, fails = pattern_of(title.language, "comes_about"), pattern_of(title.language, "fails")
    if comes is NEVER or len(title.stems & sentence.stems) < _MATTER:
        return False
    mine, theirs = _way(title.text, comes, fails), _way(sentence.text, comes, fails)
    return mine * theirs < 0


def _way(text: str, comes: re.Pattern[str], fails: re.Pattern[str]) -> int:
    """1 for a text in which something comes about, -1 for one in which it does not, 0 for both or neither."""
    return bool(comes.search(text)) - bool(fails.search(text))
