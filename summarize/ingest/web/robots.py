"""What a site's robots.txt allows (RFC 9309): which pages may be requested, and how long to wait between them.

Fetches nothing. A missing file allows everything; one that could not be fetched allows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "summarize"  # the name by which a site may address this program
MOST = 500_000  # bytes of the file that are read (RFC 9309 asks for 500 KiB at least)
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules. `rules` is None if nothing is forbidden; `barred` says why everything is, or ""."""

    rules: Protego | None = None
    barred: str = ""

    def refusal(self, url: str) -> str:
        """Why a page must not be requested, in words; "" if it may be."""
        if self.barred:
            return self.barred
        if self.rules is None or self.rules.can_fetch(url, ROBOT):
            return ""
        return "the site's robots.txt asks programs not to read it; --ignore-robots reads it anyway"

    def delay(self) -> float:
        """Seconds that the site wants between two requests, 0 if it does not say."""
        wanted = self.rules.crawl_delay(ROBOT) if self.rules else None
        return max(0.0, float(wanted)) if wanted is not None else 0.0


def read_robots(body: bytes) -> Robots:
    """Read a robots.txt. Whatever cannot be understood in it forbids nothing."""
    from protego import Protego

    text = body[:MOST].decode("utf-8", "replace").removeprefix("\ufeff")
    return Robots(Protego.parse("\n".join(text.splitlines()[:_MOST_LINES])))


def barred(cause: str) -> Robots:
    """The rules of a site whose robots.txt could not be fetched: nothing is requested, as the standard says."""
    return Robots(barred=f"the site's robots.txt could not be fetched ({cause}); --ignore-robots reads it anyway")
