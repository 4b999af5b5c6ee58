"""The main job: read the articles, summarize them, write the result, say what happened, give the exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import click

from summarize import (
    Config,
    Event,
    LoadResult,
    WebSettings,
    load_articles,
    load_settings,
    preview,
    summarize,
)
from summarize.errors import PartialError

from .delivery import deliver, size_of
from .draft_preview import FirstDraft
from .engine import choose_engine
from .extracted_texts import plan_texts, write_texts
from .forecast import forecast_json, forecast_text
from .messages import say
from .options import setting_flags
from .output import Target, check_writable, checklists, same_file, targets, write_stdout
from .progress import Progress, terminal


def run_job(*, paths: Sequence[str], outputs: Sequence[str], config_file: str | None, **options: Any) -> int:
    """Do the main job with the command line's values; give the exit code. Raises SummarizeError, click.UsageError."""
    settings = load_settings(config_file, flags=setting_flags(options))
    config, reason, model = choose_engine(settings, os.environ, sends=not options["dry_run"])
    wanted = targets(outputs, options["layout"])
    reading = {
        "max_size": config.max_size,
        "column": options["column"],
        "metadata": options["metadata"],
        "web": WebSettings.of(config),
    }
    if options["dry_run"]:
        return _forecast(load_articles(paths, **reading), config, reason, options)
    lists = checklists(options["checklist"], wanted)
    check_writable([*wanted, *lists], force=options["force"])
    if not options["quiet"]:
        say_engine(settings, reason, model=model, verbose=options["verbose"])
    say_waiting(paths, sys.stdin, quiet=options["quiet"])
    stream = None if options["quiet"] else terminal(sys.stderr, os.environ)
    with Progress(stream, time.monotonic, size_of(sys.stderr)) as progress:
        articles = load_articles(paths, **reading, on_event=_unless_typed(progress, paths))
        if list(paths) == ["-"] and len(articles) == 1 and not options["quiet"]:
            told = "standard input was read as one article; for several, name their files or send JSON Lines"
            progress.aside(lambda: say(told))
        _refuse_own_output(articles, [*wanted, *lists], options["texts_folder"])
        kept = plan_texts(articles, options["texts_folder"], force=options["force"]) if options["texts_folder"] else []
        draft = FirstDraft(articles, config, progress) if stream else None
        summary = summarize(articles, config=config, on_event=listener(progress, draft, options))
    return deliver(summary, config, (wanted, lists), options, lambda: write_texts(kept, force=options["force"]))


def listener(progress: Progress, draft: FirstDraft | None, options: dict[str, Any]) -> Callable[[Event], None]:
    """Show the steps of a run, and report what goes wrong without ending it; retries only with --verbose."""
    told = () if options["quiet"] else ("cache failed", "retry") if options["verbose"] else ("cache failed",)

    def listen(event: Event) -> None:
        if event.stage in told:
            progress.aside(lambda: say(f"{event.stage}: {event.detail}"))
        else:
            progress(event)
        if draft:
            draft(event)

    return listen


def _unless_typed(progress: Progress, paths: Sequence[str]) -> Callable[[Event], None]:
    """Shows what is being read, but nothing where somebody types it."""
    return (lambda _: None) if "-" in paths else progress


def say_waiting(paths: Sequence[str], stream: Any, *, quiet: bool) -> None:
    """Say that the program waits for articles to be typed, if standard input is a terminal."""
    if "-" in paths and not quiet and stream is not None and stream.isatty():
        ending = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"reading standard input; end it with {ending}")


def say_engine(settings: Sequence[Any], reason: str, *, model: bool, verbose: bool) -> None:
    """Say which engine was taken and why; for a model, where the articles' text goes."""
    if model:
        say(f"engine model ({reason}); the text of the articles is sent there")
    elif reason or verbose:
        say(f"engine embedded ({reason or next(each.origin for each in settings if each.name == 'engine')})")


def _forecast(articles: LoadResult, config: Config, reason: str, options: dict[str, Any]) -> int:
    """Print what a run would send; give the exit code."""
    found = preview(articles, config=config)
    if found.engine == "embedded" and reason and not options["quiet"]:
        say(f"engine embedded ({reason})")
    as_json = options["layout"] == "json"
    write_stdout(
        forecast_json(found) if as_json else forecast_text(found, config), encoding="utf-8" if as_json else None
    )
    for skipped in articles.skipped:
        say(f"{skipped.path}: skipped ({skipped.why})")
    missing = not all(each.duplicate for each in articles.skipped)
    return PartialError.exit_code if missing and not config.allow_partial else 0


def _refuse_own_output(articles: LoadResult, wanted: Sequence[Target], texts_folder: str | None) -> None:
    """Stop a run that would read its own earlier output as an article, as `summarize . -o out.md --force` would."""
    for article in articles:
        if texts_folder and article.path and same_file(os.path.dirname(article.path) or ".", texts_folder):  # noqa: PTH120 - no pathlib here
            raise click.UsageError(f"{texts_folder}: holds articles, so keep the texts in another folder")
        for path, _ in wanted:
            if article.path and same_file(article.path, path):
                raise click.UsageError(f"{path}: is both an article and an output; write it to another folder")
