"""A finished summary's JSON, read from a file into a mapping, or the reason why not. Never waits, never repairs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import BytesIO

from ..errors import InputError, LimitError
from ..ingest.files import TooLarge, read_file, read_stream, shown
from ..ingest.records.json_text import decode_json, parse_json, unique_keys

MAX_FILE = 500_000_000  # bytes; the summary of 5,000 articles takes about 20 MB
_HINT = "give the .json file of a summary"


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
