"""What a sentence says about a matter, by the family of its predicate and its side: "did not sign" answers no.

Reads a predicate with the negation before it, its name and the words that follow; what is only wished, feared, expected
or conditional is not a stance. Compares nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..lang.stances import Predicates, predicates
from .names import Name
from .tokenize import COMPOUND, terms

_BREAK = re.compile(r"[.;:!?()—–]|,\s(?:but|and|while|mas|e|enquanto)\s")
_END = re.compile(r"[,.;:!?]\s")
_BEFORE = 4  # words before a predicate in which it can be denied or put in doubt
_LOOKED_BACK = 60  # characters in which they stand
_PASSIVE = 2  # words in front of a predicate in which an auxiliary makes it a passive
_NEAR = 25  # characters behind "by" in which the name stands
_AFTER = 4  # words behind it that say what it is about
_LOOKED_AHEAD = 70
_TURNED = {"yes": "no", "no": "yes", "done": "not done", "discussed": "not discussed", "agreed": "not agreed"}
_ASIDE = ("open", "coming")  # sides that a word like "would" does not take away


@dataclass(frozen=True, slots=True)
class Stance:
    """One predicate of a sentence: its family and side, whose it is ("" if no name comes before it), what it is about.

    `about` are the stems of the words that follow, names among them.
    """

    family: str
    side: str
    actor: str
    about: frozenset[str]
    start: int
    end: int


def stances(text: str, language: str, named: tuple[Name, ...]) -> tuple[Stance, ...]:
    """The stances of a sentence in order; `named` are its names. () in a language without data."""
    known = predicates(language)
    if known is None or not known.pattern.search(text):
        return ()
    taken = [match.span() for match in known.mute.finditer(text)]
    found = []
    for match in known.pattern.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        for family, side in known.told(match[0].lower()):
            sure = _turned(text, match.start(), side, known)
            if sure:
                about = _about(text, match.end(), language)
                found.append(Stance(family, sure, _actor(text, match, named, known), about, match.start(), match.end()))
    return tuple(found)


def _turned(text: str, place: int, side: str, known: Predicates) -> str:
    """The side with the negation before it applied; "" for what is not a fact."""
    before = _BREAK.split(text[max(0, place - _LOOKED_BACK) : place])[-1]
    words = [word[0].lower() for word in COMPOUND.finditer(before)][-_BEFORE:]
    denied = any(word in known.negations or word.endswith(("n't", "n’t")) for word in words)
    if denied:
        return _TURNED.get(side, "")
    if side in _ASIDE:  # "would consider" is considering; "has a duty to consider" is not
        return "" if words[-1:] == ["to"] else side
    return "" if not known.unreal.isdisjoint(words[-3:]) else side


def _actor(text: str, match: re.Match[str], named: tuple[Name, ...], known: Predicates) -> str:
    """The last word of the name whose deed a predicate is: the last one before it or, in a passive, the one after "by";
    "" if there is none.
    """
    words = [word[0].lower() for word in COMPOUND.finditer(text, max(0, match.start() - _LOOKED_BACK), match.start())]
    if match[0].lower() not in known.states and not known.passive.isdisjoint(words[-_PASSIVE:]):
        behind = COMPOUND.match(text, match.end() + 1)
        if not behind or behind[0].lower() not in known.by:
            return ""
        return next((name.words[-1] for name in named if behind.end() < name.start <= behind.end() + _NEAR), "")
    before = [name for name in named if name.end <= match.start() and name.certain]
    return before[-1].words[-1] if before else ""


def _about(text: str, place: int, language: str) -> frozenset[str]:
    rest = _END.split(text[place : place + _LOOKED_AHEAD], maxsplit=1)[0]
    words = [word for word in COMPOUND.findall(rest) if word[0].isalpha()][:_AFTER]
    return frozenset(terms(" ".join(words), language))
