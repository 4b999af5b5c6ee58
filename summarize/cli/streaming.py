"""The sentences in a reply that is still being written: JSON without its end. Shows, never judges."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize import Event

# What stands under the key "text", to its end or to where the reply has come. Inside a JSON string every quotation mark
# is escaped, so a key cannot be met there.
_TEXT = re.compile(r'"text"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.)*)', re.DOTALL)
_DISPUTES = '"disagreements"'
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

    def sentences(self) -> list[str]:
        """The headline and the sentences so far; the last one may be unfinished."""
        text = "".join(self._parts)[:LONGEST].partition(_DISPUTES)[0]
        return [sentence for found in _TEXT.findall(text) if (sentence := _plain(found))]


def _plain(text: str) -> str:
    """The inside of a JSON string as text on one line; an escape that is not whole yet is left out."""
    for beginning in (text, text.rpartition("\\")[0]):
        try:
            return " ".join(str(json.loads(f'"{beginning}"', strict=False)).split())
        except ValueError:
            continue
    return ""
