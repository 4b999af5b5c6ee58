"""Kill batches at random moments, go on, and count what was lost, torn or paid twice.

`python -m benchmarks.batch_kills 240` makes 240 kills.

A loopback server stands in for the model. Each round starts the same command again and kills its parent at a random
moment, its parent while a file is being written, or one of its workers; then every file is read. A batch that comes to
its end is replaced by another one. A call counts as repeated if the server is asked the same twice.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .corpus import make_articles
from .server import Server, Service, in_tokens

STORIES = 12
SLOTS = 16
KINDS = ("parent", "parent while writing", "worker")


@dataclass
class Kills:
    """What was seen so far."""

    folder: Path
    server: Server
    random: Random = field(default_factory=lambda: Random(1))
    seen: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    batches: int = 0
    begun: bool = False

    async def round(self, kind: str) -> None:
        """Start the batch, kill the chosen process, and examine what is there."""
        if not self.begun:
            self._next_batch()
        before = {path.name: path.stat().st_mtime_ns for path in self._files()}
        done = self._done()
        process = await self._start()
        killed = await self._killed(process, kind)
        await process.wait()
        self.seen[f"killed: {kind}"] += killed
        self._look(before, done)
        if process.returncode == 0:
            self.seen["batches that ended"] += 1
            self.seen["stories done"] += len(self._done())
            self.seen["stories lost"] += STORIES - len(self._done())
            self.begun = False
        elif process.returncode > 0:
            self.seen[f"exit {process.returncode}"] += 1

    def _next_batch(self) -> None:
        self.batches += 1
        self.begun = True
        self.out = self.folder / f"out-{self.batches}"
        self.path = self.folder / f"s-{self.batches}.jsonl"
        with self.path.open("w") as file:
            for number in range(STORIES):
                articles = make_articles(2, "varied", seed=1_000 * self.batches + number)
                file.write(json.dumps({"id": f"story-{number:03}", "articles": articles}) + "\n")

    async def _start(self) -> asyncio.subprocess.Process:
        options = ["--into", self.out, "--config", "none", "--quiet", "--format", "json", "--words", "60"]
        options += ["--model", "m", "--price-prompt", "1", "--price-completion", "1", "--workers", "2"]
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "summarize", "batch", str(self.path), *map(str, options),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"OPENAI_BASE_URL": self.server.url, "XDG_CACHE_HOME": str(self.folder / "cache")},
        )  # fmt: skip

    async def _killed(self, process: asyncio.subprocess.Process, kind: str) -> bool:
        """Kill at a moment for this kind; False if the batch has ended before."""
        files = len(self._files())
        while process.returncode is None and not (self.out / "ledger.sqlite").exists():
            await asyncio.sleep(0.02)
        wanted = files + self.random.randint(0, 4)
        while process.returncode is None and len(self._files()) < wanted:
            await asyncio.sleep(0.005)
        await asyncio.sleep(self.random.random() * 0.5)
        while kind == "parent while writing" and process.returncode is None and not any(self.out.glob(".batch-*")):
            await asyncio.sleep(0)
        if process.returncode is not None:
            return False
        victims = children(process.pid) if kind == "worker" else [process.pid]
        if victims:
            with_signal = self.random.choice(victims)
            try:
                os.kill(with_signal, signal.SIGKILL)
            except ProcessLookupError:
                return False
        return bool(victims)

    def _files(self) -> list[Path]:
        return list(self.out.glob("story-*.json"))

    def _done(self) -> set[str]:
        from summarize import batch_status
        from summarize.batch.ledger import Ledger

        if not (self.out / "ledger.sqlite").exists() or not sum(batch_status(self.out).states.values()):
            return set()
        with Ledger(self.out) as ledger:
            return {entry.name for entry in ledger.entries() if entry.state in ("done", "partial")}

    def _look(self, before: dict[str, int], done: set[str]) -> None:
        for path in self._files():
            try:
                assert json.loads(path.read_text())["claims"]
            except (ValueError, KeyError, AssertionError):
                self.seen["torn files"] += 1
        now = {path.name: path.stat().st_mtime_ns for path in self._files()}
        self.seen["finished stories lost"] += sum(f"{name}.json" not in now for name in done)
        self.seen["finished stories done again"] += sum(now.get(f"{n}.json") != before.get(f"{n}.json") for n in done)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "stat").read_text()
        except OSError:
            continue
        if int(told.rpartition(")")[2].split()[1]) == parent:
            found.append(int(entry.name))
    return found


async def _main(kills: int) -> None:
    in_tokens("")
    service = Service(first_token=0.05, tokens_a_second=1_000, slots=SLOTS, seconds=7_200)
    with tempfile.TemporaryDirectory() as folder:
        async with Server(service) as server:
            watch = Kills(Path(folder), server)
            while sum(count for name, count in watch.seen.items() if name.startswith("killed")) < kills:
                watch.rounds += 1
                await watch.round(KINDS[watch.rounds % len(KINDS)])
                if watch.rounds % 20 == 0:
                    print(dict(watch.seen), flush=True)
            asked = Counter(each.prompt for each in server.served)
            watch.seen["calls"] = len(server.served)
            watch.seen["calls repeated"] = sum(count - 1 for count in asked.values())
            parents = watch.seen["killed: parent"] + watch.seen["killed: parent while writing"]
            watch.seen["calls that could be under way at all kills of a parent"] = SLOTS * parents
            for name, count in sorted(watch.seen.items()):
                print(f"{count:>8,}  {name}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kills", type=int, nargs="?", default=240)
    asyncio.run(_main(arguments.parse_args().kills))
