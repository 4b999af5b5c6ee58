"""`python -m benchmarks [--quick] [PART ...]` prints Markdown tables of what the program costs on this machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from types import ModuleType

from . import model_path
from .corpus import KINDS, SEEDS
from .measure import ChildError, run, run_in_turns

Rows = list[tuple[str, ...]]
_SETTING = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def start_up(options: argparse.Namespace) -> Rows:
    """Compare the help page with importing click, and run the five seeds as a user does: with compiled modules kept.

    If Python may not keep them, as in some containers, every run compiles all that it loads: the last row.
    """
    program = _program()
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        '`python -c "import click"`': [sys.executable, "-c", "import click"],
        "`summarize --help`": [*program, "--help"],
        "`summarize seeds/`, the whole run": [*program, str(SEEDS), "--engine", "embedded"],
    }
    rounds = 3 if options.quick else 15
    anew = {f"{name}, nothing kept": command for name, command in commands.items() if "whole run" in name}
    with tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as empty:
        costs = run_in_turns(commands, rounds, _SETTING | {"PYTHONPYCACHEPREFIX": kept})
        never = _SETTING | {"PYTHONPYCACHEPREFIX": empty, "PYTHONDONTWRITEBYTECODE": "1"}
        costs |= run_in_turns(anew, rounds, never)
    click = costs['`python -c "import click"`'].cpu
    targets = ("", "", "1.5 × click", "0.4 s, 60 MB", "")
    rows: Rows = [("process", "CPU s", "× click", "peak MB", "at most")]
    for (name, cost), target in zip(costs.items(), targets, strict=True):
        rows.append((name, f"{cost.cpu:.3f}", f"{cost.cpu / click:.2f}", f"{cost.peak / 1e6:.0f}", target))
    return rows


def engine(options: argparse.Namespace) -> Rows:
    """Let the embedded engine summarize more and more articles, each number in a fresh process."""
    rows: Rows = [
        ("articles of 700 words", "reading, CPU s", "summary, CPU s", "growth n^", "peak MB", "of it before", "claims")
    ]
    for kind in KINDS:
        last: tuple[int, float] | None = None
        for count in options.articles:
            figures = _job("engine", count, kind, max(1, min(5, 500 // count)))
            cpu = figures["cpu"]
            growth = f"{log(cpu / last[1]) / log(count / last[0]):.2f}" if last else ""
            memory = (f"{figures[name] / 1e6:.0f}" for name in ("peak", "before"))
            claims = f"{figures['claims']:.0f}"
            rows.append((f"{count:,}, {kind}", f"{figures['reading']:.3f}", f"{cpu:.3f}", growth, *memory, claims))
            last = count, cpu
    return rows


def group(options: argparse.Namespace) -> Rows:
    """Sort larger and larger mixed piles into stories, each in a fresh process."""
    rows: Rows = [
        (
            "articles in a mixed pile",
            "CPU s",
            "growth n^",
            "peak MB",
            "of it before",
            "stories (true)",
            "pairs right",
            "found",
        )
    ]
    last: tuple[int, float] | None = None
    for count in options.piles:
        figures = _job("group", count)
        growth = f"{log(figures['cpu'] / last[1]) / log(count / last[0]):.2f}" if last else ""
        memory = (f"{figures[name] / 1e6:.0f}" for name in ("peak", "before"))
        stories = f"{figures['stories']:,.0f} ({figures['true']:,.0f})"
        shares = (f"{figures[name]:.3f}" for name in ("right", "whole"))
        rows.append((f"{count:,}", f"{figures['cpu']:.2f}", growth, *memory, stories, *shares))
        last = count, figures["cpu"]
    return rows


def throughput(options: argparse.Namespace) -> Rows:
    """Compare sentence splitting and token counting with one bare tiktoken pass over the same text."""
    figures = _job("throughput", 50 if options.quick else 1000, 5 if options.quick else 9)
    rows: Rows = [(f"work on {figures['megabytes']:.1f} MB of news", "MB/s of CPU", "× bare pass", "at least")]
    rows.append(("one bare tiktoken pass, o200k_base", f"{figures['bare']:.1f}", "1.00", ""))
    names = {
        "split": ("sentences with offsets", ""),
        "count": ("tokens an article", "0.8"),
        "pieces": ("tokens a sentence", "0.8"),
    }
    for key, (name, target) in names.items():
        rows.append((name, f"{figures[key]:.1f}", f"{figures[f'{key}_ratio']:.2f}", target))
    return rows


def reading(options: argparse.Namespace) -> Rows:
    """Read a long text, and web pages through the child process that parses them."""
    pages = 10 if options.quick else 100
    figures = _job("reading", 0.1 if options.quick else 1.0, pages)
    size = "0.1 MB" if options.quick else "1 MB"
    return [
        ("reading", "CPU s", "wall s", "peak MB of the child", "at most"),
        (f"{size} of text read, zoned, split", f"{figures['text']:.2f}", "", "", "1 s"),
        (
            f"{pages} web pages",
            f"{figures['pages']:.2f}",
            f"{figures['wall']:.2f}",
            f"{figures['peak'] / 1e6:.0f}",
            "15 s, 500 MB",
        ),
    ]


def page(options: argparse.Namespace) -> Rows:
    """Write the review page of many long articles; its own tests see how quickly a browser shows it."""
    rows: Rows = [("review page of articles of 2,100 words", "CPU s", "MB of articles", "MB of page", "set aside")]
    for count in (5, 20) if options.quick else (5, 50, 200):
        figures = _job("page", count, 3)
        megabytes = (f"{figures[name] / 1e6:.2f}" for name in ("articles", "page"))
        rows.append((f"{count}", f"{figures['cpu']:.3f}", *megabytes, f"{figures['aside']:,.0f}"))
    return rows


def gate_speed(options: argparse.Namespace) -> Rows:
    """Check twelve reworded sentences against more and more articles, each number in a fresh process."""
    rows: Rows = [("articles of 700 words", "gate, CPU ms", "growth n^")]
    last: tuple[int, float] | None = None
    for count in options.articles:
        cpu = _job("gate", count, max(1, min(9, 500 // count)))["cpu"]
        growth = f"{log(cpu / last[1]) / log(count / last[0]):.2f}" if last else ""
        rows.append((f"{count:,}", f"{cpu * 1000:.0f}", growth))
        last = count, cpu
    return rows


def loop_lag(options: argparse.Namespace) -> Rows:
    """How late a beat of 5 ms comes on a caller's event loop while `asummarize` works, beside the same loop at rest."""
    head = ("at rest: median", "99 %", "most", "first: median", "99 %", "most", "next: median", "99 %", "most")
    rows: Rows = [("lateness of a beat, ms", "beats", *head)]
    with model_path.serving(first_token=0.1, tokens_a_second=400.0) as url:
        for workload in ("seeds", "20" if options.quick else "200"):
            for engine, address in (("embedded", ""), ("model", url)):
                figures = _job("loop", workload, address)
                names = [f"{state}_{what}" for state in ("idle", "first", "next") for what in ("median", "p99", "most")]
                shown = (f"{figures[name] * 1000:.1f}" for name in names)
                rows.append((f"{workload}, {engine}", f"{figures['beats']:,.0f}", *shown))
    return rows


