"""The main job: read the articles, summarize them, write the result, say what happened, give the exit code.

`summarize check` does the same with a text that somebody wrote, sentence by sentence. Chooses the engine by whether a
key is set, and never reads the key; `--dry-run` prints what would be sent and the most it can cost, and sends nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from summarize import (
    Article,
    Config,
    Event,
    LoadResult,
    WebSettings,
    check_draft,
    load_articles,
    load_settings,
    preview,
    summarize,
)
from summarize.errors import ConfigError, InputError, UsageError

from .delivery import deliver, plan_texts, write_texts
from .options import (
    GroupedOption,
    config_option,
    input_options,
    output_options,
    setting_flags,
    setting_options,
    sub_command,
    talk_options,
)
from .output import Target, check_writable, checklists, same_file, say, say_skipped, size_of, targets, write_stdout
from .progress import FirstDraft, Progress, terminal

if TYPE_CHECKING:
    from summarize import Preview

SIGNS = ("OPENAI_API_KEY", "OPENAI_BASE_URL")  # if one of them is set, there is a model to ask
UNKNOWN = "price unknown; give --price-prompt and --price-completion"
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


class Chosen(NamedTuple):
    """The settings of a run with the engine decided, and the explanation: "" if the user chose it."""

    config: Config
    reason: str
    model: bool


def choose_engine(settings: Sequence[Any], environment: Mapping[str, str], *, sends: bool) -> Chosen:
    """Choose the engine from the settings (with their origins) and the environment.

    "auto" takes the model if one is named with --model, or named anywhere else while a key or an address is set; a run
    that sends nothing needs neither. Raises ConfigError if the model engine is wanted and no model is named, or the
    endpoint's address cannot be used.
    """
    config = Config(**{each.name: each.value for each in settings})
    origins = {each.name: each.origin for each in settings}
    if config.engine == "model" and not config.model:
        message = f"{origins['engine']}: the engine is model, but no model is named"
        raise ConfigError(message, hint="give --model NAME, as the provider spells it")
    if config.engine == "embedded":
        return Chosen(config, "", model=False)
    found = [name for name in SIGNS if environment.get(name)]
    wanted = config.engine == "model" or (config.model and (origins["model"] == "--model" or found or not sends))
    if wanted:
        return Chosen(replace(config, engine="model"), f"{config.model} at {_host(config.model)}", model=True)
    if found:
        reason = f"{found[0]} is set, but no model is named: give --model NAME to have one write the summary"
    elif config.model:
        reason = f"{origins['model']} names a model, but neither {' nor '.join(SIGNS)} is set; nothing is sent"
    else:
        reason = ""  # the usual case, and what was written says so itself
    return Chosen(config, reason, model=False)


def _host(name: str) -> str:
    """The host that the articles' text is sent to. Raises ConfigError for an address that cannot be used."""
    from urllib.parse import urlsplit

    from summarize import OpenAIModel

    return urlsplit(OpenAIModel(name).base_url).netloc


def forecast_text(found: Preview, config: Config) -> str:
    """Say a preview in lines of text."""
    if found.engine == "embedded":
        return "engine    embedded\ncalls     no call, no cost; no text leaves this computer\n"
    rows = [
        ("engine", f"model {found.model}" + (f" at {found.address}" if found.address else "")),
        ("strategy", found.strategy),
        ("first", f"{_calls(len(found.calls))}{_then(found)}, with prompts of these tokens:"),
        *(("", f"  {name:16} {size:>9,}") for name, size in found.calls),
        *([("", f"  {'together':16} {sum(size for _, size in found.calls):>9,}")] if len(found.calls) > 1 else []),
        (
            "at most",
            f"{_calls(found.most_calls)} that write, second chances and repairs included: "
            f"{found.most_prompt_tokens:,} tokens of prompts, {found.most_completion_tokens:,} of replies",
        ),
        ("reading", _checks(found)),
        ("cost", _cost(found)),
        ("besides", "a reply that reasoning uses up is asked for once more; max_cost holds for that too"),
    ]
    if found.assumed:
        rows.append(("counted", f"with {found.encoding}; this model's own encoding is not known"))
    if config.max_cost:
        rows.append(("limit", f"no call that could bring the cost over ${config.max_cost:g} is sent (max_cost)"))
    if config.max_calls:
        rows.append(("limit", f"no more than {config.max_calls} calls are sent (max_calls)"))
    return "".join(f"{name:8}  {text}\n" for name, text in rows) + "nothing was sent\n"


def forecast_json(found: Preview) -> str:
    """Give a preview as JSON, for programs."""
    import json
    from dataclasses import asdict

    return json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count:,} calls"


def _then(found: Preview) -> str:
    return "" if found.strategy == "direct" else " that choose sentences (then 1 writes)"


def _checks(found: Preview) -> str:
    if found.checker is None:
        return "names, figures, dates and quotations only, by this program: no call (check: values)"
    cost = UNKNOWN if found.check_cost_usd is None else f"about ${found.check_cost_usd:.4f}"
    tokens = f"{found.check_prompt_tokens:,} tokens in, {found.check_completion_tokens:,} out"
    return f"about {found.check_calls} calls of {found.checker} besides, to check what was written: {tokens}, {cost}"


def _cost(found: Preview) -> str:
    if found.most_cost_usd is None or found.most_first_cost_usd is None:
        return UNKNOWN
    return (
        f"at most ${found.most_first_cost_usd:.4f} for the first calls, ${found.most_cost_usd:.4f} for all that write"
    )


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
    return say_skipped(articles, config)


def _refuse_own_output(articles: LoadResult, wanted: Sequence[Target], texts_folder: str | None) -> None:
    """Stop a run that would read its own earlier output as an article, as `summarize . -o out.md --force` would."""
    for article in articles:
        if texts_folder and article.path and same_file(os.path.dirname(article.path) or ".", texts_folder):  # noqa: PTH120 - no pathlib here
            raise click.UsageError(f"{texts_folder}: holds articles, so keep the texts in another folder")
        for path, _ in wanted:
            if article.path and same_file(article.path, path):
                raise click.UsageError(f"{path}: is both an article and an output; write it to another folder")


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


check_command = sub_command(
    "check",
    check_file,
    "Check a DRAFT (text, Markdown, Word, HTML ...; - for standard input), whoever wrote it, sentence by sentence "
    "against articles: its best evidence, whether names, figures, dates and quotations stand in the sources, and with "
    "--model NAME whether the passages say it. Outputs as of a summary. With --strict nothing is written and the exit "
    "code is 7 when a sentence fails.",
    [
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
    ],
)
