"""The HTTP connection beneath the client: no redirects, bounded error bodies, and its faults mapped.

Imported only when a call is really sent, because importing httpx2 takes time.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import AsyncIterator

import httpx2

from .endpoint import is_loopback
from .provider_errors import Fault, Kind

ERROR_BYTES = 64_000  # of an error's body, after unpacking; the client reads it whole before anyone can look at it
CONNECT = 10.0  # seconds to reach a server

ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def new_connection(url: str, per_read: float, transport: httpx2.AsyncBaseTransport | None) -> httpx2.AsyncClient:
    """A client for one event loop. `per_read` bounds one wait for bytes, in seconds; the whole is bounded elsewhere.

    A server on this machine is reached directly: a proxy of the environment would see the key in clear.
    """
    return httpx2.AsyncClient(
        transport=transport,
        follow_redirects=False,
        trust_env=not is_loopback(url),
        verify=url.startswith("https:"),  # plain http needs no list of authorities, which takes 40 ms to read
        timeout=httpx2.Timeout(per_read, connect=min(CONNECT, per_read)),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=100),
        event_hooks={"response": [_bound_errors]},
        headers={"Accept-Encoding": "gzip"},
    )


async def _bound_errors(response: httpx2.Response) -> None:
    if response.status_code >= 300 and isinstance(response.stream, httpx2.AsyncByteStream):
        gzipped = "gzip" in response.headers.get("content-encoding", "").lower()
        response.stream = Bounded(response.stream, ERROR_BYTES, gzipped=gzipped)
        response.headers.pop("content-encoding", None)


class Bounded(httpx2.AsyncByteStream):
    """A stream's first `most` bytes; gzip is undone here, within the bound, since a bomb unpacks a thousandfold."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int, *, gzipped: bool) -> None:
        self._stream = stream
        self._left = most
        self._unzip = zlib.decompressobj(wbits=47) if gzipped else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            part = self._part(chunk)
            self._left -= len(part)
            yield part
            if self._left <= 0:
                return

    def _part(self, chunk: bytes) -> bytes:
        if self._unzip is None:
            return chunk[: self._left]
        try:
            return self._unzip.decompress(chunk, self._left)
        except zlib.error:  # not gzip after all: its content is worth nothing
            return b""

    async def aclose(self) -> None:
        """Close the stream beneath."""
        await self._stream.aclose()


def fault_of_transport(error: BaseException) -> Fault:
    """Map what the network did. Only a request that surely never left counts as not billed."""
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return _no_connection(error)
        case TimeoutError() | httpx2.TimeoutException():
            return Fault(kind=Kind.TIMEOUT, message="the server did not answer in time")
        case httpx2.DecodingError():
            return Fault(kind=Kind.MALFORMED, message="the server's answer cannot be unpacked", status=200)
        case _:
            return Fault(kind=Kind.LOST, message="the connection broke before the answer was whole")


def _no_connection(error: BaseException) -> Fault:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Fault(kind=Kind.CERTIFICATE, message="the server's certificate is not trusted")
        cause = cause.__cause__ or cause.__context__
    return Fault(kind=Kind.CONNECTION, message="no connection to the server")
