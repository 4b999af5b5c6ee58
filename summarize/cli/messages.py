"""Messages on standard error. Each is one line that begins with the program's name and cannot control a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


def say(line: str) -> None:
    """Write one line to standard error. Never fails: if it is closed or full, there is nobody to tell."""
    if sys.stderr is None:
        return
    from summarize.render.escape import without_images  # not needed for the help

    try:
        sys.stderr.write(f"summarize: {without_images(visible(line))}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # ValueError: closed
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Discard what a stream still holds; otherwise Python would try to write it at its end and exit with code 120."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def visible(text: str) -> str:
    r"""Escape everything unprintable: control characters, line ends, bidirectional marks, lone surrogates.

    >>> visible("a\x1b[31m\n")
    'a\\x1b[31m\\n'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
