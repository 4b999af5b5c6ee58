"""What is told as done although the cited sentences only want, plan or expect it. English.

"The company has acquired the port" does not rest on "the company wants to acquire the port".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.irregular import base_form
from ..text.words import folded_words, terms_of

_DONE = re.compile(r"\b(?:has|have|had) (?:(?:already|now|also|since|recently) )?([a-z]{4,20})\b")
_NOT_DONE = frozenset(("to", "would", "could", "may", "might", "will", "should", "can", "must", "shall", "if"))
_NO_DEEDS = frozenset(
    ("been", "said", "become", "about", "more", "less", "many", "long", "never", "only", "little", "made")
)


def not_yet_done(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """The words of a claim that tell a deed as done, and those of its sources that do not; ("", "") if none do."""
    for match in _DONE.finditer(text):
        deed = _stem(match[1])
        if not deed or match[1] in _NO_DEEDS:
            continue
        wanted, done = "", False
        for source in sources:
            found = folded_words(source)
            for place, word in enumerate(found):
                if _stem(word) != deed:
                    continue
                before = found[max(0, place - 2) : place]
                if _is_plain(word) and not _NOT_DONE.isdisjoint(before):
                    wanted = wanted or " ".join([*before, word])
                else:
                    done = True
        if wanted and not done:
            return match.group(), wanted
    return "", ""


def _stem(word: str) -> str:
    """A verb without its form: "gave" and "gives" are "give"."""
    return next(iter(terms_of(base_form(word))), "")


def _is_plain(word: str) -> bool:
    """Whether a verb stands in its plain form, as it does behind "to" and "would"."""
    return base_form(word) == word and not word.endswith(("ed", "ing", "s"))
