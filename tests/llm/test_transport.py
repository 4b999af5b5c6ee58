"""Error bodies are bounded, packed or not. The rest of the connection is tested with the model."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx2
import pytest

from summarize.llm.provider_errors import Kind
from summarize.llm.transport import Bounded, _bound_errors, fault_of_transport


class Parts(httpx2.AsyncByteStream):
    def __init__(self, *parts: bytes) -> None:
        self.parts, self.given, self.closed = parts, 0, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            self.given += 1
            yield part

    async def aclose(self) -> None:
        self.closed = True


def read(parts: Parts, most: int, *, gzipped: bool = False) -> bytes:
    async def main() -> bytes:
        stream = Bounded(parts, most, gzipped=gzipped)
        body = b"".join([part async for part in stream])
        await stream.aclose()
        return body

    return asyncio.run(main())


def test_a_body_ends_at_its_bound_and_the_rest_is_not_read():
    parts = Parts(b"abc", b"def", b"ghi")
    assert read(parts, 5) == b"abcde"
    assert parts.given == 2 and parts.closed


def test_a_packed_body_is_bounded_after_unpacking():
    packed = gzip.compress(b"a" * 10_000_000)
    assert read(Parts(packed[:50], packed[50:]), 100, gzipped=True) == b"a" * 100
    assert read(Parts(gzip.compress(b"short")), 100, gzipped=True) == b"short"
    assert read(Parts(b"no gzip", b"at all"), 100, gzipped=True) == b""


@pytest.mark.parametrize(("status", "bounded"), [(200, False), (299, False), (300, True), (500, True)])
def test_the_body_of_whatever_is_no_answer_is_bounded(status: int, bounded: bool):
    response = httpx2.Response(status, stream=Parts(b"abc"))
    asyncio.run(_bound_errors(response))
    assert isinstance(response.stream, Bounded) is bounded


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx2.ConnectTimeout("x"), Kind.CONNECTION),
        (httpx2.ReadTimeout("x"), Kind.TIMEOUT),
        (TimeoutError(), Kind.TIMEOUT),
        (httpx2.DecodingError("x"), Kind.MALFORMED),
        (httpx2.ReadError("x"), Kind.LOST),
        (ConnectionResetError(), Kind.LOST),
    ],
)
def test_only_what_surely_never_left_counts_as_not_billed(error: Exception, kind: Kind):
    fault = fault_of_transport(error)
    assert fault.kind is kind
    assert fault.kind.billed is (kind is not Kind.CONNECTION)
