"""Disagreements that a model reports, with evidence for every side. A side that does not hold is no side."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Disagreement, Notice, Position
from .assignment import Assignment
from .recite import evidence_of
from .replies import Dispute, Proposal

_SHOWN = 90  # characters of a point in a warning


def checked_disagreements(
    assignment: Assignment, disputes: Sequence[Dispute]
) -> tuple[tuple[Disagreement, ...], tuple[Notice, ...]]:
    """The disputes of which at least two sides hold, each on sentences of its own; each once. And what was lost."""
    found: list[Disagreement] = []
    lost: list[Notice] = []
    seen: set[frozenset[int]] = set()
    for dispute in disputes:
        sides = _sides(assignment, dispute.positions)
        touched = frozenset(number for side in sides for number in side.cites)
        if touched in seen or not dispute.point:
            continue
        if len(sides) < len(dispute.positions):
            lost.append(_notice(assignment, dispute, len(sides)))
        if len(sides) < 2:
            continue
        seen.add(touched)
        positions = tuple(_position(assignment, side) for side in sides)
        found.append(Disagreement(id=f"d{len(found) + 1}", point=dispute.point, kind=dispute.kind, positions=positions))
    return tuple(found), tuple(dict.fromkeys(lost))


def _notice(assignment: Assignment, dispute: Dispute, held: int) -> Notice:
    """What the reader must know of a dispute that lost a side."""
    fate = "left out" if held < 2 else "shown in part"
    why = next(
        (faults[0] for each in dispute.positions if (faults := assignment.faults(each))), "on the same sentences"
    )
    point = dispute.point if len(dispute.point) <= _SHOWN else dispute.point[: _SHOWN - 1] + "…"
    sides = f"{held} of {len(dispute.positions)} sides hold; {why}"
    message = f"a disagreement that the model reports is {fate}: “{point}” ({sides})"
    return Notice("disagreement_dropped" if held < 2 else "position_dropped", message)


def _sides(assignment: Assignment, positions: Sequence[Proposal]) -> list[Proposal]:
    """The positions that hold and do not rest on the very sentences of one before."""
    sides: list[Proposal] = []
    for position in positions:
        taken = any(set(position.cites) == set(other.cites) for other in sides)
        if not taken and not assignment.faults(position):
            sides.append(position)
    return sides


def _position(assignment: Assignment, side: Proposal) -> Position:
    evidence = evidence_of(assignment.statements, side.cites, "model")
    days = {each.id: each.published for each in assignment.story.articles}
    known = sorted({day for item in evidence if (day := days[item.article])})
    return Position(text=side.text, evidence=evidence, published=known[0] if known else None)
