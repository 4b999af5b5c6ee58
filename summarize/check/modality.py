"""What is told as done although the cited sentences only want, plan or expect it. English.

"The company has acquired the port" does not rest on "the company wants to acquire the port".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.irregular import base_form
from ..text.words import folded_words, terms_of, word_set

_DONE = re.compile(r"\b(?:has|have|had) (?:(?:already|now|also|since|recently) )?([a-z]{4,20})\b")
_MODALS = word_set("would could may might will should can must shall")
# Before "to": what is wanted is not done. After "managed to" and "voted to" it is.
_WANTS = word_set(
    "want wants wanted plan plans planned hope hopes hoped seek seeks sought expect expects expected aim aims aimed "
    "intend intends intended offer offers offered try tries tried trying propose proposes proposed threaten threatens "
    "threatened promise promises promised wish wishes wished ready"
)


def not_yet_done(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """The words of a claim that tell a deed as done, and those of its sources that do not; ("", "") if none do."""
    deeds = [(match.group(), _stem(match[1])) for match in _DONE.finditer(text) if _is_participle(match[1])]
    if not deeds:
        return "", ""
    wanted, done = _deeds(sources, {stem for _, stem in deeds})
    return next(((words, wanted[stem]) for words, stem in deeds if stem in wanted and stem not in done), ("", ""))


def _deeds(sources: Sequence[str], asked: set[str]) -> tuple[dict[str, str], set[str]]:
    """Of the verbs asked for (stems) those that sources want done, in their words, and those told in another way."""
    wanted: dict[str, str] = {}
    done: set[str] = set()
    for source in sources:
        found = folded_words(source)
        for place, word in enumerate(found):
            stem = _stem(word)
            if stem not in asked:
                continue
            before = found[max(0, place - 2) : place]
            if _is_only_wanted(word, before):
                wanted.setdefault(stem, " ".join([*before, word]))
            else:
                done.add(stem)
    return wanted, done


def _is_only_wanted(word: str, before: Sequence[str]) -> bool:
    """Whether a verb stands in its plain form behind a modal verb, or behind "to" and a word of wanting."""
    if base_form(word) != word or word.endswith(("ed", "ing", "s")):
        return False
    return not _MODALS.isdisjoint(before) or (before[-1:] == ["to"] and before[0] in _WANTS)


def _is_participle(word: str) -> bool:
    return word != "been" and (base_form(word) != word or word.endswith("ed"))


def _stem(word: str) -> str:
    """A verb without its form: "gave" and "gives" are "give"."""
    return next(iter(terms_of(base_form(word))), "")
