"""`summarize batch`: many stories into a folder, or how the batch of a folder stands."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import click

from summarize import (
    BatchForecast,
    BatchOptions,
    BatchResult,
    BatchStatus,
    Event,
    batch_status,
    forecast_batch,
    load_settings,
    summarize_batch,
)
from summarize.errors import ConfigError, InputError, PartialError, RetryableError, SummarizeError, UsageError
from summarize.render import BY_SHORT_NAME

from .options import (
    INPUT,
    OUTPUT,
    GroupedOption,
    config_option,
    dry_run_option,
    setting_flags,
    setting_options,
    sub_command,
    talk_options,
)
from .output import say, size_of, visible, write_stdout
from .progress import Progress, terminal
from .run_command import choose_engine, say_engine

_MAX_NAMED_STORIES = 20  # stories in trouble that --status names
_MAX_NAMED_INPUTS = 3  # inputs that are no stories, and stories with one reason, that are named as they come
_SEE = "see summarize batch --help"
_PASSED_ON = ("dask", "batch_api", "batch_files", "poll", "wait", "story_deadline", "workers")
_ENDS = ("done", "partial", "failed", "quarantined")
_UNITS = {"gb": 1_000_000_000, "mb": 1_000_000, "kb": 1_000}


def run_batch(
    *, stories: Sequence[str], into: str | None, status: bool, config_file: str | None, **options: Any
) -> int:
    """Summarize stories into a folder, or say how a folder's batch stands; give the exit code."""
    if not stories and not (status and into):
        raise InputError("no story given", hint="name folders of record files, or files with a story a line")
    if status:
        return _show_status([*stories, *([into] if into else [])])
    if not into and not options["dry_run"]:
        raise UsageError("--into DIR is missing: the folder for outputs, index and ledger", hint=_SEE)
    settings = load_settings(config_file, flags=setting_flags(options))
    config, reason, model = choose_engine(settings, os.environ, sends=not options["dry_run"])
    asked = _asked(options)
    if options["dry_run"]:
        write_stdout(_forecast_text(forecast_batch(list(stories), options=asked, config=config), config.max_cost))
        return 0
    assert into  # noqa: S101 - tells the type checker what was asked above
    if not options["quiet"]:
        say_engine(settings, reason, model=model, verbose=options["verbose"])
    stream = None if options["quiet"] else terminal(sys.stderr, os.environ)
    tally = _Tally(verbose=options["verbose"])
    try:
        with Progress(stream, time.monotonic, size_of(sys.stderr)) as progress:
            listen = _listener(progress, tally, options)
            for result in summarize_batch(stories, into, options=asked, config=config, on_event=listen):
                _take(result, tally, progress)
    except SummarizeError:
        _say_end(into, tally)
        raise
    _say_end(into, tally)
    return 0 if config.allow_partial and not tally.hard else tally.exit_code()


class _Tally:
    """What has become of the stories so far."""

    def __init__(self, *, verbose: bool) -> None:
        self.states: Counter[str] = Counter()
        self.verbose = verbose
        self.first = 0  # exit code of the first story that failed
        self.skipped = 0
        self.reasons: Counter[str] = Counter()
        self.for_good = 0  # stories that the same command leaves as they are
        self.cost = 0.0
        self.total = 0

    def why(self, result: BatchResult) -> str:
        """Why a story failed, the first time in full; "" once enough stories were named with the same reason."""
        reason = result.error.replace(result.story, "")
        self.reasons[reason] += 1
        if self.reasons[reason] > _MAX_NAMED_INPUTS:
            return ""
        return result.error if self.reasons[reason] == 1 else "the same"

    @property
    def hard(self) -> bool:
        """Whether nothing at all was written."""
        return bool(self.first) and not (self.states["done"] or self.states["partial"])

    def exit_code(self) -> int:
        """0, 3 where something is missing, the first reason where nothing was written."""
        if self.hard:
            return self.first
        missing = self.skipped + self.states["partial"] + self.states["failed"] + self.states["quarantined"]
        return PartialError.exit_code if missing else 0


