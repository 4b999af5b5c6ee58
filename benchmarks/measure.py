"""Cost of a child process and of a function: CPU seconds and peak memory. Judges nothing.

CPU time is measured, not wall time, because other work on the machine disturbs it less. Compared commands run in turns,
and medians are taken, because it still disturbs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage
from statistics import median

UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in one unit of ru_maxrss


class ChildError(Exception):
    """A child process failed; the message is the last line it wrote to standard error."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: CPU seconds (user and system), peak memory in bytes; and what it wrote."""

    cpu: float
    peak: int
    output: bytes = b""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end and give its cost.

    Call it from a small process: on Linux a child's peak is never below what its parent holds. Raises ChildError.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)  # already reaped, so Popen has nothing to wait for
        output.seek(0)
        errors.seek(0)
        if child.returncode:
            lines = errors.read().decode(errors="replace").strip().splitlines()
            raise ChildError(lines[-1] if lines else f"exit status {child.returncode}")
        return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * UNIT, output.read())


def run_in_turns(
    commands: Mapping[str, Sequence[str]], rounds: int, environment: Mapping[str, str] | None = None
) -> dict[str, Cost]:
    """Run commands in turns, after one round that only warms the caches, and give each one's median cost."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            cost = run(command, environment)
            if turn:
                costs[name].append(cost)
    return {name: Cost(median(c.cpu for c in all_), int(median(c.peak for c in all_))) for name, all_ in costs.items()}


def cpu_of(work: Callable[[], object]) -> float:
    """Give the CPU seconds of one call in this process."""
    before = time.process_time()
    work()
    return time.process_time() - before


def peak_memory() -> int:
    """Give this process's peak memory so far, in bytes."""
    return getrusage(RUSAGE_SELF).ru_maxrss * UNIT
