"""Finds quotations: where a quotation mark opens, where it closes, and which marks have no partner.

Apostrophes (Trump’s, ’em, 1990s’) are never taken for marks. This module never judges who is speaking and never
changes a text it gives offsets for. One pass over the text; every look ahead is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..lang.language import words_of_all

_PAIRS = {"“": '”"', "„": "“”", "‘": "’", "‚": "‘’", "‟": "”", '"': '"”', "'": "'", "「": "」", "『": "』"}
_PAIRS |= {"”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "《": "》", "〈": "〉"}
_DOUBLE = frozenset('“”„‟"«»‹›')
_CLOSE_ONLY = frozenset("」』》〉")
_OPEN_ONLY = frozenset("「『《〈")
_MARKS = frozenset(_PAIRS) | _CLOSE_ONLY | frozenset("’")
_MARK_OR_BREAK = re.compile("[\n" + "".join(map(re.escape, sorted(_MARKS))) + "]")
_SINGLE = frozenset("‘’'‚")
_DEEPEST = 4  # nobody nests deeper; a text that seems to is broken
_LOOK_AHEAD = 400  # characters: long enough for a quotation inside a quotation, short enough to stay linear
_FOLDS = {ord(mark): "'" for mark in "“”„‟\"‘’‚‛'«»‹›′″´`「」『』"}
_FOLDS |= {ord(dash): "-" for dash in "‐‑‒–—―−﹘﹣－"}
_FOLDS |= {ord(char): "" for char in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"} | {ord("…"): "..."}


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `text[start:end]` with its marks, `text[inner_start:inner_end]` without them.

    `depth` is 0 for an outer quotation, 1 for one inside it. `closed` is False if the closing mark is missing; such a
    quotation ends with its paragraph or where the same mark opens again.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    closed: bool = True


@dataclass(slots=True)
class _Scan:
    """The state of one pass: marks still open as (place, mark), what was found, closing marks without partner."""

    text: str
    stack: list[tuple[int, str]]
    found: list[Quotation]
    orphans: list[int]
    line_start: int = 0

    def open(self, at: int) -> None:
        mark = self.text[at]
        level = max((level for level, (_, other) in enumerate(self.stack) if other == mark), default=None)
        if level is not None and (level == len(self.stack) - 1 or self.line_start > self.stack[level][0]):
            # the same mark opens again: the convention for a quotation of several paragraphs, or a lost closing mark
            self.abandon(level, at)
        if len(self.stack) == _DEEPEST:
            self.abandon(0, at)
        self.stack.append((at, mark))

    def close(self, level: int, at: int) -> None:
        self.abandon(level + 1, at)
        start, _ = self.stack.pop()
        self.found.append(Quotation(start, at + 1, start + 1, at, level))

    def abandon(self, level: int, at: int) -> None:
        """End every open quotation from `level` upwards as not closed; an unclosed ' was an apostrophe after all."""
        while len(self.stack) > level:
            start, mark = self.stack.pop()
            if mark != "'":
                end = self._paragraph_end(start + 1, at)
                self.found.append(Quotation(start, end, start + 1, end, len(self.stack), closed=False))

    def _paragraph_end(self, start: int, stop: int) -> int:
        """Where an unclosed quotation ends: with its line when it runs over one, without white space at the end."""
        line = self.text.find("\n", start, stop)
        stop = stop if line < 0 else line
        return start + len(self.text[start:stop].rstrip())

    def level_closed_by(self, mark: str) -> int | None:
        """The innermost open quotation that this mark can close."""
        levels = range(len(self.stack) - 1, -1, -1)
        return next((level for level in levels if mark in _PAIRS[self.stack[level][1]]), None)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Find all quotations of a text, outer and nested, in order of their start. Offsets are characters."""
    return read_marks(text)[0]


def is_balanced(text: str) -> bool:
    """Say whether every quotation mark of the text has its partner inside the text."""
    return read_marks(text)[1]


def read_marks(text: str) -> tuple[tuple[Quotation, ...], bool]:
    """What `quotations` and `is_balanced` say of a text, in one reading."""
    scan = _scan(text)
    found = tuple(sorted(scan.found, key=lambda each: each.start))
    return found, not scan.orphans and all(each.closed for each in found)


def fold_quotes(text: str) -> str:
    """Fold what typesetters change (marks, dashes, dots, white space, invisible characters), for comparing only.

    Single and double marks become one mark: a quotation inside a quotation changes its marks when it is cited.
    """
    return " ".join(text.translate(_FOLDS).split())


def _scan(text: str) -> _Scan:
    scan = _Scan(text, [], [], [])
    for found in _MARK_OR_BREAK.finditer(text):
        at, char = found.start(), found.group()
        if char != "\n":
            _mark(scan, at, char)
        else:
            scan.line_start = at + 1
            if text[at + 1 : at + 2] in ("\n", "\r"):
                scan.abandon(0, at)  # no quotation runs over an empty line without being opened again
    scan.abandon(0, len(text))
    return scan


def _mark(scan: _Scan, at: int, char: str) -> None:
    if char in _SINGLE and _is_apostrophe(scan, at):
        return
    level = scan.level_closed_by(char)
    if level is not None and not _must_open(scan, at, level):
        scan.close(level, at)
    elif _can_open(scan, at):
        scan.open(at)
    elif char in _DOUBLE | _CLOSE_ONLY and not (char == '"' and scan.text[at - 1 : at].isdigit()):  # 5'10" is a height
        scan.orphans.append(at)


def _must_open(scan: _Scan, at: int, level: int) -> bool:
    """A straight mark before a word and after a space opens when it would close a mark it does not pair with best."""
    opened = scan.stack[level][1]
    nested = opened != '"' or level < len(scan.stack) - 1
    return scan.text[at] == '"' and nested and scan.text[at - 1 : at].isspace() and scan.text[at + 1 : at + 2].isalnum()


def _can_open(scan: _Scan, at: int) -> bool:
    char, after = scan.text[at], scan.text[at + 1 : at + 2]
    if char in _OPEN_ONLY or char in "“„‟":
        return True
    if char in _CLOSE_ONLY or char == "’":
        return False
    before = scan.text[at - 1 : at] if at else ""
    at_word = not after.isspace() and after not in (".", ",", "")
    if char in "«‹":
        return at_word or after.isspace()  # French sets a space inside
    return at_word and not before.isalnum() and before not in (".", ",", "!", "?")


def _is_apostrophe(scan: _Scan, at: int) -> bool:
    text = scan.text
    before, after = (text[at - 1] if at else ""), text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return True
    if after.isalnum() and _elided(text, at + 1):
        return True
    if scan.level_closed_by(text[at]) is None or (not before.isspace() and before in "“„("):
        # nothing to close: either it opens (‘word, 'word) or it is the apostrophe of ’em and workers’
        return text[at] == "’" or before.isalnum()
    return before in ("s", "S") and after == " " and _closes_later(scan, at)


def _elided(text: str, at: int) -> bool:
    """’em, ’90s, ’n’: a word that lost its first letters."""
    end = at
    while end < len(text) and end - at < 8 and text[end].isalnum():
        end += 1
    word = text[at:end].lower()
    return word in words_of_all("elisions") or (word[:2].isdigit() and len(word) in (2, 3) and word[2:] in ("", "s"))


def _closes_later(scan: _Scan, at: int) -> bool:
    """After a plural's apostrophe (the workers’ rights’) the real closing mark is still to come."""
    text, mark = scan.text, scan.text[at]
    for place in range(at + 1, min(len(text), at + _LOOK_AHEAD)):
        char = text[place]
        if char == "\n" or char in _DOUBLE or (mark == "’" and char == "‘"):
            return False
        if char == mark and not text[place + 1 : place + 2].isalnum():
            return True
    return False
