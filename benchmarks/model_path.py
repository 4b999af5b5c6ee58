"""Tables of what the model path costs, against a server with a stated latency, compared with what people use instead.

The server writes as much as each prompt asks for: 0.4 s to the first token, 80 tokens per second, 16 calls at once.
Every run is a fresh process; wall time is mostly sleep. `sizes` shows wall times of the same run, all for a summary of
250 words; the other programs cite and check nothing. `faults` has bounds: the least time in which a run's calls can be
answered.
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
from .others import is_installed

Rows = list[tuple[str, ...]]
Calls = list[dict[str, Any]]  # a `server.Served` each, the prompt as its number of tokens

SLOTS = 16
PATIENCE = 10.0  # seconds for a server to end
_LARGE = 1000  # articles; from here on a table has one run per program
_PROGRAMS = {
    "ours": "summarize",
    "plain": "one plain call",
    "gather": "gather + merge by hand",
    "map_reduce": "map-reduce by hand",
    "langchain": "LangChain, map-reduce",
    "llamaindex": "LlamaIndex, tree",
}
_BESIDE = ("ours", "plain", "gather", "langchain", "llamaindex")  # of the table of sizes


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
    """Group answered requests: a kind that was asked at once; a new group if one arrived after all before had ended."""
    found: list[Calls] = []
    for call in sorted(calls, key=lambda each: each["arrived"]):
        last = found[-1] if found else []
        same = last and last[0]["kind"] == call["kind"]
        if same and (call["kind"] in ("select", "check") or call["arrived"] < max(each["ended"] for each in last)):
            last.append(call)
        else:
            found.append([call])
    return found


def rounds(calls: Calls) -> int:
    """The longest chain of calls, each of which arrived after the one before it had ended."""
    depth: list[tuple[float, int]] = []  # of those ended: when, and how deep
    for call in sorted(calls, key=lambda each: each["arrived"]):
        depth.append((call["ended"], 1 + max((d for end, d in depth if end <= call["arrived"]), default=0)))
    return max((d for _, d in depth), default=0)


def sizes(options: argparse.Namespace) -> Rows:
    """Compare the program with what people use instead, over more and more articles."""
    rows: Rows = [
        (
            "articles, program", "wall s", "× plain call", "words", "calls (rounds)", "reply tokens",
            "prompt tokens × kept", "CPU s", "peak MB", "first words s after the token",
        )
    ]  # fmt: skip
    for workload in ("seeds", "20") if options.quick else ("seeds", "seeds×4", "100", "1000"):
        times = 1 if options.quick or workload == f"{_LARGE}" else 3
        rows += _compared(workload, times)
    return rows


def _compared(workload: str, times: int) -> Iterator[tuple[str, ...]]:
    """One line per program, all over the same articles; the runs of one after those of another."""
    found = {job: [once(job, workload) for _ in range(times)] for job in _BESIDE if is_installed(job)}
    kept = found["ours"][0].figures["kept"]
    plain = found["plain"]
    base = 0.0 if plain[0].figures["lost"] else median(each.wall for each in plain)
    for job in _BESIDE:
        name = f"{workload}, {_PROGRAMS[job]}"
        yield _row(name, found[job], kept, base) if job in found else (f"{name}: not installed", *[""] * 9)


def _row(name: str, runs: Sequence[Outcome], kept: int, base: float) -> tuple[str, ...]:
    """One line of the table of sizes: medians over runs. `base` is the plain call's wall time, 0 if it did not fit."""
    first = runs[0]
    lost = bool(first.figures.get("lost"))
    wall = median(each.wall for each in runs)
    shown = [
        each.figures["first_words"] - max(call["first"] for call in each.paid if call["kind"] != "check")
        for each in runs
        if each.figures.get("first_words")
    ]
    return (
        name + (", LOST" if lost else ""),
        f"{wall:.2f}",
        f"{wall / base:.2f}" if base and not lost else "",
        f"{first.figures['words']}",
        f"{len(first.paid)} ({max(rounds(each.paid) for each in runs)})",
        f"{sum(call['tokens'] for call in first.paid):,}",
        f"{sum(call['prompt'] for call in first.paid) / kept:.3f}",
        f"{median(each.figures['cpu'] for each in runs):.2f}",
        f"{median(each.figures['peak'] for each in runs) / 1e6:.0f}",
        f"{median(shown):.2f}" if shown else "",
    )


def faults(options: argparse.Namespace) -> Rows:
    """Let the server refuse and fail. `paid` are requests that it worked on, `used` the answers a run did not lose."""
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
    """The least time for these calls at the server's cap: full waves of the slowest, or as fast as the rate allows."""
    slots, rate = service.get("slots", SLOTS), service.get("rpm", 0) / 60
    waves: float = sum(math.ceil(len(level) / slots) * max(call["needed"] for call in level) for level in grouped)
    if not rate:
        return waves
    let_in: float = max(0, len(grouped[0]) - service["burst"]) / rate
    return max(waves, let_in + sum(float(max(call["needed"] for call in level)) for level in grouped))


def again(options: argparse.Namespace) -> Rows:
    """Summarize a story, the same again, and with one more article, with one cache."""
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
