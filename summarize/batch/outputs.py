"""A batch's files: each appears under its name, by renaming, once it is complete and on the disk; and their index.

Rule: names come from `stories.safe_name` and from this package, never from what an article says.

The index is made from the ledger alone: a searchable page, what needs a look first, and the same as JSON Lines. The
page opens from disk and loads nothing; its Content Security Policy names the hashes of its own style and script. Rows
are written as they are read, so ten thousand stories take no more memory than one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..records import Summary
from ..render.escape import json_text, page_environment, page_file, policy_of
from .ledger import Entry, Ledger, Tally

BEGUN = ".batch-"  # begins the name of an incomplete file
_BEST_TO_READ = ("html", "md", "txt", "json")  # formats: a row's title leads to the first that there is
# Stories that need a look stand first in the index: what has no summary before what has one.
QUARANTINED_PRIORITY, FAILED_PRIORITY, PARTIAL_PRIORITY = 2_000.0, 1_000.0, 100.0
_AT_ONCE = 100  # pieces of the page written at a time
_MAX_CHARACTERS = 300  # characters of a headline or reason


def write_story(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write a story's files: all of them or, except for the last moment, none under their names. Raises OutputError."""
    begun: list[tuple[Path, Path]] = []
    try:
        for layout, content in files.items():
            final = folder / f"{name}.{layout}"
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
    return all((folder / f"{name}.{layout}").is_file() for layout in formats)


def tidy(folder: Path) -> None:
    """Remove what an earlier batch had begun to write when it ended."""
    for left in folder.glob(f"{BEGUN}*"):
        left.unlink(missing_ok=True)


def _failed(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({error.strerror or error})",
        hint="make room or name another folder, then run it again; finished stories are kept",
    )


@dataclass(frozen=True, slots=True)
class ReviewNeeds:
    """How much of a summary an editor should look at."""

    failed: int
    unclear: int
    differing: int
    warnings: int

    @property
    def weight(self) -> float:
        """A number to sort by: a failed check weighs most, a warning least."""
        return 10.0 * self.failed + 3.0 * self.differing + self.unclear + 0.1 * min(self.warnings, 9)


def review_needs(summary: Summary) -> ReviewNeeds:
    """Count the sentences with a failed check, with an unclear one, the points that differ, and the warnings."""
    outcomes = [{check.outcome for check in claim.checks} for claim in summary.claims]
    return ReviewNeeds(
        failed=sum("fail" in found for found in outcomes),
        unclear=sum("unclear" in found and "fail" not in found for found in outcomes),
        differing=len(summary.disagreements),
        warnings=len(summary.warnings),
    )


def facts_of(summary: Summary) -> dict[str, Any]:
    """What the index shows of a summary."""
    looks = review_needs(summary)
    return {
        "headline": summary.headline or (summary.claims[0].text if summary.claims else ""),
        "sentences": len(summary.claims),
        "articles": len(summary.articles),
        "reports": len(summary.origins),
        "failed": looks.failed,
        "unclear": looks.unclear,
        "differing": looks.differing,
        "warnings": looks.warnings,
        "language": str(summary.run.config.get("language") or ""),
        "engine": summary.run.engine,
        "digest": summary.digest,
    }


def write_index(ledger: Ledger, formats: Sequence[str]) -> None:
    """Write `index.html` and `index.jsonl` beside the stories. Raises OutputError."""
    tally = ledger.tally()
    write_whole(ledger.folder / "index.jsonl", (_line(entry, formats) for entry in ledger.entries()))
    write_whole(ledger.folder / "index.html", _page(tally, ledger.entries(), formats))


def _line(entry: Entry, formats: Sequence[str]) -> bytes:
    """A story as one line of JSON."""
    record: dict[str, Any] = {
        "story": entry.key,
        "state": entry.state,
        "files": {layout: f"{entry.name}.{layout}" for layout in _formats_of(entry, formats)},
        "error": entry.error,
        "exit_code": entry.code,
        "attempts": entry.attempts,
        "seconds": entry.seconds,
        "cost_usd": entry.cost,
        "job": entry.job,
        **entry.facts,
    }
    return (json_text(json.dumps(record, ensure_ascii=False)) + "\n").encode()


def _formats_of(entry: Entry, formats: Sequence[str]) -> Sequence[str]:
    return formats if entry.state in ("done", "partial") else ()


def _page(tally: Tally, entries: Iterator[Entry], formats: Sequence[str]) -> Iterator[bytes]:
    from markupsafe import Markup

    style, script = page_file(__package__, "index.css"), page_file(__package__, "index.js")
    stream = (
        page_environment(__package__)
        .get_template("index.html.j2")
        .stream(
            total=f"{tally.total:,}",
            counts=[(state, f"{count:,}") for state, count in tally.states.items() if count],
            cost=f"${tally.cost:,.4f}" if tally.cost else "",
            rows=(_row(entry, formats) for entry in entries),
            policy=policy_of([style], [script]),
            style=Markup(style),  # noqa: S704 - part of this package
            script=Markup(script),  # noqa: S704 - part of this package
        )
    )
    stream.enable_buffering(_AT_ONCE)
    return (piece.encode("utf-8", "backslashreplace") for piece in stream)


def _row(entry: Entry, formats: Sequence[str]) -> dict[str, Any]:
    """What a row of the page shows."""
    facts = entry.facts
    links = {layout: f"{entry.name}.{layout}" for layout in _formats_of(entry, formats)}
    first = next((layout for layout in _BEST_TO_READ if layout in links), "")
    return {
        "state": entry.state,
        "key": entry.key,
        "title": _cut(str(facts.get("headline") or entry.key)),
        "link": links.get(first, ""),
        "others": [(layout, link) for layout, link in links.items() if layout != first],
        "error": _cut(entry.error),
        "look": entry.review_priority >= 1,
        "looks": ", ".join(_looks(facts)),
        "sentences": facts.get("sentences", ""),
        "articles": facts.get("articles", ""),
        "cost": f"${entry.cost:.4f}" if entry.cost else "",
    }


def _looks(facts: Any) -> Iterator[str]:
    """What there is to look at, in words."""
    said = {
        "failed": ("1 sentence failed a check", "{} sentences failed a check"),
        "differing": ("1 point differs", "{} points differ"),
        "unclear": ("1 sentence unclear", "{} sentences unclear"),
    }
    for name, (one, many) in said.items():
        if count := facts.get(name):
            yield one if count == 1 else many.format(count)


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 1] + "…"
