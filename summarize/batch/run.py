"""The whole batch: takes the stories in the ledger, has them carried on, answers their calls, writes what is finished.

Stories in flight are bounded, and all that is kept of a finished one is its row. Model calls are answered here, in one
event loop, wherever the CPU work is done. A story that fails costs only itself; what would fail every story (no key, no
money, a full disk) ends the batch, and the stories that it had begun wait for the next one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..config import Config
from ..errors import LimitError, OutputError, ProviderError, RetryableError, SummarizeError
from ..records import Event, Usage
from .ledger import Entry, Ledger, Outcome, State
from .local import Executor, Killed
from .outputs import FAILED_PRIORITY, PARTIAL_PRIORITY, QUARANTINED_PRIORITY, write_story
from .steps import RepliesMissing, StepResult, WorkOrder, answer_of, call_of, error_of, raised

if TYPE_CHECKING:
    from ..llm.runner import ModelRun
    from .answers import Answers

MOST_KILLS = 2  # a story that has ended two processes is quarantined
_MAX_FAILED_IN_A_ROW = 10  # stories in a row for which a provider failed: it is out of order


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one story of a batch. `files` are its outputs by format; a failed one has none.

    `state` is done, partial (something is missing, `error` says what), failed or quarantined (it ended two processes).
    `resumed`: it was finished before this run. `cost_usd` counts the calls whose price is known.
    """

    story: str
    state: State
    files: Mapping[str, Path]
    error: str = ""
    exit_code: int = 0
    headline: str = ""
    attempts: int = 0
    seconds: float = 0.0
    cost_usd: float = 0.0
    resumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSetup:
    """What a batch's stories have in common.

    At most `max_in_flight` stories are in flight at once; 0 for as many as keep the executor and the call slots busy.
    """

    folder: Path
    config: Config
    formats: Sequence[str]
    max_in_flight: int = 0


