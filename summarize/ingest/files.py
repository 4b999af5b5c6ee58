"""Paths, folders and safe opening: from names to bytes. Never waits for a device, follows a loop or decodes.

A path may be anything: a pipe nobody writes to, an endless device, a link to itself, a file that grows while it is
read. Every failure is an `InputError` whose message is only the cause, in words; the caller knows the name.
"""

from __future__ import annotations

import errno
import io
import os
import re
import select
import stat
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError
from ..records import Skipped

_LONGEST_PATH = 1_000  # characters; what is longer is hardly a path: somebody gave a text for one
_BEGINNING = 80  # characters shown of it
_PIECE = 1 << 20  # bytes read at a time
_STEP = 0.2  # seconds waited at a time for a stream
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)  # neither exists on Windows

_ESCAPED = re.compile(r"\\x([89a-f][0-9a-f])")

NOT_THERE = "no such file"
_CAUSES = {
    errno.ENOENT: NOT_THERE,
    errno.ENOTDIR: NOT_THERE,
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "a link that leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
}
_KINDS = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file; feed it to standard input and write -"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


class TooLarge(InputError):
    """A file or stream holds more bytes than may be read."""


def shown(name: str) -> str:
    """A file name that is safe in a message: unprintable characters are escaped, a leading dash gets "./" before it.

    "-" is standard input, "-:record 3" a record in it. Of a text that can be no name, because it is too long for one,
    the beginning is shown.
    """
    if name == "-" or name.startswith("-:"):
        return "standard input" + name[1:]
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
    visible = f"{visible[:_BEGINNING]}…" if len(name) > _LONGEST_PATH else visible
    return f"./{visible}" if visible.startswith("-") else visible


def as_text(name: str) -> str:
    r"""A file name as text that every output can hold: bytes that are not UTF-8 as "\xe9". See `as_name`."""
    return "".join(f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in name)


def as_name(text: str) -> str:
    """The file name that `as_text` wrote this way; a file that is really called this takes precedence."""
    if "\\x" not in text or os.path.lexists(text):
        return text
    name = _ESCAPED.sub(lambda found: chr(0xDC00 + int(found[1], 16)), text)
    return name if os.path.lexists(name) else text


def is_web_address(name: str) -> bool:
    """Whether an input's name is written as an address with a scheme ("https://…", "file:///…"), not as a path."""
    scheme, mark, _ = name.partition("://")
    return bool(mark) and scheme.isascii() and scheme.replace("+", "").replace("-", "").isalnum()


def list_files(name: str) -> tuple[list[str], list[Skipped]]:
    """The files a name stands for: itself, or what a folder holds at any depth, sorted by path.

    Hidden files and folders are left out; the second value is what could not be read. Paths begin with the name as
    given. Raises `InputError` if the name itself stands for nothing.
    """
    if not stat.S_ISDIR(_status(name).st_mode):
        return [name], []
    files: list[str] = []
    skipped: list[Skipped] = []
    pending = [name]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            skipped.append(Skipped(folder, _cause(error)))
            continue
        for entry in visible:
            if not _is_folder(entry):
                files.append(entry.path)
            elif entry.is_symlink():
                skipped.append(Skipped(entry.path, "a link to a folder; links inside a folder are not followed"))
            else:
                pending.append(entry.path)
    if not files and not skipped:
        skipped.append(Skipped(name, "the folder holds no files"))
    return sorted(files), sorted(skipped, key=lambda one: one.path)


def read_file(path: str, max_size: int) -> bytes:
    """All bytes of a regular file of at most `max_size` bytes. Raises `InputError`; never blocks."""
    path = as_name(path)
    # Checked before opening, because opening alone can wake a pipe's writer, and again after, in case it has changed.
    _refuse(_status(path), max_size)
    try:
        with open(path, "rb", buffering=0, opener=_opener) as stream:
            _refuse(os.fstat(stream.fileno()), max_size)
            return read_stream(stream, max_size)
    except OSError as error:
        raise InputError(_cause(error)) from error


def read_stream(stream: BinaryIO, max_size: int) -> bytes:
    """All bytes of an open stream. Raises `InputError` as soon as it gives more than `max_size` bytes."""
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := _next(stream, min(_PIECE, max_size + 1 - size)):
            pieces.append(piece)
            size += len(piece)
            if size > max_size:
                raise too_large(max_size)
    except OSError as error:
        raise InputError(_cause(error)) from error
    return b"".join(pieces)


def _next(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, b"" at the end. A pipe is waited for in steps: a signal that arrives just before a read
    blocks is handled only when that read ends, which may be never.
    """
    if os.name != "posix" or not isinstance(stream, io.BufferedReader):
        return stream.read(size)
    try:
        while not select.select([stream], [], [], _STEP)[0]:
            continue
    except ValueError:  # it has no file descriptor
        return stream.read(size)
    return stream.read1(size)


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | _NEVER_WAIT)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links, or a link into a folder nobody may enter: reading it will show the cause
        return False


def _status(path: str) -> os.stat_result:
    try:
        return Path(path).stat()
    except OSError as error:
        raise InputError(_cause(error, path)) from error
    except ValueError as error:  # a zero character in the name
        raise InputError(NOT_THERE) from error


def _refuse(status: os.stat_result, max_size: int) -> None:
    for is_kind, kind in _KINDS:
        if is_kind(status.st_mode):
            raise InputError(kind)
    if status.st_size > max_size:
        size = f"{megabytes(status.st_size)}, more than {megabytes(max_size)}"
        raise TooLarge(f"{size}; raise max_size (--max-size) to read it")


def _cause(error: OSError, path: str = "") -> str:
    if error.errno == errno.ENOENT and path and Path(path).is_symlink():
        return "a link to a file that does not exist"
    return _CAUSES.get(error.errno or 0) or (error.strerror or str(error)).lower()


def too_large(most: int) -> TooLarge:
    """The error for what holds more than `most` bytes."""
    return TooLarge(f"larger than {megabytes(most)}; raise max_size (--max-size) to read it")


def megabytes(size: int) -> str:
    """A size in words, in bytes if there are few."""
    return f"{size:,} bytes" if size < 100_000 else f"{size / 1e6:,.1f} MB"
