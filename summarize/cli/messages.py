"""Lines on standard error. Each is one line that begins with the program's name; nothing in it can steer a terminal."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Write one line to standard error. Never fails: when it is closed or full there is nobody to tell."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"summarize: {_without_images(visible(line))}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # ValueError: closed
        return


def _without_images(line: str) -> str:
    """Keep an article's `![image](address)` from being loaded by a chat or ticket that the line is copied into."""
    return line.replace("![", "!\\[").replace("](", "]\\(")


def visible(text: str) -> str:
    r"""Escape everything unprintable: control characters, line ends, bidirectional marks, lone surrogates.

    >>> visible("a\x1b[31m\n")
    'a\\x1b[31m\\n'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
