"""Replies on disk, so that nothing is paid for twice, and a ledger of what was sent. SQLite; values are JSON.

A reply is stored before it is used; replies that are cut off, refused or empty are never stored. The file is the
user's alone (0600). What is read back is trusted no more than any file: a row of another shape counts as missing. If
the cache fails during a run, the run goes on without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ..storage import Storage
from . import Call, Reply

FORMAT = 1  # of keys and values; a new format gives new keys

_TABLES = """
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, call TEXT NOT NULL, model TEXT NOT NULL, reply TEXT NOT NULL, stored REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, key TEXT NOT NULL, call TEXT NOT NULL, model TEXT NOT NULL,
    sent REAL NOT NULL, answered REAL, outcome TEXT, request_id TEXT, attempts INTEGER,
    prompt_tokens INTEGER, completion_tokens INTEGER, cost_usd TEXT
);
"""
_FIELDS = {each.name: each.type for each in fields(Reply)}
_LATER = {"written_prompt_tokens", "reasoning_tokens", "tier"}  # replies kept by earlier versions lack them


@dataclass(frozen=True, slots=True)
class CacheState:
    """What a cache holds: replies, their bytes and ages (seconds since 1970), and the ledger's sums.

    `unknown` counts calls that were sent and whose outcome was never seen: the run was killed. Cost is in US dollars,
    over the calls whose price is known; `unpriced` counts the others.
    """

    path: str
    replies: int
    size: int
    oldest: float | None
    newest: float | None
    sent: int
    unknown: int
    cost_usd: float
    unpriced: int


def key_of(call: Call, identity: str) -> str:
    """SHA-256 of the canonical request: everything that shapes the reply, and nothing else (names, streaming).

    The schema keeps its own order, in which a model fills it in.
    """
    request = [FORMAT, identity, call.messages, json.dumps(dict(call.schema)), call.max_tokens]
    return hashlib.sha256(json.dumps(request).encode("ascii")).hexdigest()


class ReplyCache:
    """One cache file, for one run at a time. Raises ConfigError when it cannot be opened.

    Later faults are reported to `on_fault`, once. `now` gives seconds since 1970.
    """

    def __init__(
        self, path: str | Path, *, now: Callable[[], float], on_fault: Callable[[str], None] = lambda _: None
    ) -> None:
        self.path = Path(path)
        self._now = now
        self._storage = Storage(self.path, _TABLES, "the cache", on_fault)
        self._run = self._storage.run

    def get(self, key: str) -> Reply | None:
        """The stored reply, marked as cached; None when there is none or it is not a reply."""
        row = self._run("SELECT reply FROM replies WHERE key = ?", (key,))
        return _read(row[0]) if row else None

    def put(self, key: str, call: Call, model: str, reply: Reply) -> None:
        """Store a complete reply."""
        if reply.complete:
            value = json.dumps(asdict(reply))
            self._run(
                "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?)", (key, call.name, model, value, self._now())
            )

    def sent(self, run: str, key: str, call: Call, model: str) -> int:
        """Write down that a call is about to be sent; gives the row's number."""
        row = self._run(
            "INSERT INTO ledger (run, key, call, model, sent) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (run, key, call.name, model, self._now()),
        )
        return int(row[0]) if row else 0

    def answered(self, row: int, reply: Reply, cost: object) -> None:
        """Write down how a call ended: its finish reason, tokens and cost (None when the price is unknown)."""
        self._run(
            "UPDATE ledger SET answered = ?, outcome = ?, request_id = ?, attempts = ?, prompt_tokens = ?,"
            " completion_tokens = ?, cost_usd = ? WHERE id = ?",
            (
                self._now(),
                reply.finish,
                reply.request_id,
                reply.attempts,
                reply.prompt_tokens,
                reply.completion_tokens,
                None if cost is None else str(cost),
                row,
            ),
        )

    def failed(self, row: int, outcome: str) -> None:
        """Write down that a call failed for good."""
        self._run("UPDATE ledger SET answered = ?, outcome = ? WHERE id = ?", (self._now(), outcome[:300], row))

    def state(self) -> CacheState:
        """What the cache holds."""
        replies = self._run("SELECT count(*), total(length(reply)), min(stored), max(stored) FROM replies") or (0,) * 4
        ledger = (
            self._run(
                "SELECT count(*), count(*) FILTER (WHERE answered IS NULL), total(CAST(cost_usd AS REAL)),"
                " count(*) FILTER (WHERE answered IS NOT NULL AND prompt_tokens IS NOT NULL AND cost_usd IS NULL)"
                " FROM ledger"
            )
            or (0,) * 4
        )
        return CacheState(str(self.path), replies[0], int(replies[1]), replies[2], replies[3], *ledger)

    def clear(self, *, older_than: float = 0.0) -> int:
        """Remove replies stored at least so many seconds ago, and the ledger's rows of that age; gives their number."""
        limit = self._now() - older_than
        before = self.state().replies
        self._run("DELETE FROM replies WHERE stored <= ?", (limit,))
        self._run("DELETE FROM ledger WHERE sent <= ?", (limit,))
        self._run("VACUUM")
        return before - self.state().replies

    def close(self) -> None:
        """Close the file."""
        self._storage.close()


def _read(value: object) -> Reply | None:
    """Read a stored reply; None when it has another shape or is not complete."""
    try:
        read = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not set(_FIELDS) - _LATER <= set(read) <= set(_FIELDS):
        return None
    kinds = {"str": str, "int": int, "bool": bool, "Finish": str}
    if any(type(value) is not kinds[str(_FIELDS[name])] for name, value in read.items()):
        return None
    reply = Reply(**{**read, "cached": True})
    return reply if reply.complete else None
