"""Work on many articles shared among processes: one per processor, this one included.

A process is a fresh interpreter that gets its share through a pipe, so neither threads nor the caller's main module
matter. What it does not deliver (none can be started, it dies, it hangs) is done here: the result is the same.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeAlias

from ..child_process import bare_environment, boot_code, command

_BOOT = boot_code("prepare.processes")
_MOST = 4  # processes: the rest of the work is not shared, so more would not help
# Another process may take so many times as long as our own share took, and seconds more, until it is done here.
_PATIENCE = 1.0
_GRACE = 1.0

Work: TypeAlias = Callable[[Any], list[Any]]  # a function of ours; plain values in, one per item out


def available() -> int:
    """How many processes can usefully run here at the same time, this one included."""
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        processors = os.cpu_count() or 1
    return min(_MOST, processors)


def in_shares(work: Work, shares: Sequence[Any]) -> list[Any]:
    """Results of `work` on all shares, in order: the first is done here, each other one by its own process."""
    others = [_Share(work, share) for share in shares[1:]]
    try:
        began = time.monotonic()
        results = work(shares[0])
        patience = _GRACE + _PATIENCE * (time.monotonic() - began)
        for other in others:
            found = other.result(patience)
            results += work(other.share) if found is None else found
        return results
    finally:
        for other in others:
            other.end()


class _Share:
    """A share of the work in another process, written and read by a thread so that no full pipe blocks us."""

    def __init__(self, work: Work, share: Any) -> None:
        self.share = share
        self._reply = b""
        self._process = _start()
        request = marshal.dumps((work.__module__, work.__name__, share))
        self._thread = threading.Thread(target=self._talk, args=(request,), name="summarize-share", daemon=True)
        self._thread.start()

    def result(self, patience: float) -> list[Any] | None:
        """What the process found; None if it did not answer within so many seconds."""
        self._thread.join(patience)
        if self._thread.is_alive() or not self._reply:
            return None
        try:
            found: list[Any] = marshal.loads(self._reply)  # noqa: S302 - written by our own code a moment ago
        except (EOFError, ValueError, TypeError):  # it died in the middle of its reply
            return None
        return found

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._thread.join()

    def _talk(self, request: bytes) -> None:
        if self._process:
            with suppress(OSError, ValueError):  # it was ended, or died
                self._reply = self._process.communicate(request)[0]


def _start() -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            command(_BOOT),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bare_environment(),
            start_new_session=True,  # Ctrl-C is for us; we end it ourselves
        )
    except (OSError, ValueError):  # none allowed, no memory, no interpreter of that name
        return None


def serve() -> None:
    """Do the share that comes on standard input. This is all that the other process does."""
    module, name, share = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - written by the process that started us
    if not module.startswith("summarize."):
        raise ValueError(f"{module} is not part of this program")
    reply = marshal.dumps(getattr(import_module(module), name)(share))
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
