"""The loop whose waits take no time: in order, exact, and not at the cost of what comes over a connection."""

from __future__ import annotations

import asyncio

import pytest

from tests.fault_server import Act, FaultServer, completion
from tests.waiting import run_without_waiting


def test_waits_end_in_their_order_and_are_told_exactly() -> None:
    async def main() -> list[tuple[str, float]]:
        loop, ends = asyncio.get_running_loop(), list[tuple[str, float]]()

        async def wait(name: str, seconds: float) -> None:
            await asyncio.sleep(seconds)
            ends.append((name, loop.time()))

        await asyncio.gather(wait("a day", 86_400), wait("an hour", 3_600), wait("nothing", 0))
        return ends

    assert run_without_waiting(main()) == [
        ("nothing", 0),
        ("an hour", pytest.approx(3_600)),
        ("a day", pytest.approx(86_400)),
    ]


def test_a_deadline_ends_what_never_ends() -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3_600):
                await asyncio.Event().wait()
        return asyncio.get_running_loop().time()

    assert run_without_waiting(main()) == pytest.approx(3_600)


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_a_server_of_this_loop_sends_comes_before_any_wait_ends() -> None:
    async def main() -> tuple[bytes, float]:
        async with FaultServer([Act(body=completion("x" * 2_000_000), wait=7)]) as server, asyncio.timeout(70):
            host, _, port = server.url.removeprefix("http://").removesuffix("/v1").partition(":")
            reader, writer = await asyncio.open_connection(host, int(port), limit=10_000_000)
            writer.write(b"POST /v1 HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}")
            answer = await reader.readuntil(b"\r\n0\r\n")
            writer.close()
            return answer, asyncio.get_running_loop().time()

    answer, seconds = run_without_waiting(main())
    assert answer.count(b"x") > 1_999_990
    assert seconds == pytest.approx(7)
