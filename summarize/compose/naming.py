"""One spelling a person in what a model wrote. Words inside quotation marks stay as they were said.

A draft of source sentences, which are somebody's words, is not for this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..records import Claim, NamedPerson
from ..text.speech import outside_quotations
from .draft import Draft
from .recite import Judge, faults_of


def spell_alike(draft: Draft, people: Sequence[NamedPerson], judge: Judge) -> Draft:
    """Write every person's name in the chosen spelling, where the sentence still passes every check with it."""
    if not people:
        return draft
    change = _changer(people)

    def spelled(claim: Claim) -> Claim:
        text = change(claim.text)
        changed = replace(claim, text=text)
        return changed if text != claim.text and not faults_of(judge(changed)) else claim

    headline = spelled(Claim(id="headline", text=draft.headline, evidence=draft.headline_evidence)).text
    disagreements = tuple(
        replace(
            point,
            point=change(point.point),
            positions=tuple(
                replace(side, text=spelled(Claim(id=point.id, text=side.text, evidence=side.evidence)).text)
                for side in point.positions
            ),
        )
        for point in draft.disagreements
    )
    return replace(draft, headline=headline, claims=tuple(map(spelled, draft.claims)), disagreements=disagreements)


def _changer(people: Sequence[NamedPerson]) -> Callable[[str], str]:
    """A function that changes the spellings in a text, outside its quotations."""
    chosen = {old: new for person in people for old, new in _changes(person)}
    longest = sorted(chosen, key=lambda text: (-len(text), text))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?!\w|-\w)") if chosen else None

    def change(text: str) -> str:
        outside = outside_quotations(text)
        pieces, at = [], 0
        for match in pattern.finditer(text) if pattern else ():
            if outside[match.start() : match.end()] == match.group():
                pieces += [text[at : match.start()], chosen[match.group()]]
                at = match.end()
        return "".join([*pieces, text[at:]])

    return change


def _changes(person: NamedPerson) -> list[tuple[str, str]]:
    """Spellings and what stands in their place: a surname for a surname, a full name for a full name."""
    surname = person.name.rpartition(" ")[2]
    new = {spelling.text: person.name if " " in spelling.text else surname for spelling in person.spellings}
    return [(old, right) for old, right in new.items() if old != right]
