"""Disagreements that a model reports or a strict rule found, with evidence for every side, and who may state them.

A side that does not hold is no side. What is disputed may be told as somebody's, never as fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..prepare import Difference
from ..records import Claim, Disagreement, Notice, Position
from ..text.instructions import speaks_to_program
from ..text.speech import find_speaker
from ..text.words import folded_words, terms, words
from .assignment import Assignment
from .judgements import added_judgement
from .recite import evidence_of
from .replies import Dispute, Proposal
from .sides import side_of

_UNNAMED = "A point on which the articles differ"  # what the model called it is not in their passages
_LABEL = 2  # content words of a point that may be a label of the program's own: "The price"
_SHOWN = 90  # characters of a point in a warning
_SAYS_IT = 0.6  # share of a side's content words from which a sentence says what it says


def checked_disagreements(
    assignment: Assignment, disputes: Sequence[Dispute], differences: Sequence[Difference] = ()
) -> tuple[tuple[Disagreement, ...], tuple[Notice, ...]]:
    """The disputes of which at least two sides hold, each on sentences of its own; each once. And what was lost.

    `differences` that the model does not report stand behind its own.
    """
    found: list[Disagreement] = []
    lost: list[Notice] = []
    seen: set[frozenset[int]] = set()
    for dispute in disputes:
        sides = _sides(assignment, dispute.positions)
        touched = frozenset(number for side in sides for number in side.cites)
        if touched in seen or not dispute.point:
            continue
        if len(sides) < max(2, len(dispute.positions)):
            lost.append(_notice(assignment, dispute, len(sides)))
        if len(sides) < 2:
            continue
        seen.add(touched)
        positions = tuple(_position(assignment, side) for side in sides)
        point = dispute.point
        if not _is_borne(assignment, point, positions):
            message = f"what the model calls a disagreement is not in its passages, and left out: “{_short(point)}”"
            lost.append(Notice("point_dropped", message))
            point = _UNNAMED
        found.append(Disagreement(id=f"d{len(found) + 1}", point=point, kind=dispute.kind, positions=positions))
    new = [each.record for each in differences if not any(_is_same(each.record, other) for other in found)]
    found += [replace(record, id=f"d{len(found) + n}") for n, record in enumerate(new, 1)]
    return tuple(found), tuple(dict.fromkeys(lost))


def _is_borne(assignment: Assignment, point: str, positions: Sequence[Position]) -> bool:
    """Whether the passages of all sides bear what the model says the disagreement is about."""
    evidence = tuple(item for position in positions for item in position.evidence)
    language = assignment.story.language
    said = set(terms(point, language))
    held = {term for item in evidence for term in terms(item.text, language)}
    foreign = len(said) > _LABEL and said.isdisjoint(held)
    if not words(point) or foreign or speaks_to_program(point):
        return False
    checks = assignment.judge(Claim(id="d", text=point, evidence=evidence))
    failed = any(check.outcome == "fail" and check.name != "support" for check in checks)
    return not failed and not added_judgement(point, (item.text for item in evidence))


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    """Whether two disagreements have two sides each on the same sentences."""
    shared = [
        position for position in one.positions if any(_places(position) & _places(each) for each in other.positions)
    ]
    return len(shared) > 1


def _places(position: Position) -> set[tuple[str, int]]:
    return {(item.article, item.start) for item in position.evidence}


@dataclass(frozen=True, slots=True)
class Sides:
    """What tells whether a sentence takes a side: the contradictions that are listed, and the figures that differ."""

    assignment: Assignment
    disagreements: Sequence[Disagreement]
    differences: Sequence[Difference]

    def taken(self, proposal: Proposal) -> str:
        """Why a sentence may not be printed: it states one side as fact. "" when it does not, or says whose it is."""
        if find_speaker(proposal.text).kind:  # in the sentence itself: that is what is printed
            return ""
        if side_of(proposal.text, self.differences):
            return "it states one side of a disagreement as fact"
        contradictions = (each for each in self.disagreements if each.kind == "contradiction")
        taken = next((each for each in contradictions if self._repeats_one(proposal, each)), None)
        return f"it states one side of the disagreement {taken.id} as fact" if taken else ""

    def _repeats_one(self, proposal: Proposal, disagreement: Disagreement) -> bool:
        """Whether a sentence rests on one side's passages alone, and says what that side says."""
        places = {(item.article, item.start) for item in self.assignment.cited(proposal)}
        touched = [position for position in disagreement.positions if places & _places(position)]
        if len(touched) != 1:
            return False
        language = self.assignment.story.language
        said = set(terms(touched[0].text, language))
        return len(said & set(terms(proposal.text, language))) >= _SAYS_IT * len(said)


def _notice(assignment: Assignment, dispute: Dispute, held: int) -> Notice:
    """What the reader must know of a dispute that lost a side."""
    fate = "left out" if held < 2 else "shown in part"
    why = next(
        (faults[0] for each in dispute.positions if (faults := assignment.faults(each, side=True))),
        "on the same sentences",
    )
    point = _short(dispute.point)
    sides = f"{held} of {len(dispute.positions)} sides hold; {why}"
    message = f"a disagreement that the model reports is {fate}: “{point}” ({sides})"
    return Notice("disagreement_dropped" if held < 2 else "position_dropped", message)


def _short(point: str) -> str:
    return point if len(point) <= _SHOWN else point[: _SHOWN - 1] + "…"


def _sides(assignment: Assignment, positions: Sequence[Proposal]) -> list[Proposal]:
    """The positions that hold, and neither say nor rest on the very same as one before."""
    sides: list[Proposal] = []
    for position in positions:
        taken = any(set(position.cites) == set(other.cites) or _equal(position, other) for other in sides)
        if not taken and not assignment.faults(position, side=True):
            sides.append(position)
    return sides


def _equal(one: Proposal, other: Proposal) -> bool:
    """Whether two sides are one sentence, word for word."""
    return folded_words(one.text) == folded_words(other.text)


def _position(assignment: Assignment, side: Proposal) -> Position:
    evidence = evidence_of(assignment.statements, side.cites, "model")
    days = {each.id: each.published for each in assignment.story.articles}
    known = sorted({day for item in evidence if (day := days[item.article])})
    return Position(text=side.text, evidence=evidence, published=known[0] if known else None)
