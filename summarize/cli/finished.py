"""A finished summary given to a command: as a file, or on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from summarize.errors import InputError

from .options import GroupedOption
from .output import STANDARD_OUTPUT

_STANDARD_INPUT = STANDARD_OUTPUT  # "-" means both
_MOST = 500_000_001  # bytes read from standard input: one more than a summary may have
_HINT = "give the .json file of a summary"


def finished_summary(name: str) -> Path | bytes:
    """The path that a name means, or the content of standard input. Raises InputError."""
    if name == _STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("standard input is closed", hint=_HINT)
        return sys.stdin.buffer.read(_MOST)
    if not name:  # a path would turn it into the working directory
        raise InputError("the file's name is empty", hint=_HINT)
    return Path(name)


def finished_options() -> list[click.Parameter]:
    """The file's argument, and the option for where to look for its articles."""
    return [
        click.Argument(["file"], type=click.Path()),
        GroupedOption(
            "--root",
            metavar="DIR",
            type=click.Path(),
            help="Where to look for articles that are not in the working folder (default: FILE.json's folder).",
        ),
    ]
