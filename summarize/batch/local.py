"""Processes on this machine that carry stories on, a step at a time. A process that dies costs its story one try.

Several stories may be open in a process while their calls are answered elsewhere, but it works on one at a time: that
one is known to have ended it, and another process takes up the others by playing their answers again.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ..child_process import boot_code, command
from ..errors import OutputError
from .steps import OUT_OF_MEMORY, StepResult, WorkOrder, encode, pack, unpack

_BOOT = boot_code("batch.steps")
_START_SECONDS = 30.0  # seconds a process may take to load its libraries the first time, on a busy machine
_MOST_HEAD = 200_000_000  # bytes
_MAX_STEPS = 2_000  # steps of a process before a fresh one takes its place, because its memory grows


class Killed(Exception):
    """A story ended the process that carried it on; the message says how, in words."""


class Executor(Protocol):
    """Those who carry stories on."""

    async def open(self) -> int:
        """Get ready; gives the number of stories that are carried on at once. Raises ConfigError."""
        ...

    async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
        """One step of a story. Raises Killed if the story ended the process that carried it on."""
        ...

    async def drop(self, order: str) -> None:
        """Forget a story that nobody carries on."""
        ...

    async def close(self) -> None:
        """End all work."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one story may take: seconds of work in all, bytes of a process (0: any number)."""

    seconds: float = 300.0
    memory: int = 2_000_000_000


@dataclass(slots=True, eq=False)
class _Task:
    order: WorkOrder
    raw: bytes
    result: asyncio.Future[StepResult]


@dataclass(slots=True, eq=False)
class _WorkerSlot:
    """A place for one process: which process is there, what is open in it and what waits for it."""

    number: int
    process: asyncio.subprocess.Process | None = None
    fresh: bool = True
    steps: int = 0
    open: set[str] = field(default_factory=set)
    waiting: deque[_Task] = field(default_factory=deque)


