"""What a batch of stories costs: `python -m benchmarks.batch PART [--stories N]` prints a table.

Times are CPU times, because machines are shared; wall time is given beside them. Each figure comes from its own
process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

from .corpus import make_articles
from .measure import UNIT, peak_memory
from .server import Server, Service, in_tokens


def write_stories(path: Path, count: int, *, small: bool = False) -> Path:
    """A file of stories, each of 3 to 12 articles of 700 words; small ones of three short articles."""
    random = Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            articles = make_articles(3 if small else random.randint(3, 12), "varied", seed=number)
            if small:
                articles = [each | {"text": each["text"][:600]} for each in articles]
            file.write(json.dumps({"id": f"story-{number:05}", "articles": articles}) + "\n")
    return path


def one_by_one(path: str, count: int) -> dict[str, float]:
    """Summarize the first stories of a file in this process, and write them as a batch does: CPU seconds a story."""
    from summarize import Config, summarize
    from summarize.batch.outputs import write_story
    from summarize.batch.stories import articles_in
    from summarize.ingest.load import load_bytes
    from summarize.render import BY_SHORT_NAME

    with tempfile.TemporaryDirectory() as folder, Path(path).open("rb") as file:
        config, started, wall = Config(engine="embedded"), 0.0, 0.0
        for number, line in enumerate(file):
            if number == 1:  # the first one pays for imports
                started, wall = cpu(RUSAGE_SELF), time.perf_counter()
            summary = summarize(load_bytes(articles_in(line), "s.json"), config=config)
            files = {name: BY_SHORT_NAME[name].render(summary).encode() for name in ("json", "html")}
            write_story(Path(folder), f"s{number}", files)
            if number == count:
                break
        return {"cpu": (cpu(RUSAGE_SELF) - started) / count, "wall": (time.perf_counter() - wall) / count}


def as_batch(path: str, workers: int, model: str = "") -> dict[str, Any]:
    """Summarize a file of stories as a batch: CPU seconds of this process and of its workers, its peak memory."""
    from summarize import BatchOptions, summarize_batch

    engine = {"model": model} if model else {"engine": "embedded"}
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        options = BatchOptions(workers=workers)
        results = summarize_batch(path, folder, options=options, cache="none", **engine)
        states = Counter(result.state for result in results)
        return {
            "states": states,
            "wall": time.perf_counter() - started,
            "own": cpu(RUSAGE_SELF),
            "workers": cpu(RUSAGE_CHILDREN),
            "peak": peak_memory(),
            "worker peak": getrusage(RUSAGE_CHILDREN).ru_maxrss * UNIT,
        }


def cpu(whose: int) -> float:
    """CPU seconds so far."""
    used = getrusage(whose)
    return used.ru_utime + used.ru_stime


def fresh(name: str, *arguments: object) -> dict[str, Any]:
    """A figure from a function of this module, run in its own process."""
    command = [sys.executable, "-m", "benchmarks.batch", "--call", name, *map(str, arguments)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def row(*cells: object) -> None:
    """Print a row of a table."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def speed(stories: int) -> None:
    """Work per story, in a batch and one by one."""
    some = min(100, stories - 1)
    row("", "stories", "CPU s a story", "of it this process", "wall s a story", "× one by one (CPU)")
    row("---", *["---:"] * 5)
    with tempfile.TemporaryDirectory() as folder:
        path = write_stories(Path(folder) / "s.jsonl", stories)
        alone = fresh("one_by_one", path, some)
        row("one by one", some, f"{alone['cpu']:.3f}", f"{alone['cpu']:.3f}", f"{alone['wall']:.3f}", "1.00")
        for workers in (1, 2):
            found = fresh("as_batch", path, workers)
            each, own, wall = found["own"] + found["workers"], found["own"], found["wall"]
            ratio = alone["cpu"] * stories / each
            cells = (f"{each / stories:.3f}", f"{own / stories:.4f}", f"{wall / stories:.3f}", f"{ratio:.2f}")
            row(f"batch, workers: {workers}", stories, *cells)


