"""The text of an article as HTML in which every cited and every set-aside passage can be linked to. Decides nothing.

Passages may overlap, nest and cross lines; HTML elements may not. So a passage becomes one element where it can and
several where it must: the first part carries the id that links lead to, the others the class `x-ID`, and the last part
ends with the way back to what cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from .escape import page_text

# Parsers give up on nesting somewhat beyond this; a deeper passage keeps its place but is not marked.
_DEEPEST = 100
_LINE = re.compile(r"[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage to mark, `text[start:end]`. All but `back` and `note` are the page's own words: letters, digits, "-".

    `id` is its address on the page. A cited one has a `group`, shared by the passages that one claim (or origin, or
    position) rests on; `home`, the id of what cites it; and `back`, the words of the link that leads there, whose
    `mark`, if any, is always visible. A set-aside one has a `reason`, and a `note` that says it in words.
    """

    id: str
    start: int
    end: int
    group: str = ""
    home: str = ""
    back: str = ""
    mark: str = ""
    reason: str = ""
    note: str = ""


def marked_text(text: str, passages: Iterable[Passage]) -> tuple[str, frozenset[str]]:
    """An article's lines as HTML paragraphs with its passages marked, and the ids of those split into several parts.

    Spans are clipped to the text; one that is empty afterwards keeps its id, at its place.
    """
    waiting = sorted((_clipped(each, len(text)) for each in passages), key=lambda each: (each.start, -each.end))
    lines = [match.span() for match in _LINE.finditer(text)] or [(0, 0)]
    following = [start for start, _ in lines[1:]] + [len(text) + 1]
    writer = _Writer(text)
    blocks: list[str] = []
    running: list[Passage] = []
    taken = before = 0
    for (start, end), after in zip(lines, following, strict=True):
        first = taken
        while taken < len(waiting) and (waiting[taken].start < end or after > len(text)):
            taken += 1
        here = [*running, *waiting[first:taken]]
        if here or text[start:end].strip():
            gap = ' class="gap"' if text.count("\n", before, start) > 1 else ""
            blocks.append(f'<p dir="auto"{gap}>{writer.line(start, end, after, here)}</p>')
        running = [each for each in here if each.end > after]
        before = end
    return "\n".join(blocks), frozenset(writer.split)


def _clipped(passage: Passage, length: int) -> Passage:
    start = min(max(passage.start, 0), length)
    end = min(max(passage.end, start), length)
    return passage if (start, end) == (passage.start, passage.end) else replace(passage, start=start, end=end)


@dataclass(slots=True)
class _Writer:
    """Writes lines; remembers which passages it has begun and which it had to split."""

    text: str
    begun: set[str] = field(default_factory=set)
    split: set[str] = field(default_factory=set)

    def line(self, start: int, end: int, after: int, passages: Sequence[Passage]) -> str:
        """One line's HTML. `after` is where the next line starts: what ends before it has its last part here."""
        if not passages:
            return escape(page_text(self.text[start:end]))
        spans = [(max(each.start, start), min(max(each.end, start), end), each) for each in passages]
        borders = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
        starting: dict[int, list[tuple[int, Passage]]] = {}
        for begin, stop, passage in spans:
            starting.setdefault(min(begin, end), []).append((stop, passage))
        out: list[str] = []
        stack: list[tuple[int, Passage]] = []
        for place, border in enumerate(borders):
            reopened = self._close(out, stack, border, after)
            self._open(out, stack, border, [*reopened, *starting.get(border, ())], after)
            if border < end:
                out.append(escape(page_text(self.text[border : borders[place + 1]])))
        return "".join(out)

    def _close(
        self, out: list[str], stack: list[tuple[int, Passage]], at: int, after: int
    ) -> list[tuple[int, Passage]]:
        """Close what ends here; what it overlaps has to be closed with it and is given back, to be opened again."""
        interrupted = []
        while any(stop <= at for stop, _ in stack):
            stop, passage = stack.pop()
            out.append(self._end(passage, last=stop <= at and passage.end <= after))
            if stop > at:
                interrupted.append((stop, passage))
        return interrupted

    def _open(
        self, out: list[str], stack: list[tuple[int, Passage]], at: int, entries: list[tuple[int, Passage]], after: int
    ) -> None:
        for stop, passage in sorted(entries, key=lambda entry: -entry[0]):
            out.append(self._begin(passage))
            if stop <= at or len(stack) >= _DEEPEST:
                out.append(self._end(passage, last=passage.end <= after))
            else:
                stack.append((stop, passage))

    def _begin(self, passage: Passage) -> str:
        kind = f"o o-{passage.reason}" if passage.reason else f"p g-{passage.group}"
        note = f' data-why="{escape(passage.note)}"' if passage.note else ""
        if passage.id in self.begun:
            self.split.add(passage.id)
            return f'<span class="{kind} x-{passage.id}"{note}>'
        self.begun.add(passage.id)
        return f'<span class="{kind}" id="{passage.id}"{note}>'

    def _end(self, passage: Passage, *, last: bool) -> str:
        if not last or not passage.home:
            return "</span>"
        if not passage.mark:
            return f'<a class="back" href="#{passage.home}">back to {escape(passage.back)}</a></span>'
        name = f"{escape(passage.mark)}, back to {escape(passage.back)}"
        return f'<a class="back kept" href="#{passage.home}" aria-label="{name}">{escape(passage.mark)}</a></span>'
