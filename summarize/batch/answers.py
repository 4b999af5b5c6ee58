"""Answers a batch's calls: a run of the model for each story, all within shared limits and with one cache.

Calls are limited in number at once and in money, with shared retries. A call is written into the ledger at the most it
can cost before it is sent, and at its actual cost when it has ended. Rule: this changes no call and no reply.

Answers may also come by file, hours later (`PostedAnswers`): if a round's replies are not there yet, its story is put
back; when it is taken up again, it replays its rounds from the replies in the ledger.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..config import Config
from ..errors import ConfigError, LimitError, RetryableError, SummarizeError
from ..llm import Call, Model, Reply
from ..llm.batch_endpoint import BatchEndpoint
from ..llm.factory import model_of, open_cache, prices_of, with_flex_timeouts
from ..llm.reply_cache import ReplyCache, key_of
from ..llm.run_context import Backend, RetryBudget, RunScope, current_scope, enter_scope
from ..llm.runner import ModelRun, RunLimits
from ..records import Event
from .file_calls import Limits, Line
from .ledger import Ledger, used_up_error
from .steps import RepliesMissing
from .submitter import BatchSubmitter, FileExchange, RoleModel, SpendingLimits

if TYPE_CHECKING:
    from types import TracebackType

    from ..llm.openai_client import OpenAIModel
    from ..llm.run_context import Prices

STORY: ContextVar[str] = ContextVar("summarize_batch_story", default="")
_MAX_FAILURES = 10  # failures in a row when the provider is asked how batches stand


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitPolicy:
    """How to wait for replies: seconds between looks, seconds in all (None: as long as it takes), by which clock.

    `files` is the folder of an exchange by files; None for the provider's Batch API. `limits` are those of one file.
    """

    poll: float = 60.0
    wait: float | None = None
    files: Path | None = None
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class PostedAnswers(Answers):
    """Use it as `Answers`. Raises ConfigError for a model without an OpenAI-compatible endpoint, and for a tier."""

    def __init__(
        self,
        config: Config,
        ledger: Ledger,
        model: Model | None,
        on_event: Callable[[Event], None] = lambda _: None,
        waiting: WaitPolicy | None = None,
    ) -> None:
        from ..llm.openai_client import OpenAIModel

        super().__init__(config, ledger, model, on_event)
        self._waiting = waiting or WaitPolicy()
        if not all(isinstance(each, OpenAIModel) for each in self._models.values()):
            raise ConfigError("a batch by files needs models of an OpenAI-compatible endpoint", hint="name the model")
        if config.tier:
            raise ConfigError("a batch by files has no service tier", hint="leave tier out")

    async def __aenter__(self) -> PostedAnswers:
        await super().__aenter__()
        waiting, role_models = self._waiting, {}
        self._began = waiting.clock()
        for role, model in self._models.items():
            endpoint = cast("OpenAIModel", model)
            exchange = FileExchange(waiting.files) if waiting.files else BatchEndpoint(endpoint)
            role_models[role] = RoleModel(endpoint, Backend(model, self._prices(model)), exchange)
        self._role_models = role_models
        most = Decimal(str(self._config.max_cost)) if self._config.max_cost else None
        self._submitter = BatchSubmitter(
            self._ledger,
            role_models,
            spending=SpendingLimits(max_cost=most, max_calls=self._config.max_calls),
            limits=waiting.limits,
            on_event=self._on_event,
            on_answer=self._remember,
        )
        self._lines = self._submitter.lines
        return self

    def new_run(self) -> ModelRun:
        """A run for one story, answered from the ledger. Its replies have full room for reasoning from the start."""
        config = with_flex_timeouts(self._config)
        limits = RunLimits(concurrency=config.concurrency, run_deadline=config.run_deadline)
        replayed = _LedgerCache(self._submitter)
        models = {role: _LedgerModel(model, replayed) for role, model in self._models.items()}
        cache = cast("ReplyCache", replayed)  # as far as a run uses it
        run = ModelRun(models[""], limits, cache=cache, prices=self._prices(self._models[""]), on_event=lambda _: None)
        for role, model in models.items():
            if role:
                run.add(role, model, self._prices(self._models[role]))
        return run

    async def answer(self, run: ModelRun, story: str, calls: Sequence[Call]) -> tuple[Reply, ...]:
        """Answer a round from the ledger; missing replies are requested, and RepliesMissing is raised."""
        sent = [self._with_room(replace(call, stream=False)) for call in calls]
        missing = [call for call in sent if not self._is_there(story, call)]
        for call in missing:
            self._submitter.want(story, self._key(call), call)
        if missing:
            raise RepliesMissing
        STORY.set(story)  # for this task and those it starts
        return await run.answer(sent)

    def awaits(self, story: str) -> bool:
        """Whether calls of a story are in flight or to be sent."""
        return self._lines.awaits(story)

    async def next_round(self) -> bool:
        """Submit what is wanted, and wait until answers come; False if none will.

        Raises RetryableError if the time to wait is over or the provider cannot be reached, LimitError if nothing more
        can be paid for, and what the provider refuses.
        """
        self._lines.forget_finished()
        failures = 0
        while True:
            try:
                await self._submitter.post()
                if await self._submitter.collect():
                    return True
                failures = 0
            except RetryableError:
                failures += 1
                if failures >= _MAX_FAILURES or self._is_late():
                    raise
            if not failures and not (under_way := self._lines.sent()):
                if self._submitter.used_up:
                    raise self._submitter.used_up
                return False
            if not failures and self._is_late():
                raise RetryableError(
                    f"{under_way:,} calls are with the provider and not answered yet",
                    hint="run the batch again later; it goes on, and submits nothing twice",
                )
            await self._waiting.sleep(self._waiting.poll)

    def _is_late(self) -> bool:
        wait = self._waiting.wait
        return wait is not None and self._waiting.clock() - self._began >= wait

    def _prices(self, model: Model) -> Prices | None:
        prices = prices_of(model, self._config)
        return replace(prices, batch=self._waiting.files is None) if prices else None

    def _with_room(self, call: Call) -> Call:
        model = self._models.get(call.role) or self._models[""]
        room = self._config.reasoning_tokens if getattr(model, "reasons", False) else 0
        return replace(call, max_tokens=call.max_tokens + room)

    def _key(self, call: Call) -> str:
        return key_of(call, Backend(self._models.get(call.role) or self._models[""]).identity)

    def _is_there(self, story: str, call: Call) -> bool:
        """Whether a call's outcome is known: from this batch, or from any run before."""
        key = self._key(call)
        if self._lines.outcome(key) is not None:
            return True
        kept = self._cache.get(key) if self._cache else None
        if kept and not self._lines.known(key):
            self._lines.keep(story, key, call, kept)
            return True
        return False

    def _remember(self, line: Line, reply: Reply, cost: Decimal | None) -> None:
        """Keep a reply for other runs too."""
        if self._cache:
            name = (self._role_models.get(line.call.role) or self._role_models[""]).backend.name
            row = self._cache.sent("batch", line.key, line.call, name)
            self._cache.put(line.key, line.call, name, reply)
            self._cache.answered(row, reply, cost)


