"""Answers a batch's calls: a run of the model for each story, all within shared limits and with one cache.

Calls are limited in number at once and in money, with shared retries. A call is written into the ledger at the most it
can cost before it is sent, and at its actual cost when it has ended. Rule: this changes no call and no reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import ConfigError, LimitError
from ..llm import Call, Model, Reply
from ..llm.factory import model_of, open_cache, prices_of, with_flex_timeouts
from ..llm.run_context import Backend, RetryBudget, RunScope, current_scope, enter_scope
from ..llm.runner import ModelRun, RunLimits
from ..records import Event
from .ledger import Ledger

if TYPE_CHECKING:
    from types import TracebackType

    from ..llm.openai_client import OpenAIModel
    from ..llm.reply_cache import ReplyCache

STORY: ContextVar[str] = ContextVar("summarize_batch_story", default="")


@dataclass(eq=False)
class SharedLimits:
    """What all models of a batch share: slots, dollars, calls, retries. `ledger` remembers the money.

    `used_up` is the error of the first call for which no money or no call was left: no story can go on then.
    """

    ledger: Ledger
    concurrency: int
    max_cost: Decimal | None = None
    max_calls: int = 0
    retries: RetryBudget = field(default_factory=RetryBudget)
    sent: int = 0
    under_way: int = 0
    used_up: LimitError | None = None
    _reserved: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.concurrency)
        self._settled = asyncio.Condition()
        self._spent = self.ledger.spent()

    @classmethod
    def of(cls, config: Config, ledger: Ledger) -> SharedLimits:
        """The limits of the settings."""
        most = Decimal(str(config.max_cost)) if config.max_cost else None
        return cls(ledger, config.concurrency, most, config.max_calls)

    @asynccontextmanager
    async def pass_through(self, call: Call, backend: Backend) -> AsyncIterator[list[Decimal | None]]:
        """Wait for a slot and for money. The block appends what the call cost; a failed call costs nothing.

        A cancelled call may have been paid for: it stays in the ledger at the most it can cost. Raises LimitError.
        """
        async with self._slots:
            most = backend.most(call)
            await self._reserve(call, most)
            cost: list[Decimal | None] = []
            row, seen = 0, False
            self.under_way += 1
            try:
                row = self.ledger.reserve(STORY.get(), call.name, backend.name, most)
                yield cost
                seen = True
            except Exception:
                seen = True
                raise
            finally:
                self.under_way -= 1
                self._reserved -= most
                paid = (cost[0] if cost else Decimal(0)) if seen else most
                self._spent += paid or 0
                if seen and row:
                    self.ledger.settle(row, paid)
                async with self._settled:
                    self._settled.notify_all()

    async def _reserve(self, call: Call, most: Decimal) -> None:
        async with self._settled:
            while self.max_cost is not None and self._spent + self._reserved + most > self.max_cost:
                if not self._reserved:
                    raise self._used_up(
                        f"{call.name} could bring the batch to ${self._spent + most:.4f}, "
                        f"over max_cost ${self.max_cost}",
                        "max_cost",
                    )
                await self._settled.wait()
            if self.max_calls and self.sent >= self.max_calls:
                raise self._used_up(
                    f"{call.name} would be call {self.sent + 1} of the batch, over max_calls {self.max_calls}",
                    "max_calls",
                )
            self.sent += 1
            self._reserved += most

    def _used_up(self, why: str, setting: str) -> LimitError:
        self.used_up = used_up_error(why, setting)
        return self.used_up


def used_up_error(why: str, setting: str) -> LimitError:
    """The error of a batch that has no money or no calls left."""
    return LimitError(why, hint=f"raise {setting} and run the batch again; finished stories and calls are kept")


class SharedModel:
    """A batch's model, asked within its limits. Raises ConfigError if `max_cost` is set and its price is not known."""

    def __init__(self, model: Model, backend: Backend, limits: SharedLimits) -> None:
        self._model, self._backend, self._limits = model, backend, limits
        self.name = backend.name
        self.identity = backend.identity
        self.base_url = str(getattr(model, "base_url", ""))
        self.reasons = bool(getattr(model, "reasons", False))
        if limits.max_cost is not None and not backend.priced:
            raise ConfigError(
                f"max_cost cannot be kept: the price of {backend.name} is not known",
                hint="give its prices, or leave max_cost out",
            )

    async def complete(self, call: Call) -> Reply:
        """Answer a call in its turn. Raises LimitError when the batch's money is used up."""
        run = current_scope()
        enter_scope(RunScope(run.on_event, self._limits.retries, run.notices))
        async with self._limits.pass_through(call, self._backend) as cost:
            reply = await self._model.complete(call)
            cost.append(self._backend.cost(call, reply))
        return reply


