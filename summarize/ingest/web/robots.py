"""What a site's robots.txt allows (RFC 9309): which pages may be asked for, and how long to wait between them.

Fetches nothing; a missing file allows all, one that could not be had allows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "summarize"  # the name by which a site may speak of this program
MOST = 500_000  # bytes that are read of the file (RFC 9309 asks for 500 KiB at least)
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules. `rules` is None where nothing is forbidden; `barred` says why everything is, or ""."""

    rules: Protego | None = None
    barred: str = ""

    def refusal(self, url: str) -> str:
        """Why a page must not be asked for, in words; "" when it may."""
        if self.barred:
            return self.barred
        if self.rules is None or self.rules.can_fetch(url, ROBOT):
            return ""
        return "the site's robots.txt asks programs not to read it; --ignore-robots reads it all the same"

    def delay(self) -> float:
        """Seconds the site wants between two requests, 0 when it does not say."""
        wanted = self.rules.crawl_delay(ROBOT) if self.rules else None
        return max(0.0, float(wanted)) if wanted is not None else 0.0


def read_robots(body: bytes) -> Robots:
    """Read a robots.txt. Whatever it holds, what cannot be understood forbids nothing."""
    from protego import Protego

    text = body[:MOST].decode("utf-8", "replace").removeprefix("\ufeff")
    return Robots(Protego.parse("\n".join(text.splitlines()[:_MOST_LINES])))


def barred(cause: str) -> Robots:
    """The rules of a site whose robots.txt could not be had: nothing is asked for, as the standard says."""
    return Robots(barred=f"the site's robots.txt could not be had ({cause}); --ignore-robots reads it all the same")
