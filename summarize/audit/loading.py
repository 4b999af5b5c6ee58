"""A finished summary read back into its record, with its articles' texts if their files are there. Proves nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import InputError
from ..ingest.files import shown
from ..records import Article, Notice, Summary
from ..report.digest import digest_of
from .findings import FindingCollector
from .source_files import read_sources
from .summary_file import read_summary

MAX_SOURCE = 20_000_000  # bytes of a source file


def load_summary(source: str | os.PathLike[str] | bytes, *, root: Path | None = None) -> Summary:
    """The summary in a JSON file, or in the bytes of one, with its articles' texts read again from their files.

    A source is looked for where the summary says, then from `root`, by default the summary's folder. An article whose
    file is gone, or is not what the summary says of it, keeps what the summary cites of it, and a warning says so; so
    does one when the JSON itself was changed after it was written. Every renderer works on what this gives. Raises
    InputError when there is no summary, LimitError when it is larger than 500 MB.
    """
    data = read_summary(source)
    try:
        summary = Summary.from_json(data)
    except InputError as error:
        name = "standard input" if isinstance(source, bytes) else shown(os.fsdecode(source))
        raise InputError(f"{name}: {error.message}", hint=error.hint) from error
    folder = root or (Path() if isinstance(source, bytes) else Path(os.fsdecode(source)).parent)
    texts = read_sources(data, FindingCollector(), root=folder, max_size=MAX_SOURCE).texts
    articles = tuple(replace(each, text=texts.get(each.id, each.text)) for each in summary.articles)
    return replace(summary, articles=articles, warnings=(*summary.warnings, *_changes(data, articles, texts)))


def _changes(data: Mapping[str, object], articles: Sequence[Article], texts: Mapping[str, str]) -> Iterator[Notice]:
    """What is no longer as it was written: the JSON, the files."""
    if data.get("digest") and data["digest"] != digest_of(data):
        yield Notice("json_changed", "this JSON was changed after it was written: its text no longer fits its digest")
    if missing := [f"[{n}]" for n, each in enumerate(articles, 1) if each.id not in texts]:
        why = "the file is gone, or it is not the one that this JSON tells of (one of the two was changed)"
        yield Notice("source_missing", f"{', '.join(missing)}: {why}; only the cited passages are shown")
