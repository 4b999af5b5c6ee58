"""`python -m benchmarks.stories FILE.jsonl ...`: how well `group_articles` sorts piles whose stories are known.

With `--plateau` also how flat the figures are around the chosen constants. A record has text, story (what it tells of,
by any name) and, if known, published, title, language, saga. Several files are one pile. Each figure has its 95 %
interval from 1,000 samples of the stories (bootstrap).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType
from typing import TypeAlias

from summarize import group_articles, load_articles
from summarize.nlp.similarity import DisjointSets
from summarize.prepare.clustering import clusters, days

from .__main__ import Rows, markdown

Record: TypeAlias = Mapping[str, str]
Pile: TypeAlias = Sequence[Record]

_SAMPLES = 1000
_INTERVAL = (0.025, 0.975)
_FIELDS = ("text", "title", "published", "language")

# What is varied to see how flat the figures are around the chosen values.
PLATEAU = {
    (days, "_APART"): (1.5, 2.0, 2.5, 3.5, 4.5),
    (days, "_HALF"): (3.0, 5.0, 7.0, 10.0, 14.0),
    (days, "_CLEAR"): (0.7, 0.8, 0.85, 0.9, 0.95, 1.0),
    (clusters, "_ALIKE"): (0.09, 0.11, 0.13, 0.15, 0.17),
    (clusters, "_COHERENT"): (0.5, 0.6, 0.7, 0.8, 0.9),
    (clusters, "_COHERENT_ONE"): (0.0, 0.3, 0.45, 0.6),
    (clusters, "_NEAR"): (4, 8, 16),
    (clusters, "_HOLDERS"): (30, 60, 120),
}


@dataclass(frozen=True, slots=True)
class Place:
    """For one article: how many are in its group, in its story, and in both, itself included."""

    story: str
    group: int
    true: int
    both: int


def read(paths: Sequence[str]) -> list[Record]:
    """The records of all files, except those without text or story."""
    lines = [line for path in paths for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    return [record for line in lines if (record := json.loads(line)).get("text") and record.get("story")]


def sort(pile: Pile) -> tuple[list[int], list[str]]:
    """For each record the number of the group it is put into, and the name of that group's thread."""
    given = [{key: record[key] for key in _FIELDS if record.get(key)} for record in pile]
    articles = load_articles([record | {"id": str(n)} for n, record in enumerate(given)])
    groups, threads = [0] * len(pile), [""] * len(pile)
    for number, group in enumerate(group_articles(articles)):
        for article in group.articles:
            groups[int(article.id)] = number
            threads[int(article.id)] = f"thread {group.thread}" if group.thread else f"story {number}"
    return groups, threads


def places(found: Sequence[object], true: Sequence[str]) -> list[Place]:
    """Where each article is and where it belongs."""
    groups, stories, both = Counter(found), Counter(true), Counter(zip(found, true, strict=True))
    return [
        Place(story, groups[group], stories[story], both[group, story])
        for group, story in zip(found, true, strict=True)
    ]


def precision(known: Sequence[Place]) -> float:
    """The share of joined pairs that tell of one story."""
    return sum(each.both - 1 for each in known) / max(1, sum(each.group - 1 for each in known))


def recall(known: Sequence[Place]) -> float:
    """The share of pairs of one story that are joined."""
    return sum(each.both - 1 for each in known) / max(1, sum(each.true - 1 for each in known))


def b_cubed(known: Sequence[Place]) -> float:
    """B³ F1 (Bagga and Baldwin 1998)."""
    right = sum(each.both / each.group for each in known) / len(known)
    whole = sum(each.both / each.true for each in known) / len(known)
    return 2 * right * whole / (right + whole)


def interval(figure: Callable[[Sequence[Place]], float], known: Sequence[Place]) -> tuple[float, float]:
    """The 95 % interval of a figure over samples of the stories."""
    stories: dict[str, list[Place]] = defaultdict(list)
    for each in known:
        stories[each.story].append(each)
    random, names = Random(12), list(stories)
    figures = sorted(
        figure([each for name in random.choices(names, k=len(names)) for each in stories[name]])
        for _ in range(_SAMPLES)
    )
    low, high = (figures[int(share * (_SAMPLES - 1))] for share in _INTERVAL)
    return low, high


