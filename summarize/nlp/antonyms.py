"""Whether two texts say opposite things of one matter, by words that come in pairs: "passed", "failed". English only.

A plain case needs no more than the words: one text has the one and lacks the other, the other text the reverse. What is
told by more than words is not seen.
"""

from __future__ import annotations

from .tokenize import folded_words

_PAIRS = (
    ("passed pass passes", "failed fail fails failing"),
    ("rose rise rises risen rising increased climbed grew", "fell fall falls fallen dropped decreased declined shrank"),
    ("guilty convicted", "innocent acquitted cleared"),
    ("opened open opens reopened", "closed close closes shut"),
    ("won wins win", "lost loses lose defeated"),
    ("accepted accepts approved approves agreed backed", "rejected rejects refused vetoed opposed turned"),
    ("confirmed confirms", "denied denies disputed"),
    ("higher more above", "lower less below fewer"),
    ("northern north", "southern south"),
    ("eastern east", "western west"),
    ("alive survived survive", "dead died killed"),
    ("arrived arrives", "left departed"),
    ("bought buys", "sold sells"),
    ("true", "false untrue wrong"),
)  # fmt: skip
_OPPOSITES = tuple((frozenset(one.split()), frozenset(other.split())) for one, other in _PAIRS)
_UNSURE = frozenset(("may", "might", "could", "perhaps", "possibly", "reportedly", "allegedly", "alleged"))


def contrary(one: str, other: str) -> bool:
    """Whether one text has a word and the other its opposite alone, or only one of them says it as sure."""
    mine, theirs = frozenset(folded_words(one)), frozenset(folded_words(other))
    if bool(mine & _UNSURE) != bool(theirs & _UNSURE):
        return True
    return any(
        (mine & first and not mine & second and theirs & second and not theirs & first)
        or (mine & second and not mine & first and theirs & first and not theirs & second)
        for first, second in _OPPOSITES
    )