def _asked(options: dict[str, Any]) -> BatchOptions:
    formats = tuple(each.strip() for each in options["layout"].split(","))
    given = {name: options[name] for name in _PASSED_ON if options[name] is not None}
    if options["story_memory"] is not None:
        given["story_memory"] = _bytes(options["story_memory"])
    return BatchOptions(
        formats=formats,
        retry=options["retry"] or "",
        group=options["group"],
        **given,
    )


def _bytes(text: str) -> int:
    """Read 2GB, 500MB or a number of bytes. Raises ConfigError."""
    number, unit = text.strip().lower(), 1
    for ending, size in _UNITS.items():
        if number.endswith(ending):
            number, unit = number.removesuffix(ending).strip(), size
            break
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        raise ConfigError(f"--story-memory: {visible(text)[:40]} is not allowed", hint="give a size such as 2GB, or 0")
    return int(number) * unit


def _listener(progress: Progress, tally: _Tally, options: dict[str, Any]) -> Callable[[Event], None]:
    """Say what goes wrong without ending the batch; how far it is, is shown with each result."""
    aloud = {"batch", "story skipped", "cache failed", "story ended its process"} | (
        {"retry"} if options["verbose"] else set()
    )

    def listen(event: Event) -> None:
        if event.stage == "story skipped":
            tally.skipped += 1
            if tally.skipped > _MAX_NAMED_INPUTS and not options["verbose"]:
                return
        if event.stage == "stories":
            tally.total = event.total
        elif event.stage in aloud:
            progress.aside(lambda: say(f"{event.stage}: {event.detail}"))
        elif event.stage == "reading stories":
            progress(event)

    return listen


def _take(result: BatchResult, tally: _Tally, progress: Progress) -> None:
    """Count a result and show it; what failed is said."""
    tally.states[result.state] += 1
    tally.cost += result.cost_usd
    if result.state in ("failed", "quarantined"):
        tally.first = tally.first or result.exit_code
        tally.for_good += result.state == "quarantined" or result.exit_code != RetryableError.exit_code
        if not result.resumed and (why := tally.why(result)):
            progress.aside(lambda: say(f"{result.story}: {result.state} ({why})"))
    progress(Event("stories", sum(tally.states.values()), tally.total, _counts(tally.states)))


def _counts(states: Counter[str]) -> str:
    return ", ".join(f"{states[state]:,} {state}" for state in _ENDS if states[state])


def _say_end(into: str, tally: _Tally) -> None:
    """What was not named as it came; what can be tried again; the last line: what there is now, and where."""
    if (more := tally.skipped - _MAX_NAMED_INPUTS) > 0 and not tally.verbose:
        say(f"and {more:,} more {'input is' if more == 1 else 'inputs are'} no story; --verbose names all")
    if (more := sum(max(0, count - _MAX_NAMED_INPUTS) for count in tally.reasons.values())) > 0:
        say(f"and {more:,} more for the same {'reason' if len(tally.reasons) == 1 else 'reasons'}; the index names all")
    if tally.for_good:
        say(f"the same command leaves what failed as it is; --retry failed tries {tally.for_good:,} again")
    if tally.states:
        cost = f", ${tally.cost:,.4f}" if tally.cost else ""
        index = os.path.join(into, "index.html")  # noqa: PTH118 - as the user wrote the folder
        write_stdout(f"{_counts(tally.states)}{cost}; {visible(index)}\n")


def _forecast_text(found: BatchForecast, max_cost: float) -> str:
    """Say what would be sent."""
    rows = [f"stories   {found.stories:,}" + (f" ({found.skipped:,} inputs are none)" if found.skipped else "")]
    if found.engine == "embedded":
        rows.append("calls     no call, no cost; no text leaves this computer")
    else:
        rows += [
            f"model     {found.model}",
            f"calls     about {found.calls:,}, with {found.prompt_tokens:,} tokens of prompts",
            f"cost      {_dollars(found.likely_cost_usd)}, at most {_dollars(found.most_cost_usd)} with second chances"
            + ", at half price by the Batch API" * found.half_price,
            f"reckoned  from {found.sampled:,} of the stories; kept replies and finished stories cost nothing",
        ]
    if max_cost:
        rows.append(f"limit     no call that could bring the batch over ${max_cost:g} is sent (max_cost)")
    return "".join(f"{row}\n" for row in rows) + "nothing was sent\n"


