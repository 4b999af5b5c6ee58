"""The calls of a batch that go by file: which are wanted, sent, answered or failed, and in which posting they went.

They are in the ledger, beside stories and money. A posting is one file of lines that is submitted once: its row, its
lines and their money are written in one step before anything leaves, so that whenever the process ends, it is known
what may have been submitted. A file holds as many lines and bytes as a provider accepts. A file of answers is read line
by line and not trusted: its order means nothing, and what is not an answer is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

from ..errors import ProviderError, SummarizeError
from ..llm import Call, Reply
from .ledger import Ledger
from .steps import call_of, error_of, raised

MOST_LINES, MOST_BYTES = 50_000, 200_000_000
_MAX_LINE_BYTES = 20_000_000  # bytes of a line; a longer one is not an answer
MOST_TRIES = 3  # submissions of a line that keeps getting lost
_ROWS_AT_ONCE = 500  # rows read at a time
_TABLES = (
    "CREATE TABLE IF NOT EXISTS postings (mark TEXT PRIMARY KEY, role TEXT NOT NULL, file TEXT NOT NULL DEFAULT '',"
    " batch TEXT NOT NULL DEFAULT '', ended INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, story TEXT NOT NULL,"
    " role TEXT NOT NULL, call TEXT NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,"
    " tries INTEGER NOT NULL DEFAULT 0, posting TEXT NOT NULL DEFAULT '', money INTEGER NOT NULL DEFAULT 0,"
    " outcome TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX IF NOT EXISTS lines_by_story ON lines (story, state)",
    "CREATE INDEX IF NOT EXISTS lines_by_state ON lines (state, role, id)",
    "CREATE INDEX IF NOT EXISTS lines_by_posting ON lines (posting, state, id)",
)
_SELECT = "SELECT id, key, story, call, body, size, tries, money FROM lines WHERE"


class Sized(Protocol):
    """Something that becomes a line; `size` in bytes, with its end."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...


T = TypeVar("T", bound=Sized)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold."""

    lines: int = MOST_LINES
    size: int = MOST_BYTES


def custom_id(mark: str, line: int) -> str:
    """The name by which the answer to a line is recognized."""
    return f"{mark}-{line}"


def line_of(name: str, url: str, body: str) -> bytes:
    """One line of a file; `body` is the request as JSON."""
    head = json.dumps({"custom_id": name, "method": "POST", "url": url})
    return f'{head[:-1]}, "body": {body}}}\n'.encode()


def packed(lines: Iterable[T], limits: Limits) -> Iterator[list[T]]:
    """The lines, grouped into files in order. No line may be larger than a file."""
    file: list[T] = []
    size = 0
    for line in lines:
        if file and (len(file) >= limits.lines or size + line.size > limits.size):
            yield file
            file, size = [], 0
        file.append(line)
        size += line.size
    if file:
        yield file


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """What a file says about one line: the status and body of an answer or, with status 0, `why` there is none."""

    custom_id: str
    status: int = 0
    body: bytes = b""
    request_id: str = ""
    why: str = ""


def answers_in(path: Path) -> Iterator[AnswerLine]:
    """The answers of a file."""
    with path.open("rb") as file:
        while raw := file.readline(_MAX_LINE_BYTES):
            if not raw.endswith(b"\n") and len(raw) >= _MAX_LINE_BYTES:
                _pass_over_line(file)
            elif answer := _read(raw):
                yield answer


def _pass_over_line(file: BinaryIO) -> None:
    while (rest := file.readline(_MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _read(raw: bytes) -> AnswerLine | None:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or not isinstance(line.get("custom_id"), str):
        return None
    response = line.get("response")
    status = response.get("status_code") if isinstance(response, dict) else None
    if isinstance(response, dict) and isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599:
        body = json.dumps(response.get("body")).encode("ascii")
        return AnswerLine(
            custom_id=line["custom_id"], status=status, body=body, request_id=str(response.get("request_id") or "")[:80]
        )
    return AnswerLine(custom_id=line["custom_id"], why=_reason(line.get("error")))


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        return str(error.get("message") or error.get("code") or "no reason given")
    return "no answer and no reason given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A call that goes by file. `size` is its line's in bytes, `tries` how often it was lost, `money` its row."""

    id: int
    key: str
    story: str
    call: Call
    body: str
    size: int
    tries: int
    money: int


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file of lines: its mark, the role of its model, the server's ids of file and batch ("" until known)."""

    mark: str
    role: str
    file: str = ""
    batch: str = ""


