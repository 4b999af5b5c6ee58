"""Answers that come by file, hours later: if a round's replies are not there yet, its story is put back.

The flow of a story is the pipeline's and the run's is `ModelRun`'s, as always; only the answering differs. A story that
is taken up again replays its rounds from the replies in the ledger.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..config import Config
from ..errors import ConfigError, RetryableError, SummarizeError
from ..llm import Call, Model, Reply
from ..llm.batch_endpoint import BatchEndpoint
from ..llm.factory import prices_of, with_flex_timeouts
from ..llm.reply_cache import ReplyCache, key_of
from ..llm.run_context import Backend
from ..llm.runner import ModelRun, RunLimits
from ..records import Event
from .answers import STORY, Answers
from .file_calls import Limits, Line
from .ledger import Ledger
from .steps import RepliesMissing
from .submitter import BatchSubmitter, FileExchange, RoleModel, SpendingLimits

if TYPE_CHECKING:
    from ..llm.openai_client import OpenAIModel
    from ..llm.run_context import Prices

_MAX_FAILURES = 10  # failures in a row when the provider is asked how batches stand


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
