"""The finished lines of a reply that is still being written, with their numbers. Shows, never judges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize import Event

_MARKS = re.compile(r"[\s#*>_`~-]{0,20}")  # at a line's start, for a headline, a bullet or bold type
_NUMBERS = re.compile(r"(\[[\d, ]{1,60}\])\s?~?\s{0,9}(.*)")
LONGEST = 50_000  # characters of a reply that are read for the screen


class Written:
    """What a model has written so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def feed(self, event: Event) -> None:
        """Take the next words of a reply; `event.done` counts its characters so far, so a new reply is noticed."""
        if event.done == len(event.detail):
            self._parts, self._size = [], 0
        if self._size < LONGEST:
            self._parts.append(event.detail)
        self._size += len(event.detail)

    @property
    def words(self) -> int:
        """How many of the words read for the screen have come so far; marks and numbers do not count."""
        return sum(word[0].isalpha() for word in "".join(self._parts).split())

    def sentences(self) -> list[str]:
        """The headline and the sentences so far, whole lines only, each followed by its numbers."""
        text = "".join(self._parts)[:LONGEST]
        whole = text[: text.rfind("\n") + 1]
        return [sentence for line in whole.splitlines() if "[" in line and (sentence := _plain(line))]


def _plain(line: str) -> str:
    """A line as a sentence; "" for a disagreement."""
    bare = _MARKS.sub("", line, count=1).replace("**", "")
    if bare.startswith("!"):
        return ""
    leading = _NUMBERS.match(bare)
    return " ".join((f"{leading[2]} {leading[1]}" if leading else bare).split())
