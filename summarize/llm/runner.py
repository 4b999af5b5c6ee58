"""Answers the calls of one run: side by side, from the cache where possible, within the run's limits.

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

from ..errors import ConfigError, LimitError, ProviderError, RetryableError, SummarizeError
from ..records import Event, Notice, Usage
from . import Call, Model, Reply
from .reply_cache import ReplyCache, key_of
from .run_context import Backend, RunScope, enter_scope

if TYPE_CHECKING:
    from types import TracebackType

    from .run_context import Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may take: calls at once, calls in all (0: any number), US dollars (None: any sum), seconds in all.

    `reasoning_tokens` are what a reply of a reasoning model may spend on reasoning, on top of its call's
    `max_tokens`.
    """

    concurrency: int = 16
    max_calls: int = 0
    max_cost: Decimal | None = None
    run_deadline: float = 3600.0
    reasoning_tokens: int = 0


class ModelRun:
    """Answers the batches of one run. Use it as an async context manager: its models' connections close at its end.

    `model` answers every call whose role has no model of its own (`add`). All models share the limits, the cache and
    the retries. `prices` is needed for `max_cost` and for the cost in `usage`. `clock` is a monotonic clock in seconds.
    Raises ConfigError when `max_cost` is set and the price is not known.
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
        self._limits = limits or RunLimits()
        self._cache, self._on_event = cache, on_event
        self._scope = RunScope(on_event)
        self._backends: dict[str, Backend] = {}
        self._reserved = Decimal(0)  # for the calls under way, at the most they can cost
        self._priced: dict[int, asyncio.Future[bool]] = {}
        self._asked_again = 0
        self._run_id = uuid4().hex
        self._clock, self._ends = clock, clock() + self._limits.run_deadline
        self._open = AsyncExitStack()
        self.add("", model, prices)

    def add(self, role: str, model: Model, prices: Prices | None = None) -> None:
        """Let another model answer the calls of a role; before the run is entered. Raises ConfigError as above."""
        backend = Backend(model, prices, self._limits.reasoning_tokens)
        if self._limits.max_cost is not None and not backend.priced:
            tier = f" in the {prices.tier} tier" if prices and prices.tier else ""
            raise ConfigError(
                f"max_cost cannot be kept: the price of {backend.name} is not known{tier}",
                hint="give its prices (price_prompt, price_completion), or leave max_cost out",
            )
        self._backends[role] = backend

    async def __aenter__(self) -> ModelRun:
        for backend in self._backends.values():
            if isinstance(backend.model, AbstractAsyncContextManager):
                await self._open.enter_async_context(backend.model)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    @property
    def usage(self) -> Usage:
        """What the run has used so far; `seconds` is the driver's. The cost is None once a reply's is unknown."""
        models = tuple(each.usage for each in self._backends.values() if each.calls or each.cached)
        return Usage(
            calls=self._sent,
            cached_calls=sum(each.cached_calls for each in models),
            prompt_tokens=sum(each.prompt_tokens for each in models),
            completion_tokens=sum(each.completion_tokens for each in models),
            reasoning_tokens=sum(each.reasoning_tokens for each in models),
            cost_usd=None if any(each.cost_usd is None for each in models) else float(self._spent),
            models=models,
        )

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader of the result should know about how its calls were answered."""
        if not self._asked_again:
            return tuple(self._scope.notices)
        times = "once" if self._asked_again == 1 else f"{self._asked_again} times"
        message = (
            f"a model used up its reply before it wrote a word, and was asked again with twice the room, {times}; "
            "more reasoning_tokens or a lower reasoning_effort avoids that"
        )
        return (*self._scope.notices, Notice("asked_again", message))

    @property
    def _sent(self) -> int:
        return sum(each.calls for each in self._backends.values())

    @property
    def _spent(self) -> Decimal:
        return sum((each.spent for each in self._backends.values()), Decimal(0))

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
            why = f"the run took longer than {self._limits.run_deadline:g} s"
            if not batch.give_up(why):
                batch.error = batch.error or LimitError(why + self._kept(batch), hint="raise run_deadline")
        finally:
            await _end(workers)
        if batch.error:
            raise batch.error
        return batch.in_order()

    def _backend(self, call: Call) -> Backend:
        return self._backends.get(call.role) or self._backends[""]

    def _key(self, call: Call) -> str:
        identity = self._backend(call).identity
        return key_of(call, identity) if identity else ""

    def _recall(self, batch: _Batch) -> None:
        """Fill in what the cache holds, before any connection is made."""
        for index, (call, key) in enumerate(zip(batch.calls, batch.keys, strict=True)):
            reply = self._cache.get(key) if self._cache and key else None
            if reply:
                batch.replies[index] = reply
                self._backend(call).cached += 1
                self._on_event(Event("cache hit", len(batch.replies), len(batch.calls), call.name))
            elif not batch.is_repeated(index):
                batch.waiting.append(index)

    async def _work(self, batch: _Batch) -> None:
        """Answer calls of a batch until none is left or one has failed."""
        while batch.waiting and not batch.error:
            index = batch.waiting.pop(0)
            try:
                batch.replies[index] = await self._ask(batch, batch.calls[index], batch.keys[index])
            except _Stopped:
                return
            except Exception as error:  # whatever a provider's adapter raises: told once the others have finished
                if batch.calls[index].optional and isinstance(error, SummarizeError):
                    batch.replies[index] = Reply(text="", finish="failed", refusal=error.message)
                    continue
                batch.error = batch.error or error
                batch.a_call_ended.set()
                return

    async def _ask(self, batch: _Batch, call: Call, key: str) -> Reply:
        """Answer a call, with room for reasoning where its model reasons and its server allows it."""
        backend = self._backend(call)
        sent = backend.with_room(call)
        most = await self._admit(batch, sent)
        try:
            reply = await self._send(batch, sent, key, most)
        except (ProviderError, LimitError) as error:
            if sent is call or not error.refused:
                raise
            if backend.room:  # the first to notice among the calls in flight
                backend.room = 0
                message = f"replies got no room for reasoning, which was refused: {error.message}"
                self._scope.notice("setting_refused", message)
            sent, most = call, await self._admit(batch, call)
            reply = await self._send(batch, sent, key, most)
        return await self._ask_again(batch, sent, key, reply) if reply.spent else reply

    async def _ask_again(self, batch: _Batch, sent: Call, key: str, reply: Reply) -> Reply:
        """Send a call whose reply was used up before a word was written once more, with twice the room."""
        more = self._backend(sent).again(sent)
        most = await self._admit(batch, more)
        self._asked_again += 1
        detail = f"{sent.name}: {sent.max_tokens:,} tokens used up before a word was written; again with "
        self._on_event(Event("retry", 1, 2, f"{detail}{more.max_tokens:,}"))
        try:
            return await self._send(batch, more, key, most)
        except RetryableError:
            raise
        except (ProviderError, LimitError):  # the server allows no larger reply: keep the first one
            return reply

    async def _send(self, batch: _Batch, call: Call, key: str, most: Decimal) -> Reply:
        """Send a call that may go, and free what was reserved for it."""
        backend = self._backend(call)
        enter_scope(self._scope)
        row = self._cache.sent(self._run_id, key, call, backend.name) if self._cache else 0
        self._on_event(Event("call sent", len(batch.replies), len(batch.calls), call.name))
        priced = self._look_up(backend)
        try:
            reply = await backend.model.complete(call)
            await priced
        except Exception as error:
            if self._cache:
                self._cache.failed(row, error.message if isinstance(error, SummarizeError) else type(error).__name__)
            raise
        finally:
            self._reserved -= most
            batch.a_call_ended.set()
        return self._keep(batch, call, (key, row), reply)

    def _look_up(self, backend: Backend) -> asyncio.Future[bool]:
        """Whether a model's price is known, looked up in a thread while it writes: the list of prices takes a while."""
        name = id(backend)
        if name not in self._priced:
            self._priced[name] = asyncio.ensure_future(asyncio.to_thread(lambda: backend.priced))
        return asyncio.shield(self._priced[name])

    def _keep(self, batch: _Batch, call: Call, where: tuple[str, int], reply: Reply) -> Reply:
        """Store a reply before anyone uses it, and account for it."""
        key, row = where
        backend = self._backend(call)
        cost = backend.cost(call, reply)
        if self._cache:
            if key:
                self._cache.put(key, call, backend.name, reply)
            self._cache.answered(row, reply, cost)
        backend.take(reply, cost)
        self._on_event(Event("call answered", len(batch.replies) + (not reply.spent), len(batch.calls), call.name))
        return reply

    async def _admit(self, batch: _Batch, call: Call) -> Decimal:
        """Count a call, or wait until calls in flight have cost less than they might. Raises LimitError, _Stopped."""
        limits, backend = self._limits, self._backend(call)
        most = backend.most(call) if limits.max_cost is not None else Decimal(0)
        while limits.max_cost is not None and self._spent + self._reserved + most > limits.max_cost:
            if not self._reserved:
                raise LimitError(
                    f"{call.name} could bring the cost to ${self._spent + most:.4f}, over max_cost "
                    f"${limits.max_cost}{self._kept(batch)}",
                    hint="raise max_cost and run it again; finished calls are not paid again",
                )
            batch.a_call_ended.clear()
            await batch.a_call_ended.wait()
            if batch.error:
                raise _Stopped
        if limits.max_calls and self._sent >= limits.max_calls:
            raise LimitError(
                f"{call.name} would be call {self._sent + 1}, over max_calls {limits.max_calls}{self._kept(batch)}",
                hint="raise max_calls and run it again; finished calls are not paid again",
            )
        backend.calls += 1
        self._reserved += most
        return most

    def _kept(self, batch: _Batch) -> str:
        return f"; {len(batch.replies)} of this batch's {len(batch.calls)} replies are kept" if self._cache else ""