@dataclass(eq=False)
class Batch:
    """One run over the stories that wait in a ledger. `answers` is None if no model is asked.

    `halt` is what ended it early, None if every story had its turn.
    """

    setup: BatchSetup
    ledger: Ledger
    executor: Executor
    answers: Answers | None = None
    on_event: Callable[[Event], None] = lambda _: None
    halt: SummarizeError | None = None
    _tries: Iterator[int] = field(default_factory=count)
    _to_retry: list[Entry] = field(default_factory=list)
    _tried_twice: set[str] = field(default_factory=set)
    _failed_in_a_row: int = 0
    _started: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    async def run(self, tell: Callable[[BatchResult], None]) -> None:
        """Work on every waiting story; `tell` receives each result when it is there. No story makes it raise."""
        async with AsyncExitStack() as stack:
            if self.answers:
                await stack.enter_async_context(self.answers)
            max_in_flight = self.setup.max_in_flight or await self._default_in_flight()
            await self._run_waiting(tell, max_in_flight)
            while await self._next_round():
                await self._run_waiting(tell, max_in_flight)

    async def _next_round(self) -> bool:
        """Whether replies that came later allow stories to go on."""
        try:
            return not self.halt and self.answers is not None and await self.answers.next_round()
        except SummarizeError as error:
            self.halt = error
            return False

    async def _run_waiting(self, tell: Callable[[BatchResult], None], max_in_flight: int) -> None:
        """Give every waiting story its turn."""
        waiting = self.ledger.waiting()
        tasks: set[asyncio.Task[BatchResult | None]] = set()
        try:
            while True:
                while len(tasks) < max_in_flight and not self.halt and (entry := self._next_entry(waiting)):
                    tasks.add(asyncio.create_task(self._work_on(entry)))
                if not tasks:
                    return
                done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    if result := task.result():
                        tell(result)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _default_in_flight(self) -> int:
        """One story for each pair of hands and one waiting for it, and one for each call that may be in flight."""
        return 2 * await self.executor.open() + (self.setup.config.concurrency if self.answers else 0)

    def _next_entry(self, waiting: Iterator[Entry]) -> Entry | None:
        """The next story; when all have had their turn, those whose calls failed for a reason that may have passed."""
        entry = next((each for each in waiting if not (self.answers and self.answers.awaits(each.key))), None)
        if entry is None and self._to_retry:
            entry = self._to_retry.pop(0)
            self._tried_twice.add(entry.key)
        return entry

    async def _work_on(self, entry: Entry) -> BatchResult | None:
        """One story, to its end; None if the batch ends first."""
        try:
            return await self._try(entry)
        except SummarizeError as error:  # from the ledger or the disk
            self.halt = self.halt or error
            return None
        except Exception as bug:  # it costs only its story
            return self._record_failure(entry, SummarizeError(f"internal error: {type(bug).__name__}: {bug}"[:300]))

    async def _try(self, entry: Entry) -> BatchResult | None:
        """Read a story and carry it on, again if it ends its process; None if it must wait or the batch ends."""
        self.ledger.start(entry.key)
        begun = time.monotonic()
        try:
            raw = await asyncio.to_thread(entry.source.read, self.setup.config.max_size)
        except SummarizeError as error:
            return self._record_failure(entry, error)
        story = _StoryInProgress(entry, raw, next(self._tries))
        while True:
            try:
                step = await self._carry_on(story)
            except Killed as killed:
                story.kills, story.held = self.ledger.record_kill(entry.key, str(killed)), 0
                self.on_event(Event("story ended its process", story.kills, MOST_KILLS, f"{entry.key}: {killed}"))
                if story.kills >= MOST_KILLS:
                    outcome = Outcome(
                        code=LimitError.exit_code, error=str(killed), review_priority=QUARANTINED_PRIORITY
                    )
                    return self._record_end(entry, "quarantined", outcome)
                continue
            except RepliesMissing:
                await self.executor.drop(story.id)
                self.ledger.await_replies(entry.key)
                return None
            except SummarizeError as error:
                await self.executor.drop(story.id)
                return self._give_up(entry, error, time.monotonic() - begun)
            return await self._deliver(entry, step, time.monotonic() - begun)

    async def _carry_on(self, story: _StoryInProgress) -> StepResult:
        """Carry a story on and answer its calls, until it asks for nothing more."""
        while True:
            step = await self.executor.advance(self._order(story), story.raw)
            if step.lost:
                story.held = 0
                continue
            if not step.calls:
                return step
            story.held = len(story.answers)
            story.answers.append(await self._answer(story, step))

    def _order(self, story: _StoryInProgress) -> WorkOrder:
        entry, setup = story.entry, self.setup
        return WorkOrder(
            id=story.id,
            key=entry.key,
            path=entry.source.path,
            lines=bool(entry.source.spans),
            settings=asdict(setup.config),
            formats=tuple(setup.formats),
            answers=tuple(story.answers),
            since=story.held,
            account=self._account(story),
        )

    def _account(self, story: _StoryInProgress) -> dict[str, Any]:
        """What the story's calls have cost so far, and what its reader should know about them."""
        usage = replace(story.run.usage if story.run else Usage(), seconds=time.monotonic() - story.begun)
        return {
            "usage": asdict(usage),
            "notices": [asdict(notice) for notice in story.run.notices] if story.run else [],
            "model": self.answers.name if self.answers else None,
            "started": self._started,
        }

    async def _answer(self, story: _StoryInProgress, step: StepResult) -> dict[str, Any]:
        """The replies to a round of calls. The plan handles a provider's fault; any other ends the story."""
        assert self.answers is not None  # noqa: S101 - only a batch with a model has plans that ask
        story.run = story.run or self.answers.new_run()
        calls = tuple(call_of(call) for call in step.calls)
        try:
            replies = await self.answers.answer(story.run, story.entry.key, calls)
        except ProviderError as error:
            if self.setup.config.fallback != "embedded":
                raise
            return {"error": error_of(error)}
        if self.answers.used_up:  # optional calls were left out for lack of money: such a summary is not worth keeping
            raise self.answers.used_up
        return answer_of(replies)

    async def _deliver(self, entry: Entry, step: StepResult, seconds: float) -> BatchResult | None:
        """Write a finished story; its row comes last, so that a row that says "finished" is always right."""
        if step.error is not None:
            return self._record_failure(entry, raised(step.error), seconds)
        priority = step.review_priority + (PARTIAL_PRIORITY if step.partial else 0.0)
        code = 3 if step.partial else 0
        outcome = Outcome(code=code, error=step.partial, seconds=seconds, facts=step.facts, review_priority=priority)
        state: State = "partial" if step.partial else "done"
        writing = asyncio.ensure_future(asyncio.to_thread(write_story, self.setup.folder, entry.name, step.files))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:  # the thread continues, and finishes what it writes
            await writing
            self._record_end(entry, state, outcome)
            raise
        self._failed_in_a_row = 0
        return self._record_end(entry, state, outcome)

    def _give_up(self, entry: Entry, error: SummarizeError, seconds: float) -> BatchResult | None:
        """A story whose calls were not answered. What every other story would meet too ends the batch."""
        if isinstance(error, RetryableError):
            self._failed_in_a_row += 1
        if self.halt or _concerns_all(error, self.answers) or self._failed_in_a_row >= _MAX_FAILED_IN_A_ROW:
            self.halt = self.halt or error
            self.ledger.put_back(entry.key, str(error))
            return None
        if isinstance(error, RetryableError) and entry.key not in self._tried_twice:
            self.ledger.put_back(entry.key, str(error))
            self._to_retry.append(entry)
            return None
        return self._record_failure(entry, error, seconds)

    def _record_failure(self, entry: Entry, error: SummarizeError, seconds: float = 0.0) -> BatchResult:
        """Note that a story failed, and why."""
        outcome = Outcome(code=error.exit_code, error=str(error), seconds=seconds, review_priority=FAILED_PRIORITY)
        return self._record_end(entry, "failed", outcome)

    def _record_end(self, entry: Entry, state: State, outcome: Outcome) -> BatchResult:
        """Note how a story ended, and give it as a result."""
        self.ledger.finish(entry.key, state, outcome)
        return result_of(self.ledger.entry(entry.key), self.setup, resumed=False)


