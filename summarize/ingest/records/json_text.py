"""Python values from JSON text; every failure is described in words that people use of files. Repairs nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

from ...errors import InputError

_Hook = Callable[[list[tuple[str, object]]], object]


def parse_json(text: str, hook: _Hook | None = None) -> object:
    """The value of a JSON text; `hook` makes the objects from their pairs. Raises `InputError` with only the cause."""
    try:
        return json.loads(text, object_pairs_hook=hook)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON ({error.msg}, line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise InputError("not usable JSON (nested too deeply)") from error
    except ValueError as error:  # an integer of more than 4,300 digits
        raise InputError("not usable JSON (a number with thousands of digits)") from error


def decode_json(raw: bytes) -> str:
    """The text of JSON bytes: UTF-8, or UTF-16 and UTF-32 as JSON allows them. Raises `InputError`."""
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise InputError("not JSON (neither UTF-8 nor UTF-16)") from error


def unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuses objects with a repeated key, as a hook: two programs could read them differently. Raises `InputError`."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("not usable JSON (a key occurs twice in one object)")
    return found
