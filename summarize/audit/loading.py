"""A finished summary read back into its record, with its articles' texts if their files are there. Proves nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ..errors import InputError
from ..ingest.files import shown
from ..records import Notice, Summary
from .findings import FindingCollector
from .source_files import read_sources
from .summary_file import read_summary

MAX_SOURCE = 20_000_000  # bytes of a source file


def load_summary(path: str | os.PathLike[str], *, root: Path | None = None) -> Summary:
    """The summary in a JSON file, with its articles' texts read again from their files.

    A source is looked for where the summary says, then from `root`, by default the summary's folder. An article whose
    file is gone or changed keeps what the summary cites of it, and a warning says so. Every renderer works on what this
    gives. Raises InputError when the file holds no summary, LimitError when it is larger than 500 MB.
    """
    data = read_summary(path)
    try:
        summary = Summary.from_json(data)
    except InputError as error:
        raise InputError(f"{shown(os.fsdecode(path))}: {error.message}", hint=error.hint) from error
    folder = root if root is not None else Path(path).parent
    texts = read_sources(data, FindingCollector(), root=folder, max_size=MAX_SOURCE).texts
    articles = tuple(replace(each, text=texts.get(each.id, each.text)) for each in summary.articles)
    missing = [f"[{n}]" for n, each in enumerate(articles, 1) if each.id not in texts]
    if not missing:
        return replace(summary, articles=articles)
    message = f"{', '.join(missing)}: the file is gone or has changed, so only the cited passages are shown"
    return replace(summary, articles=articles, warnings=(*summary.warnings, Notice("source_missing", message)))