@dataclass(slots=True, eq=False)
class _StoryInProgress:
    """A story in progress: what was answered so far, and how much of that its process knows."""

    entry: Entry
    raw: bytes
    number: int
    answers: list[dict[str, Any]] = field(default_factory=list)
    held: int = 0
    kills: int = 0
    run: ModelRun | None = None
    begun: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        """Its id, which differs from one try to the next."""
        return f"{self.number}.{self.kills} {self.entry.key}"


def _concerns_all(error: SummarizeError, answers: Answers | None) -> bool:
    """Whether an error says nothing about its story: a key, a name, a disk, money."""
    if isinstance(error, OutputError) or (answers is not None and error is answers.used_up):
        return True
    return isinstance(error, ProviderError) and not isinstance(error, RetryableError) and not error.refused


def result_of(entry: Entry, setup: BatchSetup, *, resumed: bool) -> BatchResult:
    """A story's row as a result."""
    written = entry.state in ("done", "partial")
    files = {layout: setup.folder / f"{entry.name}.{layout}" for layout in setup.formats} if written else {}
    return BatchResult(
        story=entry.key,
        state=entry.state,
        files=files,
        error=entry.error,
        exit_code=entry.code,
        headline=str(entry.facts.get("headline", "")),
        attempts=entry.attempts,
        seconds=entry.seconds,
        cost_usd=entry.cost,
        resumed=resumed,
    )


def finished_before(ledger: Ledger, setup: BatchSetup) -> Iterator[BatchResult]:
    """The stories that earlier runs have finished."""
    for entry in ledger.entries():
        if entry.state not in ("queued", "running"):
            yield result_of(entry, setup, resumed=True)
