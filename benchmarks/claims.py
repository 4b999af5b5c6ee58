"""Measure the value checks on labelled claims: `python -m benchmarks.claims CLAIMS.jsonl STORIES.jsonl...`.

A claim is an object with `claim`, `label` (true or false), `cited` (a list of {doc, start, end}), `cluster` or `story`,
and perhaps `speaker`; a story has `id` or `story`, `documents` or `articles` (text, title, publisher, date or
published) and `lang`. Each claim cites the whole sentences of its spans, as a model's sentence would. Prints how many
true claims fail, are unclear or pass, and the false ones, with 95 % intervals (Wilson).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

from summarize import load_articles, prepare_story
from summarize.check import ClaimChecker, StoryText
from summarize.records import Claim, Evidence, Sentence

Story = tuple[ClaimChecker, tuple[Sentence, ...], tuple[str, ...]]
OUTCOMES = ("fail", "unclear", "pass")


def main(paths: list[str]) -> int:
    """Print the table."""
    if len(paths) < 2:
        print("usage: python -m benchmarks.claims CLAIMS.jsonl STORIES.jsonl...", file=sys.stderr)
        return 2
    stories = {str(each.get("story") or each.get("id")): each for path in paths[1:] for each in _lines(path)}
    counts = measure(_lines(paths[0]), stories)
    print("| claims | fail | unclear | pass |\n|---|---:|---:|---:|")
    for label, name in ((True, "true"), (False, "false")):
        total = sum(counts[label, outcome] for outcome in OUTCOMES)
        cells = (f"{counts[label, outcome]} ({interval(counts[label, outcome], total)})" for outcome in OUTCOMES)
        print(f"| {total} {name} | {' | '.join(cells)} |")
    return 0


def measure(claims: Iterator[Mapping[str, Any]], stories: Mapping[str, Mapping[str, Any]]) -> Counter[tuple[bool, str]]:
    """How many claims came out how, by label and worst outcome of their checks."""
    prepared: dict[str, Story] = {}
    counts: Counter[tuple[bool, str]] = Counter()
    for row in claims:
        name = str(row.get("story") or row.get("cluster"))
        if name not in prepared:
            prepared[name] = _prepared(stories[name])
        checker, sentences, articles = prepared[name]
        claim = Claim(
            id="c", text=row["claim"], evidence=_evidence(row, sentences, articles), attributed_to=row.get("speaker")
        )
        outcomes = {check.outcome for check in checker.check(claim).checks}
        counts[bool(row["label"]), next((each for each in OUTCOMES if each in outcomes), "pass")] += 1
    return counts


def interval(count: int, total: int) -> str:
    """A 95 % interval of a share, in per cent (Wilson, 1927)."""
    if not total:
        return "-"
    z, share = 1.96, count / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low, high = ((middle + sign * spread) / (1 + z * z / total) for sign in (-1, 1))
    return f"{100 * max(0.0, low):.1f}–{100 * min(1.0, high):.1f} %"


def _prepared(story: Mapping[str, Any]) -> Story:
    records = []
    for each in story.get("documents") or story["articles"]:
        days = {"published": each.get("published") or each.get("date")}
        records.append({key: value for key, value in {**_known(each), **days}.items() if value})
    found = prepare_story(list(load_articles(records)), language=str(story.get("lang") or "en"), keep_boilerplate=True)
    text = StoryText(found.articles, lambda: found.sentences, found.language, found.origins)
    return ClaimChecker(text), found.sentences, tuple(article.id for article in found.articles)


def _known(each: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each.get(key) for key in ("text", "title", "publisher")}


def _evidence(
    row: Mapping[str, Any], sentences: tuple[Sentence, ...], articles: tuple[str, ...]
) -> tuple[Evidence, ...]:
    found = {
        Evidence(each.article, each.start, each.end, each.text, "model"): None
        for span in row["cited"]
        for each in sentences
        if each.article == articles[span["doc"]] and each.start < span["end"] and span["start"] < each.end
    }
    return tuple(found)


def _lines(path: str) -> Iterator[Mapping[str, Any]]:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
