"""Drives a plan to its result: asks the model what the plan asks, within the caller's event loop or without one.

Rule: the plan's own work and the model's calls meet only here. A driver owns the model, the clock and the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar, cast

from .arguments import RunOptions
from .errors import ProviderError
from .records import Event, Summary, Usage

if TYPE_CHECKING:
    from .llm import Call, Model, Reply
    from .llm.runner import ModelRun

Result = TypeVar("Result")
T = TypeVar("T")
Flow: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Result]"


class Work(Protocol):
    """Does a piece of work, here or in a thread."""

    async def __call__(self, work: Callable[[], T], /) -> T:
        """Give its result, or raise what it raises."""


@dataclass(frozen=True, slots=True)
class Driver(Generic[Result]):
    """Runs a plan: asks the model what it asks, and does background work while replies are on their way.

    `begin` reads the inputs and gives the plan, whose events go to the listener that `begin` was given. A `Summary`
    that comes out says when it was begun and how long it took.
    """

    begin: Callable[[Callable[[Event], None]], Flow[Result]]
    options: RunOptions
    background_tasks: list[Callable[[], object]] = field(default_factory=list)

    def run(self) -> Result:
        """Run without an event loop of the caller's; one is started when the plan asks a model."""
        started, clock = datetime.now(UTC), time.monotonic()
        flow = self.begin(self.options.on_event)
        calls, result = _step(lambda: next(flow))
        if calls is not None:
            from .threads import SyncRunner

            with SyncRunner() as loop:
                result = loop.run(self._answered(flow, calls, _at_once))
        self.options.on_event(_end(result))
        return _timed(cast("Result", result), started, clock)

    async def arun(self) -> Result:
        """Run inside the caller's event loop, with the plan's own work done in threads beside it."""
        from .threads import LoopThread

        started, clock = datetime.now(UTC), time.monotonic()
        thread = LoopThread(self.options.on_event)
        flow = await thread.run(lambda: self.begin(thread.tell), counted=False)
        calls, result = await thread.run(lambda: _step(lambda: next(flow)))
        if calls is not None:
            result = await self._answered(flow, calls, thread.run)
        self.options.on_event(_end(result))
        return _timed(cast("Result", result), started, clock)

    async def _answered(self, flow: Flow[Result], calls: tuple[Call, ...], work: Work) -> Result:
        """Answer the plan's batches of calls, from the first to the last; `work` does the CPU work."""
        from .threads import run_background_tasks

        config, on_event = self.options.config, self.options.on_event
        model, readers = await work(self._models)
        from .llm.factory import open_run

        def tell(event: Event) -> None:
            on_event(event)
            if event.stage == "call answered":
                on_event(_spent(run.usage))

        async with open_run(model, config, tell, readers) as run:
            asked: tuple[Call, ...] | None = calls
            while asked is not None:
                try:
                    async with run_background_tasks(self.background_tasks):
                        replies = await run.answer(asked)
                except ProviderError as error:
                    advance = partial(flow.throw, error)
                else:
                    advance = partial(flow.send, replies)
                asked, result = await work(partial(_step, advance))
        return _accounted(cast("Result", result), model, run)

    def _models(self) -> tuple[Model, dict[str, Model]]:
        """The model that writes and those that read. Importing a provider's client takes a second of CPU time."""
        from .llm.factory import checkers_of, model_of, prices_of

        model = self.options.model or model_of(self.options.config)
        readers = checkers_of(self.options.config, model)
        for each in (model, *readers.values()):
            prices = prices_of(each, self.options.config)
            if prices and self.options.config.max_cost:
                prices.most(1, 1)  # the limit is compared with it before the first call
        return model, readers


def _step(advance: Callable[[], tuple[Call, ...]]) -> tuple[tuple[Call, ...] | None, Any]:
    """The calls that a plan asks next, and None; or None and its result: a thread cannot pass on a StopIteration."""
    try:
        return advance(), None
    except StopIteration as end:
        return None, end.value


async def _at_once(work: Callable[[], T]) -> T:
    """Do work here and now: nothing else waits for this loop."""
    return work()


def _accounted(result: Result, model: Model, run: ModelRun) -> Result:
    """A summary with the cost of its calls and their notices; anything else unchanged."""
    if not isinstance(result, Summary):
        return result
    name = str(getattr(model, "name", type(model).__name__)) if result.run.engine == "model" else None
    warnings = (*result.warnings, *run.notices)
    return replace(result, warnings=warnings, usage=run.usage, run=replace(result.run, model=name))


def _timed(result: Result, started: datetime, clock: float) -> Result:
    """A summary with its start time and the seconds it took; anything else unchanged."""
    if not isinstance(result, Summary):
        return result
    usage: Usage = replace(result.usage, seconds=round(time.monotonic() - clock, 3))
    return replace(result, usage=usage, run=replace(result.run, started=started.isoformat(timespec="seconds")))


def _end(result: object) -> Event:
    """The last event of a run that ends well; for a summary it counts the claims."""
    count = len(result.claims) if isinstance(result, Summary) else 0
    return Event("end", count, count)


def _spent(usage: Usage) -> Event:
    """Tokens so far, and their price in words, as a step of the run."""
    cost = "price unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    return Event("spent", usage.prompt_tokens + usage.completion_tokens, 0, cost)
