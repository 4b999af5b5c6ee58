"""Tell a negation that a claim gained or lost beside a word it shares with its evidence. English only.

A negation is read with the word it denies: the next content word of its clause. What other words deny by their sense
("stayed away", "left out") counts as denying wherever it stands, so that a rephrased negation is never called lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..text.irregular import base_form
from ..text.stop_words import STOP_WORDS
from ..text.words import folded_words, is_denial, is_negation, terms, word_set

_CLAUSE = re.compile(r"[;:.!?()]|,|\b(?:but|while|although|though|whereas|because|which|who)\b", re.IGNORECASE)
# What else denies by its sense: beginnings of words, whole words, wordings.
_NEGATIVE: tuple[str, ...] = (
    "unlik",
    "exclud",
    "ignor",
    "refrain",
    "cancel",
    "impossib",
    "unaccept",
    "dismiss",
    "shun",
    "ceas",
)
_NEGATIVE += ("skip", "abstain", "abandon", "forb", "prohib")
_WORDS = word_set(
    "stop stopped seldom rarely miss missed missing lost lose "
    "yet unclear uncertain unknown unmoved unhurt unharmed unchanged unless instead false silent free "
    "ruled dropped"
)
_PHRASES = re.compile(
    r"\b(?:left|leav\w+|stay\w*|cut|rul\w+|kept|keep\w*|ran|run|sat|held|opt\w*|back\w*)\s(?:\w+\s){0,3}?"
    r"(?:out|away|aside|off|back|down)\b|\bout of\b|\bfree of\b|\bcalled off\b|"
    r"\b(?:keep|keeps|kept|stop|stops|bar|bars|barred|ban|bans|banned)"
    r"\s(?:\w+\s){1,4}?from\b|\b(?:short|shy) of\b"
)
_TURNED_DOWN = re.compile(r"\bturn(?:s|ed|ing)?\s(?:\S+\s){0,3}?down\b")
_TWICE = re.compile(r"\b(not|never|\w+n't)\s(?:been\s)?(?:left out|ruled out|kept (?:out|away|from)|excluded|absent)\b")
_REFUSALS = word_set("reject rejected refuse refused decline declined rebuff rebuffed spurn spurned dismiss dismissed")
_SAYINGS = word_set("say tell state add note call describe claim announce declare stating saying telling calling")
_VERBS = ("refus", "fail", "declin")  # deny a verb that follows with "to"
_HARMLESS = re.compile(
    r"\b(?:no|not)\s(?:fewer|less|later|more|only|just|least|doubt|earlier|longer than|one of)\b|\bnot\swithout\b|"
    r"\bno\s(?:matter|wonder)\b|\bwithout\s(?:power|electricity|water|homes?|food|work|jobs?|parole|charges?)\b",
    re.IGNORECASE,
)
_REFUSAL, _SAYING = "(refuse)", "(say)"
_MOST = 100  # clauses of a source looked at: the work for a claim stays linear
_REACH = 5  # words after a negation in which the word it denies stands
_WEAK = word_set("yet able going been being having also even ever quite really fully explicitly directly")
_STRONG = frozenset(("not", "never", "cannot", "nobody", "nothing", "nor"))


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: the stems of its words, the stems that a negation denies (with it), the stems of what denies."""

    stems: frozenset[str]
    order: tuple[str, ...]
    denied: dict[str, str]
    negative: frozenset[str]
    twice: str

    def is_denied(self, stem: str) -> bool:
        """Whether a word of the clause is denied: by a negation of its own, or by anything that denies before it."""
        if stem == _SAYING or stem in self.denied:
            return stem in self.denied
        at = self.order.index(stem)
        return any(other in self.negative for other in self.order[:at] if other != stem) or "" in self.negative

    def denies(self, stem: str) -> bool:
        """Whether anything but the word itself makes the clause a denying one."""
        return bool(self.negative - {stem})


def turned_negation(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """A negation that a text has and its sources have not, or the other way round; ("", "") when neither can be shown.

    Gives (negation, "gained" or "lost").
    """
    said = _clauses(text)
    held = [clause for source in sources for clause in _clauses(source)[:_MOST]]
    gained = _gained(said, held)
    if gained:
        return gained, "gained"
    lost = _lost(said, held)
    return (lost, "lost") if lost else ("", "")


def _gained(said: Sequence[_Clause], held: Sequence[_Clause]) -> str:
    """A denied word of the claim that the evidence has, and never denies; "not" where the evidence denies nothing."""
    negative = any(clause.negative for clause in held)
    for clause in said:
        if clause.twice and negative and not any(other.twice for other in held):
            return clause.twice
        for stem, negation in clause.denied.items():
            there = [other for other in held if stem in other.stems]
            strong = negation in _STRONG or negation.endswith("n't")
            denying = any(other.is_denied(stem) for other in there) if strong else any(other.negative for other in held)
            if there and not denying:
                return negation
            if not there and not negative and strong:
                return negation
    return ""


def _lost(said: Sequence[_Clause], held: Sequence[_Clause]) -> str:
    """A word that the evidence denies, everywhere it stands, and the claim states in a clause that denies nothing."""
    for clause in held:
        for stem, negation in clause.denied.items():
            if any(stem in other.stems and stem not in other.denied for other in held):
                continue
            there = [other for other in said if stem in other.stems]
            if there and not any(other.denies(stem) for other in there):
                return negation
    return ""


def _clauses(text: str) -> list[_Clause]:
    """Cut a text into clauses; a clause without a verb of its own still counts, for lists are cut too."""
    text = _HARMLESS.sub(lambda found: " " * len(found.group()), text)
    return [_clause(part) for part in _CLAUSE.split(text.replace("’", "'")) if part.strip()]


def _clause(part: str) -> _Clause:
    found = _TURNED_DOWN.sub("rejected", " ".join(folded_words(part))).split()
    stems = frozenset(_stem(word) for word in found if _is_content(word))
    denied: dict[str, str] = {}
    for at, word in enumerate(found):
        if _denies(found, at):
            stem = _next_content(found[at + 1 : at + 1 + _REACH])
            if stem:
                denied.setdefault(stem, word)
    negative = frozenset(
        _stem(word) for word in found if is_denial(word) or word.startswith(_NEGATIVE) or word in _WORDS
    )
    if _PHRASES.search(" ".join(found)):
        negative |= {""}
    twice = _TWICE.search(" ".join(found))
    return _Clause(stems, tuple(map(_stem, found)), denied, negative, twice[1] if twice else "")


def _denies(found: Sequence[str], at: int) -> bool:
    word, after = found[at], found[at + 1 : at + 2]
    return is_negation(word) or (after == ["to"] and (word.startswith(_VERBS) or word == "yet"))


def _next_content(after: Iterable[str]) -> str:
    """The stem of the first content word, adverbs and auxiliaries aside."""
    return next((_stem(word) for word in after if _is_content(word) and not word.endswith("ly")), "")


def _is_content(word: str) -> bool:
    if word in _WEAK:
        return False
    return word not in STOP_WORDS["en"] or base_form(word) in _SAYINGS


def _stem(word: str) -> str:
    """One stem for all forms of a word; one for all ways of refusing, one for all plain words of saying."""
    base = base_form(word)
    if word in _REFUSALS:
        return _REFUSAL
    if base in _SAYINGS or base.removesuffix("ed") in _SAYINGS or base.removesuffix("d") in _SAYINGS:
        return _SAYING
    return next(iter(terms(base, "en")), base)
