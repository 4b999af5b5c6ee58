"""An event loop whose clock stands still while anything happens and jumps when everybody waits.

A wait of an hour takes no time, and the loop's clock tells exactly how long was waited: a busy machine changes nothing.
Servers and clients may speak over 127.0.0.1 when both live in this loop. Nothing in it may wait for a thread or for
another process: its clock would not stand still for them.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_GRACE = 0.02  # seconds in which what was sent over 127.0.0.1 arrives, though the system may be late to hand it over


class _Jumping(selectors.DefaultSelector):
    """Where the real selector would wait, moves the clock to the end of the wait."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(min(timeout, _GRACE) if timeout else timeout)
        if timeout and not ready:
            self.now += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run_without_waiting(work: Coroutine[Any, Any, T]) -> T:
    """Run it as `asyncio.run` does, with a clock that jumps; `asyncio.get_running_loop().time()` begins at 0."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
