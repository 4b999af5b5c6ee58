"""`--keep-texts DIR`: the texts that evidence points into, one file per article, unless a user's file holds them.

A file is named after its article's id, never after anything an article says; only force replaces an existing one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from summarize import Article
from summarize.errors import OutputError

from .output import Target, check_writable, write_file

_LONGEST = 80  # characters of a name; ids may have 100, of any kind
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.I)  # devices on Windows


class KeptText(NamedTuple):
    """A file to write and its content."""

    path: str
    text: str


def plan_texts(articles: Iterable[Article], folder: str, *, force: bool) -> list[KeptText]:
    """The files of all articles whose text is not simply their file's; creates the folder if it is missing.

    Raises OutputError if one could not be written, before any is.
    """
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - no pathlib for one call
    except (OSError, ValueError) as error:  # ValueError: a zero character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"{folder}: cannot be created ({reason})", hint="name another folder for --keep-texts"
        ) from error
    stored = [article for article in articles if article.stored]
    names = _names(article.id for article in stored)
    planned = [
        KeptText(os.path.join(folder, name), article.text)  # noqa: PTH118 - keeps the folder as the user wrote it
        for name, article in zip(names, stored, strict=True)
    ]
    check_writable([Target(path, "text") for path, _ in planned], force=force)
    return planned


def write_texts(planned: Iterable[KeptText], *, force: bool) -> None:
    """Write the files in UTF-8, each character of a text unchanged. Raises OutputError."""
    for path, text in planned:
        write_file(path, text, force=force)


def _names(identities: Iterable[str]) -> Iterator[str]:
    """A file name for each id: unsafe characters become "_", and names that are then equal are numbered."""
    taken: set[str] = set()
    for identity in identities:
        stem = _UNSAFE.sub("_", identity)[:_LONGEST]
        if not stem.strip("._-") or stem.startswith((".", "-")) or _RESERVED.match(stem):
            stem = f"_{stem}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        yield f"{name}.txt"
