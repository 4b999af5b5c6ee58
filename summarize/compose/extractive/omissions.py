"""The disposition of every sentence that no claim uses: the reason, and the claim that it repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from ...prepare import Story, foreign_articles
from ...records import Omission, OmissionReason, Sentence
from ..eligibility import Eligibility
from .candidates import Candidate
from .concepts import Unit
from .repeats import Corroboration

_Disposition = tuple[OmissionReason, str | None, str]


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What the engine decided: candidates, the units picked in reading order, and why others were not."""

    candidates: Sequence[Candidate]
    picked: Sequence[Unit]
    found: Corroboration
    eligibility: Mapping[int, Eligibility]


def list_omissions(story: Story, dispositions: Dispositions, off_topic: Set[str]) -> tuple[Omission, ...]:
    """Every sentence of the story that is not evidence, in order, with its reason."""
    used = {i for unit in dispositions.picked for i in unit.passages}.union(*dispositions.found.evidence)
    disposition: dict[tuple[str, int], _Disposition | None] = {}
    for i, candidate in enumerate(dispositions.candidates):
        decided = None if i in used else _decided(i, dispositions)
        disposition.update(dict.fromkeys(((s.article, s.number) for s in candidate.sentences), decided))
    disposition.update(_copies_of_pairs(dispositions))
    omitted, foreign = [], foreign_articles(story)
    for sentence in story.sentences:
        key = sentence.article, sentence.number
        decided = disposition[key] if key in disposition else _set_aside(sentence, off_topic, foreign)
        if decided:
            omitted.append(Omission(sentence.article, sentence.start, sentence.end, *decided))
    return tuple(omitted)


def _copies_of_pairs(dispositions: Dispositions) -> dict[tuple[str, int], _Disposition | None]:
    """A claim of two sentences is cited where they are side by side; one that is alone elsewhere is a repeat of it."""
    lone: dict[tuple[str, int], _Disposition | None] = {}
    for place, unit in enumerate(dispositions.picked, 1):
        first, last = dispositions.candidates[unit.passages[0]], dispositions.candidates[unit.passages[-1]]
        if first is last:
            continue
        starts = {(s.article, s.number) for s in first.sentences}
        ends = {(s.article, s.number) for s in last.sentences}
        paired = {(article, n) for article, n in starts if (article, n + 1) in ends}
        paired |= {(article, n + 1) for article, n in paired}
        lone.update(dict.fromkeys(sorted((starts | ends) - paired), ("duplicate", f"c{place}", "the same words")))
    return lone


def _decided(i: int, dispositions: Dispositions) -> _Disposition:
    """Why a candidate was not picked."""
    if i in dispositions.found.repeats:
        return "duplicate", f"c{dispositions.found.repeats[i] + 1}", "says what the claim says"
    eligibility = dispositions.eligibility.get(i)
    if i in dispositions.found.differing and not (eligibility and eligibility.fault):
        place, figures = dispositions.found.differing[i]
        return "budget", None, f"gives another figure than claim c{place + 1}: {figures}"
    if eligibility and eligibility.fault:
        return eligibility.fault, None, eligibility.why
    if eligibility and eligibility.judgements:
        return "budget", None, f"its writer judges (“{eligibility.judgements[0]}”): others go first"
    return "budget", None, ""


def _set_aside(sentence: Sentence, off_topic: Set[str], foreign: Set[str]) -> _Disposition:
    """Why a sentence was not even a candidate."""
    if sentence.article in off_topic & foreign:
        return "off_topic", None, "the article is in another language than the summary"
    if sentence.article in off_topic:
        return "off_topic", None, "the article is about something else"
    reason: OmissionReason = "orphan" if sentence.zone == "body" else sentence.zone
    return reason, None, sentence.reason
