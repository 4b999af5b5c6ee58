"""A story carried on step by step: the seam between the batch and whoever does the CPU work.

A `WorkOrder` names the story and all that has been answered so far; a step gives either the calls it asks next, or its
finished files. `PlanStore` does the work: it keeps a story's plan open. If it has none, because the story comes from
another process or machine, it makes one and plays the answers again, which gives the same plan. So no story is lost
when a process ends, and no model is asked twice. Values are JSON's, so they pass through any pipe, and what comes back
is only data.

`serve` is the process that carries stories on: orders come in on standard input, steps go out on standard output. A
frame is the length of a JSON head, the head, and the bytes it announces. The process bounds its own memory, sets its
own alarm in case its parent is gone, and ends with its standard input, even in the middle of a story.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from .. import errors
from ..config import Config
from ..errors import SummarizeError
from ..records import ModelUsage, Notice, Summary, Usage
from ..render import BY_SHORT_NAME
from ..render.verdicts import find_shortfall
from .outputs import facts_of, review_needs

if TYPE_CHECKING:
    from ..llm import Call, Reply
    from ..pipeline import Plan
    from ..records import LoadResult

OUT_OF_MEMORY = 86  # exit code
_GRACE_SECONDS = 10.0  # seconds before the alarm for the parent, which keeps time too
_NO_ROOM = "failed to map segment"  # what the loader says when there is no memory for a library


class RepliesMissing(Exception):
    """Some replies to a step's calls are not there yet: the story is taken up again when they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """What to do for a story. `raw` are the bytes of its source; `lines` says that they are lines of stories.

    `answers` are the answers to its calls so far: per round, replies or an error, as `answer_of` and `error_of` write
    them; the process that holds the plan knows `since` of them. `account` is what the calls have cost and shown. `id`
    distinguishes this try of a story from every other.
    """

    id: str
    key: str
    path: str
    lines: bool
    settings: Mapping[str, Any]
    formats: tuple[str, ...]
    answers: Sequence[Mapping[str, Any]] = ()
    since: int = 0
    account: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """The result of an order: `calls` to be answered, or finished `files` by format with `facts`, or an `error`.

    `lost`: whoever was asked does not hold the plan, so the order must be given again in full. `partial` says what is
    missing from a finished story, "" if nothing is. `seconds` of work.
    """

    calls: tuple[Mapping[str, Any], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    review_priority: float = 0.0
    partial: str = ""
    error: Mapping[str, Any] | None = None
    lost: bool = False
    seconds: float = 0.0


class PlanStore:
    """The plans of stories in progress in this process, by the ids of their orders."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Plan, int]] = {}

    def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
        """Carry a story on by one step. Any fault of the story becomes the step's error, except MemoryError."""
        started = time.perf_counter()
        try:
            step = self._advance(order, raw, started)
        except SummarizeError as error:
            step = StepResult(error=error_of(error))
        except MemoryError:
            raise
        except Exception as bug:
            name = type(bug).__name__
            step = StepResult(error=error_of(SummarizeError(f"internal error: {name}: {bug}", hint="please report it")))
        if not step.calls:
            self.drop(order.id)
        return replace(step, seconds=time.perf_counter() - started)

    def drop(self, order: str) -> None:
        """Forget a story that nobody carries on."""
        plan, _ = self._open.pop(order, (None, 0))
        if plan:
            plan.close()

    def _advance(self, order: WorkOrder, raw: bytes, started: float) -> StepResult:
        held = self._open.get(order.id)
        if held and (held[1] != order.since or not order.answers):
            self.drop(order.id)
            held = None
        if order.since and not held:
            return StepResult(lost=True)
        try:
            calls: tuple[Call, ...] = ()
            plan = held[0] if held else _plan_of(order, raw)
            if not held:
                calls = next(plan)
            for answer in order.answers:
                calls = _answered(plan, answer)
        except StopIteration as end:
            return _finished(_accounted(end.value, order.account, time.perf_counter() - started), order)
        self._open[order.id] = plan, order.since + len(order.answers)
        return StepResult(calls=tuple(asdict(call) for call in calls))