def undated(pile: Pile, share: float = 1.0) -> list[Record]:
    """The same without the days of this share of the records."""
    random = Random(1)
    return [
        {key: value for key, value in record.items() if key != "published"} if random.random() < share else record
        for record in pile
    ]


def halves(pile: Pile) -> tuple[list[Record], list[Record]]:
    """Two halves that share no story and no saga: what falls into one group without days is in one half."""
    groups, _ = sort(undated(pile))
    first: dict[str | int, int] = {}
    joined = DisjointSets(len(pile))
    for n, record in enumerate(pile):
        for key in (record["story"], groups[n]):
            joined.join(first.setdefault(key, n), n)
    both: tuple[list[Record], list[Record]] = ([], [])
    for saga in sorted(joined.groups().values(), key=len, reverse=True):
        min(both, key=len).extend(pile[n] for n in saga)
    return both


def quality(pile: Pile) -> Rows:
    """The figures of a pile as it is, of its halves, and with fewer days known."""
    one, other = halves(pile)
    piles = {
        "as given": pile,
        "one half": one,
        "the other half": other,
        "those with a day": [record for record in pile if record.get("published")],
        "half of the days taken away": undated(pile, 0.5),
        "without days": undated(pile),
        "all of one day": [{**record, "published": "2020-01-01"} for record in pile],
    }
    rows: Rows = [("pile", "articles", "stories (true)", "largest", "pairs right", "pairs found", "B³ F1")]
    for name, each in piles.items():
        if each:
            rows.append((name, *_figures(each)))
    return rows


def _figures(pile: Pile) -> tuple[str, ...]:
    groups, _ = sort(pile)
    known = places(groups, [record["story"] for record in pile])
    true = len({record["story"] for record in pile})
    cells = [f"{len(pile):,}", f"{len(set(groups)):,} ({true:,})", f"{max(Counter(groups).values()):,}"]
    for figure in (precision, recall, b_cubed):
        low, high = interval(figure, known)
        cells.append(f"{figure(known):.3f} ({low:.3f}–{high:.3f})")
    return tuple(cells)


def sagas(pile: Pile) -> Rows:
    """For records that name their saga: how well threads are found."""
    _, threads = sort(pile)
    known = places(threads, [record.get("saga") or f"alone: {record['story']}" for record in pile])
    rows: Rows = [("threads", "articles", "pairs right", "pairs found", "B³ F1")]
    rows.append(("as given", f"{len(pile):,}", *(f"{each(known):.3f}" for each in (precision, recall, b_cubed))))
    return rows


def plateau(pile: Pile) -> Rows:
    """The same pile with one constant changed at a time."""
    rows: Rows = [("constant", "value", "pairs right", "pairs found", "B³ F1")]
    for (module, name), values in PLATEAU.items():
        chosen = getattr(module, name)
        for value in values:
            with _changed(module, name, value):
                groups, _ = sort(pile)
            known = places(groups, [record["story"] for record in pile])
            shown = f"**{value:g}**" if value == chosen else f"{value:g}"
            rows.append((name.strip("_").lower(), shown, *(f"{f(known):.3f}" for f in (precision, recall, b_cubed))))
    return rows


@contextmanager
def _changed(module: ModuleType, name: str, value: float) -> Iterator[None]:
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE.jsonl")
    parser.add_argument("--plateau", action="store_true", help="also vary each constant")
    options = parser.parse_args(arguments)
    pile = read(options.files)
    if not pile:
        parser.error("no record with a text and a story")
    print(markdown(quality(pile)), flush=True)
    if any(record.get("saga") for record in pile):
        print(f"\n{markdown(sagas(pile))}", flush=True)
    if options.plateau:
        print(f"\n{markdown(plateau(pile))}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
