"""The list of disagreements: those the model reports, with each side checked, and those a strict rule found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from ...nlp.prompt_injection import speaks_to_program
from ...nlp.tokenize import folded_words, terms
from ...prepare import Difference
from ...records import Claim, Disagreement, Notice, Position
from ..draft import excerpt
from .generation import CheckedClaim, GenerationContext
from .parsing import DraftDisagreement

Sides = Sequence[tuple[DraftDisagreement, Sequence[CheckedClaim]]]

_UNNAMED = "A point on which the articles differ"  # used if the model's own name for it is not in their passages
_LABEL_WORDS = 2  # content words of a point that may be a label of the program's own: "The price"


def list_disagreements(
    context: GenerationContext, reported: Sides, differences: Sequence[Difference] = ()
) -> tuple[tuple[Disagreement, ...], tuple[Notice, ...]]:
    """The reported ones of which at least two sides hold, each once, then `differences`; and notes of what was lost."""
    found: list[Disagreement] = []
    lost: list[Notice] = []
    for draft, checked in reported:
        positions = _positions(context, checked)
        if len(positions) < max(2, len(checked)):
            lost.append(_lost_side(draft, checked, len(positions)))
        if len(positions) < 2:
            continue
        point = context.spell(draft.point)
        if not _is_supported(context, point, positions):
            message = f"what the model calls a disagreement is not in its passages, and left out: “{excerpt(point)}”"
            lost.append(Notice("point_dropped", message))
            point = _UNNAMED
        record = Disagreement(id="", point=point, kind=_kind(context, positions), positions=positions)
        if not any(_is_same(record, other) for other in found):
            found.append(record)
    found += [each.record for each in differences if not any(_is_same(each.record, other) for other in found)]
    return tuple(replace(record, id=f"d{n}") for n, record in enumerate(found, 1)), tuple(dict.fromkeys(lost))


def _positions(context: GenerationContext, checked: Sequence[CheckedClaim]) -> tuple[Position, ...]:
    """The sides that hold, and neither say nor rest on the very same as an earlier one."""
    sides: list[CheckedClaim] = []
    for each in checked:
        if not each.failure and not any(_is_equal(each.claim, other.claim) for other in sides):
            sides.append(each)
    return tuple(_position(context, side.claim) for side in sides)


def _is_equal(one: Claim, other: Claim) -> bool:
    return one.evidence == other.evidence or folded_words(one.text) == folded_words(other.text)


def _position(context: GenerationContext, claim: Claim) -> Position:
    days = sorted(day for _, day in _days(context, claim) if day)
    evidence = context.index.with_copies(claim.evidence)
    return Position(text=claim.text, evidence=evidence, published=days[0] if days else None)


def _days(context: GenerationContext, claim: Claim | Position) -> list[tuple[str, str | None]]:
    """The articles behind a claim or side, with their days as given."""
    articles = {item.article for item in claim.evidence}
    return [(each.id, each.published) for each in context.story.articles if each.id in articles]


def _kind(context: GenerationContext, positions: Sequence[Position]) -> Literal["contradiction", "change_over_time"]:
    """A change over time if every article of one side appeared on a day before those of the next."""
    spans = []
    for position in positions:
        days = [(day or "")[:10] for _, day in _days(context, position)]
        if not all(days):
            return "contradiction"
        spans.append((min(days), max(days)))
    spans.sort()
    apart = all(last < first for (_, last), (first, _) in pairwise(spans))
    return "change_over_time" if apart else "contradiction"


def _is_supported(context: GenerationContext, point: str, positions: Sequence[Position]) -> bool:
    """Whether the passages of all sides support what the model says the disagreement is about."""
    evidence = tuple(item for position in positions for item in position.evidence)
    language = context.story.language
    said = set(terms(point, language))
    held = {term for item in evidence for term in terms(item.text, language)}
    foreign = len(said) > _LABEL_WORDS and said.isdisjoint(held)
    if not folded_words(point) or foreign or speaks_to_program(point):
        return False
    checks = context.checker.check(Claim(id="d", text=point, evidence=evidence)).checks
    return not any(check.outcome == "fail" for check in checks)


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    """Whether two disagreements have two sides each on the same sentences."""
    shared = [
        position for position in one.positions if any(_places(position) & _places(each) for each in other.positions)
    ]
    return len(shared) > 1


def _places(position: Position) -> set[tuple[str, int]]:
    return {(item.article, item.start) for item in position.evidence}


def _lost_side(draft: DraftDisagreement, checked: Sequence[CheckedClaim], held: int) -> Notice:
    """What the reader must know about a disagreement that lost a side."""
    disposition = "left out" if held < 2 else "shown in part"
    why = next((each.failure for each in checked if each.failure), "on the same sentences")
    message = f"a disagreement that the model reports is {disposition}: “{excerpt(draft.point)}”"
    message += f" ({held} of {len(checked)} sides hold; {why})"
    return Notice("disagreement_dropped" if held < 2 else "position_dropped", message)