class LocalExecutor:
    """A number of processes. Use its methods inside one event loop."""

    def __init__(self, workers: int, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._slots = [_WorkerSlot(number) for number in range(workers)]
        self._new: deque[_Task] = deque()
        self._spent: dict[str, float] = {}
        self._changed = asyncio.Condition()
        self._loops: list[asyncio.Task[None]] = []

    async def open(self) -> int:
        """Nothing to do: a process starts when it is needed."""
        return len(self._slots)

    async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
        """Let a process carry a story on: the one that holds its plan, if it is alive, else any."""
        if not self._loops:
            self._loops = [asyncio.create_task(self._work(slot)) for slot in self._slots]
        task = _Task(order, raw, asyncio.get_running_loop().create_future())
        async with self._changed:
            holder = next((slot for slot in self._slots if order.id in slot.open), None)
            (holder.waiting if holder else self._new).append(task)
            self._changed.notify_all()
        return await task.result

    async def drop(self, order: str) -> None:
        """Forget a story."""
        self._spent.pop(order, None)
        for slot in self._slots:
            if order in slot.open:
                slot.open.discard(order)
                if slot.process and slot.process.stdin:
                    with suppress(OSError):
                        slot.process.stdin.write(encode({"drop": order}))

    async def close(self) -> None:
        """End the processes."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        for slot in self._slots:
            await _end(slot)

    @property
    def processes(self) -> list[int]:
        """The ids of the living processes."""
        return [slot.process.pid for slot in self._slots if slot.process and slot.process.returncode is None]

    async def _work(self, slot: _WorkerSlot) -> None:
        """Take tasks, those of open stories first, until cancelled."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: slot.waiting or self._new)
                task = (slot.waiting or self._new).popleft()
            if task.result.done():  # nobody waits for it any more
                continue
            try:
                step = await self._step(slot, task)
            except asyncio.CancelledError:
                task.result.cancel()
                raise
            except Exception as error:
                if not task.result.done():
                    task.result.set_exception(error)
            else:
                if not task.result.done():
                    task.result.set_result(step)

    async def _step(self, slot: _WorkerSlot, task: _Task) -> StepResult:
        """One step in a slot's process, which is started if there is none."""
        if slot.steps >= _MAX_STEPS and not slot.open:
            await _end(slot)
        process = await self._process_of(slot)
        order = task.order if task.order.id in slot.open else replace(task.order, since=0)
        left = self.bounds.seconds - self._spent.get(order.id, 0.0)
        data, _ = pack(replace(order, answers=order.answers[order.since :]))
        raw = b"" if order.since else task.raw
        head = {"order": data, "seconds": max(left, 0.0), "memory": self.bounds.memory}
        slot.steps += 1
        late = False
        try:
            async with asyncio.timeout(max(left, 0.0) + (_START_SECONDS if slot.fresh else 0.0)):
                step = await _asked(process, encode(head, [raw]))
        except TimeoutError:
            step, late = None, True
        if step is None:
            why = await self._why(slot, late=late)
            self._vacate(slot)
            self._spent.pop(order.id, None)
            raise Killed(why)
        slot.fresh = False
        self._spent[order.id] = self._spent.get(order.id, 0.0) + step.seconds
        (slot.open.add if step.calls else slot.open.discard)(order.id)
        if not step.calls:
            self._spent.pop(order.id, None)
        return step

    def _vacate(self, slot: _WorkerSlot) -> None:
        """Empty a slot: its stories are open nowhere now, and those that wait for it may take any slot."""
        slot.process, slot.fresh, slot.steps = None, True, 0
        slot.open.clear()
        self._new.extendleft(reversed(slot.waiting))
        slot.waiting.clear()

    async def _process_of(self, slot: _WorkerSlot) -> asyncio.subprocess.Process:
        """The slot's process; if it died while nothing was asked of it, that is no story's fault."""
        if slot.process and slot.process.returncode is not None:
            self._vacate(slot)
        if slot.process is None:
            try:
                slot.process = await asyncio.create_subprocess_exec(
                    *command(_BOOT),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is meant for us; we end the process ourselves
                    env=_environment(),
                )
            except OSError as error:
                raise OutputError(f"a process for the work cannot be started ({error.strerror})") from error
        return slot.process

    async def _why(self, slot: _WorkerSlot, *, late: bool) -> str:
        """How a process ended, in words; it is ended if it is still alive."""
        process = slot.process
        if process is None or late:
            await _end(slot)
            return f"it takes longer than {self.bounds.seconds:g} s of work (--story-deadline)"
        with suppress(TimeoutError):
            async with asyncio.timeout(2.0):
                await process.wait()
        code = process.returncode
        await _end(slot)
        if code == OUT_OF_MEMORY:
            return f"it needs more than {self.bounds.memory / 1e9:g} GB of memory (--story-memory)"
        if code == -signal.SIGKILL:
            return "the system ended its process, most likely for lack of memory"
        return f"its process crashed (exit {code})"


async def _asked(process: asyncio.subprocess.Process, frame: bytes) -> StepResult | None:
    """The step that a process gives for an order; None if it ended instead, or gave nothing readable."""
    assert process.stdin and process.stdout  # noqa: S101 - pipes, as requested above
    try:
        process.stdin.write(frame)
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(4), "big")
        if size > _MOST_HEAD:
            return None
        head: dict[str, Any] = json.loads(await process.stdout.readexactly(size))
        blobs = [await process.stdout.readexactly(length) for length in head.pop("sizes")]
        return unpack(head, blobs)
    except (OSError, asyncio.IncompleteReadError, ValueError, TypeError, KeyError):
        return None


async def _end(slot: _WorkerSlot) -> None:
    """End a slot's process, if there is one."""
    process, slot.process = slot.process, None
    slot.fresh, slot.steps = True, 0
    if process is None:
        return
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
    if process.stdin:
        process.stdin.close()
        with suppress(OSError):
            await process.stdin.wait_closed()


def _environment() -> dict[str, str]:
    """What a worker sees of the environment: no key and no setting, because an order holds all it needs."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARIZE_"))}
