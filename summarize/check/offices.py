"""A person given another office than the cited sentences give: "Secretary of State" for "Treasury Secretary". English.

Only the field of an office is compared (state, treasury, defence ...), only where it stands right before the name, and
only where every mention of that surname in the sources has one: synonyms of offices are many, and namesakes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.words import word_set

_FIELDS = word_set(
    "state treasury defense defence interior commerce health education energy labor labour transport transportation "
    "homeland foreign finance justice agriculture environment economy trade home vice prime"
)
_ALIKE = {"defence": "defense", "labour": "labor", "transportation": "transport"}
_HEAD = r"(?:[Ss]ecretary|[Mm]inister|[Pp]resident|[Gg]overnor)"
_OFFICE = re.compile(
    rf"\b(?:([A-Za-z]{{4,14}}) {_HEAD}|{_HEAD} (?:of|for) (?:the )?([A-Z][a-z]{{3,13}})) "
    r"((?:[A-Z][\w.’'-]{0,20} ){0,2}[A-Z][\w’-]{1,30})"
)
_DAYS = word_set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def other_office(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """An office with its holder that a claim gives, and the one its sources give them; ("", "") where none differ."""
    evidence = " ".join(sources)
    there = _held(evidence)
    for name, (field, written) in _held(text).items():
        known = there.get(name)
        alone = len(re.findall(rf"\b{re.escape(name)}\b", evidence)) == 1
        if known and known[0] != field and alone:
            return written, known[1]
    return "", ""


def _held(text: str) -> dict[str, tuple[str, str]]:
    """Fields of offices by surname, each with the words that say so."""
    found: dict[str, tuple[str, str]] = {}
    for match in _OFFICE.finditer(text):
        field = (match[1] or match[2]).lower()
        names = [re.sub(r"[’']s$", "", name) for name in match[3].split() if name not in _DAYS]
        if field in _FIELDS and names:
            found.setdefault(names[-1], (_ALIKE.get(field, field), match.group()))
    return found
