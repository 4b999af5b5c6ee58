"""What all text outputs say about sources: numbers, citations, paragraphs. Never invents, only counts and names.

The texts given here are raw; every sink escapes them itself.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..paragraphs import in_paragraphs
from ..records import Article, Claim, Evidence, Origin, Summary

Listed = TypeVar("Listed")
SHOWN_CITATIONS = 6
SHOWN_SOURCES = 40
SHOWN_PAGES = 4

_CONFIDENCE = {"stated": " (stated in the text)", "inferred": " (inferred)", "given": " (as you set it)", None: ""}


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the source list. `place` is where the article is; `notes` say what it shares and how it is used."""

    number: int
    title: str | None
    facts: tuple[str, ...]
    place: str
    url: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortSource:
    """A source in one line: publisher and title, its place only if neither is known; its day; what to know about it."""

    number: int
    name: str
    day: str
    notes: tuple[str, ...]


class Numbers(dict[str, int]):
    """Article ids to the numbers that citations show, from 1; `pages`: (start, page number) pairs, by article."""

    pages: Mapping[str, tuple[tuple[int, int], ...]] = {}


def numbers(summary: Summary) -> dict[str, int]:
    """Article ids to the numbers that citations show, from 1; `cited` finds their pages in it too."""
    found = Numbers((article.id, number) for number, article in enumerate(summary.articles, 1))
    found.pages = {article.id: article.pages for article in summary.articles if article.pages}
    return found


def cited(evidence: Iterable[Evidence], number: Mapping[str, int]) -> list[str]:
    """What citations say, one for each article behind evidence, in order: "3", or "3, p. 2" if it has pages.

    "?" stands for an article that is not in the list.
    """
    spans: dict[str, list[Evidence]] = {}
    for span in evidence:
        spans.setdefault(span.article, []).append(span)
    return [_label(article, found, number) for article, found in spans.items()]


def page_of(span: Evidence, number: Mapping[str, int]) -> int | None:
    """The page that a passage begins on; None if its article has no pages."""
    pages = number.pages.get(span.article, ()) if isinstance(number, Numbers) else ()
    return next((page for start, page in reversed(pages) if start <= span.start), None)


def _label(article: str, spans: Iterable[Evidence], number: Mapping[str, int]) -> str:
    found = dict.fromkeys(page for span in spans if (page := page_of(span, number)) is not None)
    named = ", ".join(map(str, list(found)[:SHOWN_PAGES])) + (", …" if len(found) > SHOWN_PAGES else "")
    which = f", p{'p' * (len(found) > 1)}. {named}" if found else ""
    return f"{number.get(article, '?')}{which}"


def paragraphs(claims: Iterable[Claim]) -> Iterator[list[tuple[int, Claim]]]:
    """Claims with their numbers from 1, gathered into paragraphs."""
    number = itertools.count(1)
    for paragraph in in_paragraphs(claims):
        yield [(next(number), claim) for claim in paragraph]


def sources(summary: Summary) -> tuple[list[Source], int]:
    """The source list, and how many articles it leaves out: beyond 40 articles it holds only the cited ones."""
    return _shown(all_sources(summary), summary, SHOWN_SOURCES)


def all_sources(summary: Summary) -> list[Source]:
    """Every article as a line of the source list."""
    uses = _uses(summary)
    shares = _shares(summary)
    return [
        Source(
            number=number,
            title=article.title,
            facts=tuple(fact for fact in (article.publisher, article.author, _day(article.published)) if fact),
            place=_place(article),
            url=article.url,
            notes=(*shares.get(article.id, ()), *_use(uses[article.id])),
        )
        for number, article in enumerate(summary.articles, 1)
    ]


def in_short(summary: Summary, most: int) -> tuple[list[ShortSource], int]:
    """The source list in short, and how many articles it leaves out: of more than `most` it has the cited ones."""
    likely = {source.number: tuple(map(_hedged, source.notes)) for source in all_sources(summary)}
    listed = [
        ShortSource(
            number=number,
            name=", ".join(filter(None, (article.publisher, article.title))) or _place(article),
            day=_day(article.published) or "",
            notes=tuple(note for note in likely[number] if not note.startswith("cited by")),
        )
        for number, article in enumerate(summary.articles, 1)
    ]
    return _shown(listed, summary, most)


def _shown(listed: list[Listed], summary: Summary, most: int) -> tuple[list[Listed], int]:
    """The sources that are shown, and how many are left out: of more than `most` those that a sentence cites."""
    if len(listed) <= most:
        return listed, 0
    uses = _uses(summary)
    shown = [source for source, article in zip(listed, summary.articles, strict=True) if uses[article.id]]
    return shown, len(listed) - len(shown)


def _hedged(note: str) -> str:
    """A note on an article, with its confidence in a word: "likely same report as [2]"."""
    sure = note.removesuffix(_CONFIDENCE["stated"])
    return sure if sure == (bare := sure.removesuffix(_CONFIDENCE["inferred"])) else f"likely {bare}"


def confidence(origin: Origin) -> str:
    """How certain it is that an origin's articles are one report: "(stated in the text)"; "" if nothing is said."""
    return _CONFIDENCE[origin.confidence].strip()


def _uses(summary: Summary) -> Counter[str]:
    """How many sentences of the summary cite each article."""
    return Counter(article for claim in summary.claims for article in {span.article for span in claim.evidence})


def _use(count: int) -> tuple[str]:
    return ("not cited" if not count else f"cited by {count} sentence{'s' if count > 1 else ''}",)


def _day(published: str | None) -> str | None:
    """The date of an ISO date-time; anything else unchanged."""
    return published.partition("T")[0] if published else published


def _place(article: Article) -> str:
    """Where to find the article: its address, else its file (and record), else its id."""
    place = article.url or article.path or article.id
    return place if article.record is None or article.url else f"{place}, record {article.record}"


def _shares(summary: Summary) -> dict[str, list[str]]:
    """For each article, whose text or report it is."""
    number = numbers(summary)
    notes: dict[str, list[str]] = {}
    same_text = set()
    first: dict[str, str] = {}
    for article in summary.articles:
        original = first.setdefault(article.text_sha256 or article.sha256, article.id)
        if original != article.id:
            notes.setdefault(article.id, []).append(f"same text as [{number[original]}]")
            same_text.add(article.id)
    for origin in summary.origins:
        for place, article_id in enumerate(origin.articles):
            note = _origin_note(origin, place, number)
            if note and article_id not in same_text:
                notes.setdefault(article_id, []).append(note)
    return notes


def _origin_note(origin: Origin, place: int, number: Mapping[str, int]) -> str:
    """What an origin says about its article at `place`: later ones point to the first."""
    named = f"report of {origin.name}" if origin.name else ""
    if place:
        same = f"same report as [{number.get(origin.articles[0], '?')}]"
        return f"{same}{f', {named}' if named else ''}{_CONFIDENCE[origin.confidence]}"
    return f"{named}{_CONFIDENCE[origin.confidence]}" if named else ""