def _plan_of(order: WorkOrder, raw: bytes) -> Plan:
    from ..pipeline import plan

    return plan(articles_of(order, raw), Config(**order.settings))


def articles_of(order: WorkOrder, raw: bytes) -> LoadResult:
    """The articles of a story. Those from a line have no file of their own: their texts go into the summary's JSON."""
    from ..ingest.load import load_bytes
    from ..ingest.web.settings import WebSettings
    from .stories import articles_in

    config = Config(**order.settings)
    web = WebSettings.of(config)
    if not order.lines:
        return load_bytes(raw, order.path, max_size=config.max_size, web=web)
    intake = load_bytes(articles_in(raw), f"{order.key}.json", max_size=config.max_size, web=web)
    articles = tuple(replace(article, path=None, record=None) for article in intake.articles)
    return replace(intake, articles=articles)


def _answered(plan: Plan, answer: Mapping[str, Any]) -> tuple[Call, ...]:
    from ..llm import Reply

    if "error" in answer:
        return plan.throw(raised(answer["error"]))
    return plan.send(tuple(Reply(**reply) for reply in answer["replies"]))


def _accounted(summary: Summary, account: Mapping[str, Any], seconds: float) -> Summary:
    """A summary with its calls' cost, what a reader should know about them, and these additional seconds of work."""
    if not account:
        return summary
    usage = dict(account["usage"])
    usage["seconds"] = round(usage["seconds"] + seconds, 3)
    usage["models"] = tuple(ModelUsage(**each) for each in usage["models"])
    notices = tuple(Notice(**each) for each in account["notices"])
    model = account["model"] if summary.run.engine == "model" else None
    run = replace(summary.run, model=model, started=account["started"])
    return replace(summary, usage=Usage(**usage), warnings=(*summary.warnings, *notices), run=run)


def _finished(summary: Summary, order: WorkOrder) -> StepResult:
    """The files of a summary; none if it is incomplete and must not be."""
    found = find_shortfall(summary)
    if found and order.settings.get("strict"):
        return StepResult(error=error_of(found.error(found.message, hint="leave out strict to have it written")))
    texts = {name: BY_SHORT_NAME[name].render(summary) for name in order.formats}
    return StepResult(
        files={name: text.encode("utf-8", "backslashreplace") for name, text in texts.items()},
        facts=facts_of(summary),
        review_priority=review_needs(summary).weight,
        partial=found.message if found else "",
    )


def call_of(data: Mapping[str, Any]) -> Call:
    """A call from a step's JSON."""
    from ..llm import Call

    messages = tuple((role, content) for role, content in data["messages"])
    return Call(**{**data, "messages": messages})


def answer_of(replies: Sequence[Reply]) -> dict[str, Any]:
    """A round's replies, for an order."""
    return {"replies": [asdict(reply) for reply in replies]}


def error_of(error: SummarizeError) -> dict[str, Any]:
    """An error, for an order or a step."""
    return {"kind": type(error).__name__, "message": error.message, "hint": error.hint}


def raised(data: Mapping[str, Any]) -> SummarizeError:
    """An error from its JSON."""
    kind = getattr(errors, str(data["kind"]), SummarizeError)
    known = isinstance(kind, type) and issubclass(kind, SummarizeError)
    error: SummarizeError = (kind if known else SummarizeError)(data["message"], hint=data["hint"])
    return error


def pack(value: WorkOrder | StepResult) -> tuple[dict[str, Any], list[bytes]]:
    """An order or a step as JSON values, and the bytes that go with them."""
    data = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, WorkOrder):
        return data, []
    files = data.pop("files")
    return {**data, "files": list(files)}, list(files.values())


def unpack(data: Mapping[str, Any], blobs: Sequence[bytes]) -> StepResult:
    """A step from what `pack` made."""
    files = dict(zip(data["files"], blobs, strict=True))
    return StepResult(**{**data, "files": files, "calls": tuple(data["calls"])})


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
