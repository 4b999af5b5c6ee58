"""A finished summary's file: its JSON, whether that has the schema's types, and the record read back from it.

Never waits, never repairs, proves nothing.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from ..errors import InputError, LimitError
from ..ingest.decode import decode_json, parse_json, unique_keys
from ..ingest.files import TooLarge, read_file, read_stream, shown
from ..records import Article, Notice, Summary
from ..report.accounting import digest_of
from .findings import FindingCollector
from .source_files import read_sources

MAX_FILE = 500_000_000  # bytes; the summary of 5,000 articles takes about 20 MB
_HINT = "give the .json file of a summary"
_Test = Callable[[object], bool]
_SAYS = "is not what the schema says"
MAX_SOURCE = 20_000_000  # bytes of a source file


def read_summary(source: bytes | str | os.PathLike[str]) -> Mapping[str, object]:
    """The mapping in the JSON of a summary: its bytes, or the regular file that holds them.

    Raises InputError if it holds no such thing, LimitError for more than `MAX_FILE` bytes.
    """
    path = "-" if isinstance(source, bytes) else os.fsdecode(source)
    name = "the summary" if isinstance(source, bytes) else shown(path)
    try:
        raw = read_stream(BytesIO(source), MAX_FILE) if isinstance(source, bytes) else read_file(path, MAX_FILE)
        summary = parse_json(decode_json(raw), unique_keys)
    except TooLarge as error:
        raise LimitError(f"{name}: larger than {MAX_FILE:,} bytes", hint="is it a summary?") from error
    except InputError as error:
        raise InputError(f"{name}: {error.message}", hint=_HINT) from error
    if not isinstance(summary, dict):
        raise InputError(f"{name}: not a summary (its JSON is not an object)", hint=_HINT)
    return summary


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _or_none(is_right: _Test) -> _Test:
    """The same test, passed by null and by a field that is missing too."""
    return lambda value: value is None or is_right(value)


def _is_pages(value: object) -> bool:
    """Whether it is a list of [start offset, page number] pairs."""
    if not isinstance(value, list | tuple):
        return False
    pairs = (page for page in value if isinstance(page, list | tuple) and len(page) == 2)
    return sum(all(map(_is_count, pair)) for pair in pairs) == len(value)


_SKIPPED: dict[str, _Test] = {"path": _is_text, "why": _is_text}
_WARNING: dict[str, _Test] = {"code": _is_text, "message": _is_text, "article": _or_none(_is_text)}
_ARTICLE: dict[str, _Test] = dict.fromkeys(
    ("path", "url", "title", "publisher", "author", "published", "language", "origin", "reader", "text_sha256"),
    _or_none(_is_text),
)
_ARTICLE |= {"pages": _or_none(_is_pages)}  # missing in files older than pages
_CLAIM: dict[str, _Test] = {"paragraph": _or_none(_is_count)}  # missing in files older than paragraphs
_RUN: dict[str, _Test] = {
    "model": _or_none(_is_text), "version": _is_text, "prompts": _is_object, "config": _is_object, "started": _is_text,
    "checker": _or_none(_is_text),
}  # fmt: skip
_USAGE: dict[str, _Test] = dict.fromkeys(("calls", "cached_calls", "prompt_tokens", "completion_tokens"), _is_count)
_USAGE |= {"cost_usd": _or_none(_is_amount), "seconds": _is_amount}
_LISTS = {"skipped": _SKIPPED, "warnings": _WARNING, "articles": _ARTICLE, "claims": _CLAIM}
_OBJECTS = {"run": _RUN, "usage": _USAGE}


def check_form(data: Mapping[str, object], ledger: FindingCollector) -> None:
    """Note every field of a wrong type, and every number that JSON does not have (NaN, Infinity)."""
    for name, fields in _LISTS.items():
        value = data.get(name)
        if not isinstance(value, list | tuple):
            ledger.add(f"{name} {_SAYS}: not a list", token=value, where=name)
            continue
        for item in value:
            _check_fields(item, fields, name, ledger)
    for name, fields in _OBJECTS.items():
        _check_fields(data.get(name), fields, name, ledger)
    _check_numbers(data, ledger)


def _check_fields(item: object, fields: Mapping[str, _Test], where: str, ledger: FindingCollector) -> None:
    if not isinstance(item, Mapping):
        ledger.add(f"{where} {_SAYS}: not an object", token=item, where=where)
        return
    for key, is_right in fields.items():
        if not is_right(item.get(key)):
            ledger.add(f"{where}: {key} {_SAYS}", token=item.get(key), where=where)


def _check_numbers(data: object, ledger: FindingCollector) -> None:
    """Look through the whole document without recursion, because its author chooses how deep it is."""
    pending: list[object] = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, Mapping):
            pending.extend(value.values())
        elif isinstance(value, list | tuple):
            pending.extend(value)
        elif isinstance(value, float) and not math.isfinite(value):
            ledger.add(f"the number {value} {_SAYS}: JSON has no such number", token=value)


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
