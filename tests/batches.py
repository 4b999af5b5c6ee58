"""What the tests of batches share: stories written for them, files of them, workers with a trap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from summarize.batch import local

_TOWNS = ("Arlen", "Borra", "Calde", "Drevo", "Elmin", "Faro", "Gant", "Hollin", "Irsa", "Jorv")

# A worker that ends itself when it meets a story with the word, as a fault in a parser would end it.
TRAP = (
    local._BOOT.partition("from summarize")[0]
    + """
import os, signal
import summarize.pipeline as pipeline
whole = pipeline.plan
def plan(articles, config, *rest):
    for article in articles:
        if "POISON" in article.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "ENDLESS" in article.text:
            while True:
                pass
        if "GREEDY" in article.text:
            bytearray(1 << 40)
    return whole(articles, config, *rest)
pipeline.plan = plan
from summarize.batch.steps import serve
serve()
"""
)


def articles_of(number: int, word: str = "") -> list[dict[str, str]]:
    """Three reports of one small event, another for each number."""
    town, figure = _TOWNS[number % len(_TOWNS)], 14 + number
    return [
        {
            "title": f"Bridge in {town} closed",
            "publisher": "Paper 1",
            "published": "2025-02-17",
            "text": f"The bridge over the river in {town} was closed on Monday after inspectors found {figure} cracked "
            f"bolts. Mayor Lena Ortiz said the repair would cost {figure} million euros. {word}",
        },
        {
            "title": f"Ferry for {town}",
            "publisher": "Paper 2",
            "published": "2025-02-17",
            "text": f"A ferry will carry commuters in {town} while the bridge is closed, the transport ministry said. "
            f"Inspectors found {figure} cracked bolts in the bridge and closed it to all traffic.",
        },
        {
            "title": f"{town} without its bridge",
            "publisher": "Paper 3",
            "published": "2025-02-18",
            "text": f"About 20,000 cars use the bridge in {town} every day. Shops near the river reported fewer "
            "customers on Tuesday. The council will meet on Friday to vote on the repair.",
        },
    ]


def write_stories(path: Path, count: int, words: dict[int, str] | None = None, first: int = 0) -> Path:
    """A file with a story a line; `words` puts a word into an article of the stories with these numbers."""
    lines = [
        json.dumps({"id": f"story-{number:03}", "articles": articles_of(number, (words or {}).get(number, ""))})
        for number in range(first, first + count)
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def states(results: Sequence[object]) -> dict[str, str]:
    """The state of each story by its key."""
    return {result.story: result.state for result in results}  # type: ignore[attr-defined]
