"""The first line of the review page: how many sentences came out how, and where the articles differ. Judges nothing.

Counts what the records hold, each sentence once, under its worst outcome. The texts are raw.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..records import Claim, Summary
from .labels import is_verbatim, plural
from .review_looks import needs_look

_SOME = {
    "own": "in the source’s own words",
    "supported": "read and supported",
    "values": "with names, figures and dates found in the sources, not read",
    "unchecked": "not checked",
}
_ALL_ONE = {
    "own": "each in its source’s own words",
    "supported": "read and supported",
    "values": "with names, figures, dates and quotations found in the sources, but not read",
    "unchecked": "not checked",
}
_VALUES = frozenset(("quotes", "numbers", "names", "dates"))


# The same beside one sentence in the checking view; a separate box says what to look at.
BRIEF = {
    "own": "word for word",
    "supported": "read and supported",
    "values": "values found, not read",
    "unchecked": "not checked",
    "look": "",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the verdict, the id of the place on the page that it leads to ("look": the first sentence to look at,
    "": nowhere), and the mark that separates it from the one before."""

    words: str
    link: str = ""
    after: str = ";"


def verdict(summary: Summary) -> list[Part]:
    """The sentences first, then what else a reader must know: what differs, what was not used."""
    unused = sum(not item.duplicate for item in summary.skipped)
    known = (
        (len(summary.disagreements), "point differs", "points differ", "disagreements"),
        (len(summary.told_differently), "point is told differently", "points are told differently", "told"),
        (unused, "input was not used", "inputs were not used", "notes"),
    )
    more = [Part(f"{count:,} {one if count == 1 else many}", link) for count, one, many, link in known if count]
    return [*_sentences(summary), *more]


def line(summary: Summary) -> str:
    """The verdict as one line of text."""
    first, *more = verdict(summary)
    return first.words + "".join(f"{part.after} {part.words}" for part in more)


def outcome(claim: Claim) -> str:
    """How a claim came out, at its worst: a key of the words above."""
    if needs_look(claim):
        return "look"
    if is_verbatim(claim):
        return "own"
    passed = {check.name for check in claim.checks if check.outcome == "pass"}
    if "meaning" in passed:
        return "supported"
    return "unchecked" if passed.isdisjoint(_VALUES) else "values"


def _sentences(summary: Summary) -> list[Part]:
    found = Counter(map(outcome, summary.claims))
    every = plural(len(summary.claims), "sentence")
    if not found:
        return [Part("No sentence")]
    look = found.pop("look", 0)
    if not look and len(found) == 1:
        return [Part(f"{every}, {_ALL_ONE[next(iter(found))]}")]
    said = ", ".join(f"{found[key]:,} {words}" for key, words in _SOME.items() if found[key])
    if not said:
        return [Part(every), Part("all to look at" if look > 1 else "to look at", "look", ",")]
    return [Part(f"{every}: {said}"), *([Part(f"{look:,} to look at", "look", ",")] if look else [])]
