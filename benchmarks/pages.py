"""How well web pages are read, compared with the underlying library: segments kept and lost, noise, days, time.

Needs a folder of pages, none of which belongs to this project: NAME.html, and beside it NAME.json, in which every key
is optional: {"has": [segments of the article], "lacks": [what is not part of it], "title": …, "published": …}.
Segments are compared by their letters and figures alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import trafilatura

from summarize.errors import InputError
from summarize.ingest.decode import decode_declared
from summarize.ingest.readers.html_page import read_page

Rows = list[tuple[str, ...]]
OURS, FAST = "this reader", "trafilatura, fast, text only"
_ROUNDS = 3  # the shortest of so many runs counts, because other work only adds to it


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and what is known of it."""

    name: str
    page: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one page, and the CPU seconds it took; text "" if it found nothing."""

    text: str
    title: str | None = None
    published: str | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Score:
    """The sums over all pages of one reader."""

    kept: int = 0
    wanted: int = 0
    dirt: int = 0
    unwanted: int = 0
    empty: int = 0
    seconds: list[float] = field(default_factory=list)


def samples(folder: Path) -> list[Sample]:
    """All pages of a folder, by name."""
    return [_sample(path) for path in sorted(folder.glob("*.html"))]


def _sample(path: Path) -> Sample:
    beside = path.with_suffix(".json")
    known: Mapping[str, Any] = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    return Sample(
        path.stem,
        decode_declared(path.read_bytes()).text,
        tuple(known.get("has") or ()),
        tuple(known.get("lacks") or ()),
        known.get("title"),
        known.get("published"),
    )


def ours(page: str) -> Reading:
    """What this project's reader finds."""
    try:
        found = read_page(page)
    except InputError:
        return Reading("")
    return Reading(found.text, found.title, found.published)


def library(page: str, **options: Any) -> Reading:
    """What trafilatura finds with these options."""
    document: Any = trafilatura.bare_extraction(page, include_comments=False, **options)
    return Reading(str(document.text or ""), document.title, document.date) if document else Reading("")


READERS: dict[str, Callable[[str], Reading]] = {
    OURS: ours,
    FAST: partial(library, fast=True),
    "trafilatura, default, with metadata": partial(library, with_metadata=True),
    "trafilatura, favor_precision": partial(library, favor_precision=True),
    "trafilatura, favor_recall": partial(library, favor_recall=True),
}


def timed(read: Callable[[str], Reading], page: str, rounds: int = _ROUNDS) -> Reading:
    """One reading, with the least CPU time of several."""
    least = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        found = read(page)
        least = min(least, time.process_time() - began)
    return Reading(found.text, found.title, found.published, least)


def key(text: str) -> str:
    """A segment's letters and figures."""
    return "".join(filter(str.isalnum, text.casefold()))


def kept(segments: Sequence[str], text: str) -> list[str]:
    """The segments that a text holds."""
    whole = key(text)
    return [segment for segment in segments if key(segment) in whole]


def score(found: Sequence[tuple[Sample, Reading]]) -> Score:
    """The sums of one reader over all pages."""
    total = Score()
    for sample, reading in found:
        total.kept += len(kept(sample.has, reading.text))
        total.wanted += len(sample.has)
        total.dirt += len(kept(sample.lacks, reading.text))
        total.unwanted += len(sample.lacks)
        total.empty += not reading.text.strip()
        total.seconds.append(reading.seconds)
    return total


def lost(pages: Sequence[Sample], mine: Sequence[Reading], theirs: Sequence[Reading]) -> dict[str, list[str]]:
    """By page, the wanted segments that only the library keeps."""
    found = {}
    for sample, our, their in zip(pages, mine, theirs, strict=True):
        missing = set(kept(sample.has, their.text)) - set(kept(sample.has, our.text))
        if missing:
            found[sample.name] = [segment for segment in sample.has if segment in missing]
    return found


def compared(options: argparse.Namespace) -> Rows:
    """Read every page of `options.folder` with every reader."""
    pages = samples(Path(options.folder))
    readings = {
        name: [timed(read, sample.page, 1 if options.quick else _ROUNDS) for sample in pages]
        for name, read in READERS.items()
    }
    fast = [reading.seconds for reading in readings[FAST]]
    head = (
        f"{len(pages)} pages",
        "wanted kept",
        "dirt kept",
        "no text",
        "titles",
        "days",
        "× fast, median",
        "× fast, sum",
    )
    rows: Rows = [head]
    for name, found in readings.items():
        pairs = list(zip(pages, found, strict=True))
        total = score(pairs)
        ratios = [mine / theirs for mine, theirs in zip(total.seconds, fast, strict=True)]
        rows.append(
            (
                name,
                f"{total.kept} of {total.wanted}",
                f"{total.dirt} of {total.unwanted}",
                str(total.empty),
                _right(pairs, "title"),
                _right(pairs, "published"),
                f"{median(ratios):.2f}",
                f"{sum(total.seconds) / sum(fast):.2f}",
            )
        )
    for name in list(READERS)[1:]:
        for page, segments in lost(pages, readings[OURS], readings[name]).items():
            rows.append((f"kept by {name} alone: {page}", str(len(segments)), segments[0][:60], "", "", "", "", ""))
    return rows


def _right(pairs: Sequence[tuple[Sample, Reading]], what: str) -> str:
    """How many of the known titles or days are right, wrong and missing."""
    known = [(getattr(sample, what), getattr(reading, what)) for sample, reading in pairs if getattr(sample, what)]
    if what == "published":
        known = [(wanted[:10], (given or "")[:10]) for wanted, given in known]
    right = sum(key(wanted) == key(given or "") for wanted, given in known)
    none = sum(not given for _, given in known)
    return f"{right} right, {len(known) - right - none} wrong, {none} none"
