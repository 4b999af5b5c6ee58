"""Bytes of pages from web addresses: fetched politely, within limits, and never from where it must not go.

One request at a time per host, hosts side by side. Every redirect is a new address, judged like the first. What is sent
is the program's name and version, and nothing about the user: no cookie, no login, no referring page. Reads no page's
text: `pages` does.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ...errors import InputError
from ...version import VERSION
from ..files import TooLarge
from .addresses import Resolve, WebAddress, read_address, resolve_host
from .page_cache import KeptPage, PageCache
from .responses import (
    COME_BACK,
    MAX_ROBOTS_BYTES,
    ROBOT,
    Answer,
    Robots,
    barred,
    body_of,
    conditions,
    fresh_seconds,
    plain_headers,
    read_robots,
    reason_of,
    seconds_until,
)

MOST_REDIRECTS = 10
SIDE_BY_SIDE = 8  # hosts
MOST_FAULTS = 3  # in a row, by one host; it is not asked again
_LONGEST_PAUSE = 30.0  # seconds between two requests, if a site asks for a pause
_ROBOTS_HOLD = 3_600.0  # seconds before a site's rules are requested again
_LONGEST_RETRY = 10.0  # seconds, if a site says when to come back

_HEADERS = {
    "User-Agent": f"{ROBOT}/{VERSION}",
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """How pages are fetched. `deadline`: seconds for one page with all its redirects; `max_size`: bytes, unpacked."""

    max_size: int = 20_000_000
    deadline: float = 30.0
    allow_private: bool = False
    ignore_robots: bool = False


def _connect(number: str, port: int, seconds: float) -> socket.socket:
    """A socket connected to an address by its number. Raises OSError."""
    return socket.create_connection((number, port), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchDependencies:
    """What fetching needs from the world, so that tests can give their own; the guard comes before all of it.

    `resolve` gives a host's addresses, `connect` a socket to one of them (number, port, seconds), `clock` is monotonic,
    `now` counts seconds since 1970, `trust` holds the trusted certificate authorities, the system's if None.
    """

    resolve: Resolve = resolve_host
    connect: Callable[[str, int, float], socket.socket] = _connect
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    trust: ssl.SSLContext | None = None


class _BadRedirect(InputError):
    """Redirects that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the final address, its Content-Type ("" if not given) and its bytes."""

    url: str
    kind: str
    body: bytes


@dataclass(slots=True)
class _Host:
    """What all workers know of one host: whose turn it is, when it may be asked again, and its faults."""

    turn: threading.RLock = field(default_factory=threading.RLock)
    free_at: float = 0.0
    pause: float = 0.0
    faults: int = 0
    robots: dict[str, Robots] = field(default_factory=dict)


class _Hosts:
    """The hosts of one run, shared by its workers."""

    def __init__(self) -> None:
        self._known: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> _Host:
        with self._lock:
            return self._known.setdefault(name, _Host())


class _Shared(NamedTuple):
    """What all workers of one run share."""

    manners: FetchPolicy
    network: FetchDependencies
    cache: PageCache | None
    hosts: _Hosts


def fetch_pages(
    urls: Sequence[str], manners: FetchPolicy, network: FetchDependencies, cache: PageCache | None = None
) -> list[Page | InputError]:
    """Fetch pages; gives for each address, in order, its page or why there is none (only the cause, in words).

    Addresses of one host are fetched one after the other, hosts side by side.
    """
    results: dict[int, Page | InputError] = {}
    groups: dict[str, list[int]] = {}
    for place, url in enumerate(urls):
        try:
            groups.setdefault(read_address(url, allow_private=manners.allow_private).host, []).append(place)
        except InputError as error:
            results[place] = error
    for place, outcome in _side_by_side(list(groups.values()), urls, _Shared(manners, network, cache, _Hosts())):
        results[place] = outcome
    return [results[place] for place in range(len(urls))]


def _side_by_side(
    groups: list[list[int]], urls: Sequence[str], shared: _Shared
) -> Iterator[tuple[int, Page | InputError]]:
    """The outcomes for all places in groups as they arrive; a group's addresses one after the other."""
    waiting: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, Page | InputError | BaseException]] = queue.SimpleQueue()
    for group in groups:
        waiting.put(group)

    def work() -> None:
        try:
            with _Fetcher(shared) as fetcher:
                while True:
                    for place in waiting.get_nowait():
                        done.put((place, fetcher.outcome(urls[place])))
        except queue.Empty:
            return
        except BaseException as bug:  # passed to the waiting thread, which raises it
            done.put((-1, bug))

    for _ in range(min(SIDE_BY_SIDE, len(groups))):
        # A daemon: Ctrl-C ends the program at once; a page being fetched ends at its deadline in any case.
        threading.Thread(target=work, daemon=True).start()
    for _ in range(sum(map(len, groups))):
        place, outcome = done.get()
        if not isinstance(outcome, Page | InputError):
            raise outcome
        yield place, outcome


