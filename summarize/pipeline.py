"""The whole story, from articles to a checked summary, and its two drivers.

Rule: `plan` does no I/O, knows no clock and starts nothing. It yields batches of `Call`, is sent the replies in the
same order, and returns the `Summary`; the drivers own the model, the clock and the event loop. Without a model the plan
yields nothing, and everything else is the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from .check import account, check_claims
from .compose import draft_embedded
from .config import Config
from .errors import ConfigError, InputError, UsageError
from .prepare import find_strangers, prepare_story
from .records import Article, Event, Intake, Notice, Run, Summary, Usage
from .version import VERSION

if TYPE_CHECKING:
    from .model import Call, Model, Reply

Plan: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Summary]"
OnEvent: TypeAlias = Callable[[Event], None]


def plan(articles: Sequence[Article], config: Config, on_event: OnEvent = lambda _: None) -> Plan:
    """The flow of one summary. `usage.seconds` and `run.started` are left for the driver, who has a clock.

    Raises InputError when there is nothing to summarize.
    """
    yield from ()  # the embedded engine asks no model
    intake = articles if isinstance(articles, Intake) else Intake(tuple(articles))
    if not intake.articles:
        raise InputError("there is no article to summarize", hint="name files, folders or mappings with a text")
    on_event(Event("prepare", 0, len(intake)))
    story = prepare_story(intake.articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    strangers = find_strangers(story)
    on_event(Event("compose", 0, len(story.sentences)))
    draft = draft_embedded(story, config.words, strangers.off_topic)
    if not draft.claims:
        raise InputError("no sentence of the input can stand in a summary", hint="see `summarize tokens` for its zones")
    on_event(Event("check", 0, len(draft.claims)))
    return Summary(
        headline=draft.headline,
        headline_evidence=draft.headline_evidence,
        claims=check_claims(draft.claims, story.articles, story.language),
        articles=story.articles,
        origins=story.origins,
        accounting=account(len(story.sentences), draft.omitted),
        omitted=draft.omitted,
        skipped=intake.skipped,
        warnings=(*intake.warnings, *story.warnings, *strangers.warnings, *draft.warnings, *_one_only(story.articles)),
        run=Run(engine="embedded", model=None, version=VERSION, config={**asdict(config), "language": story.language}),
    )


def summarize(
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """Summarize articles about one event. `settings` are fields of `Config`: `words=250`, `language="en"`.

    Articles come from `load_articles`, or are mappings with at least "text". Raises a `SummarizeError`: InputError (no
    usable article), UsageError (not a list of articles), ConfigError (a setting), and with a model what its calls
    raise.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    chosen = _config(config, settings, model)
    flow = plan(_articles(articles, chosen), chosen, on_event or (lambda _: None))
    return _timed(_run(flow, model), started, clock)


async def asummarize(
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """The same as `summarize`, for callers inside an event loop."""
    started, clock = datetime.now(UTC), time.monotonic()
    chosen = _config(config, settings, model)
    flow = plan(_articles(articles, chosen), chosen, on_event or (lambda _: None))
    return _timed(await _arun(flow, model), started, clock)


def _run(flow: Plan, model: Model | None) -> Summary:
    """Drive a plan without an event loop: one is started only when the plan asks a model."""
    try:
        calls = next(flow)
        while True:
            import asyncio

            calls = flow.send(asyncio.run(_answer(calls, model)))
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # StopIteration carries it untyped


async def _arun(flow: Plan, model: Model | None) -> Summary:
    """Drive a plan inside the caller's event loop."""
    try:
        calls = next(flow)
        while True:
            calls = flow.send(await _answer(calls, model))
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # StopIteration carries it untyped


async def _answer(calls: tuple[Call, ...], model: Model | None) -> tuple[Reply, ...]:
    """All replies of one batch, in the order of its calls."""
    import asyncio

    if model is None:
        raise ConfigError("the plan asks a model and none was given")
    return tuple(await asyncio.gather(*(model.complete(call) for call in calls)))


def _articles(articles: Iterable[Article | Mapping[str, object]], config: Config) -> Sequence[Article]:
    """Articles as they are, if their ids tell them apart; mappings are read first."""
    if isinstance(articles, Intake):
        return articles
    from .ingest import load_articles

    if isinstance(articles, str | bytes | Mapping):
        return load_articles(articles)  # refused there, with the way to write it
    given = list(articles)
    ready = [article for article in given if isinstance(article, Article)]
    if not ready:
        return load_articles([each for each in given if not isinstance(each, Article)], max_size=config.max_size)
    if len(ready) < len(given):
        raise UsageError("articles and mappings are mixed", hint="give all of them to load_articles, or none")
    if len({article.id for article in ready}) < len(ready):
        raise UsageError("two articles have the same id", hint="read all of them with one call of load_articles")
    return ready


def _config(config: Config | None, settings: Mapping[str, object], model: Model | None) -> Config:
    unknown = sorted(set(settings) - set(Config.__dataclass_fields__))
    if unknown:
        raise ConfigError(f"{unknown[0]} is no setting", hint=f"settings are {', '.join(Config.__dataclass_fields__)}")
    chosen = replace(config or Config(), **settings)  # type: ignore[arg-type]  # Config validates its values
    if model is not None or chosen.engine == "model":
        raise ConfigError("this version has only the embedded engine", hint='leave model out, or engine="embedded"')
    return chosen


def _one_only(articles: Sequence[Article]) -> tuple[Notice, ...]:
    if len(articles) > 1:
        return ()
    message = "only one article was given: this is a selection from it, and nothing in it is confirmed by another"
    return (Notice("one_article", message, articles[0].id),)


def _timed(summary: Summary, started: datetime, clock: float) -> Summary:
    usage: Usage = replace(summary.usage, seconds=round(time.monotonic() - clock, 3))
    return replace(summary, usage=usage, run=replace(summary.run, started=started.isoformat(timespec="seconds")))
