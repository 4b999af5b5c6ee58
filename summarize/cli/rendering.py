"""`summarize render`: a page, Markdown or text from the JSON of a summary made earlier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from summarize import load_summary
from summarize.render import labels

from .delivery import write_all
from .finished import finished_options, finished_summary
from .messages import say
from .options import CONTEXT, SubCommand, common_options, output_options, talk_options
from .output import STANDARD_OUTPUT, Target, check_writable, checklists, targets


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


command = SubCommand(
    "render",
    callback=render_file,
    help="Write a summary that was made before (FILE.json, - for standard input) in other formats: "
    "summarize render story.json -o review.html. The articles are read again from their files, where these are there.",
    params=[
        *finished_options(),
        *filter(_kept, output_options()),
        *talk_options(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