class _Stopped(Exception):
    """Another call of the batch failed while this one waited for leave to be sent."""


@dataclass(slots=True)
class _Batch:
    """Calls, their keys, the replies so far by index, the indexes still to be asked, and the first error."""

    calls: tuple[Call, ...]
    keys: list[str]
    replies: dict[int, Reply] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    error: Exception | None = None
    a_call_ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def open(self) -> int:
        """How many calls are still to be asked."""
        return len(self.waiting)

    def is_repeated(self, index: int) -> bool:
        """Whether the same request stands earlier in the batch; it is asked once."""
        key = self.keys[index]
        return bool(key) and self.keys.index(key) < index

    def give_up(self, why: str) -> bool:
        """Mark the unanswered calls as failed, if all of them are optional."""
        missing = [
            index for index in range(len(self.calls)) if index not in self.replies and not self.is_repeated(index)
        ]
        if not all(self.calls[index].optional for index in missing):
            return False
        self.replies |= {index: Reply(text="", finish="failed", refusal=why) for index in missing}
        return True

    def in_order(self) -> tuple[Reply, ...]:
        """All replies; a repeated call has its twin's."""
        return tuple(
            self.replies[index] if index in self.replies else self.replies[self.keys.index(key)]
            for index, key in enumerate(self.keys)
        )


async def _end(tasks: Sequence[asyncio.Future[None]]) -> None:
    """Cancel what still runs and wait for its end, so that nothing outlives its batch."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
