"""A batch's files: each appears under its name, by renaming, once it is complete and on the disk.

Rule: names come from `jobs.safe_name` and from this package, never from what an article says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..errors import OutputError
from .steps import FORMATS

BEGUN = ".batch-"  # begins the name of an incomplete file


def write_story(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write a story's files: all of them or, except for the last moment, none under their names. Raises OutputError."""
    begun: list[tuple[Path, Path]] = []
    try:
        for layout, content in files.items():
            final = folder / f"{name}{FORMATS[layout]}"
            begun.append((_written(folder, final.name, [content]), final))
        for temporary, final in begun:
            temporary.replace(final)
    except OSError as error:
        raise _failed(folder / name, error) from error
    finally:
        for temporary, _ in begun:
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write one file piece by piece. Raises OutputError."""
    try:
        temporary = _written(path.parent, path.name, pieces)
        temporary.replace(path)
    except OSError as error:
        raise _failed(path, error) from error


def _written(folder: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """A temporary file that holds the pieces, on the disk."""
    temporary = folder / f"{BEGUN}{os.getpid()}-{name[-100:]}"
    try:
        with temporary.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def all_there(folder: Path, name: str, formats: Sequence[str]) -> bool:
    """Whether a story has a file of each format."""
    return all((folder / f"{name}{FORMATS[layout]}").is_file() for layout in formats)


def tidy(folder: Path) -> None:
    """Remove what an earlier batch had begun to write when it ended."""
    for left in folder.glob(f"{BEGUN}*"):
        left.unlink(missing_ok=True)


def _failed(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({error.strerror or error})",
        hint="make room or name another folder, then run it again; finished stories are kept",
    )
