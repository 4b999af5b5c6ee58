"""An event loop for callers that have none, or whose own is busy, as in a notebook.

Rule: one loop for all batches of a run, because connections belong to their loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from types import TracebackType

T = TypeVar("T")


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
