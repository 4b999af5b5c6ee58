"""A server on 127.0.0.1 that lives inside an event loop and ends with it: its life, and the reading of requests.

Its users decide what it answers. Standard library only.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

# Answers the next request of a connection; says whether the connection continues.
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bool]]

_LENGTH = re.compile(r"(?i)\r\ncontent-length: *(\d+)")


@asynccontextmanager
async def loopback(answer: Answer) -> AsyncIterator[str]:
    """Serve on a free port; gives the base URL. At the end connections are cut, answered or not."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await answer(reader, writer):
                    pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=2048)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """The head of the next request, as it was sent, and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = _LENGTH.search(head)
    return head, await reader.readexactly(int(length[1])) if length else b""
