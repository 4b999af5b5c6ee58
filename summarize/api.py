"""The public functions that write and check: `summarize`, `check_draft`, `reread_summary`, and their async twins.

Each passes its arguments through `arguments` and has a `Driver` run its plan; nothing else happens here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from .arguments import Articles, RunOptions, options_of, read_articles
from .config import Config, Settings
from .driver import Driver
from .pipeline import BackgroundTasks, OnEvent, Plan, plan
from .records import Article, Event, Summary

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from .audit.findings import AuditReport
    from .llm import Model


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
