"""Sentence boundaries with exact character offsets.

sentencex does the work, line by line; three repairs follow, each for a fault seen in real articles. Nothing is dropped:
whatever is not white space belongs to exactly one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

import sentencex

from ..text.words import UNSPACED

Span = tuple[int, int]  # characters, half open

_LONGEST = 100_000  # characters handed to the splitter at once; a longer line is cut at white space first
# "in the U.S. President Trump said": with the article before it, a title and a name after it, the sentence ended.
_COUNTRY_END = re.compile(
    r"\b[Tt]he U\.(?:S|K|N)\.(?:A\.)? (?=(?:President|Prime|Vice|Secretary|Senator|Governor|Minister|Chancellor|King|Queen|Gen\.|Sen\.|Mr\.|Mrs\.|Ms\.|Dr\.) (?:[A-Z][a-z]+ )?[A-Z])"
)
# A full stop or closing quotation mark run into the next sentence: "imports from Japan.US officials", "said.”The".
_GLUED = re.compile(r"(?<=[^\W\d_A-Z]{2})[.!?][”\"’)]?(?=[“\"‘]?[^\W\d_a-z]{1,3}[^\W\d_])")
_WEB_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Boundaries of all sentences of a text, as character offsets without white space at either end.

    A line break ends a sentence. A direct quotation of several sentences stays in one piece.
    """
    spans: list[Span] = []
    for start, end in _lines(text):
        spans.extend(split_block(text, start, end, language))
    return spans


def split_block(text: str, start: int, end: int, language: str = "en") -> list[Span]:
    """Boundaries of the sentences in text[start:end], in which line breaks are mere white space."""
    spans: list[Span] = []
    for piece_start, piece_end in _pieces(text, start, end):
        piece = text[piece_start:piece_end].replace("\n", " ").replace("\r", " ")
        found = sentencex.get_sentence_boundaries(language or "en", piece)
        ends = [boundary["end_index"] for boundary in found] or [len(piece)]
        ends = _repaired(piece, sorted({*ends, len(piece)}), language)
        spans.extend((piece_start + a, piece_start + b) for a, b in pairwise([0, *ends]))
    return [span for span in (_trimmed(text, a, b) for a, b in spans) if span]


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        spans.append((start, start + len(line)))
        start += len(line)
    return spans


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut an enormous line at white space, so that the splitter's cost stays in proportion."""
    pieces = []
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut + 1 if cut > 0 else start + _LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _repaired(piece: str, ends: list[int], language: str) -> list[int]:
    added = {match.end() for match in _COUNTRY_END.finditer(piece)} if language == "en" else set()
    added |= _glued_ends(piece, ends)
    kept = {_before_opening(piece, end) for end in ends if end == len(piece) or not _is_inside(piece, end)}
    return sorted(kept | added)


def _before_opening(piece: str, end: int) -> int:
    """A straight quotation mark after a blank opens the next sentence: move the boundary in front of it."""
    head = piece[:end].rstrip()
    if end < len(piece) and len(head) > 1 and head[-1] == '"' and head[-2] == " " and head.count('"') % 2:
        return len(head) - 1
    return end


def _glued_ends(piece: str, ends: list[int]) -> set[int]:
    """Ends of sentences whose next one follows without a space, unless it is a web address or an abbreviation."""
    found = set()
    for match in _GLUED.finditer(piece):
        place = bisect_left(ends, match.end())
        if place < len(ends) and ends[place] == match.end():
            continue
        if _WEB_NAME.match(piece, max(0, match.start() - 1)) and _looks_like_address(piece, match.start()):
            continue
        found.add(match.end())
    return found


def _looks_like_address(piece: str, place: int) -> bool:
    """Whether the full stop at `place` stands inside a token such as bbc.co.uk, user@Example.org or Node.js."""
    start = max(piece.rfind(" ", 0, place), piece.rfind("(", 0, place)) + 1
    end = piece.find(" ", place)
    token = piece[start : end if end > 0 else len(piece)]
    return "@" in token or "/" in token or token.startswith("www.") or token.count(".") > 1 and token.islower()


def _is_inside(piece: str, end: int) -> bool:
    """Whether a boundary found by the splitter is none: a speaker follows a quotation, or an initial a name."""
    after = piece[end : end + 1]
    closed = piece[end - 1 : end] in '”」』"'
    if closed and after and UNSPACED.match(after):
        return True
    return bool(piece[end : end + 2].strip()) and _starts_small(piece, end)


def _starts_small(piece: str, end: int) -> bool:
    """A lower-case letter after a boundary that no sentence mark made (“No!” he said) continues the sentence."""
    rest = piece[end : end + 8].lstrip()
    return rest[:1].islower() and piece[:end].rstrip()[-1:] in "”\"’'»)…"


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    length = len(piece.strip())
    return (start + lead, start + lead + length) if length else None
