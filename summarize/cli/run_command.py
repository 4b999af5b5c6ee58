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
    Intake,
    Summary,
    WebSettings,
    load_articles,
    load_settings,
    preview,
    render_json,
    render_markdown,
    render_text,
    summarize,
)
from summarize.errors import GateError, InputError, PartialError, ProviderError, SummarizeError

from .draft_preview import FirstDraft
from .engine import choose_engine
from .extracted_texts import plan_texts, write_texts
from .forecast import forecast_json, forecast_text
from .messages import say
from .options import setting_flags
from .output import STANDARD_OUTPUT, Target, check_writable, checklists, same_file, targets, write_file, write_stdout
from .progress import Progress, terminal

# What the reader asked for and did not get. Extras that were left out (a side, a citation, a headline) are no loss, and
# with a replaced sentence nothing is missing.
_LOST = ("sentence_dropped", "call_lost", "reply_cut_off", "not_read")
DEFAULT_WIDTH, WIDEST = 80, 100  # columns; longer lines are hard to read


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
    articles = load_articles(paths, **reading)
    _refuse_own_output(articles, [*wanted, *lists], options["texts_folder"])
    kept = plan_texts(articles, options["texts_folder"], force=options["force"]) if options["texts_folder"] else []
    stream = None if options["quiet"] else terminal(sys.stderr, os.environ)
    with Progress(stream, time.monotonic, size_of(sys.stderr)) as progress:
        draft = FirstDraft(articles, config, progress) if stream else None
        summary = summarize(articles, config=config, on_event=listener(progress, draft, options))
    return deliver(summary, config, (wanted, lists), options, lambda: write_texts(kept, force=options["force"]))


def deliver(
    summary: Summary,
    config: Config,
    places: tuple[Sequence[Target], Sequence[Target]],
    options: dict[str, Any],
    before: Callable[[], None] = lambda: None,
) -> int:
    """Say what the reader should know, write outputs and check-lists (`places`); give the exit code.

    `before` is done when nothing stops the writing any more. Raises the error of an incomplete result that is to be
    one (`strict`).
    """
    wanted, lists = places
    _report(summary, config, quiet=options["quiet"])
    incomplete = _incomplete(summary, strict=config.strict)
    if incomplete and config.strict:
        raise incomplete
    before()
    for target in wanted:
        _write(summary, target, options)
    for target in lists:
        _write_file(target.path, _checklist(summary, target.layout), options)
    return incomplete.exit_code if incomplete and not config.allow_partial else 0


def listener(progress: Progress, draft: FirstDraft | None, options: dict[str, Any]) -> Callable[[Event], None]:
    """Show the steps of a run, and say what goes wrong without ending it: retries only when asked for more."""
    told = () if options["quiet"] else ("cache failed", "retry") if options["verbose"] else ("cache failed",)

    def listen(event: Event) -> None:
        if event.stage in told:
            progress.aside(lambda: say(f"{event.stage}: {event.detail}"))
        else:
            progress(event)
        if draft:
            draft(event)

    return listen


def say_engine(settings: Sequence[Any], reason: str, *, model: bool, verbose: bool) -> None:
    """Say which engine was taken and why; for a model, where the articles' text goes."""
    if model:
        say(f"engine model ({reason}); the text of the articles is sent there")
    elif reason or verbose:
        say(f"engine embedded ({reason or next(each.origin for each in settings if each.name == 'engine')})")


def _forecast(articles: Intake, config: Config, reason: str, options: dict[str, Any]) -> int:
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


def _refuse_own_output(articles: Intake, wanted: Sequence[Target], texts_folder: str | None) -> None:
    """Stop a run that would read its own earlier output as an article, as `summarize . -o out.md --force` would."""
    for article in articles:
        if texts_folder and article.path and same_file(os.path.dirname(article.path) or ".", texts_folder):  # noqa: PTH120 - no pathlib here
            raise click.UsageError(f"{texts_folder}: holds articles and is to keep texts; name another folder")
        for path, _ in wanted:
            if article.path and same_file(article.path, path):
                raise click.UsageError(f"{path}: is among the articles and an output; write it to another folder")


