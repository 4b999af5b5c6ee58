"""Work of ours that is done while a model writes: waiting costs no time of the processor, so it need not be idle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

_HEAD_START = 0.1  # seconds in which requests go out first; a batch answered sooner came from the cache


@asynccontextmanager
async def meanwhile(errands: list[Callable[[], None]]) -> AsyncIterator[None]:
    """Do the errands in a thread while the block waits, and take them off the list.

    What has begun is done when the block ends; what has not is left, for who needs it. They must not touch what the
    block works with.
    """
    waiting, errands[:] = errands[:], ()
    if not waiting:
        yield
        return
    begun = asyncio.Event()
    task = asyncio.ensure_future(_later(waiting, begun))
    try:
        yield
    finally:
        if not begun.is_set():
            task.cancel()
        await asyncio.gather(task, return_exceptions=not begun.is_set())


async def _later(errands: list[Callable[[], None]], begun: asyncio.Event) -> None:
    await asyncio.sleep(_HEAD_START)
    begun.set()
    await asyncio.to_thread(_do, errands)


def _do(errands: list[Callable[[], None]]) -> None:
    for errand in errands:
        errand()
