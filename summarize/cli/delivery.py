"""Delivers a finished summary: writes the outputs, says once what the reader must know, gives the exit code.

`--keep-texts DIR` also keeps the texts that evidence points into, one file per article, unless a user's file holds
them. Such a file is named after its article's id, never after anything an article says; only force replaces one.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from summarize import Article, Config, Summary, render_text
from summarize.errors import OutputError, PartialError, SummarizeError
from summarize.render import FORMATS, labels
from summarize.render.terminal import render_prose
from summarize.render.verdicts import find_shortfall

from .output import STANDARD_OUTPUT, Target, check_writable, say, size_of, write_file, write_stdout

_HINTS = {
    "fallback": "try without --fallback",
    "inputs": "leave them out, or drop --strict",
    "off_topic": "leave them out, or drop --strict",
    "language": "--model NAME can translate",
}
DEFAULT_WIDTH, WIDEST = 80, 100  # columns; longer lines are hard to read

Places = tuple[Sequence[Target], Sequence[Target]]  # of the outputs, and of the check-lists
_MAX_NAME_CHARACTERS = 80  # characters of a name; ids may have 100, of any kind
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.I)  # devices on Windows


def deliver(
    summary: Summary,
    config: Config,
    places: Places,
    options: dict[str, Any],
    before: Callable[[], None] = lambda: None,
) -> int:
    """Say what the reader should know, write outputs and check-lists; give the exit code.

    `before` is called when nothing can stop the writing any more. Raises the error for an incomplete result that must
    be one (`strict`).
    """
    incomplete = _incomplete(summary, strict=config.strict)
    refused = incomplete is not None and config.strict
    if refused or not _is_told(places[0], options):
        _say_problems(summary, config, options)
    if incomplete and refused:
        raise incomplete
    before()
    write_all(summary, places, options)
    if incomplete is None or config.allow_partial:
        return 0
    if _is_told(places[0], options):
        say(f"exit code {incomplete.exit_code}: {incomplete.message}")  # the text says which and why
    return incomplete.exit_code


def write_all(summary: Summary, places: Places, options: dict[str, Any]) -> None:
    """Write the outputs and check-lists of a summary. Raises OutputError."""
    wanted, lists = places
    for target in wanted:
        _write(summary, target, options)
    for target in lists:
        _write_file(target.path, _checklist(summary, target.layout), options)


def _is_told(wanted: Sequence[Target], options: dict[str, Any]) -> bool:
    """Whether standard output gets a text that itself says what the reader must know."""
    return Target(STANDARD_OUTPUT, "text") in wanted and not options["plain"]


def _say_problems(summary: Summary, config: Config, options: dict[str, Any]) -> None:
    """Say what was not used and what the reader must know. --quiet keeps what changes the exit code."""
    quiet = options["quiet"]
    if not (quiet and config.allow_partial):
        for skipped in summary.skipped:
            say(f"{skipped.path}: skipped ({skipped.why})")
    if not quiet:
        marks = (labels.alarm(summary), labels.unread(summary)) if options["plain"] else ()
        for line in filter(None, (*labels.problems(summary), *marks)):
            say(line)
    elif not config.allow_partial:
        for notice in summary.warnings:
            if notice.code == "fallback":
                say(notice.message)


def _incomplete(summary: Summary, *, strict: bool) -> SummarizeError | None:
    """Give the error that an incomplete summary amounts to, None if it is complete."""
    found = find_shortfall(summary)
    if found is None:
        return None
    hint = _HINTS.get(found.kind, "drop --strict to read the summary all the same")
    return (found.error if strict else PartialError)(found.message, hint=hint)


def _write(summary: Summary, target: Target, options: dict[str, Any]) -> None:
    text = _rendered(summary, target, options)
    if target.path != STANDARD_OUTPUT:
        _write_file(target.path, text, options)
        return
    write_stdout(text, encoding="utf-8" if FORMATS[target.layout].always_utf8 else None)


def _write_file(path: str, text: str, options: dict[str, Any]) -> None:
    write_file(path, text, force=options["force"])
    if options["verbose"]:
        say(f"{path}: written ({len(text):,} characters)")


def _rendered(summary: Summary, target: Target, options: dict[str, Any]) -> str:
    """The summary in the target's format; only text has options of its own."""
    if target.layout != "text":
        return FORMATS[target.layout].render(summary)
    if options["plain"]:
        return render_prose(summary)
    screen = target.path == STANDARD_OUTPUT
    width = options["width"] or min((size_of(sys.stdout)[0] if screen else 0) or DEFAULT_WIDTH, WIDEST)
    color = screen and _colored(no_color=options["no_color"])
    return render_text(summary, width=width, color=color, evidence=options["evidence"], full=options["full"])


def _checklist(summary: Summary, layout: str) -> str:
    from summarize import render_checklist

    return render_checklist(summary, layout="csv" if layout == "csv" else "markdown")


def _colored(*, no_color: bool) -> bool:
    """Colour only on a terminal, and not if NO_COLOR (https://no-color.org) asks for none."""
    plain = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout is not None and sys.stdout.isatty()


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
        stem = _UNSAFE.sub("_", identity)[:_MAX_NAME_CHARACTERS]
        if not stem.strip("._-") or stem.startswith((".", "-")) or _RESERVED.match(stem):
            stem = f"_{stem}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        yield f"{name}.txt"
