"""Finds negations and conditions of the sources that a claim, or a quotation in it, leaves out.

A claim has lost a negation if its sources deny a word wherever they have it, and the claim states that word. A
negation denies the next content word of its clause. What denies by its sense ("stayed away", "left out", "refused")
counts as denying wherever it stands, so that a rephrased negation is never called lost. This is the only rule about
meaning: on two sets of labelled claims, which it was not written from, it caught 11 false claims and refused 2 true
ones. Where a model reads the claims, it is not used.

A quotation has lost its context if its source denies the quoted words, makes them depend on a condition or asks them,
and the claim does not say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..lang.language import PHRASES, WHOLE, Language, denials, load_language, pattern_of
from ..nlp.tokenize import folded_words, is_denial, is_negation, terms, words

_MARKS = r"[;:.!?()]|,"  # that end a clause
_MARKS_WITHIN = re.compile(r"[;:,()—–]")  # those that end a clause within a sentence
_CLOSING = " ”’\"'»)"
_NEXT_WORD = 30  # characters in which the next word stands
_BESIDE = 5  # words in front of a quotation in which the source itself denies it
_MOST = 100  # clauses of the sources looked at: the work for a claim stays linear
_REACH = 5  # words after a negation in which the word it denies stands


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: the stems of its content words, the stems that a negation denies (with it), whether it denies."""

    stems: frozenset[str]
    denied: dict[str, str]
    negative: frozenset[str]


def lost_negation(claim: str, sources: Sequence[str], language: str = "en") -> str:
    """The negation of the sources that a claim has lost; "" if it lost none, or its language has no data."""
    data = load_language(language)
    if not data.negations:
        return ""
    claimed = _clauses(claim, data)
    cited = [clause for source in sources for clause in _clauses(source, data)][:_MOST]
    for clause in cited:
        for stem, negation in clause.denied.items():
            if any(stem in other.stems and stem not in other.denied for other in cited):
                continue
            stating = [other for other in claimed if stem in other.stems]
            if stating and not any(other.negative - {stem} for other in stating):
                return negation
    return ""


def lost_context(claim: str, before: str, after: str, language: str, *, is_whole: bool = False) -> str:
    """What changes the sense of quoted words in their source and is missing in the claim: "don't", "if", "?"; else "".

    `before` and `after` are the rest of the source's sentence. `is_whole`: the source's own quotation begins with the
    same words, so that `before` is the source's own. In every language that has negations; conditions and questions in
    those that have words for them.
    """
    data = load_language(language)
    clause = _last_clause(before, data)
    denied = denials(language).search(" ".join(clause.split()[-_BESIDE:]) if is_whole else clause)
    if denied and not _is_negative(claim, language):
        return denied.group()
    if is_whole:
        return ""
    candidates = words(pattern_of(language, "no_conditions").sub(" ", before))
    condition = next((word for word in candidates if word.lower() in data.conditions), "")
    if condition and _words_of(claim).isdisjoint(data.conditions | data.conditionals):
        return condition
    is_asked = bool(data.asking) and after.rstrip(_CLOSING)[-1:] == "?" and "?" not in claim
    return "?" if is_asked and _words_of(claim).isdisjoint(data.conditions | data.asking) else ""


@lru_cache(maxsize=256)
def _is_negative(claim: str, language: str) -> bool:
    """Whether a claim denies anything, by a word or by its sense."""
    clauses = _clauses(claim, load_language(language))
    return bool(denials(language).search(claim)) or any(clause.negative for clause in clauses)


@lru_cache(maxsize=256)
def _words_of(claim: str) -> frozenset[str]:
    return frozenset(folded_words(claim))


def _last_clause(before: str, data: Language) -> str:
    """The clause that words stand in, as far as it goes before them. A comma ends none before "that"."""
    before = pattern_of(data.code, "harmless_negations").sub(" ", before)
    patterns = (_MARKS_WITHIN, pattern_of(data.code, "conjunctions"))
    ends = [found.end() for pattern in patterns for found in pattern.finditer(before)]
    for end in sorted(ends, reverse=True):
        behind = words(before[end : end + _NEXT_WORD])[:1]
        if before[end - 1] != "," or not behind or behind[0].lower() not in data.that:
            return before[end:]
    return before


def _clauses(text: str, data: Language) -> list[_Clause]:
    """Cut a text into clauses; a clause without a verb of its own still counts, for lists are cut too."""
    text = pattern_of(data.code, "harmless_negations").sub(lambda found: " " * len(found.group()), text)
    ends = pattern_of(data.code, "clause_breaks", rf"{_MARKS}|{WHOLE}")
    return [_clause(part, data) for part in ends.split(text.replace("’", "'")) if part.strip()]


def _clause(part: str, data: Language) -> _Clause:
    found = folded_words(part)
    denied: dict[str, str] = {}
    for at, word in enumerate(found):
        refuses = word.startswith(data.denying_verbs) and found[at + 1 : at + 2] == [data.infinitive_mark]
        if refuses or is_negation(word, data):
            stem = _next_content(found[at + 1 : at + 1 + _REACH], data)
            if stem:
                denied.setdefault(stem, word)
    negative = frozenset(
        _stem(word, data.code)
        for word in found
        if is_denial(word, data) or word.startswith(data.denying_beginnings) or word in data.denying_words
    )
    if pattern_of(data.code, "denying_phrases", PHRASES, 0).search(" ".join(found)):
        negative |= {""}
    return _Clause(frozenset(_stem(word, data.code) for word in found if _is_content(word, data)), denied, negative)


def _next_content(after: Iterable[str], data: Language) -> str:
    """The stem of the first content word, adverbs aside."""
    adverb = data.adverb_ending
    content = (word for word in after if _is_content(word, data) and not (adverb and word.endswith(adverb)))
    return next((_stem(word, data.code) for word in content), "")


def _is_content(word: str, data: Language) -> bool:
    return word not in data.weak_words and word not in data.function_words and word not in data.bare_speech_verbs


def _stem(word: str, language: str) -> str:
    return next(iter(terms(word, language)), word)
