"""A file of answers, read line by line and not trusted. Order means nothing; what is not an answer is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LONGEST = 20_000_000  # bytes of a line; a longer one is not an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a file says about one line: the status and body of an answer or, with status 0, `why` there is none."""

    custom_id: str
    status: int = 0
    body: bytes = b""
    request_id: str = ""
    why: str = ""


def answers_in(path: Path) -> Iterator[Answered]:
    """The answers of a file."""
    with path.open("rb") as file:
        while raw := file.readline(_LONGEST):
            if not raw.endswith(b"\n") and len(raw) >= _LONGEST:
                while rest := file.readline(_LONGEST):
                    if rest.endswith(b"\n"):
                        break
            elif answer := _read(raw):
                yield answer


def _read(raw: bytes) -> Answered | None:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or not isinstance(line.get("custom_id"), str):
        return None
    response = line.get("response")
    status = response.get("status_code") if isinstance(response, dict) else None
    if isinstance(response, dict) and isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599:
        body = json.dumps(response.get("body")).encode("ascii")
        return Answered(
            custom_id=line["custom_id"], status=status, body=body, request_id=str(response.get("request_id") or "")[:80]
        )
    return Answered(custom_id=line["custom_id"], why=_reason(line.get("error")))


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        return str(error.get("message") or error.get("code") or "no reason given")
    return "no answer and no reason given"
