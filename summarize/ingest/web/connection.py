"""The connection used to fetch pages: it goes to an address that was judged, and ends at its deadline.

Names are resolved and judged in the one place where connections are made (`Guarded.connect_tcp`), so nothing can be
looked up a second time in between, as an attacker's name server would like (DNS rebinding). The certificate is checked
against the host's name, and the server is told that name. No proxy, cookie, login or redirect: what is not here cannot
be sent.

Imported only when a page is really fetched, because importing httpx2 takes time.
"""

from __future__ import annotations

import http.cookiejar
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import httpcore2
import httpx2

from ...errors import InputError
from .addresses import Resolve, judged

# Seconds to one of a host's addresses (`number`, port, seconds) -> a connected socket.
Connect = Callable[[str, int, float], socket.socket]

_T = TypeVar("_T")

_CONNECT = 10.0  # seconds to one address; another may answer
_MOST_TRIED = 4  # addresses per host
_WAIT = 15.0  # seconds without a byte

Timeout = httpcore2.TimeoutException
ERRORS = (
    *(httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError),
    *(Timeout, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol),
)


class Deadline:
    """The moment at which everything about one page ends. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock()

    def start(self, seconds: float) -> None:
        """Start the time: it ends in `seconds`."""
        self._end = self._clock() + seconds

    def left(self) -> float:
        """Seconds left, 0 if it is over."""
        return max(0.0, self._end - self._clock())

    def within(self, most: float | None) -> float:
        """What one wait may take: at most `most` seconds. Raises TimeoutException if nothing is left."""
        left = self.left()
        if not left:
            raise httpcore2.TimeoutException("the time for this page is over")
        return min(left, _WAIT if most is None else most)


class Guarded(httpcore2.NetworkBackend):
    """Makes connections: resolves a host once, judges every answer, connects to a judged one by its number."""

    def __init__(self, deadline: Deadline, resolve: Resolve, connect: Connect, *, allow_private: bool) -> None:
        self._deadline, self._resolve, self._connect = deadline, resolve, connect
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a host's first address that answers. Raises InputError (refused, unknown) and ConnectError."""
        numbers = judged(host, port, allow_private=self._allow_private, resolve=self._lookup)
        for number in numbers[:_MOST_TRIED]:
            try:
                made = self._connect(number, port, self._deadline.within(_CONNECT))
            except OSError:
                continue
            return _Timed(made, self._deadline)
        raise httpcore2.ConnectError("no connection")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        """Refuse: no page is behind one."""
        raise httpcore2.ConnectError("no connection")

    def _lookup(self, host: str, port: int) -> Iterable[str]:
        """Resolve a host. The system's resolver cannot be stopped, so it is left running if it takes too long."""
        found: list[Iterable[str] | InputError] = []

        def look() -> None:
            try:
                found.append(tuple(self._resolve(host, port)))
            except InputError as error:
                found.append(error)

        worker = threading.Thread(target=look, daemon=True)
        worker.start()
        worker.join(self._deadline.within(_CONNECT))
        if not found:
            raise httpcore2.TimeoutException("the name service did not answer")
        if isinstance(found[0], InputError):
            raise found[0]
        return found[0]


class _Timed(httpcore2.NetworkStream):
    """A connected socket whose every wait ends at the deadline, however slowly a server sends."""

    def __init__(self, made: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = made, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes` bytes, b"" at the end."""
        return self._done(lambda: self._socket.recv(max_bytes), timeout, httpcore2.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._done(lambda: self._socket.sendall(buffer), timeout, httpcore2.WriteError)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted; the certificate must be the host's."""

        def wrap() -> socket.socket:
            return ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)

        try:
            return _Timed(self._done(wrap, timeout, httpcore2.ConnectError), self._deadline)
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """What the pool asks of a stream."""
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        return not _is_quiet(self._socket) if info == "is_readable" else None

    def _done(self, act: Callable[[], _T], timeout: float | None, kind: type[Exception]) -> _T:
        """Do one thing with the socket within its time, and raise its faults as httpcore2's."""
        self._socket.settimeout(self._deadline.within(timeout))
        try:
            return act()
        except TimeoutError as error:
            raise httpcore2.TimeoutException("the server did not answer in time") from error
        except (OSError, ValueError) as error:  # ValueError: a name that TLS cannot encode
            raise kind(str(error)) from error


class _Transport(httpx2.BaseTransport):
    """httpx2's transport over a pool whose connections are guarded."""

    def __init__(self, guard: Guarded, trust: ssl.SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(ssl_context=trust, max_connections=4, network_backend=guard)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the caller reads the answer's body, in pieces."""
        url = request.url
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=b"",
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(sent)
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def new_client(guard: Guarded, trust: ssl.SSLContext | None, headers: dict[str, str]) -> httpx2.Client:
    """A client for one host at a time that sends `headers` and nothing else, and keeps no cookie.

    `trust` holds the trusted certificate authorities, the system's unless given. Proxies from the environment are not
    used: what is behind one cannot be judged here.
    """
    nothing_kept = http.cookiejar.DefaultCookiePolicy(allowed_domains=())
    client = httpx2.Client(
        transport=_Transport(guard, trust or ssl.create_default_context()),
        cookies=http.cookiejar.CookieJar(policy=nothing_kept),
        trust_env=False,
        follow_redirects=False,
        timeout=None,  # the deadline sees to it
    )
    client.headers = httpx2.Headers(headers)
    return client


def certificate_fault(error: BaseException | None) -> bool:
    """Whether an error came from a certificate that is not trusted, or is another host's."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_quiet(made: socket.socket) -> bool:
    """Whether a connection waiting for its next request has neither ended nor sent anything."""
    import select

    try:
        return not select.select([made], [], [], 0)[0]
    except (OSError, ValueError):  # closed
        return False
