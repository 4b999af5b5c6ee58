"""What the calls of one run share while they are being answered: who listens, and how many retries are left.

It travels in a context variable, so that `Model` stays a protocol of one method and one model can serve several runs
at once. Rule: a model that ignores it works; nothing here changes a reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from ..records import Event, Notice

RETRIES_FREE = 3  # a run of one call may fail three times
RETRIES_SHARE = 0.10  # of its calls; an outage then costs a tenth more requests, not three times as many
_CURRENT: ContextVar[RunScope | None] = ContextVar("summarize_model_scope", default=None)


class RetryBudget:
    """Retries of one run: 3 and a tenth of its calls may fail. A retry that succeeds gives back what it took.

    So one call in seven may fail at random for as long as its retries succeed, while an outage is given up early. A
    call that finds the budget empty waits as long as another call's retry may still give something back.
    """

    def __init__(self) -> None:
        self.calls = 0
        self._lost = 0  # retries that failed
        self._out = 0  # retries under way
        self._changed: list[asyncio.Future[None]] = []

    async def take(self) -> bool:
        """Take one retry; False when none is left and none can come back."""
        while self._out and not self._left():
            waiting = asyncio.get_running_loop().create_future()
            self._changed.append(waiting)
            await waiting
        if not self._left():
            return False
        self._out += 1
        return True

    def put_back(self, *, succeeded: bool) -> None:
        """Say how a retry that was taken ended."""
        self._out -= 1
        self._lost += not succeeded
        for waiting in self._changed:
            if not waiting.done():
                waiting.set_result(None)
        self._changed.clear()

    def _left(self) -> bool:
        return self._lost + self._out + 1 <= RETRIES_FREE + RETRIES_SHARE * self.calls


def _nobody(_: Event) -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class RunScope:
    """One run's share in its calls. `notices` are what a model wants the reader of the result to know, each once."""

    on_event: Callable[[Event], None] = _nobody
    retries: RetryBudget = field(default_factory=RetryBudget)
    notices: list[Notice] = field(default_factory=list)

    def notice(self, code: str, message: str) -> None:
        """Note something, if it has not been."""
        if (noted := Notice(code, message)) not in self.notices:
            self.notices.append(noted)


def current_scope() -> RunScope:
    """Give the scope of the call being answered; a fresh one, to which nobody listens, outside of a run."""
    return _CURRENT.get() or RunScope()


def enter_scope(scope: RunScope) -> None:
    """Make a scope the current one, for the running task only (each task has its own copy of the context)."""
    _CURRENT.set(scope)
