"""Tables of what the model path costs, against a server with a stated latency and beside programs written by hand.

A call takes at most 4.15 s there (first token 0.4 s, 300 tokens at 80 a second): a `bound` is that times the levels of
calls that must follow each other. A `critical path` is the same with the replies that really came. Every run is a fresh
process; walls are mostly sleep.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from .measure import run

Rows = list[tuple[str, ...]]
Calls = list[dict[str, Any]]  # a `server.Served` each, the prompt as its number of tokens

CALL = 0.4 + 300 / 80  # seconds
SLOTS = 16
PATIENCE = 10.0  # seconds for a server to end
_REFINED = 20  # articles at most; more would take minutes, and are computed
_PROGRAMS = {"ours": "summarize", "map_reduce": "map-reduce by hand", "refine": "refine by hand"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run: the figures of its job, and the requests it made."""

    figures: dict[str, Any]
    calls: Calls

    @property
    def paid(self) -> Calls:
        """The requests that were answered."""
        return [call for call in self.calls if call["status"] == 200]

    @property
    def wall(self) -> float:
        """Seconds of wall time."""
        return float(self.figures["wall"])


@contextmanager
def serving(**service: object) -> Iterator[str]:
    """Run a server of `benchmarks.server` with these settings, and give its URL. It ends with the block."""
    command = [sys.executable, "-m", "benchmarks.server", json.dumps(service)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin and server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def asked(url: str) -> Calls:
    """All requests a server has had."""
    with urlopen(url, timeout=60) as reply:
        calls: Calls = json.load(reply)["calls"]
    return calls


def measured(url: str, job: str, workload: str, **settings: object) -> Outcome:
    """Run a job of `benchmarks.model_jobs` in a fresh process against a server. Raises ChildError."""
    before = len(asked(url))
    arguments = [url, workload, settings] if job == "ours" else [url, workload]
    done = run([sys.executable, "-m", "benchmarks.model_jobs", job, json.dumps(arguments)])
    return Outcome(json.loads(done.output), asked(url)[before:])


def once(job: str, workload: str, service: dict[str, object] | None = None, **settings: object) -> Outcome:
    """The same against a server of its own."""
    with serving(**(service or {})) as url:
        return measured(url, job, workload, **settings)


def levels(calls: Calls) -> list[Calls]:
    """Group answered requests: all extracts, then the others, anew where one arrived after all before had ended."""
    found: list[Calls] = []
    for call in sorted(calls, key=lambda each: each["arrived"]):
        last = found[-1] if found else []
        same = last and last[0]["kind"] == call["kind"]
        if same and (call["kind"] == "extract" or call["arrived"] < max(each["ended"] for each in last)):
            last.append(call)
        else:
            found.append([call])
    return found


def critical_path(calls: Calls) -> float:
    """The slowest call of each level, one after the other, in seconds of the latency model alone."""
    return sum(float(max(call["needed"] for call in level)) for level in levels(calls))


def rounds(calls: Calls) -> int:
    """The longest chain of calls of which each arrived after the one before it had ended."""
    depth: list[tuple[float, int]] = []  # of those ended: when, and how deep
    for call in sorted(calls, key=lambda each: each["arrived"]):
        depth.append((call["ended"], 1 + max((d for end, d in depth if end <= call["arrived"]), default=0)))
    return max((d for _, d in depth), default=0)


def sizes(options: argparse.Namespace) -> Rows:
    """Put the program beside what people write by hand, over ever more articles."""
    rows: Rows = [
        (
            "articles, program", "wall s", "× bound", "× critical path", "calls", "levels (rounds)",
            "prompt tokens × kept", "CPU s", "peak MB", "first words s after the token",
        )
    ]  # fmt: skip
    workloads = ["seeds", "seeds×4"] if options.quick else ["seeds", "seeds×4", "100", "1000"]
    for workload in workloads:
        runs = [once("ours", workload) for _ in range(1 if options.quick else 3)]
        kept = runs[0].figures["kept"]
        rows.append(_row(workload, "ours", runs, kept))
        rows.append(_row(workload, "map_reduce", [once("map_reduce", workload)], kept))
        count = {"seeds": 5, "seeds×4": 20}.get(workload) or int(workload)
        if count <= (5 if options.quick else _REFINED):
            rows.append(_row(workload, "refine", [once("refine", workload)], kept))
        else:
            rows.append((f"{workload}, {_PROGRAMS['refine']}, computed", f"{count * CALL:.0f}", *[""] * 8))
    return rows


def _row(workload: str, job: str, runs: Sequence[Outcome], kept: int) -> tuple[str, ...]:
    """One line of the table of sizes: medians over runs."""
    first = runs[0]
    least = 1 if job == "ours" and len(levels(first.paid)) == 1 else 2
    chain = len(levels(first.paid)) if job == "refine" else least
    shown = [o.figures["first_words"] - levels(o.paid)[-1][0]["first"] for o in runs if o.figures.get("first_words")]
    lost = ", LOST" if first.figures.get("lost") else ""
    return (
        f"{workload}, {_PROGRAMS[job]}{lost}",
        f"{median(o.wall for o in runs):.2f}",
        f"{median(o.wall for o in runs) / (chain * CALL):.2f}",
        f"{median(o.wall / critical_path(o.paid) for o in runs):.2f}",
        f"{len(first.paid)}",
        f"{len(levels(first.paid))} ({max(rounds(o.paid) for o in runs)})",
        f"{sum(call['prompt'] for call in first.paid) / kept:.3f}",
        f"{median(o.figures['cpu'] for o in runs):.2f}",
        f"{median(o.figures['peak'] for o in runs) / 1e6:.0f}",
        f"{median(shown):.2f}" if shown else "",
    )


def faults(options: argparse.Namespace) -> Rows:
    """Let the server refuse and fail. `paid` are requests it worked on, `used` the answers that a run did not lose."""
    rows: Rows = [("server, program", "wall s", "bound s", "× bound", "requests", "refused", "paid", "used")]
    workload = "20" if options.quick else "100"
    crowd = {"refuse": True}
    cases: list[tuple[str, str, dict[str, object], dict[str, object]]] = [
        ("no fault, 64 calls at once, 16 slots", "ours", {}, {"concurrency": 64}),
        ("429 over 16, 64 calls at once", "ours", {**crowd}, {"concurrency": 64}),
        ("429 over 16", "map_reduce", {**crowd}, {}),
        ("429 over 8, 16 calls at once", "ours", {**crowd, "slots": 8}, {}),
        ("one in seven fails with 500", "ours", {"fail_every": 7}, {}),
        ("one in seven fails with 500", "map_reduce", {"fail_every": 7}, {}),
        ("60 requests a minute, 8 at once", "ours", {"rpm": 60, "burst": 8}, {}),
        ("60 requests a minute, 8 at once", "map_reduce", {"rpm": 60, "burst": 8}, {}),
    ]
    for name, job, service, settings in cases:
        outcome = once(job, workload, service, input_tokens=6_000 if options.quick else 60_000, **settings)
        rows.append(_fault_row(f"{name}, {_PROGRAMS[job]}", outcome, service))
    return rows


def _fault_row(name: str, outcome: Outcome, service: dict[str, Any]) -> tuple[str, ...]:
    """One line of the table of faults."""
    grouped = levels(outcome.paid)
    lost = bool(outcome.figures.get("lost"))
    used = 0 if lost else outcome.figures.get("calls", len(outcome.paid))
    bound = "" if lost else f"{_bound(grouped, service):.2f}"
    return (
        name + (", LOST" if lost else ""),
        f"{outcome.wall:.2f}",
        bound,
        f"{outcome.wall / float(bound):.2f}" if bound else "",
        f"{len(outcome.calls)}",
        f"{sum(not call['began'] for call in outcome.calls)}",
        f"{sum(bool(call['began']) for call in outcome.calls)}",
        f"{used}",
    )


def _bound(grouped: Sequence[Calls], service: dict[str, Any]) -> float:
    """The least time for these calls at the server's cap: full waves of the slowest, or as fast as the rate lets in."""
    slots, rate = service.get("slots", SLOTS), service.get("rpm", 0) / 60
    waves: float = sum(math.ceil(len(level) / slots) * max(call["needed"] for call in level) for level in grouped)
    if not rate:
        return waves
    let_in: float = max(0, len(grouped[0]) - service["burst"]) / rate
    return max(waves, let_in + sum(float(max(call["needed"] for call in level)) for level in grouped))


def again(options: argparse.Namespace) -> Rows:
    """Summarize a story, the same again, and with one article more, with one cache."""
    rows: Rows = [
        ("articles", "calls", "of the cache", "paid anew", "prompt tokens paid", "wall s", "CPU s", "imports openai")
    ]
    count = 20 if options.quick else 100
    room = 6_000 if options.quick else 60_000
    with tempfile.TemporaryDirectory() as folder, serving() as url:
        cache = str(Path(folder) / "replies.sqlite")
        for name, workload, offline in (
            (f"{count}", f"{count}", False),
            ("the same again", f"{count}", True),
            ("one more at the end", f"{count}+1", False),
            ("one more at the front", f"1+{count}", False),
        ):
            outcome = measured(url, "ours", workload, cache=cache, input_tokens=room, offline=offline)
            figures = outcome.figures
            kinds = [call["kind"] for call in outcome.paid]
            anew = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
            rows.append(
                (
                    name,
                    f"{figures['calls'] + figures['cached']}",
                    f"{figures['cached']}",
                    anew or "none",
                    f"{sum(call['prompt'] for call in outcome.paid):,}",
                    f"{outcome.wall:.2f}",
                    f"{figures['cpu']:.2f}",
                    ("yes" if figures["openai"] else "no") if offline else "",
                )
            )
    return rows
