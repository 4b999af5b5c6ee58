"""Work of ours that is done while a model writes: waiting costs no time of the processor, so it need not be idle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

_HEAD_START = 0.1  # seconds in which requests go out first; a batch answered sooner came from the cache


@asynccontextmanager
async def meanwhile(errands: list[Callable[[], None]]) -> AsyncIterator[None]:
    """Do the errands in a thread while the block waits, and take them off the list.

    What has begun is waited for when the block ends well; a block that fails or is cancelled ends at once. Errands find
    what is found anyway when it is asked for: one that fails fails there again, where it is asked for. They must not
    touch what the block works with.
    """
    waiting, errands[:] = errands[:], ()
    if not waiting:
        yield
        return
    done = asyncio.Event()
    start = asyncio.get_running_loop().call_later(_HEAD_START, _begin, waiting, done, begun := threading.Event())
    try:
        yield
    finally:
        start.cancel()
    if begun.is_set():
        await done.wait()


def _begin(errands: Sequence[Callable[[], None]], done: asyncio.Event, begun: threading.Event) -> None:
    """Start the thread, a daemon: nobody who is ended waits for it."""
    loop = asyncio.get_running_loop()
    begun.set()
    threading.Thread(target=_do, args=(errands, loop, done), name="summarize-errands", daemon=True).start()


def _do(errands: Sequence[Callable[[], None]], loop: asyncio.AbstractEventLoop, done: asyncio.Event) -> None:
    with suppress(Exception):  # see `meanwhile`
        for errand in errands:
            errand()
    with suppress(RuntimeError):  # the loop is closed: the block was ended
        loop.call_soon_threadsafe(done.set)
