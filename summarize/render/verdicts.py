"""What an editor should look at: the reasons beside each claim, and the first line of the review page that counts them;
and what the summary lacks of what its reader asked for, with the error that amounts to.

Reads outcomes and spans from the records; judges nothing anew. Counts each sentence once, under its worst outcome. The
texts are raw; every sink escapes them itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ..errors import GateError, InputError, ProviderError, SummarizeError
from ..records import Check, CheckName, Claim, Disagreement, Evidence, Outcome, Summary
from . import labels
from .labels import is_verbatim, joined, plural

_NAMES: tuple[CheckName, ...] = get_args(CheckName)
_NOT_VALUES = ("verbatim", "meaning")
# The kinds of reasons by weight, each a filter to show only the claims it concerns.
KINDS = {
    "failed": "failed a check",
    "unsourced": "cites no source",
    "disputed": "on a point that differs",
    "told": "told differently elsewhere",
    "otherwise": "quotation worded otherwise elsewhere",
    "edited": "a day was cut",
    "unclear": "unclear",
    "unread": "not read",
    "compared": "cited by comparing words only",
    "alone": "rests on one report",
}
# What must be settled before a sentence can stand, with its mark in the text; the other kinds are worth knowing.
MARKS = {"failed": "check failed", "unsourced": "no source", "unclear": "unclear", "unread": "not read"}
TAGS = ("disputed", "told", "otherwise", "edited", "compared", "alone")
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
# What the reader asked for and did not get. Extras that were left out (a side, a citation, a headline) are no loss, and
# with a replaced sentence nothing is missing.
_LOST = frozenset(("sentence_dropped", "call_lost", "reply_cut_off"))
_SAID: dict[str, tuple[type[SummarizeError], str, str]] = {  # the error, the words for one, the words for more
    "fallback": (ProviderError, "the model could not be used, so the summary was written without it", ""),
    "inputs": (InputError, "1 input was not used", "{count:,} inputs were not used"),
    "off_topic": (
        InputError,
        "1 article is about something else and left out",
        "{count:,} articles are about something else and left out",
    ),
    "language": (InputError, "the summary is not in the language you asked for", ""),
    "checks": (GateError, "checks failed on {claims}", ""),
    "lost": (GateError, "part of what the model wrote was lost", ""),
    "unread": (GateError, "the model did not read every sentence", ""),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One reason to look at a claim: its kind, a key of `KINDS`, and what to say beside the claim."""

    kind: str
    words: str

    @property
    def settle(self) -> bool:
        """Whether the sentence cannot stand until somebody has settled it."""
        return self.kind in MARKS


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that shows only some of the claims: its kind, its name, and how many claims it shows."""

    kind: str
    words: str
    count: int


def looks(claim: Claim, disagreements: Iterable[Disagreement], told: Iterable[Disagreement] = ()) -> list[Look]:
    """The reasons to look at a claim, the weightiest first; none for a claim that needs no second look.

    That no model read a claim is a reason only if others were read; else it is said once for all.
    """
    disputed = touched(claim, disagreements)
    elsewhere = touched(claim, told)
    unread = any(check.name == "meaning" and check.outcome == "not_run" and check.by for check in claim.checks)
    compared = bool(claim.evidence) and all(span.by == "match" for span in claim.evidence)
    found = {
        "failed": any(check.outcome == "fail" for check in claim.checks),
        "unsourced": not claim.evidence,
        "disputed": f"the articles differ: point {', '.join(map(str, disputed))}" if disputed else "",
        "told": bool(elsewhere),
        "otherwise": bool(claim.worded_otherwise),
        "edited": labels.cut(claim),
        "unclear": labels.doubts(claim),
        "unread": unread,
        "compared": compared,
        "alone": bool(claim.evidence) and claim.origins <= 1,
    }
    return [Look(kind, why if isinstance(why, str) else KINDS[kind]) for kind, why in found.items() if why]


def needs_look(claim: Claim) -> bool:
    """Whether something about a claim has to be settled: it failed, cites no source, is unclear or was not read."""
    return any(look.settle for look in looks(claim, ()))


def filters(found: Sequence[Sequence[Look]]) -> list[Filter]:
    """The filters that tell claims apart: none that shows all of them, and none that shows the same as another."""
    offered: set[frozenset[int]] = {frozenset(), frozenset(range(len(found)))}
    choices = []
    settle = frozenset(place for place, each in enumerate(found) if any(look.settle for look in each))
    kinds = {
        kind: frozenset(p for p, each in enumerate(found) if kind in {look.kind for look in each}) for kind in KINDS
    }
    for kind, words, places in [("look", "to look at", settle), *((kind, KINDS[kind], kinds[kind]) for kind in KINDS)]:
        if places not in offered:
            offered.add(places)
            choices.append(Filter(kind, words, len(places)))
    return choices


def touched(claim: Claim, points: Iterable[Disagreement]) -> list[int]:
    """The numbers, from 1, of the points for which a claim's passages are evidence."""
    return [number for number, point in enumerate(points, 1) if _touches(claim, point)]


