"""What a summary says of its reports, disagreements and names, compared with what its articles give when read again.

Covers only what a rule decides: which articles are one report, which figures differ, which spellings are one name.
What a model reported in addition is judged passage by passage elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from ..nlp.speakers import find_speaker
from ..records import Claim, Disagreement, NamedPerson, Origin
from .findings import FindingCollector

if TYPE_CHECKING:
    from ..prepare import Difference, Story

_DECIDED = ("articles", "name", "confidence", "why", "evidence", "alignments")  # all of an origin except its id
_Place = tuple[object, object]  # article, start


def retrace_origins(story: Story, said: object, ledger: FindingCollector) -> None:
    """Find the origins of all articles again, and note each that the file does not have."""
    listed = [{key: item.get(key) for key in _DECIDED} for item in _mappings(said)]
    for origin in story.origins:
        true = _as_json(origin)
        if {key: true[key] for key in _DECIDED} not in listed:
            who = ", ".join(origin.articles)
            found = f"{origin.confidence or 'of no known report'}{f', {origin.name}' if origin.name else ''}"
            ledger.add(f"origins: read again, {who} is one origin ({found})", token=who, where="origins")


def retrace_disagreements(story: Story, said: object, claims: Sequence[Claim], ledger: FindingCollector) -> None:
    """Find the differing figures again; note each that the file does not list, and each claim that takes a side."""
    from ..prepare import differences_of, find_off_topic

    differences = differences_of(story, find_off_topic(story).articles)
    listed = [[_places(position.get("evidence")) for position in _mappings(item.get("positions"))]
              for item in _mappings(said)]  # fmt: skip
    for difference in differences:
        if not any(_is_listed(difference, positions) for positions in listed):
            point = difference.record.point
            ledger.add(f"disagreements: read again, the articles differ: {point}", token=point, where="disagreements")
        for place in difference.one_sided([claim.text for claim in claims]):
            claim = claims[place]
            if not claim.attributed_to and not find_speaker(claim.text).kind:
                ledger.add(f"it takes a side: {difference.record.point}", claim=claim.id, token=claim.text)


def retrace_told_differently(story: Story, said: object, ledger: FindingCollector) -> None:
    """Find what is told differently again; note each entry that the file lacks or changes, and each it adds."""
    from ..prepare import differences_of, find_off_topic, told_differently

    off_topic = find_off_topic(story).articles
    true = [_as_json(each) for each in told_differently(story, off_topic, differences_of(story, off_topic))]
    listed = said if isinstance(said, list) else []
    for each in true:
        if each not in listed:
            message = f"told_differently: {each['point']} is not listed as found again"
            ledger.add(message, token=each["point"], where="told_differently")
    for item in listed:
        if item not in true:
            name = item.get("point") if isinstance(item, Mapping) else item
            message = f"told_differently: {name!r:.60} is not found again as it is listed"
            ledger.add(message, token=name, where="told_differently")


def retrace_names(story: Story, wanted: object, said: object, ledger: FindingCollector) -> None:
    """Find the spellings of persons again, and note where the file has others."""
    from ..prepare.entities.people import find_people

    wanted = wanted if isinstance(wanted, str) else ""
    people = find_people(story.articles, story.sentences, story.origins, story.language, wanted)
    true = [_as_json(person) for person in people]
    listed = said if isinstance(said, list) else []
    for person in true:
        if person not in listed:
            ledger.add(f"names: {person['name']} is not listed as found again", token=person["name"], where="names")
    for person in listed:
        if person not in true:
            name = person.get("name") if isinstance(person, Mapping) else person
            ledger.add(f"names: {name!r:.60} is not found again as it is listed", token=name, where="names")


def _is_listed(difference: Difference, positions: Sequence[set[_Place]]) -> bool:
    """Whether two sides of a difference have separate passages under one disagreement."""
    sides = [{(item.article, item.start) for item in each.evidence} for each in difference.record.positions]
    return sum(any(side & places for places in positions) for side in sides) > 1


def _places(evidence: object) -> set[_Place]:
    found = [(item.get("article"), item.get("start")) for item in _mappings(evidence)]
    return {place for place in found if isinstance(place[0], str) and isinstance(place[1], int)}


def _as_json(record: Origin | NamedPerson | Disagreement) -> dict[str, object]:
    """A record as a file gives it: with lists for tuples."""
    found: dict[str, object] = json.loads(json.dumps(asdict(record)))
    return found


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
