"""Pages on disk, so that a site is not asked twice for what has not changed. SQLite, beside the models' replies.

Only whole pages are kept, and none that forbids it (`Cache-Control: no-store`). What is read back is trusted no more
than any file: a row of another shape counts as missing. If the cache fails, pages are fetched without it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...storage import Storage

MAX_CACHE_BYTES = 200_000_000  # bytes of all pages, packed; the oldest make room

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, kind TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, until REAL NOT NULL,
    stored REAL NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS pages_stored ON pages (stored);
"""
_COLUMNS = "url, kind, etag, modified, until, body"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer of a server: its body unpacked, its Content-Type, and what to send with the next request.

    `etag` and `modified` are the server's, "" if it gave none; until `until` (seconds since 1970) it need not be asked
    at all.
    """

    url: str
    kind: str
    etag: str
    modified: str
    until: float
    body: bytes


@dataclass(frozen=True, slots=True)
class PagesState:
    """What a cache holds: pages, their bytes as packed, and ages (seconds since 1970)."""

    pages: int
    size: int
    oldest: float | None
    newest: float | None


class PageCache:
    """One cache file. Raises ConfigError if it cannot be opened. `now` gives seconds since 1970.

    Later faults are reported to `on_fault`, once. Pages may be read and kept from several threads.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], float],
        on_fault: Callable[[str], None] = lambda _: None,
        most: int = MAX_CACHE_BYTES,
    ) -> None:
        self.path = path
        self._now, self._most = now, most
        self._storage = Storage(path, _TABLES, "the cache of pages", on_fault)
        self._run = self._storage.run

    def get(self, url: str, most: int) -> KeptPage | None:
        """The page kept for an address; None if there is none, or it is damaged or larger than `most` bytes."""
        row = self._run(f"SELECT {_COLUMNS} FROM pages WHERE url = ?", (url,))  # noqa: S608 - our own names
        return _read(row, most) if row else None

    def put(self, page: KeptPage) -> None:
        """Keep a page in place of an earlier one."""
        packed = zlib.compress(page.body, 6)
        if len(packed) > self._most // 4:
            return
        values = (page.url, page.kind, page.etag, page.modified, page.until, self._now(), len(packed), packed)
        self._run("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        self._make_room()

    def renew(self, url: str, until: float) -> None:
        """Note that the server says a page is unchanged."""
        self._run("UPDATE pages SET until = ?, stored = ? WHERE url = ?", (until, self._now(), url))

    def drop(self, url: str) -> None:
        """Forget a page."""
        self._run("DELETE FROM pages WHERE url = ?", (url,))

    def state(self) -> PagesState:
        """What the cache holds."""
        row = self._run("SELECT count(*), total(size), min(stored), max(stored) FROM pages") or (0, 0, None, None)
        return PagesState(row[0], int(row[1]), row[2], row[3])

    def clear(self) -> int:
        """Remove all pages; gives their number."""
        before = self.state().pages
        self._run("DELETE FROM pages")
        self._run("VACUUM")
        return before

    def close(self) -> None:
        """Close the file."""
        self._storage.close()

    def _make_room(self) -> None:
        """Drop the oldest pages until the rest fits."""
        while self.state().size > self._most and not self._storage.broken:
            self._run("DELETE FROM pages WHERE url IN (SELECT url FROM pages ORDER BY stored, url LIMIT 8)")


def _read(row: tuple[Any, ...], most: int) -> KeptPage | None:
    """Read a row; None if it has another shape, or its body does not unpack or exceeds `most` bytes."""
    url, kind, etag, modified, until, packed = row
    if not all(isinstance(text, str) for text in (url, kind, etag, modified)) or not isinstance(packed, bytes):
        return None
    unpack = zlib.decompressobj()
    try:
        body = unpack.decompress(packed, most + 1)
    except zlib.error:
        return None
    if len(body) > most or not unpack.eof:
        return None
    return KeptPage(url, kind, etag, modified, float(until) if isinstance(until, int | float) else 0.0, body)
