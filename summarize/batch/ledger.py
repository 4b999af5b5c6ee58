"""What became of every story, and what every call may cost: one SQLite file in the batch's folder.

A row is written before the work it records is relied on. Whenever the process ends, the file tells what is finished; a
call that was sent and never seen to end counts at the most it can have cost. Raises OutputError if the file cannot be
written: a batch that cannot remember must not go on.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, get_args

from ..errors import InputError, LimitError, OutputError, RetryableError, UsageError
from .stories import Source, Story, job_id, safe_name, unique_name

State: TypeAlias = Literal["queued", "running", "done", "partial", "failed", "quarantined"]
Retry: TypeAlias = Literal["", "failed", "partial", "all"]
STATES: tuple[State, ...] = get_args(State)
LEDGER = "ledger.sqlite"
_LOCK = ".lock"
_BUSY = 10.0  # seconds to wait for a reader
_RELEASED = 1.0  # seconds in which a killed batch lets go: a process that it was just starting still holds its files
_LOOK_AGAIN = 0.05  # seconds
_ROWS_AT_ONCE = 200  # rows read at a time
_RETRIED: Mapping[Retry, tuple[State, ...]] = {
    "": (),
    "failed": ("failed", "quarantined"),
    "partial": ("partial",),
    "all": ("failed", "quarantined", "partial"),
}
_TABLES = """
CREATE TABLE IF NOT EXISTS stories (
    number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, name TEXT UNIQUE NOT NULL COLLATE NOCASE,
    source TEXT NOT NULL, job TEXT NOT NULL, state TEXT NOT NULL, wanted INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, kills INTEGER NOT NULL DEFAULT 0, code INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '', started REAL, ended REAL, seconds REAL NOT NULL DEFAULT 0,
    facts TEXT NOT NULL DEFAULT '{}', look REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS by_state ON stories (wanted, state, number);
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY, story TEXT NOT NULL, call TEXT NOT NULL, model TEXT NOT NULL,
    sent REAL NOT NULL, most TEXT NOT NULL, ended REAL, cost TEXT
);
CREATE INDEX IF NOT EXISTS by_story ON calls (story);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger records of a story. Times are seconds since 1970, `cost` US dollars as far as they are known.

    `facts` is what the index shows of the story: headline, sentences, articles, and so on.
    """

    key: str
    name: str
    source: Source
    job: str
    state: State
    attempts: int = 0
    kills: int = 0
    code: int = 0
    error: str = ""
    started: float | None = None
    ended: float | None = None
    seconds: float = 0.0
    cost: float = 0.0
    facts: Mapping[str, Any] = field(default_factory=dict)
    review_priority: float = 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Stories by state, and what all calls have cost; a call whose end was not seen counts at the most it can cost."""

    states: Mapping[State, int]
    cost: float
    unsettled: int

    @property
    def total(self) -> int:
        """All stories of the batch."""
        return sum(self.states.values())


