"""Every citation of the review page, with the passage it leads to and the way back from there. Displays nothing itself.

Ids are made only of positions: sentence 3 is `c3`, the second passage it cites `c3e2`, so that equal summaries give
equal pages, and no word of an article can become part of an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..records import Evidence, Summary
from . import sources
from .review_passages import Passage
from .text_fragment import PassageLinks


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
class Marks:
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


def cite_all(summary: Summary) -> Marks:
    """Every citation of the page, and the passages they lead to."""
    marks = Marks(
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
