"""CPU work beside a caller's event loop: done in a thread, while its events are reported on the loop.

Rule: no CPU work is done on the loop. Only a few pieces of work run at once, because every thread that computes makes
the loop wait for its turn; work that only waits (reading, replies) is not counted.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from .records import Event

T = TypeVar("T")
_Told: TypeAlias = "tuple[Event, Future[None]]"

_AT_ONCE = 2  # pieces of work per loop
_LOOK = 1.0  # seconds between a thread's looks at whether the loop still runs
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class Abandoned(BaseException):
    """Nobody waits for this work any more: its task was cancelled. Ends the thread at its next event."""


class LoopThread:
    """Runs work in threads for one task. The work may call `tell`; `on_event` is then called in the task itself.

    So `on_event` runs on the caller's loop, in the caller's context, one event at a time; the work waits for it, and
    what it raises is raised in the work. A cancelled task ends at once, its thread at the next event.
    """

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self._loop, self._on_event = asyncio.get_running_loop(), on_event
        self._home = threading.get_ident()
        self._heard: asyncio.Queue[_Told | None] = asyncio.Queue()
        self._over = False

    def tell(self, event: Event) -> None:
        """Report an event, from any thread. Raises what `on_event` raises."""
        if threading.get_ident() == self._home:
            self._on_event(event)
            return None
        answer: Future[None] = Future()
        try:
            self._loop.call_soon_threadsafe(self._take, event, answer)
        except RuntimeError as error:  # the loop is closed
            raise Abandoned from error
        while True:
            try:
                return answer.result(_LOOK)
            except NoAnswer:
                if answer.done() or not self._loop.is_running():
                    raise

    async def run(self, work: Callable[[], T], *, counted: bool = True) -> T:
        """Do a piece of work in a thread and give its result, or raise what it raises."""
        turns = _turns(self._loop) if counted else nullcontext()
        async with turns:
            done = asyncio.ensure_future(asyncio.to_thread(work))
            done.add_done_callback(lambda _: self._heard.put_nowait(None))
            try:
                while told := await self._heard.get():
                    self._pass_on(*told)
            except BaseException:
                self._abandon()
                done.add_done_callback(_forget)
                raise
            return done.result()

    def _take(self, event: Event, answer: Future[None]) -> None:
        if self._over:
            answer.set_exception(Abandoned())
        else:
            self._heard.put_nowait((event, answer))

    def _pass_on(self, event: Event, answer: Future[None]) -> None:
        try:
            self._on_event(event)
        except Exception as error:  # raised again in the work, which ends with it
            answer.set_exception(error)
        else:
            answer.set_result(None)

    def _abandon(self) -> None:
        """Let the thread end at its next event, or at the one it is waiting on."""
        self._over = True
        while not self._heard.empty():
            if told := self._heard.get_nowait():
                told[1].set_exception(Abandoned())


def _forget(done: asyncio.Future[T]) -> None:
    """Retrieve what abandoned work raised, so that asyncio does not log an exception that was never retrieved."""
    if not done.cancelled():
        done.exception()


def _turns(loop: asyncio.AbstractEventLoop) -> AbstractAsyncContextManager[None]:
    return _TURNS.setdefault(loop, asyncio.Semaphore(_AT_ONCE))
