"""Work of ours that is done while a model writes: waiting costs no time of the processor, so it need not be idle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def meanwhile(errands: list[Callable[[], None]]) -> AsyncIterator[None]:
    """Do the errands in a thread while the block waits; they are done, and off the list, when it ends.

    They must not touch what the block works with.
    """
    waiting, errands[:] = errands[:], ()
    if not waiting:
        yield
        return
    task = asyncio.ensure_future(asyncio.to_thread(_do, waiting))
    try:
        yield
    finally:
        await task


def _do(errands: list[Callable[[], None]]) -> None:
    for errand in errands:
        errand()
