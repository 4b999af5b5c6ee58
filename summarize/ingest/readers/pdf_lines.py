"""Paragraphs of running text from the lines of printed pages: no running heads, no page numbers, no hyphens from
the line breaks. Knows positions and letters, no file format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from ...lang.language import PHRASES, pattern_of_all

_EDGE = 3  # lines at the top and at the bottom of a page that may be a running head or foot
_REPEATED = 0.4  # of the pages: left and right pages may each have a head of their own
_NUMBER = r"(?:[0-9]{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"  # Roman ones of a preface, up to 39
_DIGITS = re.compile(r"[0-9]+")
_BULLET = re.compile(r"(?:[•▪◦‣■●–—*-]|\(?[0-9]{1,2}[.)]|[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\Z")
_OTHER_TYPE, _SLIGHTLY = 0.15, 0.06  # shares of a type size: a heading; letters of another face among the text
_HYPHENS = "-\u2010\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, its page (from 1), the place of its first letter and its type size in points.

    `y` grows upwards; all are zero if places are not known.
    """

    text: str
    page: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads, feet and page numbers. Only the first or last three lines of a page may go.

    If nothing would be left (slides that are all alike), everything stays.
    """
    filled = sum(map(bool, pages))
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    needed = max(2, _REPEATED * filled)
    kept = [[line for line in page if not _is_furniture(line, page, seen, needed)] for page in pages]
    return kept if any(kept) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:_EDGE], *page[max(_EDGE, len(page) - _EDGE) :]]


@cache
def _page_number() -> re.Pattern[str]:
    """A line that is nothing but a page's number: "- 3 -", "Page 3 of 12"."""
    of = pattern_of_all("of_pages", rf"(?:/|\||{PHRASES})\s?{_NUMBER}").pattern
    return pattern_of_all("page_words", rf"[\s\-–—|•·]*{PHRASES}?\s?{_NUMBER}\s?(?:{of})?[\s\-–—|•·]*\Z")


def _key(line: Line) -> tuple[str, int]:
    """What a running head has in common on every page: its words, except figures, and its height."""
    return _DIGITS.sub("#", line.text.casefold()).strip(), round(line.y / 6)


def _is_furniture(line: Line, page: Sequence[Line], seen: Counter[tuple[str, int]], needed: float) -> bool:
    if line not in _edges(page):
        return False
    outermost = line in (page[0], page[-1]) or line in page[1:2] or line in page[-2:-1]
    return (outermost and bool(_page_number().match(line.text))) or seen[_key(line)] >= needed


def flowing(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, its paragraphs separated by an empty line, and (start offset, page number) of each page with text.

    A paragraph continues over lines, columns and pages until something shows its end: a larger gap, an indent, another
    type size, or a sentence that ends on a line with room for the next word.
    """
    lines = [line for page in pages for line in page if line.text.strip()]
    ends = _endings(lines)
    whole = _whole_words(lines)
    starts: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for place, line in enumerate(lines):
        piece = " ".join(line.text.replace("\u00ad ", "").split())
        if place:
            before = parts[-1]
            joint, cut = ("\n\n", 0) if ends(place) else _joint(before, piece, whole)
            parts[-1] = before[: len(before) - cut]
            parts.append(joint)
            length += len(joint) - cut
        if not starts or starts[-1][1] != line.page:
            starts.append((length, line.page))
        parts.append(piece)
        length += len(piece)
    return "".join(parts), tuple(starts)


def _joint(before: str, after: str, whole: Counter[str]) -> tuple[str, int]:
    """What goes between two lines of a paragraph, and how many characters to remove from the first: a hyphen."""
    if not before.endswith(tuple(_HYPHENS)) or len(before) < 2 or not before[-2].isalpha() or not after[:1].isalpha():
        return " ", 0
    if before.endswith("\u00ad"):
        return "", 1
    head, tail = re.findall(r"\w*\Z", before[:-1])[0], re.match(r"\w*", after)
    joined = head + (tail[0] if tail else "")
    hyphened = f"{head}-{tail[0] if tail else ''}"
    if not after[0].islower() or whole[hyphened.casefold()] > whole[joined.casefold()]:
        return "", 0
    return "", 1


def _whole_words(lines: Iterable[Line]) -> Counter[str]:
    """Words inside lines, hyphenated ones whole: they show what a word split at a line's end is."""
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.casefold()))


def _endings(lines: Sequence[Line]) -> Callable[[int], bool]:
    """A function that tells whether a paragraph begins with the line of that number."""
    leading = _leadings(lines)
    widths = _widths(lines)

    def begins(place: int) -> bool:
        before, line = lines[place - 1], lines[place]
        after = lines[place + 1] if place + 1 < len(lines) else None
        if _BULLET.match(line.text) and not before.text.rstrip().endswith(tuple(_HYPHENS)):
            return True
        full = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) > 0.85 * widths[_column(before)]
        ended = bool(_SENTENCE_END.search(before.text.rstrip()))
        change = abs(before.size - line.size) / (max(before.size, line.size) or 1)
        if change > _OTHER_TYPE or (change > _SLIGHTLY and (ended or not full)):
            return True
        if before.page != line.page or line.y > before.y + 1:  # the next page or column: no gap to measure
            return (ended or not full) and not line.text[:1].islower()
        gap = leading.get(round(line.size), 0)
        if gap and before.y - line.y > 1.3 * gap:
            return True
        return (ended and not full) or (_is_indented(line, after, before) and (ended or not full))

    return begins


def _is_indented(line: Line, after: Line | None, before: Line) -> bool:
    """Whether a line begins further in than the one after it, or than the one before if it is the last."""
    step = 0.7 * (line.size or 10)
    if after is None or after.page != line.page or after.y >= line.y:
        return before.page == line.page and before.y > line.y and line.x > before.x + step
    return line.x > after.x + step


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between lines, by type size: the lower median, because gaps only add to it."""
    gaps: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        if a.page == b.page and round(a.size) == round(b.size) and 0 < a.y - b.y < 4 * (a.size or 12):
            gaps.setdefault(round(b.size), []).append(a.y - b.y)
    return {size: median(sorted(found)[: max(1, (len(found) + 1) * 2 // 3)]) for size, found in gaps.items()}


def _column(line: Line) -> tuple[int, int]:
    return round(line.size), line.page


def _widths(lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    """Roughly the longest line, in characters, of each type size on each page."""
    lengths: dict[tuple[int, int], list[int]] = {}
    for line in lines:
        lengths.setdefault(_column(line), []).append(len(line.text))
    return {key: sorted(found)[int(0.9 * (len(found) - 1))] for key, found in lengths.items()}


def largest(page: Sequence[Line]) -> str | None:
    """The lines in a page's largest type, if it is larger than most and they are no longer than a headline."""
    if not page:
        return None
    usual = median(line.size for line in page)
    size = max(line.size for line in page)
    head = " ".join(line.text.strip() for line in page if line.size == size)
    return head if size > 1.2 * usual and 0 < len(head) <= 300 else None


def unwrapped(text: str) -> str:
    """A text whose lines were broken at a fixed width (mail, agency copy), with its paragraphs whole again.

    A break is removed only if the next word would not have fitted on the longest line, of at most 100 characters.
    """
    rows = [row.rstrip() for row in text.split("\n")]
    width = max(map(len, rows), default=0)
    if width > 100:
        return text
    parts: list[str] = []
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else ""
        first = row.split(" ", 1)[0]
        wrapped = before and row and row[0] not in " \t>-*•|=_" and len(before) + 1 + len(first) > max(width - 3, 50)
        parts.append((" " if wrapped else "\n" if place else "") + row)
    return "".join(parts)