class Lines:
    """The lines of a ledger. When it is opened, failures are forgotten for stories that are to be tried again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._run = ledger, ledger.run
        for statement in _TABLES:
            self._run(statement)
        self._run(
            "DELETE FROM lines WHERE state = 'failed' AND story IN (SELECT key FROM stories WHERE state = 'queued')"
        )

    def outcome(self, key: str) -> Reply | SummarizeError | None:
        """What became of a call; None if that is not known yet."""
        rows = self._run("SELECT state, outcome FROM lines WHERE key = ? AND state IN ('answered', 'failed')", key)
        if not rows:
            return None
        state, data = rows[0][0], json.loads(rows[0][1])
        if state == "answered":
            return Reply(**data)
        error = raised(data)
        error.refused = bool(data["refused"])
        return error

    def known(self, key: str) -> bool:
        """Whether a call is wanted, sent, answered or failed."""
        return bool(self._run("SELECT 1 FROM lines WHERE key = ?", key))

    def want(self, story: str, key: str, role: str, call: Call, body: str, size: int) -> None:
        """Note that a call is to be sent for a story; if several stories ask the same, for the one that asked last."""
        self._run(
            "INSERT INTO lines (key, story, role, call, body, size, state) VALUES (?, ?, ?, ?, ?, ?, 'wanted')"
            " ON CONFLICT (key) DO UPDATE SET story = excluded.story WHERE state = 'wanted'",
            *(key, story, role, json.dumps(asdict(call)), body, size),
        )

    def keep(self, story: str, key: str, call: Call, reply: Reply) -> None:
        """Keep a reply that was already there."""
        self._run(
            "INSERT INTO lines (key, story, role, call, body, size, state, outcome)"
            " VALUES (?, ?, ?, '', '', 0, 'answered', ?) ON CONFLICT (key) DO NOTHING",
            *(key, story, call.role, json.dumps(asdict(reply))),
        )

    def awaits(self, story: str) -> bool:
        """Whether calls of a story are still to be answered."""
        return bool(self._run("SELECT 1 FROM lines WHERE story = ? AND state IN ('wanted', 'sent') LIMIT 1", story))

    def sent(self) -> int:
        """How many calls are in flight."""
        return int(self._run("SELECT count(*) FROM lines WHERE state = 'sent'")[0][0])

    def wanted(self, role: str) -> Iterator[Line]:
        """The calls for a role's model that are to be sent, for stories that wait for them."""
        where = "role = ? AND state = 'wanted' AND story IN (SELECT key FROM stories WHERE wanted AND state = 'queued')"
        yield from self._lines(where, role)

    def of(self, mark: str) -> Iterator[Line]:
        """The lines of a posting that have no answer yet."""
        yield from self._lines("posting = ? AND state = 'sent'", mark)

    def one_of(self, mark: str, number: int) -> Line | None:
        """A line of a posting that has no answer yet."""
        found = self._run(f"{_SELECT} posting = ? AND state = 'sent' AND id = ?", mark, number)
        return _line(found[0]) if found else None

    def _lines(self, where: str, value: str) -> Iterator[Line]:
        last = 0
        while rows := self._run(f"{_SELECT} {where} AND id > ? ORDER BY id LIMIT {_ROWS_AT_ONCE}", value, last):
            for row in rows:
                yield _line(row)
            last = rows[-1][0]

    def send(self, posting: SubmittedFile, model: str, lines: Sequence[tuple[Line, Decimal]]) -> None:
        """Note that lines are about to be submitted in a posting, each at the most it can cost."""
        with self._ledger.together():
            self._run("INSERT INTO postings (mark, role) VALUES (?, ?)", posting.mark, posting.role)
            for line, most in lines:
                money = self._ledger.reserve(line.story, line.call.name, model, most)
                self._run(
                    "UPDATE lines SET state = 'sent', posting = ?, money = ? WHERE id = ?", posting.mark, money, line.id
                )

    def postings(self) -> list[SubmittedFile]:
        """Postings that have not ended."""
        return [
            SubmittedFile(*row) for row in self._run("SELECT mark, role, file, batch FROM postings WHERE NOT ended")
        ]

    def uploaded(self, mark: str, file: str) -> None:
        """Note that the server has a posting's file."""
        self._run("UPDATE postings SET file = ? WHERE mark = ?", file, mark)

    def submitted(self, mark: str, batch: str) -> None:
        """Note that a posting is submitted."""
        self._run("UPDATE postings SET batch = ? WHERE mark = ?", batch, mark)

    def end(self, mark: str) -> None:
        """Note that a posting has ended, and what became of all its lines."""
        self._run("UPDATE postings SET ended = 1 WHERE mark = ?", mark)

    def answer(self, line: Line, reply: Reply, cost: Decimal | None) -> None:
        """Note that a line is answered."""
        self._ledger.settle(line.money, cost)
        self._close(line, "answered", asdict(reply))

    def fail(self, line: Line, error: SummarizeError, *, billed: bool = False) -> None:
        """Note that a line will not be answered."""
        self._settle(line, billed=billed)
        self._close(line, "failed", {**error_of(error), "refused": error.refused})

    def lose(self, line: Line, why: str, *, billed: bool) -> None:
        """Note that a line got no answer: it is wanted again, or fails if that has happened too often."""
        if line.tries + 1 >= MOST_TRIES:
            error = ProviderError(
                f"{line.call.name}: submitted {MOST_TRIES} times and never answered ({why})",
                hint="run the batch again and have it retry what failed",
            )
            error.refused = True  # it says nothing about other stories
            self.fail(line, error, billed=billed)
            return
        self._settle(line, billed=billed)
        self._run("UPDATE lines SET state = 'wanted', posting = '', tries = tries + 1 WHERE id = ?", line.id)

    def put_otherwise(self, line: Line, body: str, size: int) -> None:
        """Note that a line was refused as worded, and is wanted again in another form."""
        self._settle(line, billed=False)
        self._run(
            "UPDATE lines SET state = 'wanted', posting = '', body = ?, size = ? WHERE id = ?", body, size, line.id
        )

    def forget_finished(self) -> None:
        """Drop the replies of stories that have ended, and what nobody waits for."""
        self._run(
            "DELETE FROM lines WHERE state IN ('answered', 'failed')"
            " AND story IN (SELECT key FROM stories WHERE state NOT IN ('queued', 'running'))"
        )

    def _settle(self, line: Line, *, billed: bool) -> None:
        if not line.money:
            return
        if billed:  # nobody knows whether it was: it counts at its most
            self._run("UPDATE calls SET ended = sent, cost = most WHERE id = ?", line.money)
        else:
            self._ledger.settle(line.money, Decimal(0))

    def _close(self, line: Line, state: str, outcome: dict[str, Any]) -> None:
        self._run(
            "UPDATE lines SET state = ?, outcome = ?, body = '' WHERE id = ?", state, json.dumps(outcome), line.id
        )


def _line(row: Sequence[Any]) -> Line:
    number, key, story, call, body, size, tries, money = row
    asked = call_of(json.loads(call))
    return Line(id=number, key=key, story=story, call=asked, body=body, size=size, tries=tries, money=money)
