"""Lines of a given width in terminal columns. Knows nothing about summaries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Ties a citation to the word before it; printed as a space.
TIE = "\u00a0"
_NEVER_FIRST = frozenset("、。，．：；！？）］｝」』】》〉〕…‥・ー％”’" + TIE)
_NEVER_LAST = frozenset("（［｛「『【《〈〔“‘")
_ISOLATE = ("\u2068", "\u2069")
_RIGHT_TO_LEFT = "\u200f"


def columns(text: str) -> int:
    """Width of a text in terminal columns: 2 for East Asian wide characters, 0 for combining and invisible ones."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    # U+FE0F makes the character before it an emoji, which is one column wider than its text form.
    if char == "\ufe0f":
        return 1
    return 0 if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff" else 1


def cut(text: str, width: int) -> str:
    """As much of a text as fits in so many columns, with "…" at its end if something is missing."""
    if columns(text) <= width:
        return text
    size = 1  # for the mark
    for place, char in enumerate(text):
        size += _columns(char)
        if size > width:
            return text[:place].rstrip() + "…"
    return text


def isolated(text: str) -> str:
    """A text with right-to-left letters in its own direction, so that it cannot reorder the line around it."""
    if text.isascii() or not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        return text
    return f"{_ISOLATE[0]}{text}{_ISOLATE[1]}"


def turned(text: str) -> str:
    """The mark that makes a paragraph run from right to left if its first letter does, else ""."""
    if text.isascii():
        return ""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return _RIGHT_TO_LEFT if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else ""


def wrapped(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` columns. `first` opens the first line, `rest` the others (None: blanks as wide).

    Breaks at spaces and between wide characters; a word that fits on no line is cut. A text with its own direction
    keeps it on every line.
    """
    rest = " " * columns(first) if rest is None else rest
    lines: list[str] = []
    line, size, begun = first, columns(first), False
    for space, piece in _pieces(text, max(2, width - max(size, columns(rest)))):
        gap = space if begun else ""
        if begun and size + len(gap) + columns(piece) > width:
            lines.append(line)
            line, size, gap = rest, columns(rest), ""
        line += gap + piece
        size += len(gap) + columns(piece)
        begun = True
    lines = [done.replace(TIE, " ").rstrip() for done in [*lines, line]]
    return lines if text.isascii() or _ISOLATE[0] not in text else list(_balanced(lines, first, rest))


def _balanced(lines: list[str], first: str, rest: str) -> Iterator[str]:
    """The lines, with each isolate closed at a line's end and reopened on the next: terminals know no paragraphs."""
    open_ones = 0
    for number, line in enumerate(lines):
        front = rest if number else first
        begun = open_ones
        for char in line:
            open_ones = max(0, open_ones + (char == _ISOLATE[0]) - (char == _ISOLATE[1]))
        yield front + _ISOLATE[0] * begun + line[len(front) :] + _ISOLATE[1] * open_ones


def _pieces(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """Unbreakable pieces of a text, each with the space before it, if any."""
    for word in text.split(" "):
        space = " "
        for part in _breakable(word):
            for piece in _cut(part, limit):
                yield space, piece
                space = ""


def _breakable(word: str) -> Iterator[str]:
    """A word's parts between which a line may break: only East Asian text has them."""
    if word.isascii():
        yield word
        return
    start = 0
    for place in range(1, len(word)):
        before, after = word[place - 1], word[place]
        wide = _columns(before) == 2 or _columns(after) == 2
        if wide and before not in _NEVER_LAST and after not in _NEVER_FIRST and _columns(after):
            yield word[start:place]
            start = place
    yield word[start:]


def _cut(part: str, limit: int) -> Iterator[str]:
    if columns(part) <= limit:
        yield part
        return
    start = size = 0
    for place, char in enumerate(part):
        width = _columns(char)
        if size + width > limit:
            yield part[start:place]
            start, size = place, 0
        size += width
    yield part[start:]
