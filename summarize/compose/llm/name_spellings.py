"""One spelling per person in what a model wrote. Words inside quotation marks stay as they were said.

This module is not for a draft of source sentences, which are somebody's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...nlp.speakers import outside_quotations
from ...records import NamedPerson


def speller(people: Sequence[NamedPerson]) -> Callable[[str], str]:
    """A function that writes every person's name in the chosen spelling, outside a text's quotations."""
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
    """Spellings and their replacements: a surname for a surname, a full name for a full name."""
    surname = person.name.rpartition(" ")[2]
    new = {spelling.text: person.name if " " in spelling.text else surname for spelling in person.spellings}
    return [(old, right) for old, right in new.items() if old != right]
