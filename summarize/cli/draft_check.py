"""`summarize check`: a text that somebody wrote, checked sentence by sentence against articles."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import click

from summarize import Article, WebSettings, check_draft, load_articles, load_settings
from summarize.errors import InputError, UsageError

from .delivery import deliver, size_of
from .options import (
    CONTEXT,
    GroupedOption,
    SubCommand,
    common_options,
    config_option,
    input_options,
    output_options,
    setting_flags,
    setting_options,
    talk_options,
)
from .output import check_writable, checklists, targets
from .progress import Progress, terminal
from .run_command import choose_engine, listener, say_engine

# Settings for how a summary is written have no meaning for a text that already exists.
_NOT_HERE = ("words", "spellings", "since", "match", "fetch_links", "engine", "fallback", "stream", "texts_folder")

# What other settings mean for it.
_SAID = {
    "language": "The draft's language, such as en (default: the most common of the articles).",
    "model": "Have this language model read each sentence beside its passages.",
    "check": "model: --model reads each sentence; values: only names, figures, dates and quotations are looked up "
    "(default: model).",
    "checker": "Have this model read instead of --model's.",
    "strict": "If anything is missing or a sentence fails, write nothing (exit code 7).",
    "evidence": "Text with the passages that each sentence was compared with.",
}


def check_file(*, paths: tuple[str, ...], against: tuple[str, ...], config_file: str | None, **options: Any) -> int:
    """Check a draft; give the exit code. Raises SummarizeError, click.UsageError."""
    if not paths:
        raise UsageError("no draft given", hint="summarize check DRAFT --against ARTICLES... (- for standard input)")
    name, sources = paths[0], [*against, *paths[1:]]
    if not sources:
        raise UsageError("nothing to check against", hint="summarize check DRAFT --against ARTICLES...")
    settings = load_settings(config_file, flags=setting_flags(options))
    config, reason, model = choose_engine(settings, os.environ, sends=True)
    wanted = targets(options["outputs"], options["layout"])
    lists = checklists(options["checklist"], wanted)
    check_writable([*wanted, *lists], force=options["force"])
    if not options["quiet"] and model:
        say_engine(settings, reason, model=model, verbose=options["verbose"])
    reading = {"max_size": config.max_size, "column": options["column"], "web": WebSettings.of(config)}
    draft = _draft(name, reading)
    stream = None if options["quiet"] else terminal(sys.stderr, os.environ)
    with Progress(stream, time.monotonic, size_of(sys.stderr)) as progress:
        articles = load_articles(sources, metadata=options["metadata"], on_event=progress, **reading)
        summary = check_draft(draft, articles, config=config, on_event=listener(progress, None, options))
    return deliver(summary, config, (wanted, lists), options)


def _draft(name: str, reading: dict[str, Any]) -> Article:
    """The one text of a draft: a file of any kind that articles may have, or standard input."""
    try:
        found = load_articles([name], **reading)
    except InputError as error:
        if " " not in name or os.path.lexists(name):
            raise
        raise InputError(
            f"{name}: no such file", hint='for a sentence: echo "SENTENCE" | summarize check - --against PATHS'
        ) from error
    if len(found) > 1:
        hint = "give the text of one draft; articles to check against come after --against"
        raise InputError(f"{name}: holds {len(found)} articles, not one draft", hint=hint)
    return found[0]


def _kept(option: click.Parameter) -> bool:
    if isinstance(option, click.Option) and option.name in _SAID:
        option.help = _SAID[option.name]
    return option.name not in _NOT_HERE


check_command = SubCommand(
    "check",
    callback=check_file,
    help="Check a DRAFT (text, Markdown, Word, HTML ...; - for standard input), whoever wrote it, sentence by sentence "
    "against articles: its best evidence, whether names, figures, dates and quotations stand in the sources, and with "
    "--model NAME whether the passages say it. Outputs as of a summary. With --strict nothing is written and the exit "
    "code is 7 when a sentence fails.",
    params=[
        click.Argument(["paths"], nargs=-1, metavar="DRAFT --against ARTICLES..."),
        GroupedOption(
            "--against",
            multiple=True,
            metavar="ARTICLES...",
            type=click.Path(),
            help="The articles: files, folders, web addresses.",
        ),
        *filter(_kept, setting_options()),
        *filter(_kept, input_options()),
        *filter(_kept, output_options()),
        config_option(),
        *talk_options(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
