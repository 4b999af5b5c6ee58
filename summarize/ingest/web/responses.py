"""A server's answer: its body within limits, what its status and headers mean, and what its robots.txt allows.

Sends nothing itself. Of robots.txt (RFC 9309): a missing file allows everything; one that could not be fetched allows
nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ...errors import InputError
from ..files import too_large
from .page_cache import KeptPage

if TYPE_CHECKING:
    import httpx2
    from protego import Protego

COME_BACK = (429, 503)  # statuses that mean "later"
_LONGEST_FRESH = 3_600.0  # seconds; no page is kept longer without asking, whatever its site says

_REASONS = {
    401: "the site asks for a login",
    402: "a paywall: the site asks for payment",
    403: "the site refuses this program",
    404: "no such page",
    410: "the page is gone",
    451: "the page is barred for legal reasons",
}
_AGE = re.compile(r"max-age=\"?([0-9]{1,9})")
ROBOT = "summarize"  # the name by which a site may address this program
MAX_ROBOTS_BYTES = 500_000  # bytes of the file that are read (RFC 9309 asks for 500 KiB at least)
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer to one request; it has a body only if that is wanted (200), unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def conditions(kept: KeptPage | None) -> dict[str, str]:
    """The headers that request a page only if it has changed."""
    named = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
    return {name: value for name, value in named.items() if value.isascii() and value.isprintable() and value.strip()}


def plain_headers(headers: httpx2.Headers) -> dict[str, str]:
    """Headers by their names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


def body_of(response: httpx2.Response, most: int) -> bytes:
    """The body, unpacked, of at most `most` bytes. Raises InputError; reads no more than that."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    said = response.headers.get("content-length", "")
    if said.isdigit() and len(said) < 20 and int(said) > most:
        raise too_large(most)
    pieces = _counted(response.iter_raw(), most)
    if coding in ("", "identity"):
        return b"".join(pieces)
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise InputError(f"it is packed in a way that was not asked for ({coding[:20]!r})")
    return unpacked(pieces, most)


def _headed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, the first of at least two bytes: those show how a body is packed."""
    start = b""
    for piece in pieces:
        start += piece
        if len(start) > 1:
            yield start
            start = b""
    if start:
        yield start


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise too_large(most)
        yield piece


def unpacked(pieces: Iterable[bytes], most: int) -> bytes:
    """Undo gzip or deflate, with or without its header, within `most` bytes. Raises InputError.

    A bomb unpacks a thousandfold, so no more is unpacked than may still come.
    """
    found: list[bytes] = []
    size = 0
    unpack = zlib.decompressobj(wbits=47)
    try:
        for place, piece in enumerate(_headed(pieces)):
            try:
                part = unpack.decompress(piece, most + 1 - size)
            except zlib.error:
                if place:
                    raise
                unpack = zlib.decompressobj(wbits=-15)  # some servers send bare deflate
                part = unpack.decompress(piece, most + 1 - size)
            size += len(part)
            if size > most:
                raise too_large(most)
            found.append(part)
            if unpack.unused_data:
                raise InputError("what follows its packed part cannot be read")
    except zlib.error as error:
        raise InputError("it cannot be unpacked") from error
    if found and not unpack.eof:
        raise InputError("it cannot be unpacked (cut off)")
    return b"".join(found)


def reason_of(answer: Answer) -> str:
    """Why an answer is not a page, in words."""
    status = answer.status
    if status in COME_BACK and (after := answer.headers.get("retry-after", "")) and len(after) < 40:
        return f"the site asks to come back later ({status}, Retry-After: {after})"
    if status in _REASONS:
        return f"{_REASONS[status]} ({status})"
    if status >= 500:
        return f"the site failed ({status})"
    return f"the site gave no page ({status})"


def seconds_until(text: str, now: float) -> float | None:
    """What a Retry-After means, in seconds from now: it is a number of seconds, or a date."""
    if text.strip().isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError, TypeError):
        return None


def fresh_seconds(answer: Answer) -> float:
    """For how many seconds a page need not be requested again; 0: always ask (RFC 9111)."""
    control = answer.headers.get("cache-control", "").lower()
    found = _AGE.search(control)
    return 0.0 if found is None or "no-cache" in control else min(float(found[1]), _LONGEST_FRESH)


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

    text = body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return Robots(Protego.parse("\n".join(text.splitlines()[:_MOST_LINES])))


def barred(cause: str) -> Robots:
    """The rules of a site whose robots.txt could not be fetched: nothing is requested, as the standard says."""
    return Robots(barred=f"the site's robots.txt could not be fetched ({cause}); --ignore-robots reads it anyway")
