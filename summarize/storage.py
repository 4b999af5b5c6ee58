"""The one file that keeps model replies and web pages between runs: where it is and how it is opened.

SQLite in WAL mode, readable by its owner only (0600). Each of its users has tables of its own. If the file fails while
it is in use, the run goes on without it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import ConfigError

BUSY = 5_000  # milliseconds to wait for another process
NO_CACHE = "none"
_HINT = "name another file with --cache, or use --no-cache"


def cache_path(setting: str = "") -> Path | None:
    """The file that the setting `cache` names: "" one in the user's cache folder (XDG base directories), "none" none.

    Raises ConfigError when there is no such folder.
    """
    if setting:
        return None if setting == NO_CACHE else Path(setting)
    try:
        folder = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    except RuntimeError as error:  # no home
        raise ConfigError("there is no home folder to keep the cache in", hint=_HINT) from error
    return Path(folder) / "summarize" / "replies.sqlite"


class Storage:
    """The open file, with one user's tables. Raises ConfigError when it cannot be used at all.

    After the first fault it does nothing more and tells `on_fault`, once; `name` is what the user calls it. Threads may
    share it.
    """

    def __init__(self, path: Path, tables: str, name: str, on_fault: Callable[[str], None]) -> None:
        self.path = path
        self.broken = False
        self._name, self._on_fault = name, on_fault
        self._lock = threading.Lock()
        self._base = _open(path, tables)

    def run(self, statement: str, values: tuple[object, ...] = ()) -> tuple[Any, ...] | None:
        """Run one statement; gives its first row, or None if there is none, and after a fault."""
        with self._lock:
            if self.broken:
                return None
            try:
                row: tuple[Any, ...] | None = self._base.execute(statement, values).fetchone()
            except sqlite3.Error as error:
                self.broken = True
                self._on_fault(f"{self.path}: {self._name} failed and is no longer used ({error})")
                return None
            return row

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _open(path: Path, tables: str) -> sqlite3.Connection:
    """Open the file, creating it and its tables if need be."""
    try:
        _make_private(path)
        base = sqlite3.connect(path, timeout=BUSY / 1000, isolation_level=None, check_same_thread=False)
        for pragma in (f"busy_timeout={BUSY}", "journal_mode=WAL", "synchronous=NORMAL", "trusted_schema=OFF"):
            base.execute(f"PRAGMA {pragma}")
        base.executescript(tables)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"{path}: cannot be used as the cache ({error})", hint=_HINT) from error
    return base


def _make_private(path: Path) -> None:
    """Create the file for its owner alone; SQLite gives its journal files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if not path.is_file():
        raise OSError("not a regular file")
    path.chmod(0o600)