class _LedgerCache:
    """What a run sees as its cache: what this story did not pay for, or what this run has already counted."""

    def __init__(self, submitter: BatchSubmitter) -> None:
        self.submitter = submitter
        self.counted: set[str] = set()

    def get(self, key: str) -> Reply | None:
        """A reply that costs nothing now."""
        found = self.submitter.lines.outcome(key)
        if isinstance(found, Reply) and (found.cached or key in self.counted):
            return replace(found, cached=True)
        return None

    def sent(self, *_: object) -> int:
        """Nothing is sent here."""
        return 0

    def put(self, *_: object) -> None:
        """It is kept and written down already."""

    answered = failed = put


class _LedgerModel:
    """A model as a run sees it: its reply is in the ledger, or not there yet."""

    def __init__(self, model: Model, replayed: _LedgerCache) -> None:
        backend = Backend(model)
        self.name, self.identity, self.reasons = backend.name, backend.identity, False
        self._replayed = replayed

    async def complete(self, call: Call) -> Reply:
        """Give the reply. Raises RepliesMissing, or what became of the call instead of a reply."""
        key, submitter = key_of(call, self.identity), self._replayed.submitter
        found = submitter.lines.outcome(key)
        if found is None:  # it was asked again with more room
            submitter.want(STORY.get(), key, call)
            raise RepliesMissing
        if isinstance(found, SummarizeError):
            raise found
        self._replayed.counted.add(key)
        return found
