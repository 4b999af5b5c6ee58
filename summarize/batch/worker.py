"""The process that carries stories on: orders come in on standard input, steps go out on standard output.

A frame is the length of a JSON head, the head, and the bytes it announces. The process bounds its own memory, sets its
own alarm in case its parent is gone, and ends with its standard input, even in the middle of a story.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from .steps import PlanStore, WorkOrder, pack

OUT_OF_MEMORY = 86  # exit code
_GRACE_SECONDS = 10.0  # seconds before the alarm for the parent, which keeps time too

_NO_ROOM = "failed to map segment"  # what the loader says when there is no memory for a library


def serve() -> None:
    """Carry out orders until standard input ends."""
    orders, out = _own_pipes()
    waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(orders, waiting), daemon=True).start()
    plans = PlanStore()
    while True:
        head, raw = waiting.get()
        if "drop" in head:
            plans.drop(head["drop"])
            continue
        _bound(int(head["memory"]))
        _ring(float(head["seconds"]) + _GRACE_SECONDS)
        try:
            data, blobs = pack(plans.advance(_order(head["order"]), raw))
            if _NO_ROOM in str(data["error"]):
                os._exit(OUT_OF_MEMORY)
            frame = encode(data, blobs)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        _ring(0)
        try:
            out.write(frame)
            out.flush()
        except OSError:  # the parent is gone
            os._exit(0)


def encode(head: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """A frame."""
    data = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join((len(data).to_bytes(4, "big"), data, *blobs))


def _order(data: Mapping[str, Any]) -> WorkOrder:
    return WorkOrder(**{**data, "formats": tuple(data["formats"])})


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, for frames alone: whatever prints, prints to nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    orders = os.fdopen(os.dup(0), "rb")
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return orders, out


def _receive(orders: BinaryIO, waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    """Read frames; the end of the input ends the process at once, because nobody wants its work any more."""
    while True:
        size = orders.read(4)
        if len(size) < 4:
            os._exit(0)
        head = json.loads(orders.read(int.from_bytes(size, "big")))
        waiting.put((head, orders.read(sum(head["sizes"]))))


def _bound(memory: int) -> None:
    """Limit the process to so many bytes of address space, 0 for no limit; a story that wants more fails alone."""
    if memory and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _ring(seconds: float) -> None:
    """End the process after so many seconds, whatever it is doing; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    serve()
