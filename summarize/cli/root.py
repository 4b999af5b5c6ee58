"""The top of the command line: `summarize PATHS...` is the main job; the first word may be a sub-command instead.

Sub-commands are loaded when they are called. A file with the same name as one is written `./verify`.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from .options import (
    CONTEXT,
    HELP,
    HELPS,
    GroupedOption,
    common_options,
    config_option,
    dry_run_option,
    help_options,
    input_options,
    nearest,
    output_options,
    setting_options,
    talk_options,
)

PROGRAM = "summarize"

# name: (module that has its `NAME_command`, one line of help)
COMMANDS = {
    "check": ("run_command", "Check any text against articles, sentence by sentence."),
    "batch": ("batching", "Summarize many stories into a folder; the same command goes on."),
    "cache": ("tables", "Show what is kept of models and pages, and what it cost."),
    "config": ("tables", "Show every setting, its value and where it came from."),
    "group": ("grouping", "Sort a mixed pile into stories; --into DIR writes a file each."),
    "render": ("finished", "Make a page, Markdown or text from a summary's JSON."),
    "tokens": ("tables", "Count tokens (o200k_base) by article and zone."),
    "verify": ("finished", "Prove a finished summary (JSON) against its files."),
}

_ABOUT = """\
Writes one neutral summary of several articles about one event. Every sentence
cites the words it rests on and is checked against them. Needs no key and no
network; with --model NAME a language model writes.

ARTICLES: files (text, Markdown, HTML, PDF, Word, mail, JSON, CSV, feeds ...),
folders, web addresses, or - for standard input.
"""

_EXAMPLES = (
    ("summarize seeds/", "read a summary here"),
    ("summarize a.txt b.pdf --words 120", "a shorter one"),
    ("summarize seeds/ -o review.html", "read it beside its sources"),
    ("summarize group feed.jsonl --into stories/", "sort a mixed pile"),
    ("summarize batch stories/ --into out/", "summarize all of them"),
    ("summarize seeds/ --model NAME --dry-run", "what a model would cost"),
    ("cat wire.txt | summarize - --plain", "in a pipe"),
)

_EXIT_CODES = """\
Exit codes: 0 done, 1 bug, 2 wrong arguments, 3 done but something is missing,
4 no usable input, 5 the provider refused, 6 the provider failed (try later),
7 a check failed, 8 a limit was reached, 74 cannot write, 130, 143 interrupted.
"""

_COMPLETION_LINE = f'eval "$(_{PROGRAM.upper()}_COMPLETE=bash_source {PROGRAM})"'


class Root(click.Group):
    """A group that is also a command: without a sub-command it takes the paths and does the main job."""

    allow_interspersed_args = True

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Leave a sub-command's arguments to it; everything else belongs to the main job."""
        if not arguments and not context.resilient_parsing:
            raise click.UsageError("no article given: name files or folders, or - for standard input", context)
        if arguments and arguments[0] == "help" and not os.path.lexists("help"):
            arguments = [*(each for each in arguments[1:2] if each in COMMANDS), "--help"]
        if arguments and arguments[0] in COMMANDS:
            context.args = list(arguments)
            return context.args
        first = next(iter(arguments), "")
        try:
            rest = click.Command.parse_args(self, context, arguments)
        except click.NoSuchOption as error:
            raise nearest(error, self.params) from error
        for name in COMMANDS:
            if name in context.params["paths"] and not context.resilient_parsing:
                raise click.UsageError(f"the command {name} comes first (a file of that name is written ./{name})")
        if not context.resilient_parsing and (meant := _mistyped(first)):
            raise click.UsageError(f"{first}: no such file; did you mean the command {meant}?")
        return rest

    def invoke(self, context: click.Context) -> int:
        """Run the sub-command, or the main job; both return an exit code."""
        if not context.args:
            return int(click.Command.invoke(self, context))
        name, command, rest = self.resolve_command(context, context.args)
        if command is None:  # impossible: parse_args took the name from the same table
            raise click.UsageError(f"no such command: {name}", context)
        # No parent, whose arguments would appear in the usage line, "summarize [PATHS]... verify".
        with command.make_context(f"{PROGRAM} {name}", rest) as inner:
            return int(command.invoke(inner))

    def list_commands(self, context: click.Context) -> list[str]:
        """Name the sub-commands."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load a sub-command by its name."""
        if name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(f".{COMMANDS[name][0]}", __package__), f"{name}_command")
        assert isinstance(found, click.Command)  # noqa: S101 - tells the type checker what the table holds
        return found

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help: what it does, examples, options under their headings, commands, exit codes."""
        page = context.meta.get(HELP, "--help")
        if page in ("--help", "--help-all"):
            formatter.write_usage(PROGRAM, "ARTICLES... [OPTIONS]")
            formatter.write_usage(PROGRAM, "COMMAND ...", prefix="       ")
            formatter.write(f"\n{_ABOUT}")
            _section(formatter, "Examples", _EXAMPLES)
        for group in HELPS[page]:
            options = [each for each in self.params if isinstance(each, GroupedOption) and each.group == group]
            _section(formatter, group, [record for each in options if (record := each.get_help_record(context))])
        if page in ("--help", "--help-all"):
            _section(formatter, "Commands (COMMAND --help says more)", [(name, COMMANDS[name][1]) for name in COMMANDS])
            formatter.write(f"\n{_EXIT_CODES}")
        if page == "--help-all":
            formatter.write(f"\nCompletion in bash (or zsh_source, fish_source):\n  {_COMPLETION_LINE}\n")


def _mistyped(word: str) -> str:
    """The command that a first word resembles, if there is no file of that name; "" for any other word."""
    if not word.isalpha() or os.path.lexists(word):
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), COMMANDS, 1, 0.75)), "")


def _section(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    with formatter.section(title):
        formatter.write_dl(rows, col_max=30 if title != "Examples" else 46)


def _complete_path(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer files, and while the first word is being typed also the sub-commands."""
    first = not context.params.get("paths")
    commands = [name for name in COMMANDS if first and begun and name.startswith(begun)]
    return [CompletionItem(begun, type="file"), *map(CompletionItem, commands)]


def _job(**given: Any) -> int:
    """Do the main job; loaded here, so that --help and the sub-commands don't pay for it."""
    from .run_command import run_job

    return run_job(**given)


command = Root(
    PROGRAM,
    callback=_job,
    params=[
        click.Argument(["paths"], nargs=-1, shell_complete=_complete_path),
        *setting_options(),
        *input_options(),
        *output_options(),
        dry_run_option(),
        config_option(),
        *talk_options(),
        *common_options(),
        *help_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
