"""Puts text on standard output and into files, completely or not at all; messages go to standard error.

A file appears under its name only when it is complete and on the disk; only force replaces an existing one. Knows
formats by their names, never what is in them. A message is one line that begins with the program's name and cannot
control a terminal.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from summarize.errors import OutputError, PartialError
from summarize.render import BY_ENDING

if TYPE_CHECKING:
    from pathlib import Path  # 3 ms, which --help need not pay

    from summarize import Config, LoadResult

ENDINGS = {ending: each.name for ending, each in BY_ENDING.items()}
CHECKLISTS = {".csv": "csv", ".md": "markdown"}
STANDARD_OUTPUT = "-"


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


def say_skipped(articles: LoadResult, config: Config) -> int:
    """Say which inputs were not used; give the exit code of a command that only shows something of the others."""
    for skipped in articles.skipped:
        say(f"{skipped.path}: skipped ({skipped.why})")
    missing = not all(each.duplicate for each in articles.skipped)
    return PartialError.exit_code if missing and not config.allow_partial else 0


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


class Target(NamedTuple):
    """Where a rendering goes, `-` being standard output, and its format."""

    path: str
    layout: str


def targets(paths: Sequence[str], layout: str | None) -> list[Target]:
    """Pair each output with its format: a file's follows its ending, standard output's is `layout`.

    Raises click.UsageError for an unknown ending, an output named twice, or a format that no output takes.
    """
    if not paths:
        return [Target(STANDARD_OUTPUT, layout or "text")]
    if layout and STANDARD_OUTPUT not in paths:
        raise click.UsageError("--format is for standard output; add -o - or leave it out: a file's ending decides")
    if not all(paths):
        raise click.UsageError("an output has no name")
    if len({_real(path) for path in paths}) < len(paths):
        raise click.UsageError("an output is named twice")
    return [Target(path, (layout or "text") if path == STANDARD_OUTPUT else _format_of(path)) for path in paths]


def checklists(path: str | None, outputs: Sequence[Target]) -> list[Target]:
    """Give the target of the check-list, if one is wanted. Raises click.UsageError as `targets` does."""
    if path is None:
        return []
    if not path:
        raise click.UsageError("the check-list has no name")
    if any(same_file(path, output) for output, _ in outputs):
        raise click.UsageError("an output is named twice")
    return [Target(path, _format_of(path, CHECKLISTS))]


def _format_of(path: str, known: Mapping[str, str] = ENDINGS) -> str:
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 - no pathlib for a usage error
    if ending not in known:
        raise click.UsageError(f"{path}: the ending names no format; choose from {', '.join(known)}")
    return known[ending]


def check_writable(wanted: Sequence[Target], *, force: bool) -> None:
    """Find out before the work what would prevent a file from being written. Raises OutputError."""
    for path, _ in wanted:
        if path == STANDARD_OUTPUT:
            continue
        folder = _real(path).parent
        if not folder.is_dir():
            raise OutputError(f"{path}: cannot be written (its folder does not exist)", hint="create the folder first")
        if not os.access(folder, os.W_OK):
            raise OutputError(f"{path}: cannot be written (no permission in its folder)")
        _check_replaceable(path, force=force)


def _check_replaceable(path: str, *, force: bool) -> None:
    try:
        mode = _real(path).stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _failed(path, error) from error
    if not stat.S_ISREG(mode):
        raise OutputError(f"{path}: cannot be written (not a regular file)", hint="name another file")
    if not force:
        raise OutputError(f"{path}: exists and is left unchanged", hint="use --force to replace it")


def write_file(path: str, text: str, *, force: bool) -> None:
    """Write a file in UTF-8: under a temporary name beside it, to the disk, then renamed. Raises OutputError."""
    final = _real(path)
    # The temporary name is not derived from the final one, which may already be as long as a name can be.
    temporary = final.with_name(f".summarize-{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        _check_replaceable(path, force=force)  # again: another run may have finished in the meantime
        temporary.replace(final)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_stdout(text: str, *, encoding: str | None = None) -> None:
    """Write to standard output in its own encoding or the given one; what that lacks is written as \\uXXXX.

    A reader that has gone away is not an error: the rest is dropped. Raises OutputError if the text cannot be written.
    """
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output: cannot be written (it is closed)", hint="use -o FILE")
    try:
        stream.flush()
        stream.buffer.write(text.encode(encoding or stream.encoding or "utf-8", "backslashreplace"))
        stream.buffer.flush()
    except BrokenPipeError:
        discard(stream)
    except (OSError, ValueError) as error:  # ValueError: closed
        discard(stream)
        raise _failed("standard output", error) from error


def size_of(stream: Any) -> tuple[int, int]:
    """Give columns and rows of the terminal behind a stream, zeros if there is none."""
    try:
        return tuple(os.get_terminal_size(stream.fileno()))  # type: ignore[return-value]  # two numbers
    except (OSError, ValueError, AttributeError):  # no terminal, no file behind it, no stream
        return 0, 0


def same_file(path: str, other: str) -> bool:
    """Say whether two names lead to the same place, following links."""
    return STANDARD_OUTPUT not in (path, other) and _real(path) == _real(other)


def _real(path: str) -> Path:
    """Give the place that a name leads to; standard output keeps its name."""
    from pathlib import Path

    return Path(path) if path == STANDARD_OUTPUT else Path(path).resolve()


def _failed(what: str, error: OSError | ValueError) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(f"{what}: cannot be written ({reason})", hint="name another place with -o FILE")
