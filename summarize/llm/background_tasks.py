"""CPU work that is done while a model writes, when the processor would otherwise be idle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_HEAD_START = 0.1  # seconds in which requests go out first; a batch that is answered sooner came from the cache


@asynccontextmanager
async def meanwhile(background_tasks: list[Callable[[], object]]) -> AsyncIterator[None]:
    """Do tasks in a thread while the block waits, one after the other, and take those that were started off the list.

    When the block ends well, the task in progress is waited for; the rest are left for the next block. A block that
    fails or is cancelled ends at once. Tasks only compute early what is asked for later: one that fails here fails
    again there. They must not touch what the block works with.
    """
    if not background_tasks:
        yield
        return
    done, begun, over = asyncio.Event(), threading.Event(), threading.Event()
    start = asyncio.get_running_loop().call_later(_HEAD_START, _begin, background_tasks, done, (begun, over))
    try:
        yield
    finally:
        start.cancel()
        over.set()
    if begun.is_set():
        await done.wait()


def _begin(
    background_tasks: list[Callable[[], object]], done: asyncio.Event, signs: tuple[threading.Event, ...]
) -> None:
    """Start the thread, as a daemon: a program that ends does not wait for it."""
    loop = asyncio.get_running_loop()
    begun, over = signs
    begun.set()
    threading.Thread(
        target=_do, args=(background_tasks, loop, done, over), name="summarize-background", daemon=True
    ).start()


def _do(
    background_tasks: list[Callable[[], object]],
    loop: asyncio.AbstractEventLoop,
    done: asyncio.Event,
    over: threading.Event,
) -> None:
    with suppress(Exception):  # see `meanwhile`
        while background_tasks and not over.is_set():
            background_tasks.pop(0)()
    with suppress(RuntimeError):  # the loop is closed: the block has ended
        loop.call_soon_threadsafe(done.set)