def _dollars(cost: float | None) -> str:
    return "price unknown" if cost is None else f"about ${cost:,.2f}"


def _show_status(folders: Sequence[str]) -> int:
    if len(folders) != 1:
        raise UsageError("--status takes the folder of one batch", hint=_SEE)
    write_stdout(_status_text(batch_status(folders[0])))
    return 0


def _status_text(status: BatchStatus) -> str:
    """The states, the money, and the first stories in trouble with their reasons."""
    rows = [f"{state:12}{count:>9,}" for state, count in status.states.items()]
    rows.append(f"{'all':12}{sum(status.states.values()):>9,}")
    unfinished = status.states["queued"] + status.states["running"]
    if unfinished and not status.active:
        rows.append("nobody works on them now; the same command goes on")
    if status.cost_usd:
        unseen = f", of it the most of {status.unsettled_calls:,} calls whose end was not seen" * bool(
            status.unsettled_calls
        )
        rows.append(f"cost        ${status.cost_usd:,.4f}{unseen}")
    rows += [
        f"{each.state}: {visible(each.story)}: {visible(each.error)}" for each in status.troubles[:_MAX_NAMED_STORIES]
    ]
    if (more := len(status.troubles) - _MAX_NAMED_STORIES) > 0:
        rows.append(f"and {more:,} more; see index.html")
    return "".join(f"{row}\n" for row in rows)


def batch_options() -> list[click.Parameter]:
    """The options that are the batch's own."""
    return [
        GroupedOption(
            "--into", metavar="DIR", type=click.Path(), group=OUTPUT, help="Folder for outputs, index, ledger."
        ),
        GroupedOption(
            "--format",
            "layout",
            metavar="LIST",
            default="json,html",
            group=OUTPUT,
            help=f"Formats of each story, of {','.join(BY_SHORT_NAME)}. [json,html]",
        ),
        GroupedOption(
            "--group", is_flag=True, group=INPUT, help="STORIES are a mixed pile; sort it into stories first."
        ),
        GroupedOption("--workers", type=click.IntRange(1, 1_000), metavar="N", help="Processes. [one a core]"),
        GroupedOption(
            "--retry",
            type=click.Choice(("failed", "partial", "all")),
            metavar="failed|partial|all",
            help="Try these again; failed ones with those that were quarantined.",
        ),
        GroupedOption(
            "--story-deadline",
            type=click.FloatRange(0.1, 86_400),
            metavar="S",
            help="Seconds of work for a story, its calls apart. [300]",
        ),
        GroupedOption("--story-memory", metavar="SIZE", help="Memory of a process; 0: any. [2GB]"),
        GroupedOption(
            "--dask", metavar="ADDRESS", help="Dask scheduler (tcp://HOST:PORT) whose workers work, or local."
        ),
        GroupedOption(
            "--batch-api", is_flag=True, help="Send calls by the provider's Batch API: half the price, hours to wait."
        ),
        GroupedOption(
            "--batch-files",
            metavar="DIR",
            type=click.Path(),
            help="Write calls as files into DIR and read the answers there (vllm run-batch).",
        ),
        GroupedOption(
            "--poll", type=click.FloatRange(0.1, 86_400), metavar="S", help="Seconds between looks for answers. [60]"
        ),
        GroupedOption(
            "--wait",
            type=click.FloatRange(0),
            metavar="S",
            help="Seconds to wait for answers; 0: submit and leave. [as long as it takes]",
        ),
        GroupedOption("--status", is_flag=True, help="Say how the batch in the folder stands; also while it runs."),
    ]


batch_command = sub_command(
    "batch",
    run_batch,
    "Summarize many stories: folders of record files as `group --into` writes, JSON Lines with a story a line "
    '({"id", "articles": [...]}) or an article a line ({"story", "text", ...}), or a pile with --group. The same '
    "command goes on where the last one ended; what is finished or paid is not done or paid again. --max-cost and "
    "--max-calls are for the whole batch. Exits 3 when a story is partial or failed.",
    [
        click.Argument(["stories"], nargs=-1, type=click.Path()),
        *batch_options(),
        *setting_options(),
        dry_run_option(),
        config_option(),
        *talk_options(),
    ],
)
