"""What a run may request from the web, and which entries of a feed it takes. Loads nothing that connects."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ...config import Config
from ...errors import UsageError
from ...storage import cache_path
from ..item_files import Choice

if TYPE_CHECKING:
    from .fetcher import FetchDependencies
    from .page_cache import PageCache

_AGO = re.compile(r"([0-9]{1,4})([hdw])\Z")
_HOURS = {"h": 1, "d": 24, "w": 168}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How web addresses and feeds are read.

    `deadline`: seconds for one page with all its redirects. `allow_private`: also addresses and ports of one's own
    network. `ignore_robots`: also what sites ask programs not to read. `fetch_links`: the pages behind feed entries
    that hold only a summary. `since` ("2025-02-17", "7d", "12h", "2w") and `match` (words, all of which an entry must
    contain) choose among a feed's entries. `cache` is the file that keeps pages, "" the user's own, "none" none.
    `network` replaces the network, for tests.
    """

    deadline: float = 30.0
    allow_private: bool = False
    ignore_robots: bool = False
    fetch_links: bool = False
    since: str = ""
    match: str = ""
    cache: str = ""
    network: FetchDependencies | None = None

    @classmethod
    def of(cls, config: Config) -> WebSettings:
        """The settings of a run."""
        return cls(
            deadline=config.page_deadline,
            allow_private=config.allow_private,
            ignore_robots=config.ignore_robots,
            fetch_links=config.fetch_links,
            since=config.since,
            match=config.match,
            cache=config.cache,
        )

    def now(self) -> float:
        """Seconds since 1970."""
        return self.network.now() if self.network else time.time()

    def open_pages(self, on_fault: Callable[[str], None] = lambda _: None) -> PageCache | None:
        """The cache of pages, opened; None if none is wanted. Raises ConfigError if it cannot be opened."""
        path = cache_path(self.cache)
        if path is None:
            return None
        from .page_cache import PageCache

        return PageCache(path, now=self.now, on_fault=on_fault)

    def earliest(self, now: float) -> datetime | None:
        """The moment that `since` means at `now` (seconds since 1970), None if it is "". Raises UsageError."""
        if not self.since:
            return None
        try:
            if ago := _AGO.match(self.since):
                return datetime.fromtimestamp(now, UTC) - timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
            moment = datetime.fromisoformat(self.since)
        except (ValueError, OverflowError) as error:
            raise UsageError(
                f"since: {self.since[:40]!r} is not a date", hint="give 2025-02-17, 12h, 7d or 2w"
            ) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def choice(self) -> Choice:
        """Which entries of a feed are taken. Raises UsageError for a `since` that is not a date."""
        return Choice.of(self.match, self.earliest(self.now()), self.fetch_links)
