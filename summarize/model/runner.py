"""The calls of one run, answered: side by side, from the cache where possible, within the run's limits.

A call that fails stops new ones; those under way are finished and kept, because they are paid for. Rule: nothing here
knows a vendor or what a summary is.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from ..errors import ConfigError, LimitError, SummarizeError
from ..records import Event, Usage
from .cache import ReplyCache, key_of
from .calls import Call, Model, Reply
from .limits import prompt_tokens_of
from .scope import Scope, enter_scope

if TYPE_CHECKING:
    from types import TracebackType

    from .prices import Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may take: calls at once, calls sent (0: any number), US dollars (None: any sum), seconds in all."""

    concurrency: int = 16
    max_calls: int = 0
    max_cost: Decimal | None = None
    run_deadline: float = 3600.0


@dataclass(slots=True)
class _Account:
    """Money and calls: spent, and reserved for the calls under way at the most they can cost."""

    sent: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    spent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    unpriced: int = 0


class ModelRun:
    """Answers the batches of one run. Use it as an async context manager: the model's connections close at its end.

    `prices` is needed for `max_cost` and for the cost in `usage`. Raises ConfigError when `max_cost` is set and the
    price is not known. `clock` is a monotonic clock in seconds.
    """

    def __init__(
        self,
        model: Model,
        limits: RunLimits | None = None,
        *,
        cache: ReplyCache | None = None,
        prices: Prices | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._name = str(getattr(model, "name", type(model).__name__))
        self._identity = getattr(model, "identity", None)
        self._limits = limits or RunLimits()
        self._cache, self._prices, self._on_event = cache, prices, on_event
        self._scope = Scope(on_event)
        self._account = _Account()
        self._run_id = uuid4().hex
        self._clock, self._ends = clock, clock() + self._limits.run_deadline
        self._open = AsyncExitStack()
        if self._limits.max_cost is not None and not (prices and prices.known):
            raise ConfigError(
                f"max_cost cannot be kept: the price of {self._name} is not known",
                hint="give its prices, or leave max_cost out",
            )

    async def __aenter__(self) -> ModelRun:
        if isinstance(self._model, AbstractAsyncContextManager):
            await self._open.enter_async_context(self._model)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    @property
    def usage(self) -> Usage:
        """What the run has taken so far; `seconds` is left to the driver. The cost is None once one is unknown."""
        account = self._account
        return Usage(
            calls=account.sent,
            cached_calls=account.cached,
            prompt_tokens=account.prompt_tokens,
            completion_tokens=account.completion_tokens,
            cost_usd=None if account.unpriced else float(account.spent),
        )

    async def answer(self, calls: Sequence[Call]) -> tuple[Reply, ...]:
        """Answer one batch, in the order of its calls.

        Raises the first error of a call, or LimitError when the next call would exceed `max_calls` or `max_cost`,
        or the run its deadline. Replies that are finished by then are in the cache.
        """
        batch = _Batch(tuple(calls), [self._key(call) for call in calls])
        self._recall(batch)
        workers = [asyncio.ensure_future(self._work(batch)) for _ in range(min(self._limits.concurrency, batch.open))]
        try:
            async with asyncio.timeout(max(0.0, self._ends - self._clock())):
                await asyncio.gather(*workers)
        except TimeoutError:
            batch.error = batch.error or LimitError(
                f"the run took longer than {self._limits.run_deadline:g} s" + self._kept(batch),
                hint="raise run_deadline",
            )
        finally:
            await _end(workers)
        if batch.error:
            raise batch.error
        return batch.in_order()

    def _key(self, call: Call) -> str:
        return key_of(call, self._identity) if self._identity else ""

    def _recall(self, batch: _Batch) -> None:
        """Fill in what the cache holds, before any connection is made."""
        for place, (call, key) in enumerate(zip(batch.calls, batch.keys, strict=True)):
            reply = self._cache.get(key) if self._cache and key else None
            if reply:
                batch.replies[place] = reply
                self._account.cached += 1
                self._on_event(Event("cache hit", len(batch.replies), len(batch.calls), call.name))
            elif not batch.is_repeated(place):
                batch.waiting.append(place)

    async def _work(self, batch: _Batch) -> None:
        """Answer calls of a batch until none is left or one has failed."""
        while batch.waiting and not batch.error:
            place = batch.waiting.pop(0)
            try:
                batch.replies[place] = await self._ask(batch, batch.calls[place], batch.keys[place])
            except _Stopped:
                return
            except Exception as error:  # whatever a provider's adapter raises: told once the others have finished
                batch.error = batch.error or error
                batch.settled.set()
                return

    async def _ask(self, batch: _Batch, call: Call, key: str) -> Reply:
        most = await self._leave_to_send(batch, call)
        enter_scope(self._scope)
        row = self._cache.sent(self._run_id, key, call, self._name) if self._cache else 0
        self._on_event(Event("call sent", len(batch.replies), len(batch.calls), call.name))
        try:
            reply = await self._model.complete(call)
        except Exception as error:
            if self._cache:
                self._cache.failed(row, error.message if isinstance(error, SummarizeError) else type(error).__name__)
            raise
        finally:
            self._account.reserved -= most
            batch.settled.set()
        return self._keep(batch, call, (key, row), reply)

    def _keep(self, batch: _Batch, call: Call, where: tuple[str, int], reply: Reply) -> Reply:
        """Store a reply before anyone uses it, and account for it."""
        key, row = where
        cost = self._cost(call, reply)
        if self._cache:
            if key:
                self._cache.put(key, call, self._name, reply)
            self._cache.answered(row, reply, cost)
        self._account.prompt_tokens += reply.prompt_tokens
        self._account.completion_tokens += reply.completion_tokens
        self._account.unpriced += cost is None
        self._account.spent += cost or 0
        self._on_event(Event("call answered", len(batch.replies) + 1, len(batch.calls), call.name))
        return reply

    def _cost(self, call: Call, reply: Reply) -> Decimal | None:
        """What a reply cost, failed requests that may have been billed included, at the most they can cost."""
        if self._prices is None:
            return None
        cost = self._prices.cost(reply.prompt_tokens, reply.completion_tokens, reply.cached_prompt_tokens)
        return cost if cost is None or not reply.maybe_billed else cost + reply.maybe_billed * self._most(call)

    def _most(self, call: Call) -> Decimal:
        """The most a call can cost; 0 when nobody asked for a limit and nothing went wrong."""
        prompt = prompt_tokens_of(call, self._name)
        return (self._prices.cost(prompt, call.max_tokens) if self._prices else None) or Decimal(0)

    async def _leave_to_send(self, batch: _Batch, call: Call) -> Decimal:
        """Count a call, or wait until calls under way have cost less than they might. Raises LimitError, _Stopped."""
        limits, account = self._limits, self._account
        most = self._most(call) if limits.max_cost is not None else Decimal(0)
        while limits.max_cost is not None and account.spent + account.reserved + most > limits.max_cost:
            if not account.reserved:
                raise LimitError(
                    f"{call.name} could bring the cost to ${account.spent + most:.4f}, over max_cost "
                    f"${limits.max_cost}{self._kept(batch)}",
                    hint="raise max_cost and run the same command again; finished calls are not paid again",
                )
            batch.settled.clear()
            await batch.settled.wait()
            if batch.error:
                raise _Stopped
        if limits.max_calls and account.sent >= limits.max_calls:
            raise LimitError(
                f"{call.name} would be call {account.sent + 1}, over max_calls {limits.max_calls}{self._kept(batch)}",
                hint="raise max_calls and run the same command again; finished calls are not paid again",
            )
        account.sent += 1
        account.reserved += most
        return most

    def _kept(self, batch: _Batch) -> str:
        return f"; {len(batch.replies)} of this batch's {len(batch.calls)} replies are kept" if self._cache else ""


class _Stopped(Exception):
    """Another call of the batch failed while this one waited for leave to be sent."""


@dataclass(slots=True)
class _Batch:
    """Calls, their keys, the replies so far by place, the places still to be asked, and the first error."""

    calls: tuple[Call, ...]
    keys: list[str]
    replies: dict[int, Reply] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    error: Exception | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def open(self) -> int:
        """How many calls are still to be asked."""
        return len(self.waiting)

    def is_repeated(self, place: int) -> bool:
        """Whether the same request stands earlier in the batch; it is asked once."""
        key = self.keys[place]
        return bool(key) and self.keys.index(key) < place

    def in_order(self) -> tuple[Reply, ...]:
        """All replies; a repeated call has its twin's."""
        return tuple(
            self.replies[place] if place in self.replies else self.replies[self.keys.index(key)]
            for place, key in enumerate(self.keys)
        )


async def _end(tasks: Sequence[asyncio.Future[None]]) -> None:
    """Cancel what still runs and wait for its end, so that nothing outlives its batch."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