def all_checks(claim: Claim) -> list[Check]:
    """A claim's checks in the order of their names; one that the record does not mention was not run."""
    known = {check.name: check for check in claim.checks}
    return [known.get(name, Check(name, "not_run")) for name in _NAMES]


def outcomes(claim: Claim) -> list[tuple[Outcome, str]]:
    """How the checks of a claim came out, in a few phrases, failures first."""
    if labels.is_verbatim(claim):
        return [("pass", "quoted word for word")]
    told: list[tuple[Outcome, str]] = []
    order: tuple[Outcome, ...] = ("fail", "unclear", "pass", "not_run")
    for outcome in order:
        same = [check for check in all_checks(claim) if check.outcome == outcome and check.name not in _NOT_VALUES]
        if same:
            told.append((outcome, f"{', '.join(map(labels.check_name, same))}: {labels.check_words(same[0])}"))
    meaning = next(check for check in all_checks(claim) if check.name == "meaning")
    reader = f"{labels.check_name(meaning)}: " if meaning.by else ""
    return [*told, (meaning.outcome, reader + labels.check_words(meaning))]


def support(claim: Claim) -> str:
    """On how much a claim rests: "2 articles, 1 report only", with its kind where it is no plain fact.

    `Claim.articles` counts those that say all of it by themselves: of more that are cited none is known to.
    """
    kind = "" if claim.kind == "fact" else claim.kind
    several = len({span.article for span in claim.evidence})
    if several > claim.articles == 1:
        return joined([f"{several} articles together", kind])
    only = " only" if claim.origins == 1 else ""
    return joined([f"{plural(claim.articles, 'article')}, {plural(claim.origins, 'report')}{only}", kind])


def _touches(claim: Claim, point: Disagreement) -> bool:
    """Whether a claim rests on a passage that is evidence for one side of a disagreement."""
    sides = [span for position in point.positions for span in position.evidence]
    return any(_overlap(one, other) for one in claim.evidence for other in sides)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.article == other.article and one.start < other.end and other.start < one.end


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


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The gravest thing that is missing.

    `kind`: "fallback" (the model could not be used), "inputs" (`count` were not used), "off_topic" (`count` articles
    were set aside whole), "language" (not the one asked for), "checks" (`claims`, by id, failed one), "lost" (part of
    what a model wrote) or "unread" (sentences that a model was to read).
    """

    kind: Literal["fallback", "inputs", "off_topic", "language", "checks", "lost", "unread"]
    count: int = 0
    claims: tuple[str, ...] = ()

    @property
    def error(self) -> type[SummarizeError]:
        """The error that it is where nothing may be missing (`strict`)."""
        return _SAID[self.kind][0]

    @property
    def message(self) -> str:
        """What is missing, in words."""
        _, one, more = _SAID[self.kind]
        return (more if self.count > 1 else one).format(count=self.count, claims=", ".join(self.claims))


def find_shortfall(summary: Summary) -> Shortfall | None:
    """What is missing; None for a complete summary."""
    codes = {notice.code for notice in summary.warnings}
    if "fallback" in codes:
        return Shortfall("fallback")
    if missing := sum(not each.duplicate for each in summary.skipped):
        return Shortfall("inputs", missing)
    if off_topic := len({each.article for each in summary.omitted if each.reason == "off_topic"}):
        return Shortfall("off_topic", off_topic)
    if "language" in codes:
        return Shortfall("language")
    failed = tuple(claim.id for claim in summary.claims if any(check.outcome == "fail" for check in claim.checks))
    if failed:
        return Shortfall("checks", claims=failed)
    unread = Shortfall("unread") if "not_read" in codes else None
    return Shortfall("lost") if codes & _LOST else unread
