"""Drives a plan to its result: asks the model what the plan asks, within the caller's event loop or without one.

Rule: the plan's own work and the model's calls meet only here. A driver owns the model, the clock and the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from .arguments import RunOptions
from .errors import ProviderError
from .records import Event, Summary, Usage

if TYPE_CHECKING:
    from .llm import Call, Model, Reply
    from .llm.runner import ModelRun

Result = TypeVar("Result")
Flow: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Result]"


@dataclass(frozen=True, slots=True)
class Driver(Generic[Result]):
    """Runs a plan: asks the model what it asks, and does its errands while the first replies are on their way.

    `begin` reads what is to be read and gives the plan. A `Summary` that comes out says when it was begun and how long
    it took.
    """

    begin: Callable[[], Flow[Result]]
    options: RunOptions
    errands: list[Callable[[], object]] = field(default_factory=list)

    def run(self) -> Result:
        """Without the caller's event loop: one is started when the plan asks a model."""
        started, clock = datetime.now(UTC), time.monotonic()
        flow = self.begin()
        try:
            calls = next(flow)
        except StopIteration as end:
            result: Result = end.value
            return _timed(result, started, clock)
        from .llm.sync_runner import PrivateLoop

        with PrivateLoop() as loop:
            return _timed(loop.run(self._answered(flow, calls)), started, clock)

    async def arun(self) -> Result:
        """Inside the caller's event loop; what is to be read is read in a thread."""
        import asyncio

        started, clock = datetime.now(UTC), time.monotonic()
        flow = await asyncio.to_thread(self.begin)
        try:
            calls = next(flow)
        except StopIteration as end:
            result: Result = end.value
            return _timed(result, started, clock)
        return _timed(await self._answered(flow, calls), started, clock)

    async def _answered(self, flow: Flow[Result], calls: tuple[Call, ...]) -> Result:
        """Answer the plan's batches from the first one on, to its end."""
        from .llm.background_tasks import meanwhile
        from .llm.factory import checkers_of, model_of, open_run

        config, on_event = self.options.config, self.options.on_event
        model = self.options.model or model_of(config)

        def tell(event: Event) -> None:
            on_event(event)
            if event.stage == "call answered":
                on_event(_spent(run.usage))

        async with open_run(model, config, tell, checkers_of(config, model)) as run:
            try:
                while True:
                    try:
                        async with meanwhile(self.errands):
                            replies = await run.answer(calls)
                    except ProviderError as error:
                        calls = flow.throw(error)
                    else:
                        calls = flow.send(replies)
            except StopIteration as end:
                result: Result = end.value
        return _accounted(result, model, run)


def _accounted(result: Result, model: Model, run: ModelRun) -> Result:
    """A summary with what its calls cost and what a reader should know of them; anything else as it is."""
    if not isinstance(result, Summary):
        return result
    name = str(getattr(model, "name", type(model).__name__)) if result.run.engine == "model" else None
    warnings = (*result.warnings, *run.notices)
    return replace(result, warnings=warnings, usage=run.usage, run=replace(result.run, model=name))


def _timed(result: Result, started: datetime, clock: float) -> Result:
    """A summary with the time it was begun and the seconds it took; anything else as it is."""
    if not isinstance(result, Summary):
        return result
    usage: Usage = replace(result.usage, seconds=round(time.monotonic() - clock, 3))
    return replace(result, usage=usage, run=replace(result.run, started=started.isoformat(timespec="seconds")))


def _spent(usage: Usage) -> Event:
    """Tokens so far, and their price in words, as a step of the run."""
    cost = "price unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    return Event("spent", usage.prompt_tokens + usage.completion_tokens, 0, cost)
