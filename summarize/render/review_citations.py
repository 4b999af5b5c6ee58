"""Every citation of the review page, and the passages they lead to, marked in the articles' texts. Decides nothing.

Passages may overlap, nest and cross lines; HTML elements may not. So a passage becomes one element where it can and
several where it must: the first part carries the id that links lead to, the others the class `x-ID`, and the last part
ends with the way back to what cites it.

Ids are made only of positions: sentence 3 is `c3`, the second passage it cites `c3e2`, so that equal summaries give
equal pages, and no word of an article can become part of an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from ..records import Evidence, Summary
from . import sources
from .escape import page_text
from .review_sources import PassageLinks

# Parsers give up on nesting somewhat beyond this; a deeper passage keeps its place but is not marked.
_MAX_NESTING = 100
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
            if stop <= at or len(stack) >= _MAX_NESTING:
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


@dataclass(frozen=True, slots=True)
class Citation:
    """A link to a passage: what it shows, the id it leads to ("" for an article that is not there), the passage on the
    web, the evidence itself, whether it is the first of its item into that article, and the page it is on."""

    label: str
    id: str
    url: str | None
    span: Evidence
    first: bool = True
    page: int | None = None


@dataclass(slots=True)
class CitationIndex:
    """Gathers the passages of all articles while citations to them are made."""

    number: dict[str, int]
    links: dict[str, PassageLinks]
    passages: dict[str, list[Passage]]
    citations: dict[str, list[Citation]] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)  # what cites passages, in order, with their number

    def cite(self, key: str, evidence: Sequence[Evidence], *, home: str, back: str, mark: str = "") -> None:
        """Make the citations of one item under its key; the passages' group is that of the item it belongs to."""
        seen: dict[str, int] = {}
        for place, span in enumerate(evidence, 1):
            number = self.number.get(span.article)
            if number is None:
                self.citations.setdefault(key, []).append(Citation("?", "", None, span))
                continue
            again = seen[span.article] = seen.get(span.article, -1) + 1
            label = f"{number}{_letter(again)}"
            passage = Passage(f"{key}e{place}", span.start, span.end, home, home, back, mark)
            self.passages[span.article].append(passage)
            self.homes[home] = self.homes.get(home, 0) + 1
            url = self.links[span.article].link(span.start, span.end)
            page = sources.page_of(span, self.number)
            self.citations.setdefault(key, []).append(Citation(label, passage.id, url, span, not again, page))


def _letter(again: int) -> str:
    """Distinguish further passages of one article: "", "b", "c" ... "z", "-27" ..."""
    return "" if not again else chr(ord("a") + again) if again < 26 else f"-{again + 1}"


def cite_all(summary: Summary) -> CitationIndex:
    """Every citation of the page, and the passages they lead to."""
    marks = CitationIndex(
        sources.numbers(summary),
        {article.id: PassageLinks(article) for article in summary.articles},
        {article.id: [] for article in summary.articles},
    )
    marks.cite("h", summary.headline_evidence, home="headline", back="the headline", mark="headline")
    for n, claim in enumerate(summary.claims, 1):
        marks.cite(f"c{n}", claim.evidence, home=f"c{n}", back=f"sentence {n}", mark=str(n))
        marks.cite(f"c{n}w", claim.worded_otherwise, home=f"c{n}", back=f"sentence {n}")
    for n, point in enumerate(summary.disagreements, 1):
        for k, position in enumerate(point.positions, 1):
            marks.cite(f"d{n}p{k}", position.evidence, home=f"d{n}", back=f"disagreement {n}")
    for n, point in enumerate(summary.told_differently, 1):
        for k, position in enumerate(point.positions, 1):
            marks.cite(f"w{n}p{k}", position.evidence, home=f"w{n}", back=f"what is told differently, {n}")
    for n, entry in enumerate(summary.timeline, 1):
        marks.cite(f"t{n}", entry.evidence, home=f"t{n}", back="the timeline")
    for n, person in enumerate(summary.names, 1):
        marks.cite(f"n{n}", [spelling.evidence for spelling in person.spellings], home=f"n{n}", back="the names")
    for n, origin in enumerate(summary.origins, 1):
        marks.cite(f"o{n}", origin.evidence, home=f"o{n}", back=f"report {n}")
        for k, pair in enumerate(origin.alignments, 1):
            marks.cite(f"o{n}a{k}", [pair.first, pair.second], home=f"o{n}a{k}", back=f"report {n}")
    return marks
