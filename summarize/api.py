"""The public functions that write and check: `summarize`, `check_draft`, `reread_summary`, and their async twins.

`preview` says what a run would send, and the most it can cost, before anything is sent. Every function passes its
arguments through `arguments`; a `Driver` asks the model what a plan asks, within the caller's event loop or without
one. Rule: the plan's own work and the model's calls meet only here. A driver owns the model, the clock and the event
loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, Unpack, cast

from .arguments import Articles, RunOptions, options_of, read_articles
from .config import Config, Settings
from .errors import ProviderError
from .pipeline import BackgroundTasks, OnEvent, Plan, plan, request_of
from .records import Article, Event, Summary, Usage

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from .audit.findings import AuditReport
    from .llm import Call, Flow, Model
    from .llm.run_context import Prices
    from .llm.runner import ModelRun

Result = TypeVar("Result")
T = TypeVar("T")

# Average tokens of a prompt and of a careful reply, over the reading calls of 264 claims from news stories.
_READING_TOKENS, _READING_REPLY = 500, 62
_MORE_READ = 3  # headline and two sides of a disagreement


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a run would send, found without sending anything.

    Tokens are counted in `encoding`, which is `assumed` if the model's own is not known.
    `address` is the endpoint's, None for the embedded engine and for models without one. `strategy` is "direct" (one
    call writes the summary), "select + write" (sentences are chosen from all parts, the summary is written from them)
    or "" (no call). `calls` are the first round's: name and prompt tokens. The `most_` fields count all rounds, with a
    second attempt at every call; dollars are None if the price is not known.

    Reading the finished summary comes on top: `check_calls` of `checker`, their tokens and dollars are an estimate,
    because nothing is written yet. `checker` is None if only values are compared.
    """

    engine: Literal["embedded", "model"]
    model: str | None = None
    address: str | None = None
    encoding: str = ""
    assumed: bool = False
    strategy: Literal["", "direct", "select + write"] = ""
    calls: tuple[tuple[str, int], ...] = ()
    most_calls: int = 0
    most_prompt_tokens: int = 0
    most_completion_tokens: int = 0
    most_first_cost_usd: float | None = 0.0
    most_cost_usd: float | None = 0.0
    checker: str | None = None
    check_calls: int = 0
    check_prompt_tokens: int = 0
    check_completion_tokens: int = 0
    check_cost_usd: float | None = 0.0


def preview(
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    **settings: Unpack[Settings],
) -> Preview:
    """Find out what `summarize` with the same arguments would send, and the most it can cost. Needs no key.

    Raises what `summarize` raises before its first call.
    """
    options = options_of(model, config, settings)
    chosen = options.config
    flow = plan(read_articles(articles, chosen), chosen)
    try:
        calls = next(flow)
    except StopIteration:
        return Preview(engine="embedded")
    finally:
        flow.close()
    from .llm.factory import checkers_of, model_of, prices_of, reply_tokens, run_of
    from .llm.rate_limits import prompt_tokens_of
    from .tokens import encoding_for, known_encoding

    asked = options.model or model_of(chosen)
    run_of(asked, chosen, checkers_of(chosen, asked))  # refuses what a real run would: a limit on an unknown price
    sizes = [prompt_tokens_of(call, chosen.model) for call in calls]
    direct = len(calls) == 1 and calls[0].name == "direct"
    # Two attempts at each; then the summary is written, repaired and, at worst, written again.
    later = len(calls) + 1 + (0 if direct else 2 + 2 * _most_selections(len(calls), chosen))
    prices = prices_of(asked, chosen)
    first, rest = _dollars(prices, sizes, chosen), _dollars(prices, [chosen.input_tokens], chosen)
    found = Preview(
        engine="model",
        model=chosen.model or type(asked).__name__,
        address=getattr(asked, "base_url", None),
        encoding=encoding_for(chosen.model),
        assumed=known_encoding(chosen.model) is None,
        strategy="direct" if direct else "select + write",
        calls=tuple((call.name, size) for call, size in zip(calls, sizes, strict=True)),
        most_calls=len(calls) + later,
        most_prompt_tokens=sum(sizes) + later * chosen.input_tokens,
        most_completion_tokens=(len(calls) + later) * reply_tokens(chosen),
        most_first_cost_usd=first,
        most_cost_usd=None if first is None or rest is None else first + later * rest,
    )
    return found if chosen.check == "values" else _with_checks(found, asked, chosen)


def _with_checks(found: Preview, model: Model, config: Config) -> Preview:
    """A preview with the reading estimated: a call for each sentence, the headline and the sides of a difference."""
    from .compose.llm.selecting import sentences_wanted
    from .llm.factory import checkers_of, prices_of

    reader = checkers_of(config, model).get("check", model)
    prices = prices_of(reader, config)
    calls = sentences_wanted(config.words) + _MORE_READ
    cost = prices.most(_READING_TOKENS, _READING_REPLY) if prices else None
    return replace(
        found,
        checker=config.checker or found.model,
        check_calls=calls,
        check_prompt_tokens=calls * _READING_TOKENS,
        check_completion_tokens=calls * _READING_REPLY,
        check_cost_usd=None if cost is None else float(calls * cost),
    )


def _dollars(prices: Prices | None, prompts: Sequence[int], config: Config) -> float | None:
    """The most that calls with these prompt tokens can cost, if reasoning uses up no reply."""
    from .llm.factory import reply_tokens

    costs = [prices.most(tokens, reply_tokens(config)) if prices else None for tokens in prompts]
    known = [cost for cost in costs if cost is not None]
    return float(sum(known)) if len(known) == len(costs) else None


def _most_selections(chunks: int, config: Config) -> int:
    """How many more calls may be needed, on all levels, to select again from what `chunks` calls have chosen.

    A level that keeps most of its input is the last, and calls are at least half full.
    """
    from .compose.llm.generation import material_budget
    from .compose.llm.selecting import SHRINKS
    from .prompts import load_prompts

    room = material_budget(load_prompts(config.prompts)["select"], request_of(config, config.language or "en"))
    tokens, calls = float(chunks * room), 0
    while tokens > room:
        calls += -(-2 * int(tokens) // room)
        tokens *= SHRINKS
    return calls
