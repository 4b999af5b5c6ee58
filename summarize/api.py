"""The public functions that write and check: `summarize`, `check_draft`, `reread_summary`, and their async twins.

Each takes its arguments through `arguments` and has its plan run by a `Driver`; nothing else happens here.
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

    Articles come from `load_articles`, are mappings with at least "text", or are what it would read: a path. A model
    writes the summary when one is given: its name, or an object such as `OpenAIModel`. Raises a `SummarizeError`:
    InputError (no usable article), UsageError (an argument of another type), ConfigError (a setting), and with a model
    what its calls raise.
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
    """The same as `summarize`, for callers inside an event loop: what takes the processor is done in threads.

    `on_event` is called on the loop. A task that is cancelled ends at once.
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
    """Check a text that somebody wrote, sentence by sentence, against articles; gives it in the form of a summary.

    Each sentence is a claim with the passages that share most with it as evidence, and its checks: values without a
    model, meaning too with one. Markdown's marks and citation numbers are taken off. Raises what `summarize` raises;
    InputError also for a draft without a sentence.
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
    """What `verify_summary` does, and then have a model read every sentence again; gives the same kind of proof.

    A sentence that the model does not find supported by its passages, or could not read, is a finding. Raises what
    `verify_summary` and a model's calls raise, and ConfigError when no model is named.
    """
    from .audit.verify import reread_plan
    from .prompts import load_prompts

    given = options_of(model, config, settings, on_event)
    options = replace(given, config=replace(given.config, engine="model"))
    return Driver(
        lambda _: reread_plan(data, options.config, load_prompts(options.config.prompts), root), options
    ).run()


def _summary(articles: Articles, options: RunOptions) -> Driver[Summary]:
    """What writes a summary."""
    background_tasks: BackgroundTasks = []

    def begin(tell: OnEvent) -> Plan:
        return plan(read_articles(articles, options.config), options.config, tell, background_tasks)

    return Driver(begin, options, background_tasks)


def _checked_draft(draft: str | Article, articles: Articles, options: RunOptions) -> Driver[Summary]:
    """What checks a draft."""
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
