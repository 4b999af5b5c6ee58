"""`summarize verify`: prove a finished summary against the files it was made from."""

from __future__ import annotations

from pathlib import Path

from summarize import load_config, verify_summary
from summarize.errors import GateError

from .finished import finished_options, finished_summary
from .messages import visible
from .options import CONTEXT, GroupedOption, SubCommand, common_options, config_option, size_option
from .output import write_stdout


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


command = SubCommand(
    "verify",
    callback=verify_file,
    help="Prove a finished summary (FILE.json, - for standard input) against the files it was made from: every offset, "
    "quotation, number, date and name. With --model NAME that model reads every sentence again. Prints what does not "
    "hold and exits 7.",
    params=[
        *finished_options(),
        GroupedOption("--model", metavar="NAME", help="Have this model read every sentence again; its text is sent."),
        size_option(),
        config_option(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
