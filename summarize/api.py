"""The public functions that write and check: `summarize`, `check_draft`, `reread_summary`, and their async twins.

Each passes its arguments through `arguments` and has a `Driver` run its plan: it asks the model what the plan asks,
within the caller's event loop or without one. Rule: the plan's own work and the model's calls meet only here. A driver
owns the model, the clock and the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, Unpack, cast

from .arguments import Articles, RunOptions, options_of, read_articles
from .config import Config, Settings
from .errors import ProviderError
from .pipeline import BackgroundTasks, OnEvent, Plan, plan
from .records import Article, Event, Summary, Usage

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from .audit.findings import AuditReport
    from .llm import Call, Flow, Model
    from .llm.runner import ModelRun

Result = TypeVar("Result")
T = TypeVar("T")


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


def summarize(
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: Unpack[Settings],
) -> Summary:
    """Summarize articles about one event. `settings` are fields of `Config`: `words=250`, `language="en"`.

    `articles` are the result of `load_articles`, mappings with at least "text", or a path to load. If `model` is given,
    by its name or as an object such as `OpenAIModel`, it writes the summary. Raises a `SummarizeError`: InputError (no
    usable article), UsageError (an argument of the wrong type), ConfigError (a setting) and, with a model, what its
    calls raise.
    """
    return _summary(articles, options_of(model, config, settings, on_event)).run()


async def asummarize(
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: Unpack[Settings],
) -> Summary:
    """The same as `summarize`, for callers inside an event loop: CPU work is done in threads.

    `on_event` is called on the loop. A cancelled task ends at once.
    """
    return await _summary(articles, options_of(model, config, settings, on_event)).arun()


def check_draft(
    draft: str | Article,
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: Unpack[Settings],
) -> Summary:
    """Check a text that somebody wrote against articles, sentence by sentence; gives the result as a `Summary`.

    Each sentence becomes a claim, with the passages that share most with it as evidence, and its checks: values without
    a model, meaning as well with one. Markdown marks and citation numbers are removed. Raises what `summarize` raises;
    InputError also for a draft without any sentence.
    """
    return _checked_draft(draft, articles, options_of(model, config, settings, on_event)).run()


async def acheck_draft(
    draft: str | Article,
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: Unpack[Settings],
) -> Summary:
    """The same as `check_draft`, for callers inside an event loop; see `asummarize`."""
    return await _checked_draft(draft, articles, options_of(model, config, settings, on_event)).arun()


def reread_summary(
    data: Mapping[str, object] | bytes | os.PathLike[str],
    *,
    root: Path | None = None,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: Unpack[Settings],
) -> AuditReport:
    """Do what `verify_summary` does, then have a model read every sentence again; gives the same kind of proof.

    A sentence that the model does not find supported by its passages, or could not read, is a finding. Raises what
    `verify_summary` and a model's calls raise, and ConfigError if no model is named.
    """
    from .audit.verify import reread_plan
    from .prompts import load_prompts

    given = options_of(model, config, settings, on_event)
    options = replace(given, config=replace(given.config, engine="model"))
    return Driver(
        lambda _: reread_plan(data, options.config, load_prompts(options.config.prompts), root), options
    ).run()


def _summary(articles: Articles, options: RunOptions) -> Driver[Summary]:
    """The driver that writes a summary."""
    background_tasks: BackgroundTasks = []

    def begin(tell: OnEvent) -> Plan:
        return plan(read_articles(articles, options.config), options.config, tell, background_tasks)

    return Driver(begin, options, background_tasks)


def _checked_draft(draft: str | Article, articles: Articles, options: RunOptions) -> Driver[Summary]:
    """The driver that checks a draft."""
    from .check.drafts import Checking, check_plan

    config = options.config

    def begin(tell: OnEvent) -> Checking:
        from .prompts import load_prompts

        text = Article(id="draft", text=draft, sha256="") if isinstance(draft, str) else draft
        is_read = config.engine == "model" and config.check == "model"
        read = read_articles(articles, config)
        tell(Event("prepare", 0, len(read)))
        return check_plan(text, read, config, load_prompts(config.prompts) if is_read else None)

    return Driver(begin, options)
