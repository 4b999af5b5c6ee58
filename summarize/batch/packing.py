"""Calls as lines of a file, and lines as files that a provider accepts: limited in lines and bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

MOST_LINES, MOST_BYTES = 50_000, 200_000_000


class Sized(Protocol):
    """Something that becomes a line; `size` in bytes, with its end."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...


T = TypeVar("T", bound=Sized)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold."""

    lines: int = MOST_LINES
    size: int = MOST_BYTES


def custom_id(mark: str, line: int) -> str:
    """The name by which the answer to a line is recognized."""
    return f"{mark}-{line}"


def line_of(name: str, url: str, body: str) -> bytes:
    """One line of a file; `body` is the request as JSON."""
    head = json.dumps({"custom_id": name, "method": "POST", "url": url})
    return f'{head[:-1]}, "body": {body}}}\n'.encode()


def packed(lines: Iterable[T], limits: Limits) -> Iterator[list[T]]:
    """The lines, grouped into files in order. No line may be larger than a file."""
    file: list[T] = []
    size = 0
    for line in lines:
        if file and (len(file) >= limits.lines or size + line.size > limits.size):
            yield file
            file, size = [], 0
        file.append(line)
        size += line.size
    if file:
        yield file