def memory(stories: int) -> None:
    """Peak memory of the parent and of its largest worker, by the number of small stories."""
    row("small stories", "parent, peak MB", "largest worker, peak MB", "own CPU ms a story")
    row(*["---:"] * 4)
    count = 100
    while count <= stories:
        with tempfile.TemporaryDirectory() as folder:
            found = fresh("as_batch", write_stories(Path(folder) / "s.jsonl", count, small=True), 2)
        peaks = (f"{found[name] / 1e6:.0f}" for name in ("peak", "worker peak"))
        row(f"{count:,}", *peaks, f"{1_000 * found['own'] / count:.1f}")
        count *= 10


def slots(stories: int, service: Service | None = None) -> None:
    """Share of a server's slots that are busy between its first and its last call, with two workers."""
    served = asyncio.run(_served(stories, service or Service(seconds=3_600)))
    print(json.dumps(served))


async def _served(stories: int, service: Service) -> dict[str, Any]:
    in_tokens("")
    with tempfile.TemporaryDirectory() as folder:
        path = write_stories(Path(folder) / "s.jsonl", stories)
        async with Server(service) as server:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.batch", "--call", "as_batch", str(path), "2", "benchmark",
                stdout=asyncio.subprocess.PIPE, env=os.environ | {"OPENAI_BASE_URL": server.url},
            )  # fmt: skip
            out, _ = await process.communicate()
            calls = [each for each in server.served if each.status == 200]
            busy = sum(each.ended - each.began for each in calls)
            needed = sum(each.needed for each in calls)
            span = max(each.ended for each in calls) - min(each.began for each in calls)
            return {
                "calls": len(server.served),
                "answered": len(calls),
                "asked twice": sum(count - 1 for count in Counter(each.prompt for each in calls).values()),
                "span s": round(span, 1),
                "share of slots busy": round(busy / (span * service.slots), 3),
                "span / (calls' seconds / slots)": round(span / (needed / service.slots), 3),
                "most under way": server.most_under_way,
                **json.loads(out),
            }


def index(stories: int) -> None:
    """Work of ledger and index for so many stories, without any of the stories' own."""
    found = fresh("ledger_and_index", stories)
    row("stories", "ledger, CPU ms a story", "index, CPU ms a story", "peak MB", "index.html MB")
    row(*["---:"] * 5)
    each = (f"{1_000 * found[name] / stories:.2f}" for name in ("ledger", "index"))
    row(f"{stories:,}", *each, *(f"{found[name] / 1e6:.1f}" for name in ("peak", "size")))


def ledger_and_index(stories: int) -> dict[str, float]:
    """Register, start, finish so many stories; write the index."""
    from summarize.batch.ledger import Ledger, Outcome
    from summarize.batch.outputs import write_index
    from summarize.batch.stories import Source, Story

    facts = {"headline": "A bridge was closed after inspectors found cracked bolts", "sentences": 9, "articles": 7}
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder)) as ledger:
        started = cpu(RUSAGE_SELF)
        ledger.register((Story(f"s{n}", Source("f", f"{n}")) for n in range(stories)), "shape", lambda name: True)
        for entry in ledger.waiting():
            ledger.start(entry.key)
            ledger.finish(entry.key, "done", Outcome(facts=facts))
            ledger.entry(entry.key)
        middle = cpu(RUSAGE_SELF)
        write_index(ledger, ("json", "html"))
        size = (Path(folder) / "index.html").stat().st_size
        return {"ledger": middle - started, "index": cpu(RUSAGE_SELF) - middle, "peak": peak_memory(), "size": size}


_CALLED = {"one_by_one": one_by_one, "as_batch": as_batch, "ledger_and_index": ledger_and_index}
_PARTS = {"speed": speed, "memory": memory, "slots": slots, "index": index}
_USUAL = {"speed": 200, "memory": 1_000, "slots": 100, "index": 10_000}


def _main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("part", nargs="?", choices=list(_PARTS), default="speed")
    arguments.add_argument("--stories", type=int, default=0)
    arguments.add_argument("--call", nargs="+", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.call:
        name, *rest = given.call
        print(json.dumps(_CALLED[name](*(int(each) if each.isdigit() else each for each in rest))))  # type: ignore[operator]
    else:
        _PARTS[given.part](given.stories or _USUAL[given.part])


if __name__ == "__main__":
    _main()
