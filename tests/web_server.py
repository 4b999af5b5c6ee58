"""A little web on 127.0.0.1 that behaves badly on demand: what a page's address may lead to.

`Web` gives the tests' names (news.example …) public numbers, so that the guard is tested as it is shipped, and plays
the part of the network beneath it: whoever connects to one of those numbers, at port 80 or 443, reaches the server.
Every connection that is asked for is written down, so that a test can say where nothing went.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from summarize.ingest.web.fetcher import FetchDependencies

PUBLIC = "93.184.216."
Answer = bytes | tuple[bytes, ...] | Callable[["Request", Any], None]


@dataclass(frozen=True)
class Request:
    """One request: host and path as asked for, all headers in lower case, and the number it was connected to by."""

    host: str
    path: str
    headers: dict[str, str]

    @property
    def url(self) -> str:
        return f"{self.host}{self.path}"


def answer(body: bytes = b"", status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A whole answer. Header names are written with "_" for "-"; a content_length replaces the true one."""
    lines = {"content-type": kind, "content-length": str(len(body)), "connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status=status, location=location)


NOT_FOUND = answer(b"no", 404)


@dataclass
class Web:
    """`with Web({"news.example/a": answer(b"…")}) as web`: what each address answers; other addresses answer 404.

    An answer is bytes, a list of them in turn (the last repeats), or a function of the request and the socket.
    `names` replaces what the resolver says about a host. `network` is what the fetcher is given.
    """

    pages: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Callable[[], list[str]]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    trust: ssl.SSLContext | None = None
    now: float = 1_800_000_000.0
    requests: list[Request] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)
    _numbers: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Web:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(60)
        self._ended = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._listener.close()

    @property
    def network(self) -> FetchDependencies:
        return FetchDependencies(
            resolve=self._resolve, connect=self._connect, now=lambda: self.now, sleep=self.slept.append,
            trust=self.trust,
        )  # fmt: skip

    @property
    def asked(self) -> list[str]:
        """The addresses that were asked for, robots.txt apart."""
        return [each.url for each in self.requests if each.path != "/robots.txt"]

    def _resolve(self, host: str, port: int) -> list[str]:
        with self._lock:
            self.looked_up.append(host)
            if host in self.names:
                return self.names[host]()
            return [self._numbers.setdefault(host, f"{PUBLIC}{len(self._numbers) + 1}")]

    def _connect(self, number: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((number, port))
        return socket.create_connection(self._listener.getsockname(), timeout=seconds)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        try:
            if self.tls:
                self.tls.sni_callback = lambda _, name, __: self.server_names.append(name)
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)
        except OSError:  # the client has gone, which most of these tests make it do
            connection.close()

    def _answer(self, connection: socket.socket) -> None:
        raw = b""
        while b"\r\n\r\n" not in raw:
            piece = connection.recv(65_536)
            if not piece:
                return
            raw += piece
        head, *lines = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(headers["host"], head.split(" ")[1], headers)
        with self._lock:
            self.requests.append(request)
        found = self.pages.get(request.url, NOT_FOUND)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if callable(found):
            found(request, connection)
        else:
            connection.sendall(found)


def dripping(head: bytes, pieces: Iterator[bytes], pause: float) -> Callable[[Request, Any], None]:
    """An answer that comes in pieces, with a pause after each, for twenty seconds at most."""

    def drip(_: Request, connection: Any) -> None:
        end = time.monotonic() + 20
        connection.sendall(head)
        for piece in pieces:
            if time.monotonic() > end:
                return
            connection.sendall(piece)
            time.sleep(pause)

    return drip