class _Fetcher:
    """Fetches pages one after the other, over its own connections."""

    def __init__(self, shared: _Shared) -> None:
        from . import connection

        self._manners, self._network, self._cache, self._hosts = shared
        manners, network = shared.manners, shared.network
        self._errors, self._timeout = connection.ERRORS, connection.Timeout
        self._is_certificate = connection.certificate_fault
        self._deadline = connection.Deadline(network.clock)
        guard = connection.Guarded(
            self._deadline, network.resolve, network.connect, allow_private=manners.allow_private
        )
        self._client = connection.new_client(guard, network.trust, _HEADERS)

    def __enter__(self) -> _Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def outcome(self, url: str) -> Page | InputError:
        """The page, or why there is none."""
        try:
            return self._page(url)
        except InputError as error:
            return error

    def _page(self, url: str) -> Page:
        """Follow an address to its page. Raises InputError."""
        address = read_address(url, allow_private=self._manners.allow_private)
        self._pause(self._hosts[address.host])
        self._deadline.start(self._manners.deadline)
        found = self._follow(address, MOST_REDIRECTS, self._manners.max_size, self._obey)
        if found.status != 200:
            raise InputError(reason_of(found))
        return Page(found.headers["url"], found.headers.get("content-type", ""), found.body)

    def _follow(self, address: WebAddress, redirects: int, most: int, before: Callable[[WebAddress], None]) -> Answer:
        """The answer at the end of all redirects; `before` sees every address first. Raises InputError."""
        seen = {address.url}
        while True:
            before(address)
            answer = self._asked(address, most)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return replace(answer, headers={**answer.headers, "url": address.url})
            following = self._redirected(address, answer.headers["location"])
            if following.url in seen:
                raise _BadRedirect("its redirects go round in a circle")
            if len(seen) > redirects:
                raise _BadRedirect(f"more than {redirects} redirects")
            seen.add(following.url)
            address = following

    def _redirected(self, address: WebAddress, location: str) -> WebAddress:
        try:
            following = read_address(location, base=address.url, allow_private=self._manners.allow_private)
        except InputError as error:
            raise _BadRedirect(f"it redirects to an address that is not read: {error.message}") from error
        if address.scheme == "https" and following.scheme == "http":
            raise _BadRedirect("it redirects from https to http, which others can read and change on the way")
        return following

    def _obey(self, address: WebAddress) -> None:
        """Raise InputError if the site does not want a page read."""
        if self._manners.ignore_robots:
            return
        host = self._hosts[address.host]
        if address.site not in host.robots:
            host.robots[address.site] = self._robots(address)
            host.pause = max(host.pause, host.robots[address.site].delay())
        if reason := host.robots[address.site].refusal(address.url):
            raise InputError(reason)

    def _robots(self, address: WebAddress) -> Robots:
        """A site's rules. If the site cannot be reached at all, neither can the page."""
        where = replace(address, url=f"{address.site}/robots.txt")
        reached: list[str] = []
        try:
            answer = self._follow(where, 5, MAX_ROBOTS_BYTES, lambda each: reached.append(each.url))
        except TooLarge:
            return barred("it is too large")
        except _BadRedirect:
            return Robots()  # redirected to nowhere: treated as none (RFC 9309, 2.3.1.2)
        except InputError as error:
            if len(reached) == 1:
                raise
            return barred(error.message)
        if answer.status >= 500 or answer.status == 429:
            return barred(reason_of(answer))
        body = answer.body if answer.status == 200 else b""
        if self._cache:  # no site says how long its rules hold; the standard allows a day
            until = self._network.now() + _ROBOTS_HOLD
            self._cache.put(KeptPage(where.url, "text/plain", "", "", until, body))
        return read_robots(body)

    def _asked(self, address: WebAddress, most: int) -> Answer:
        """The answer for one address: from the cache while it is fresh, else from the server. Raises InputError."""
        kept = self._cache.get(address.url, most) if self._cache else None
        if kept and kept.until > self._network.now():
            return Answer(200, {"content-type": kept.kind}, kept.body)
        answer = self._sent(address, most, kept)
        if answer.status in COME_BACK and (wait := self._retry_after(answer)) is not None:
            self._network.sleep(wait)
            answer = self._sent(address, most, kept)
        if answer.status == 304 and kept and self._cache:
            self._cache.renew(address.url, self._network.now() + fresh_seconds(answer))
            return Answer(200, {"content-type": kept.kind}, kept.body)
        if answer.status == 200 and self._cache:
            self._keep(self._cache, address.url, answer)
        return answer

    def _retry_after(self, answer: Answer) -> float | None:
        """Seconds to wait before asking once more; None if that is too long, or the site does not say."""
        said = seconds_until(answer.headers.get("retry-after", ""), self._network.now())
        return said if said is not None and said <= min(_LONGEST_RETRY, self._deadline.left() / 2) else None

    def _sent(self, address: WebAddress, most: int, kept: KeptPage | None) -> Answer:
        """Send one request in the host's turn. Raises InputError."""
        host = self._hosts[address.host]
        if host.faults >= MOST_FAULTS:
            raise InputError(f"{address.host} failed {MOST_FAULTS} times in a row; it is not asked again")
        with self._turn(host):
            try:
                with self._client.stream("GET", address.url, headers=conditions(kept)) as response:
                    body = body_of(response, most) if response.status_code == 200 else b""
                    answer = Answer(response.status_code, plain_headers(response.headers), body)
            except self._errors as error:
                host.faults += 1
                raise InputError(self._fault(error, address)) from error
            finally:
                host.free_at = self._network.clock() + host.pause
            host.faults = 0
        return answer

    @contextmanager
    def _turn(self, host: _Host) -> Iterator[None]:
        """Hold a host for one request. Raises InputError if others hold it too long."""
        if not host.turn.acquire(timeout=self._deadline.left()):
            raise InputError("the time for this page was over before its host was free")
        try:
            yield
        finally:
            host.turn.release()

    def _pause(self, host: _Host) -> None:
        """Wait as long as the site wants between two pages. Raises InputError if that is too long."""
        if host.pause > _LONGEST_PAUSE:
            raise InputError(f"the site's robots.txt asks for {host.pause:,.0f} seconds between two pages")
        if (wait := host.free_at - self._network.clock()) > 0 and host.pause:
            self._network.sleep(wait)

    def _fault(self, error: Exception, address: WebAddress) -> str:
        """Say what went wrong in the network."""
        if isinstance(error, self._timeout):
            spent = "" if self._deadline.left() else f" ({self._manners.deadline:g} s are all it may take)"
            return f"{address.host} did not answer in time{spent}"
        if self._is_certificate(error):
            return f"the certificate of {address.host} is not trusted, or another host's"
        if "ConnectError" in type(error).__name__:
            return f"no connection to {address.host}"
        if "LocalProtocolError" in type(error).__name__ or "InvalidURL" in type(error).__name__:
            return "the address cannot be requested"
        return "the connection broke, or the answer is not proper HTTP"

    def _keep(self, cache: PageCache, url: str, answer: Answer) -> None:
        """Keep a page, unless its site forbids it."""
        headers = answer.headers
        if "no-store" in headers.get("cache-control", "").lower():
            cache.drop(url)
            return
        cache.put(
            KeptPage(
                url=url,
                kind=headers.get("content-type", ""),
                etag=headers.get("etag", ""),
                modified=headers.get("last-modified", ""),
                until=self._network.now() + fresh_seconds(answer),
                body=answer.body,
            )
        )
