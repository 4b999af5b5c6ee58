"""A summary as JSON text, schema "summarize/2" (docs/summary.schema.json). Never leaves anything out.

An object without objects inside is on one line, so that an evidence span, a check or an omitted sentence is one line in
a diff, and 170,000 omitted sentences stay readable and quick to write.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from json import JSONEncoder
from typing import Any

from ..records import Article, Omission, Summary
from .escape import json_text

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode
# The long list comes last, so that the result is seen first.
_ORDER = (
    "schema", "headline", "headline_evidence", "claims", "disagreements", "told_differently", "timeline", "names",
    "balance", "articles", "origins", "skipped", "warnings", "accounting", "usage", "run", "digest", "omitted",
)  # fmt: skip


def render_json(summary: Summary) -> str:
    """The summary as JSON text that ends with a line break.

    Key order is fixed; equal summaries give equal bytes. An article's `text` is written only if it is `stored`. Lone
    surrogates become U+FFFD, infinite numbers null, and settings that JSON has no form for are written as text.
    """
    parts = (f' "{name}": {_field(summary, name)}' for name in _ORDER)
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _field(summary: Summary, name: str) -> str:
    if name == "omitted":
        return _omitted(summary.omitted)
    value = getattr(summary, name)
    plain = [_article(article) for article in value] if name == "articles" else _plain(value)
    return json_text(_laid_out(plain, 1))


def _article(article: Article) -> dict[str, Any]:
    """An article's fields without its text, unless that is stored: no file gives it back."""
    left_out = {"text", "stored"}
    known = {field.name: getattr(article, field.name) for field in fields(article) if field.name not in left_out}
    head = {name: known.pop(name) for name in ("id", "path", "record", "url", "sha256")}
    stored = {"text": article.text} if article.stored else {}
    return {**head, "characters": len(article.text), **known, **stored}


def _plain(value: object) -> Any:
    """Records as dictionaries in field order, tuples as lists; everything else that JSON does not know as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _laid_out(value: Any, depth: int) -> str:
    """JSON text with one blank per indentation step; a value without objects or lists inside is on one line."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(item, dict | list) for item in inner):
        return _encode(value)
    keys = (f"{_encode(key)}: " for key in value) if isinstance(value, dict) else ("" for _ in value)
    pad = " " * (depth + 1)
    lines = [f"{pad}{key}{_laid_out(item, depth + 1)}" for key, item in zip(keys, inner, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{' ' * depth}{closing}"


def _omitted(omissions: tuple[Omission, ...]) -> str:
    """One line per entry; each distinct string is encoded once, because there are many entries and few strings."""
    if not omissions:
        return "[]"
    return "[\n" + ",\n".join(_omitted_lines(omissions)) + "\n ]"


def _omitted_lines(omissions: tuple[Omission, ...]) -> Iterator[str]:
    known: dict[str | None, str] = {}

    def text(value: str | None) -> str:
        if value not in known:
            known[value] = json_text(_encode(value))
        return known[value]

    for item in omissions:
        yield (
            f'  {{"article": {text(item.article)}, "start": {item.start}, "end": {item.end}, '
            f'"reason": {text(item.reason)}, "of": {text(item.of)}, "detail": {text(item.detail)}}}'
        )
