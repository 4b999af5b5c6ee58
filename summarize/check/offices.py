"""A person given another office than the cited sentences give: "Secretary of State" for "Treasury Secretary". English.

Only offices that stand right before the name are read, and only where both texts have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_HEAD = (
    r"Secretary|Minister|President|Premier|Chancellor|Governor|Mayor|Senator|Ambassador|Adviser|Advisor|Envoy|Director"
    r"|Commissioner|Chairman|Chairwoman|Speaker|Justice|Judge|Attorney|General|Chief"
)
_WORD = r"[A-Z][\w.’-]{1,30}"
_OFFICE = rf"(?:{_WORD} ){{0,3}}(?:{_HEAD})(?: (?:of (?:the )?{_WORD}(?: {_WORD})?|General))?"
_NAMED = re.compile(rf"\b({_OFFICE}) ((?:{_WORD} ){{0,2}}{_WORD})")
_NO_OFFICE = frozenset(("of", "the", "us", "u.s", "u.s.", "mr", "dr", "then", "former"))
_KNOWN = 5  # letters by which a word is known in another form: Ukrainian, Ukraine


def other_office(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """An office with its holder that a claim gives, and the one its sources give them; ("", "") where none differ."""
    there: dict[str, list[str]] = {}
    for source in sources:
        for office, name in _held(source):
            there.setdefault(name.split()[-1], []).append(office)
    for office, name in _held(text):
        known = there.get(name.split()[-1], [])
        if known and all(_differ(office, other) for other in known):
            return f"{office} {name}", known[0]
    return "", ""


def _held(text: str) -> Iterator[tuple[str, str]]:
    """Every office in a text with the name behind it, possessive ending aside."""
    for match in _NAMED.finditer(text):
        yield match[1], re.sub(r"[’']s$", "", match[2]).rstrip(".")


def _differ(one: str, other: str) -> bool:
    """Whether each of two offices has a word that the other lacks."""
    mine, theirs = _words(one), _words(other)
    return bool(mine - theirs and theirs - mine)


def _words(office: str) -> set[str]:
    return {word[:_KNOWN] for word in office.lower().split() if word not in _NO_OFFICE}
