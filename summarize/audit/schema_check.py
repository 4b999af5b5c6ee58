"""Whether the parts of a summary that nothing else reads have the types of its schema. Judges no content."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from .findings import FindingCollector

_Test = Callable[[object], bool]
_SAYS = "is not what the schema says"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_count_or_missing(value: object) -> bool:
    return value is None or _is_count(value)  # missing in files older than paragraphs


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_amount_or_null(value: object) -> bool:
    return value is None or _is_amount(value)


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_pages(value: object) -> bool:
    """Whether it is a list of [start offset, page number] pairs, or missing, as in files older than pages."""
    if value is None:
        return True
    if not isinstance(value, list | tuple):
        return False
    pairs = (page for page in value if isinstance(page, list | tuple) and len(page) == 2)
    return sum(all(map(_is_count, pair)) for pair in pairs) == len(value)


_SKIPPED: dict[str, _Test] = {"path": _is_text, "why": _is_text}
_WARNING: dict[str, _Test] = {"code": _is_text, "message": _is_text, "article": _is_text_or_null}
_ARTICLE: dict[str, _Test] = dict.fromkeys(
    ("path", "url", "title", "publisher", "author", "published", "language", "origin", "reader", "text_sha256"),
    _is_text_or_null,
)
_ARTICLE |= {"pages": _is_pages}
_CLAIM: dict[str, _Test] = {"paragraph": _is_count_or_missing}
_RUN: dict[str, _Test] = {
    "model": _is_text_or_null, "version": _is_text, "prompts": _is_object, "config": _is_object, "started": _is_text,
    "checker": _is_text_or_null,
}  # fmt: skip
_USAGE: dict[str, _Test] = dict.fromkeys(("calls", "cached_calls", "prompt_tokens", "completion_tokens"), _is_count)
_USAGE |= {"cost_usd": _is_amount_or_null, "seconds": _is_amount}
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