class Answers:
    """Use it as an async context manager. Raises ConfigError if no model is named, or `max_cost` cannot be kept."""

    def __init__(
        self, config: Config, ledger: Ledger, model: Model | None, on_event: Callable[[Event], None] = lambda _: None
    ) -> None:
        self._config, self._ledger, self._on_event = config, ledger, on_event
        self._models = models_of(config, model)
        self._open = AsyncExitStack()
        self._cache: ReplyCache | None = None
        self.name = Backend(self._models[""]).name

    @property
    def identities(self) -> list[str]:
        """Everything that shapes the models' replies, besides the calls."""
        return [f"{role} {Backend(model).identity or Backend(model).name}" for role, model in self._models.items()]

    @property
    def used_up(self) -> LimitError | None:
        """The error of the first call for which no money, or no call, was left."""
        return self._limits.used_up

    async def __aenter__(self) -> Answers:
        config = self._config
        self._limits = SharedLimits.of(config, self._ledger)
        self._shared = {}
        for role, model in self._models.items():
            backend = Backend(model, prices_of(model, config))
            self._shared[role] = SharedModel(model, backend, self._limits)
            if isinstance(model, AbstractAsyncContextManager):
                await self._open.enter_async_context(model)
        if any(model.identity for model in self._shared.values()):
            self._cache = open_cache(config, self._on_event)
        if self._cache:
            self._open.callback(self._cache.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def new_run(self) -> ModelRun:
        """A run for one story: with its own account, but with shared slots and money."""
        config = with_flex_timeouts(self._config)
        limits = RunLimits(
            concurrency=config.concurrency, run_deadline=config.run_deadline, reasoning_tokens=config.reasoning_tokens
        )
        writer = self._shared[""]
        run = ModelRun(
            writer, limits, cache=self._cache, prices=prices_of(writer, config), on_event=_calls_only(self._on_event)
        )
        for role, model in self._shared.items():
            if role:
                run.add(role, model, prices_of(model, config))
        return run

    async def answer(self, run: ModelRun, story: str, calls: Sequence[Call]) -> tuple[Reply, ...]:
        """Answer a round of a story's calls. Raises what `ModelRun.answer` raises, or RepliesMissing."""
        STORY.set(story)  # for this task and those it starts
        return await run.answer([replace(call, stream=False) for call in calls])

    def awaits(self, story: str) -> bool:
        """Whether a story cannot go on yet because replies are missing."""
        return False

    async def next_round(self) -> bool:
        """Whether some stories can go on now, after every story has had its turn. Raises what ends the batch."""
        return False


def models_of(config: Config, model: Model | None) -> dict[str, Model]:
    """The models by the role of the calls they answer: "" writes, "check" reads if another model does."""
    writer = model or model_of(config)
    models: dict[str, Model] = {"": writer}
    if config.checker and config.check != "values":
        from ..llm.openai_client import OpenAIModel

        beside: OpenAIModel | None = writer if isinstance(writer, OpenAIModel) else None
        models["check"] = model_of(config, config.checker, beside)
    return models


def _calls_only(on_event: Callable[[Event], None]) -> Callable[[Event], None]:
    """Leave out what only a single run can display."""

    def tell(event: Event) -> None:
        if event.stage not in ("words", "thinking"):
            on_event(event)

    return tell
