"""CPU work in threads beside an event loop, and a loop for callers that have none.

Rule: no CPU work is done on a caller's loop; its events are reported there. Only a few pieces of work run at once,
because every thread that computes makes the loop wait for its turn; work that only waits (reading, replies) is not
counted. While a model writes, a thread computes what is needed later. A caller without a loop, or whose own is busy as
in a notebook, gets one loop for all batches of a run, because connections belong to their loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from .records import Event

if TYPE_CHECKING:
    from types import TracebackType

T = TypeVar("T")
_Told: TypeAlias = "tuple[Event, Future[None]]"

_AT_ONCE = 2  # pieces of work per loop
_SECONDS_BETWEEN_LOOKS = 1.0  # seconds between a thread's looks at whether the loop still runs
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_HEAD_START = 0.1  # seconds in which requests go out first; a batch that is answered sooner came from the cache


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
                return answer.result(_SECONDS_BETWEEN_LOOKS)
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


@asynccontextmanager
async def run_background_tasks(background_tasks: list[Callable[[], object]]) -> AsyncIterator[None]:
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
    with suppress(Exception):  # see `run_background_tasks`
        while background_tasks and not over.is_set():
            background_tasks.pop(0)()
    with suppress(RuntimeError):  # the loop is closed: the block has ended
        loop.call_soon_threadsafe(done.set)


class SyncRunner:
    """Runs coroutines to their end, one after the other, on one loop of its own. Use it as a context manager.

    Inside a running loop the private one works in a thread of its own; the caller waits all the same.
    """

    def __enter__(self) -> SyncRunner:
        self._runner = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1, "summarize-model") if _is_busy() else None
        return self

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine and give its result, or raise what it raises. Ctrl-C ends it."""
        result: list[T] = []

        async def keep() -> None:
            asyncio.get_running_loop().set_exception_handler(_quiet)
            # the runner writes out its task's result, megabytes of a summary, when it restores SIGINT: give it none
            result.append(await coroutine)

        if self._thread is None:
            self._runner.run(keep())
            return result[0]
        running = self._thread.submit(self._runner.run, keep())
        try:
            running.result()
            return result[0]
        except KeyboardInterrupt:
            loop = self._runner.get_loop()
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is None:
            self._runner.close()
            return
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


def _quiet(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A signal ends whatever task it meets and reaches the caller as well, so the task's error need not be reported."""
    if not isinstance(context.get("exception"), KeyboardInterrupt):
        loop.default_exception_handler(context)


def _is_busy() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