class Ledger:
    """The ledger of a folder, opened by the one batch that works there. Use it as a context manager.

    `now` gives seconds since 1970. Raises OutputError if the folder cannot be written, UsageError if another batch
    works there.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder, self._now = folder, now
        self._path = folder / LEDGER
        self._lock = _locked(folder)
        try:
            with self._as_output_error():
                self._base = sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "trusted_schema=OFF"):
                    self._base.execute(f"PRAGMA {pragma}")
                self._base.executescript(_TABLES)
                self._base.execute("UPDATE stories SET state = 'queued' WHERE state = 'running'")
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OutputError), self._as_output_error():
            self._base.execute("UPDATE stories SET state = 'queued' WHERE state = 'running'")
        self._base.close()
        self._lock.close()

    def register(
        self, stories: Iterable[Story], shape: str, finished: Callable[[str], bool], retry: Retry = ""
    ) -> None:
        """Note the stories of this run. Finished and unchanged ones stay so; all others are queued.

        `finished` says for a name whether its files are all there. Stories of earlier runs that are not given now stay
        in the ledger, but are not part of this batch.
        """
        with self._as_output_error(), self._transaction():
            self._base.execute("UPDATE stories SET wanted = 0")
            for story in stories:
                self._register(story, job_id(story.source, shape), finished, retry)

    def _register(self, story: Story, job: str, finished: Callable[[str], bool], retry: Retry) -> None:
        row = self._base.execute("SELECT name, job, state, code FROM stories WHERE key = ?", (story.key,)).fetchone()
        source = story.source.to_json()
        if row is None:
            self._insert(story.key, source, job)
            return
        name, known, state, code = row
        kept = state in ("done", "partial") and finished(name)
        kept = kept or state == "quarantined" or (state == "failed" and code != RetryableError.exit_code)
        kept = kept or state == "queued"  # and keeps count of the processes it has ended
        if kept and known == job and state not in _RETRIED[retry]:
            self._base.execute("UPDATE stories SET wanted = 1, source = ? WHERE key = ?", (source, story.key))
            return
        self._base.execute(
            "UPDATE stories SET wanted = 1, source = ?, job = ?, state = 'queued', attempts = 0, kills = 0, code = 0,"
            " error = '', facts = '{}', look = 0 WHERE key = ?",
            (source, job, story.key),
        )

    def _insert(self, key: str, source: str, job: str) -> None:
        for name in (safe_name(key), unique_name(key)):  # the second if another key differs only in case
            done = self._base.execute(
                "INSERT INTO stories (key, name, source, job, state, wanted) VALUES (?, ?, ?, ?, 'queued', 1)"
                " ON CONFLICT (name) DO NOTHING",
                (key, name, source, job),
            )
            if done.rowcount:
                return

    def waiting(self) -> Iterator[Entry]:
        """The queued stories in order, read as they are taken."""
        last = 0
        while True:
            with self._as_output_error():
                rows = self._base.execute(
                    "SELECT number FROM stories WHERE wanted AND state = 'queued' AND number > ?"
                    " ORDER BY number LIMIT ?",
                    (last, _ROWS_AT_ONCE),
                ).fetchall()
            if not rows:
                return
            for (last,) in rows:
                yield next(self._entries("number = ?", (last,)))

    def entries(self) -> Iterator[Entry]:
        """All stories of the batch: those that most need a look first, then in order."""
        yield from self._entries("wanted ORDER BY look DESC, number", ())

    def entry(self, key: str) -> Entry:
        """The record of one story."""
        return next(self._entries("key = ?", (key,)))

    def _entries(self, which: str, values: tuple[object, ...]) -> Iterator[Entry]:
        with self._as_output_error():
            yield from _read_entries(self._base, which, values)

    def start(self, key: str) -> None:
        """Note that a story has begun."""
        self._write(
            "UPDATE stories SET state = 'running', attempts = attempts + 1, started = ? WHERE key = ?", self._now(), key
        )

    def record_kill(self, key: str, why: str) -> int:
        """Note that a story has ended its process; gives how often it has."""
        self._write(
            "UPDATE stories SET kills = kills + 1, attempts = attempts + 1, error = ? WHERE key = ?", why[:500], key
        )
        return self.entry(key).kills

    def put_back(self, key: str, why: str = "") -> None:
        """Let a story wait again: nothing was wrong with it."""
        self._write("UPDATE stories SET state = 'queued', error = ? WHERE key = ?", why[:500], key)

    def await_replies(self, key: str) -> None:
        """Let a story wait for replies that come later; looking for them does not count as an attempt."""
        self._write("UPDATE stories SET state = 'queued', attempts = max(attempts - 1, 0) WHERE key = ?", key)

    def finish(self, key: str, state: State, outcome: Outcome) -> None:
        """Note that a story has ended; its files are in place."""
        self._write(
            "UPDATE stories SET state = ?, code = ?, error = ?, ended = ?, seconds = ?, facts = ?, look = ?"
            " WHERE key = ?",
            state,
            outcome.code,
            outcome.error[:500],
            self._now(),
            round(outcome.seconds, 3),
            json.dumps(dict(outcome.facts)),
            outcome.review_priority,
            key,
        )

    def reserve(self, story: str, call: str, model: str, most: Decimal) -> int:
        """Note that a call is about to be sent, with the most dollars it can cost; gives the row's number."""
        with self._as_output_error():
            row = self._base.execute(
                "INSERT INTO calls (story, call, model, sent, most) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (story, call, model, self._now(), str(most)),
            ).fetchone()
        return int(row[0])

    def settle(self, row: int, cost: Decimal | None) -> None:
        """Note that a call has ended; `cost` is None if its price is not known."""
        self._write(
            "UPDATE calls SET ended = ?, cost = ? WHERE id = ?", self._now(), None if cost is None else str(cost), row
        )

    def spent(self) -> Decimal:
        """What all calls of this folder's batches have cost; those never seen to end count at their most."""
        with self._as_output_error():
            return _spent(self._base)[0]

    def tally(self) -> Tally:
        """How the batch stands."""
        with self._as_output_error():
            return _tally(self._base)

    def run(self, statement: str, *values: object) -> list[Any]:
        """Run a statement for a module that keeps something beside the stories; gives its rows."""
        with self._as_output_error():
            return self._base.execute(statement, values).fetchall()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is written completely or not at all."""
        with self._as_output_error(), self._transaction():
            yield

    def _write(self, statement: str, *values: object) -> None:
        with self._as_output_error():
            self._base.execute(statement, values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    @contextmanager
    def _as_output_error(self) -> Iterator[None]:
        """Report a fault of the file in one line."""
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(
                f"{self._path}: cannot be used as the ledger ({error})",
                hint="make room or name another folder, then run it again; finished stories are kept",
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a story ended: its exit code and reason, wall seconds, what the index shows, how much it needs a look
    (`review_priority`, the column `look`)."""

    code: int = 0
    error: str = ""
    seconds: float = 0.0
    facts: Mapping[str, Any] = field(default_factory=dict)
    review_priority: float = 0.0


