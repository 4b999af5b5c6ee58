"""Paragraphs of an article: its lines, or the runs of lines that a fixed line width cut apart. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .line_features import LineFeatures

Span = tuple[int, int]  # characters, half open

_WIRE_CODES = re.compile(r"[\x00-\x08\x0e-\x1b]+\s*")
_WRAP_LEAST, _WRAP_MOST = 45, 110  # characters: widths at which people and mail programs break lines
_ENDS = '.!?:”"'
_TOP_LINES = 4  # lines searched for a headline that a line break cut in two
_CUT_WORDS = 5  # fewest words in each half of such a headline


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: characters start..end of the article, without white space at either end, and its shape."""

    start: int
    end: int
    shape: LineFeatures

    @property
    def size(self) -> int:
        """Number of words; of characters in scripts without spaces."""
        return self.shape.size


def make_block(text: str, start: int, end: int) -> Block:
    """The block of text[start:end], without white space at its ends."""
    piece = text[start:end]
    bare = piece.lstrip()
    start += len(piece) - len(bare)
    bare = bare.rstrip()
    return Block(start, start + len(bare), LineFeatures(bare))


def find_blocks(text: str) -> list[Block]:
    """The paragraphs of a text in order. Blank lines are in no block."""
    lines = list(lines_of(text))
    if _is_wrapped(text, lines):
        lines = _unwrapped(text, lines)
    lines = _with_whole_headline(text, lines)
    return [Block(start, end, LineFeatures(text[start:end])) for start, end in lines]


def lines_of(text: str) -> Iterator[Span]:
    """Each line that is not blank, without white space at either end. Every Unicode line end ends a line."""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            lead = start + (0 if line[0] == bare[0] else len(line) - len(line.lstrip()))
            codes = _WIRE_CODES.match(bare) if bare[0] < " " else None
            if codes and codes.end() < len(bare):  # what a news wire sends before a text is a separate line
                yield lead, lead + len(codes[0].rstrip())
                lead, bare = lead + codes.end(), bare[codes.end() :]
            yield lead, lead + len(bare)
        start += len(line)


def _with_whole_headline(text: str, lines: list[Span]) -> list[Span]:
    """Join a headline's two lines: the first breaks off, the second continues in small letters."""
    for i, ((start, end), (after, stop)) in enumerate(pairwise(lines[:_TOP_LINES])):
        first, second = text[start:end], text[after:stop]
        broken = text[end - 1] not in _ENDS and second[0].islower() and len(text[end:after].splitlines()) < 2
        if broken and len(first.split()) >= _CUT_WORDS and len(second.split()) >= _CUT_WORDS // 2:
            return [*lines[:i], (start, stop), *lines[i + 2 :]]
    return lines


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines end in mid-sentence at about the same width."""
    if len(lines) < 6:
        return False
    wide = _usual_width(lines)
    if not _WRAP_LEAST <= wide <= _WRAP_MOST:
        return False
    full = [end for start, end in lines if end - start > 0.75 * wide]
    open_ended = sum(text[end - 1] not in _ENDS for end in full)
    return len(full) > 0.5 * len(lines) and open_ended > 0.5 * len(full)


def _usual_width(lines: list[Span]) -> int:
    return sorted(end - start for start, end in lines)[int(0.9 * len(lines))]


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """Join each line to the one before it, unless a blank line, a list mark or a short line comes between."""
    wide = _usual_width(lines)
    joined = [lines[0]]
    for (before, after), (start, end) in pairwise(lines):
        blank = len(text[after:start].splitlines()) > 1 and text[after:start].strip(" \t") not in ("\n", "\r", "\r\n")
        if blank or after - before < 0.6 * wide or LineFeatures(text[start:end]).bullet:
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined
