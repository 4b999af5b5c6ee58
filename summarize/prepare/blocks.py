"""Paragraphs of an article: its lines, or the runs of lines that a fixed line width cut apart.

Also the glue inside a line: agency datelines and site names that run into the text without a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .shapes import BULLET as LIST_MARK
from .shapes import Shape

__all__ = ["LIST_MARK", "Block", "dateline_length", "find_blocks", "split_at_separators"]

_WRAP_LEAST, _WRAP_MOST = 45, 110  # characters: widths at which people and mail programs break lines
# Separators between a headline, the site's name and what follows. " - " only splits when spaces stand on both sides.
_BAR = re.compile(r" [|\\·•»›] | :: ")
_BAR_OR_DASH = re.compile(r" [|\\·•»›–—-] | :: ")
# "LISBON (Agency) -", "Munich, Feb. 3 —", "WASHINGTON, D.C. | AP -": a place, perhaps a date or an agency, then a dash.
_PLACE = (
    r"[^\W\d_a-z][\w’'.-]*(?:[ ,/]+(?:[^\W\d_a-z][\w’'.-]*|de|del|do|da|la|le|upon|on|am|sur|di|\d{1,2}\.?,?)){0,5}"
)
_DATELINE = re.compile(
    rf"\s*{_PLACE}\s?(?:\([^()]{{1,40}}\)\s*[-–—:.]*|[,.]?\s?[-–—]{{1,2}}(?=\s))\s*(?=[“\"‘]?[^\W_])"
)
_CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{3,8}\b)?\s*[—–|-]?\s+(?=[^\W\d_a-z“\"])")
_CITY_STOP = re.compile(r"\s*[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?\. (?=[^\W\d_a-z])")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: characters start..end of the article, without white space at either end, and its shape."""

    start: int
    end: int
    shape: Shape

    @property
    def size(self) -> int:
        """Number of words."""
        return len(self.shape.words)


def find_blocks(text: str) -> list[Block]:
    """The paragraphs of a text in order. Blank lines are in no block."""
    lines = _lines(text)
    if _is_wrapped(text, lines):
        lines = _unwrapped(text, lines)
    return [Block(start, end, Shape(text[start:end])) for start, end in lines]


def dateline_length(text: str) -> int:
    """Length in characters of a dateline glued to the front of a paragraph, 0 where there is none."""
    match = _DATELINE.match(text[:160])
    if match and _is_place(match.group()):
        return match.end()
    match = _CITY_STOP.match(text[:80]) or _CLOCK.match(text[:40])
    return match.end() if match and len(text) > 2 * match.end() else 0


def split_at_separators(text: str, *, dashes: bool) -> list[tuple[int, int]]:
    """The pieces of a line between bars and backslashes, or spaced dashes too, as offsets into the line."""
    pieces, start = [], 0
    for match in (_BAR_OR_DASH if dashes else _BAR).finditer(text):
        pieces.append((start, match.start()))
        start = match.end()
    return [(a, b) for a, b in [*pieces, (start, len(text))] if text[a:b].strip()]


def _is_place(found: str) -> bool:
    """Tell a dateline from a sentence that merely has a dash early: capitals throughout, or an agency in brackets."""
    head = re.split(r"[(–—-]", found, maxsplit=1)[0].strip(" ,.")
    return "(" in found or head.split(",")[0].isupper() or len(head.split()) <= 2


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        lead = len(line) - len(line.lstrip())
        length = len(line.strip())
        if length:
            spans.append((start + lead, start + lead + length))
        start += len(line)
    return spans


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most lines end in mid-sentence at about the same width."""
    if len(lines) < 6:
        return False
    widths = sorted(end - start for start, end in lines)
    wide = widths[int(0.9 * len(widths))]
    if not _WRAP_LEAST <= wide <= _WRAP_MOST:
        return False
    full = [(a, b) for a, b in lines if b - a > 0.75 * wide]
    open_ended = sum(text[b - 1] not in '.!?:”"' for a, b in full)
    return len(full) > 0.5 * len(lines) and open_ended > 0.5 * len(full)


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join each line to the one before it, unless a blank line, a list mark or a short line stands between."""
    wide = sorted(end - start for start, end in lines)[int(0.9 * len(lines))]
    joined = [lines[0]]
    for (before, after), (start, end) in zip(lines, lines[1:], strict=False):
        gap = text[after:start]
        parted = (
            gap.count("\n") > 1 or gap.count("\r") > 1 or after - before < 0.6 * wide or Shape(text[start:end]).bullet
        )
        if parted:
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined
