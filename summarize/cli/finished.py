"""`summarize render` and `summarize verify`, which take a finished summary: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from summarize import load_config, load_summary, verify_summary
from summarize.errors import GateError, InputError
from summarize.render import labels

from .delivery import write_all
from .options import (
    GroupedOption,
    config_option,
    output_options,
    setting_option,
    sub_command,
    talk_options,
)
from .output import STANDARD_OUTPUT, Target, check_writable, checklists, say, targets, visible, write_stdout

_STANDARD_INPUT = STANDARD_OUTPUT  # "-" means both
_MAX_INPUT_BYTES = 500_000_001  # bytes read from standard input: one more than a summary may have
_HINT = "give the .json file of a summary"


def finished_summary(name: str) -> Path | bytes:
    """The path that a name means, or the content of standard input. Raises InputError."""
    if name == _STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("standard input is closed", hint=_HINT)
        return sys.stdin.buffer.read(_MAX_INPUT_BYTES)
    if not name:  # a path would turn it into the working directory
        raise InputError("the file's name is empty", hint=_HINT)
    return Path(name)


def finished_options() -> list[click.Parameter]:
    """The file's argument, and the option for where to look for its articles."""
    return [
        click.Argument(["file"], type=click.Path()),
        GroupedOption(
            "--root",
            metavar="DIR",
            type=click.Path(),
            help="Where to look for articles that are not in the working folder (default: FILE.json's folder).",
        ),
    ]


def render_file(*, file: str, root: str | None, outputs: tuple[str, ...], **options: Any) -> int:
    """Write a summary's JSON in other formats; give 0. Raises SummarizeError, click.UsageError."""
    wanted = targets(outputs, options["layout"])
    lists = checklists(options["checklist"], wanted)
    check_writable([*wanted, *lists], force=options["force"])
    summary = load_summary(finished_summary(file), root=Path(root) if root else None)
    if not options["quiet"] and (options["plain"] or Target(STANDARD_OUTPUT, "text") not in wanted):
        for line in labels.problems(summary):
            say(line)
    write_all(summary, (wanted, lists), options)
    return 0


def _kept(option: click.Parameter) -> bool:
    return option.name != "texts_folder"


render_command = sub_command(
    "render",
    render_file,
    "Write a summary that was made before (FILE.json, - for standard input) in other formats: "
    "summarize render story.json -o review.html. The articles are read again from their files, where these are there.",
    [
        *finished_options(),
        *filter(_kept, output_options()),
        *talk_options(),
    ],
)


def verify_file(
    *, file: str, root: str | None, config_file: str | None, max_size: str | None, model: str | None
) -> int:
    """Check every span, quotation, number and name of a summary; print what is wrong. Gives 0, or 7 with findings.

    If `model` is given, that model reads every sentence again; without it no model is asked, whatever the settings
    name.
    """
    config = load_config(config_file, flags={"max_size": max_size, "model": model})
    # On standard input the summary has no folder of its own, so its paths are taken as they are.
    source = finished_summary(file)
    folder = Path(root) if root else None
    if model:
        from summarize import reread_summary  # imports what writes summaries, which the proof alone does not need

        proof = reread_summary(source, root=folder, config=config)
    else:
        proof = verify_summary(source, root=folder, max_size=config.max_size)
    if proof:
        write_stdout("".join(f"{visible(str(finding))}\n" for finding in proof))
        return GateError.exit_code
    limits = f", but {'; '.join(proof.limits)}" if proof.limits else ""
    write_stdout(f"OK{visible(limits)} ({proof.counts})\n")
    return 0


verify_command = sub_command(
    "verify",
    verify_file,
    "Prove a finished summary (FILE.json, - for standard input) against the files it was made from: every offset, "
    "quotation, number, date and name. With --model NAME that model reads every sentence again. Prints what does not "
    "hold and exits 7.",
    [
        *finished_options(),
        GroupedOption("--model", metavar="NAME", help="Have this model read every sentence again; its text is sent."),
        setting_option("max_size"),
        config_option(),
    ],
)
