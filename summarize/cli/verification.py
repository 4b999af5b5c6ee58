"""`summarize verify`: prove a finished summary against the files it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from summarize import load_config, verify_summary
from summarize.errors import GateError, InputError, LimitError

from .messages import visible
from .options import CONTEXT, GroupedOption, common_options, config_option
from .output import write_stdout

STANDARD_INPUT = "-"
MAX_FILE = 500_000_000  # bytes; the summary of 5,000 articles has some 20 MB


def verify_file(*, file: str, root: str | None, config_file: str | None) -> int:
    """Check every span, quotation, number and name of a summary; print what is wrong. Gives 0, or 7 with findings."""
    config = load_config(config_file)
    summary = read_summary(file)
    # From standard input the summary has no folder of its own: its paths are then taken as they are.
    folder = Path(root) if root else None if file == STANDARD_INPUT else Path(file).parent
    findings = verify_summary(summary, root=folder, max_size=config.max_size)
    if findings:
        write_stdout("".join(f"{visible(str(finding))}\n" for finding in findings))
        return GateError.exit_code
    write_stdout(f"OK ({_counts(summary)})\n")
    return 0


def read_summary(file: str) -> Mapping[str, object]:
    """Read a summary's JSON from a file or standard input. Raises InputError, LimitError."""
    try:
        with click.open_file(file, "rb") as stream:
            content = stream.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise LimitError(f"{file}: larger than {MAX_FILE:,} bytes", hint="is it a summary?")
        summary = json.loads(content)
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})", hint="check the name") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file}: not JSON ({error})", hint="give the .json file of a summary") from error
    if not isinstance(summary, dict):
        raise InputError(f"{file}: not a summary (its JSON is no object)", hint="give the .json file of a summary")
    return summary


def _counts(summary: Mapping[str, object]) -> str:
    """Say what was proved: how many claims, spans and articles stand in the file."""
    claims, articles = summary.get("claims"), summary.get("articles")
    if not isinstance(claims, list) or not isinstance(articles, list):
        return "nothing to prove"
    spans = sum(len(claim["evidence"]) for claim in claims)
    return f"claims: {len(claims)}, passages: {spans}, articles: {len(articles)}"


command = click.Command(
    "verify",
    callback=verify_file,
    help="Prove a finished summary (FILE.json, - for standard input) against the files it was made from: every offset, "
    "quotation, number, date and name. Prints what does not hold and exits 7.",
    params=[
        click.Argument(["file"], type=click.Path()),
        GroupedOption(
            "--root",
            metavar="DIR",
            type=click.Path(),
            help="Folder in which to look for articles that are not in the working directory. [FILE.json's]",
        ),
        config_option(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
