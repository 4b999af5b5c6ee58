"""One line of progress on a terminal, rewritten in place and gone at the end. Writes nothing anywhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from .messages import visible

if TYPE_CHECKING:
    from summarize import Event

PATIENCE = 0.5  # seconds of work before a line appears: shorter runs need none
PAUSE = 0.1  # seconds between two changes: faster ones cannot be read


class Progress:
    """Called with every `Event` of a run; used as a context manager, so that the line goes away whatever happens.

    `clock` gives seconds; `columns` is the width of the terminal.
    """

    def __init__(self, stream: TextIO | None, clock: Callable[[], float], columns: int = 80) -> None:
        self._stream = stream
        self._clock = clock
        self._columns = columns
        self._next = clock() + PATIENCE
        self._shown = False

    def __call__(self, event: Event) -> None:
        """Show a step, when it is time to."""
        if self._stream is None or self._clock() < self._next:
            return
        self._next = self._clock() + PAUSE
        self._shown = True
        self._write("\r" + describe(event)[: self._columns - 1] + "\x1b[K")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._shown:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        """Write to the terminal; when that fails there is nothing to show progress on, and the work goes on."""
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = None


def describe(event: Event) -> str:
    """Say an event in one line: "reading 12/40: seeds/a.txt"."""
    count = f" {event.done}/{event.total}" if event.total else f" {event.done}" if event.done else ""
    detail = f": {event.detail}" if event.detail else ""
    return visible(f"{event.stage}{count}{detail}")


def terminal(stream: TextIO | None, environment: dict[str, str] | os._Environ[str]) -> TextIO | None:
    """Give the stream when it is a terminal that can rewrite a line, else None."""
    if stream is None or environment.get("TERM") == "dumb":
        return None
    return stream if stream.isatty() else None