def used_up_error(why: str, setting: str) -> LimitError:
    """The error of a batch that has no money or no calls left."""
    return LimitError(why, hint=f"raise {setting} and run the batch again; finished stories and calls are kept")


def read_tally(folder: Path) -> tuple[Tally, list[Entry]]:
    """How the batch in a folder stands, and its failed and quarantined stories; also while it runs.

    Raises InputError if there is no ledger, or none that can be read.
    """
    path = folder / LEDGER
    if not path.is_file():
        raise InputError(f"{folder}: holds no batch (no {LEDGER})", hint="name the folder that a batch writes into")
    try:
        with closing(_to_read(path)) as base:
            if not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'calls'").fetchone():
                return Tally(dict.fromkeys(STATES, 0), 0.0, 0), []  # its batch ended as it began
            which = "wanted AND state IN ('failed', 'quarantined') ORDER BY look DESC, number"
            return _tally(base), list(_read_entries(base, which, ()))
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path}: cannot be read as a ledger ({error})") from error


def _to_read(path: Path) -> sqlite3.Connection:
    """The file, opened for reading. If nothing can be written beside it, nobody works in it and it does not change."""
    base = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
    base.execute("PRAGMA trusted_schema=OFF")
    base.execute("PRAGMA query_only=ON")
    try:
        base.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        base.close()
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    return base


def _read_entries(base: sqlite3.Connection, which: str, values: tuple[object, ...]) -> Iterator[Entry]:
    names = "key, name, source, job, state, attempts, kills, code, error, started, ended, seconds, facts, look"
    statement = f"SELECT {names} FROM stories WHERE {which}"  # noqa: S608 - this module's own conditions
    for row in base.execute(statement, values):
        record = dict(zip(names.split(", "), row, strict=True))
        record |= {"source": Source.from_json(record["source"]), "facts": json.loads(record["facts"])}
        record["review_priority"] = record.pop("look")
        record["cost"] = float(_spent(base, record["key"])[0])
        yield Entry(**record)


def _spent(base: sqlite3.Connection, story: str | None = None) -> tuple[Decimal, int]:
    """Dollars, and the number of calls among them whose end was never seen."""
    where, values = ("WHERE story = ?", (story,)) if story is not None else ("", ())
    statement = f"SELECT ended IS NULL, most, cost FROM calls {where}"  # noqa: S608 - it holds no value
    total, open_ = Decimal(0), 0
    for unseen, most, cost in base.execute(statement, values):
        total += Decimal(most if unseen else cost or 0)
        open_ += unseen
    return total, open_


def _tally(base: sqlite3.Connection) -> Tally:
    counted = dict(base.execute("SELECT state, count(*) FROM stories WHERE wanted GROUP BY state"))
    total, open_ = _spent(base)
    return Tally({state: counted.get(state, 0) for state in STATES}, float(total), open_)


def is_worked_in(folder: Path) -> bool:
    """Whether a batch is working in a folder now; if the system cannot tell, it is taken to be."""
    if os.name != "posix":
        return True
    import fcntl

    try:
        with (folder / _LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def forget_ledger(folder: Path) -> None:
    """Take away the ledger of a batch that had no story, and the folder where nothing else is in it."""
    with suppress(OSError):
        for name in (LEDGER, _LOCK):
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _locked(folder: Path) -> IO[bytes]:
    """An open file that says that a batch works in the folder; the system releases it when the process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _LOCK).open("ab")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})", hint="name another folder") from error
    if os.name == "posix" and not _lock(file):
        file.close()
        raise UsageError(
            f"{folder}: another batch works in this folder", hint="wait for it to end, or look at its status"
        )
    return file


def _lock(file: IO[bytes]) -> bool:
    """Lock a file for this process; False if another holds it for longer than what a killed one had just started."""
    import fcntl

    until = time.monotonic() + _RELEASED
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN)
        else:
            return True