def _pages() -> ModuleType:
    """Load the comparison of page readers, and with it trafilatura, only on request."""
    from . import pages

    return pages


PARTS: dict[str, Callable[[argparse.Namespace], Rows]] = {
    "start-up": start_up,
    "engine": engine,
    "group": group,
    "reading": reading,
    "throughput": throughput,
    "page": page,
}
ON_DEMAND: dict[str, Callable[[argparse.Namespace], Rows]] = {  # they take minutes, most of it waiting
    "pages": lambda options: _pages().compared(options),
    "gate-speed": gate_speed,
    "loop": loop_lag,
    "model": model_path.sizes,
    "model-faults": model_path.faults,
    "model-again": model_path.again,
}


def markdown(rows: Rows) -> str:
    """Write a Markdown table: the first row is its header, all columns except the first are aligned right."""
    head, *body = rows
    lines = [head, ("---", *("---:" for _ in head[1:])), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(now: datetime) -> str:
    """Say when and on what machine the figures were taken, and how busy it was."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"Measured {now:%Y-%m-%d}: Python {platform.python_version()}, {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} CPUs, load {load}. Other work makes such figures noisy: compare ratios, not seconds."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of the named parts, else of all except those on demand. Gives 1 if a part could not be run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; by name only: {', '.join(ON_DEMAND)}"
    )
    parser.add_argument("--quick", action="store_true", help="few rounds, small sizes")
    parser.add_argument("--articles", type=_counts, help="numbers of articles for the engine, as 5,50,500")
    parser.add_argument("--folder", help="for `pages`: web pages (NAME.html) and what is known of them (NAME.json)")
    options = parser.parse_args(arguments)
    parts = PARTS | ON_DEMAND
    if unknown := set(options.parts) - parts.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    if "pages" in options.parts and not (options.folder and Path(options.folder).is_dir()):
        parser.error("pages: name a folder of web pages with --folder")
    options.articles = options.articles or ([5, 50] if options.quick else [5, 50, 500, 5000])
    options.piles = [50, 200] if options.quick else [100, 1000, 10_000]
    print(machine(datetime.now(UTC)))
    failed = 0
    for name in options.parts or PARTS:
        try:
            print(f"\n{markdown(parts[name](options))}", flush=True)
        except ChildError as error:
            failed = 1
            print(f"\n{name}: not measured ({error})", flush=True)
    return failed


def _counts(value: str) -> list[int]:
    """Read numbers of articles; argparse turns the ValueError of a wrong one into a message."""
    counts = sorted({int(number) for number in value.split(",")})
    if counts[0] < 1:
        raise ValueError(value)
    return counts


def _program() -> list[str]:
    """Give the installed command of this Python, else the module."""
    script = Path(sys.executable).with_name("summarize")
    return [str(script)] if script.exists() else [sys.executable, "-m", "summarize"]


def _job(name: str, *arguments: object) -> dict[str, float]:
    """Run a job of `benchmarks.jobs` in a fresh process and give its figures."""
    done = run([sys.executable, "-m", "benchmarks.jobs", name, json.dumps(arguments)])
    figures: dict[str, float] = json.loads(done.output)
    return figures


if __name__ == "__main__":
    sys.exit(main())
