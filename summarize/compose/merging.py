"""Put notes that say alike together, and deal them out to as many merge calls as they need. Asks no model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..text.words import terms
from .assignment import Assignment
from .numbering import Sheet, list_lines, number_tokens, weigh
from .replies import Proposal

_ALIKE = 0.4  # share of the shorter note's content words that two notes of one group have in common
_NEARLY = 0.6  # share of the longer note's content words below which two notes are not compared further
_COMMON = 60  # notes that share a word beyond which it brings nobody together
_CROWD = 12  # notes in one group at most: chains of likeness must not tie a whole story together


def grouped(proposals: Sequence[Proposal], language: str) -> list[list[int]]:
    """Places of notes that say alike, in groups; groups and their members in the order of the notes."""
    said = [frozenset(terms(proposal.text, language)) for proposal in proposals]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(said):
        for term in each:
            holders[term].append(place)
    group_of = list(range(len(proposals)))
    members = [[place] for place in range(len(proposals))]
    for place, each in enumerate(said):
        for other in sorted({o for term in each for o in holders[term][:_COMMON] if o < place}):
            one, two = group_of[other], group_of[place]
            alike = len(each & said[other]) >= _ALIKE * (min(len(each), len(said[other])) or 1)
            if one != two and alike and len(members[one]) + len(members[two]) <= _CROWD:
                members[one] += members[two]
                for moved in members[two]:
                    group_of[moved] = one
                members[two] = []
    return [sorted(group) for group in members if group]


def sheets_of(assignment: Assignment, proposals: Sequence[Proposal], room: int) -> list[tuple[Sheet, list[int]]]:
    """Sheets of notes of at most `room` tokens, evenly filled, groups kept together; with the places of their notes."""
    lines = [f"{proposal.text} {_bracket(assignment, proposal)}" for proposal in proposals]
    weights = weigh(lines, assignment.brief.encoding)
    digits = number_tokens(len(lines))
    groups = grouped(proposals, assignment.story.language)
    packs: list[list[int]] = [[]]
    total = sum(weights) + digits * len(lines)
    share = total / -(-total // room) if total > room else room
    load = 0
    for part in (part for group in groups for part in _fitting(group, weights, room // 2)):
        weight = sum(weights[place] + digits for place in part)
        if packs[-1] and (load + weight > room or load >= share):
            packs.append([])
            load = 0
        packs[-1] += part
        load += weight
    return [
        (list_lines([lines[p] for p in pack], [proposals[p].cites for p in pack], [weights[p] for p in pack]), pack)
        for pack in packs
    ]


def shortened(proposals: Sequence[Proposal], most: int) -> list[Proposal]:
    """The `most` weightiest notes, in their order."""
    ranked = sorted(range(len(proposals)), key=lambda place: (-proposals[place].weight, place))
    return [proposals[place] for place in sorted(ranked[:most])]


def distinct(assignment: Assignment, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Notes without those that repeat another one; the first stands for all, with all numbers that carry it."""
    found: list[Proposal] = []
    known: list[frozenset[str]] = []
    holders: dict[str, list[int]] = defaultdict(list)
    for proposal in proposals:
        said = frozenset(terms(proposal.text, assignment.story.language))
        shared = sorted({place for term in said for place in holders[term][:_COMMON]})
        near = [place for place in shared if len(said & known[place]) >= _NEARLY * max(len(said), len(known[place]))]
        same = next((place for place in near if _repeats(assignment, found[place], proposal)), None)
        if same is None:
            for term in said:
                holders[term].append(len(found))
            found.append(proposal)
            known.append(said)
        else:
            found[same] = _joined(assignment, found[same], proposal)
    return found


def _repeats(assignment: Assignment, one: Proposal, two: Proposal) -> bool:
    """Whether two notes say the same of the same speaker."""
    speakers = {one.attributed_to, two.attributed_to} - {None}
    return one.text == two.text or (len(speakers) < 2 and assignment.reciter.repeats(one.text, two.text))


def _joined(assignment: Assignment, one: Proposal, two: Proposal) -> Proposal:
    cites = tuple(dict.fromkeys((*one.cites, *two.cites)))
    both = replace(one, cites=cites, weight=max(one.weight, two.weight))
    return both if one.text == two.text or not assignment.faults(both) else one


def _fitting(group: list[int], weights: Sequence[int], most: int) -> list[list[int]]:
    """The group, or its single notes when it would fill more than half a call."""
    return [group] if sum(weights[place] for place in group) <= most else [[place] for place in group]


def _bracket(assignment: Assignment, proposal: Proposal) -> str:
    """How many articles and reports carry a note, or which single one."""
    articles = list(dict.fromkeys(a for number in proposal.cites for a in assignment.statements[number].articles))
    origins = sum(1 for origin in assignment.story.origins if set(articles) & set(origin.articles))
    if origins > 1:
        return f"({len(articles)} articles, {origins} reports)"
    described = assignment.weights.descriptions[articles[0]][0] if articles else ""
    return f"(1 report: {described})" if described else "(1 report)"
