"""A Dask scheduler and workers as real processes on 127.0.0.1, for tests and measurements; with traps where wanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

# Loaded by each worker, twice: a story with DEADLY ends the Dask worker itself, and one with POISON our process on it.
_PRELOAD = """
import os
import summarize.batch.dask as dask
import summarize.batch.local as local
from tests.batches import TRAP
local._BOOT = TRAP
whole = getattr(dask, "whole", dask.carried_on)
dask.whole = whole
async def carried_on(version, told, raw, bounds):
    if b"DEADLY" in raw:
        os._exit(9)
    return await whole(version, told, raw, bounds)
carried_on.__module__, carried_on.__qualname__ = "summarize.batch.dask", "carried_on"
dask.carried_on = carried_on
"""


class DaskCluster:
    """`with DaskCluster(folder, 3) as cluster`: `cluster.address`, `cluster.workers` (their process ids).

    A worker is started again by its nanny when it ends. `version` is the version that the workers say they have.
    """

    def __init__(self, folder: Path, workers: int, *, version: str = "") -> None:
        self._folder, self._count, self._version = folder, workers, version
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> DaskCluster:
        described = self._folder / "scheduler.json"
        preload = self._folder / "traps.py"
        lie = f"\nimport summarize.batch.dask as d\nd.VERSION = {self._version!r}\n" if self._version else ""
        preload.write_text(_PRELOAD + lie)
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(described))
        while not described.exists():
            time.sleep(0.05)
        self.address = json.loads(described.read_text())["address"]
        for _ in range(self._count):
            self._start("worker", self.address, "--nthreads", "1", "--memory-limit", "0", "--preload", str(preload))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, what: str, *options: str) -> None:
        environment = os.environ | {
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        command = [sys.executable, "-m", "dask", what, *options, "--no-dashboard"]
        with (self._folder / f"{what}.log").open("ab") as log:
            self._processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self._folder))

    @property
    def nannies(self) -> list[int]:
        """The process ids of the workers' keepers."""
        return [process.pid for process in self._processes[1:]]