def _report(summary: Summary, config: Config, *, quiet: bool) -> None:
    """Say what was skipped and what the reader should know. Skipped inputs change the exit code: --quiet keeps them."""
    if not (quiet and config.allow_partial):
        for skipped in summary.skipped:
            say(f"{skipped.path}: skipped ({skipped.why})")
    for notice in summary.warnings:
        if not quiet or (notice.code == "fallback" and not config.allow_partial):
            say(notice.message)


def _incomplete(summary: Summary, *, strict: bool) -> SummarizeError | None:
    """Give the error an incomplete summary amounts to, None when it is complete."""
    if any(notice.code == "fallback" for notice in summary.warnings):
        return (ProviderError if strict else PartialError)("the model could not be used", hint="try without --fallback")
    lost = sum(notice.code in _LOST for notice in summary.warnings)
    failed = [claim.id for claim in summary.claims if any(check.outcome == "fail" for check in claim.checks)]
    strangers = len({each.article for each in summary.omitted if each.reason == "off_topic"})
    if missing := sum(not each.duplicate for each in summary.skipped):
        kind = InputError if strict else PartialError
        return kind(f"{missing} of the inputs could not be used", hint="leave them out or drop --strict")
    if strangers:
        kind = InputError if strict else PartialError
        return kind(f"{strangers} of the articles are set aside whole, as the warnings say", hint="leave them out")
    if any(notice.code == "language" for notice in summary.warnings):
        kind = InputError if strict else PartialError
        return kind("the summary is not in the language asked for", hint="give a model with --model")
    if failed or lost:
        some = "some of what the model wrote was dropped or lost, as the warnings say"
        named = f"checks failed on {', '.join(failed)}" if failed else some
        return (GateError if strict else PartialError)(named, hint="read the output without --strict")
    return None


def _write(summary: Summary, target: Target, options: dict[str, Any]) -> None:
    text = _rendered(summary, target, options)
    if target.path != STANDARD_OUTPUT:
        _write_file(target.path, text, options)
        return
    # JSON is UTF-8 wherever it goes (RFC 8259), the page says that it is; other text takes the terminal's encoding.
    write_stdout(text, encoding="utf-8" if target.layout in ("json", "html") else None)


def _write_file(path: str, text: str, options: dict[str, Any]) -> None:
    write_file(path, text, force=options["force"])
    if options["verbose"]:
        say(f"{path}: written ({len(text):,} characters)")


def _rendered(summary: Summary, target: Target, options: dict[str, Any]) -> str:
    if target.layout == "json":
        return render_json(summary)
    if target.layout == "markdown":
        return render_markdown(summary)
    if target.layout == "html":
        from summarize import render_html

        return render_html(summary)
    screen = target.path == STANDARD_OUTPUT
    width = options["width"] or min((_columns(sys.stdout) if screen else 0) or DEFAULT_WIDTH, WIDEST)
    color = screen and _colored(no_color=options["no_color"])
    return render_text(summary, width=width, color=color, evidence=options["evidence"])


def _checklist(summary: Summary, layout: str) -> str:
    from summarize import render_checklist

    return render_checklist(summary, layout="csv" if layout == "csv" else "markdown")


def _colored(*, no_color: bool) -> bool:
    """Colour only on a terminal, and not where NO_COLOR (https://no-color.org) asks for none."""
    plain = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout is not None and sys.stdout.isatty()


def _columns(stream: Any) -> int:
    """Give the width of the terminal behind a stream, 0 when there is none."""
    return size_of(stream)[0]


def size_of(stream: Any) -> tuple[int, int]:
    """Give columns and rows of the terminal behind a stream, zeros when there is none."""
    try:
        return tuple(os.get_terminal_size(stream.fileno()))  # type: ignore[return-value]  # two numbers
    except (OSError, ValueError, AttributeError):  # no terminal, no file behind it, no stream
        return 0, 0
