"""Takes calls to a provider by file, and brings the answers: each posting is submitted once, whatever happens.

A posting is in the ledger before its file leaves. One whose outcome nobody saw is looked for by its mark before it is
submitted again. Money is reserved for every line beforehand, and settled when its answer comes.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from ..errors import LimitError, OutputError
from ..llm import Call, Reply
from ..llm.backend import Backend
from ..llm.batch_endpoint import URL, Standing
from ..llm.provider_errors import Failed, Fault, Kind, as_error, fault_of_status, redact
from ..records import Event
from .joining import Answered, answers_in
from .ledger import Ledger
from .lines import Line, Lines, Posting
from .outputs import BEGUN
from .packing import Limits, custom_id, line_of, packed
from .shared_model import used_up_error

if TYPE_CHECKING:
    from ..llm.openai_client import OpenAIModel

_SUCCESS = 200


class Exchange(Protocol):
    """Where files of calls go and files of answers come from, as `BatchEndpoint` and `FileExchange` are."""

    async def upload(self, path: Path, name: str) -> str:
        """Send a file; gives its id."""
        ...

    async def submit(self, file: str, mark: str) -> str:
        """Have a file answered; gives the batch's id."""
        ...

    async def find(self, mark: str) -> str:
        """The batch that was submitted with a mark, or ""."""
        ...

    async def look(self, batch: str) -> Standing:
        """How a batch stands."""
        ...

    async def fetch(self, file: str, into: Path) -> None:
        """Get a file of answers."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One role's model: what words and reads its calls, what they cost, where they go."""

    model: OpenAIModel
    backend: Backend
    exchange: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """What may be sent: US dollars in all (None: any sum), calls of this run (0: any number)."""

    max_cost: Decimal | None = None
    max_calls: int = 0


class Postman:
    """The postings of one batch. `on_answer` receives each reply with its line and cost before the posting has ended.

    `used_up` is the error of the first call for which no money or no call was left.
    """

    def __init__(
        self,
        ledger: Ledger,
        desks: Mapping[str, Desk],
        *,
        purse: Purse,
        limits: Limits | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
        on_answer: Callable[[Line, Reply, Decimal | None], None] = lambda *_: None,
    ) -> None:
        self.lines = Lines(ledger)
        self.used_up: LimitError | None = None
        self._ledger, self._desks, self._purse = ledger, desks, purse
        self._limits = limits or Limits()
        self._on_event, self._on_answer = on_event, on_answer
        self._sent = 0

    def want(self, story: str, key: str, call: Call) -> None:
        """Note that a call is to be sent with the next posting."""
        role = call.role if call.role in self._desks else ""
        self.lines.want(story, key, role, call, *_put(self._desk(role), call))

    async def post(self) -> None:
        """Submit what was begun, then everything wanted that can be paid for. Raises what `as_error` gives."""
        self.used_up = None
        for posting in self.lines.postings():
            if not posting.batch:
                await self._deliver(posting)
        for role, desk in self._desks.items():
            for file in packed(self._affordable(role, desk.backend), self._limits):
                posting = Posting(uuid4().hex, role)
                priced = [(line, desk.backend.most(line.call)) for line in file]
                self.lines.send(posting, desk.backend.name, priced)
                await self._deliver(posting)

    async def collect(self) -> bool:
        """Take the answers of every ended posting; says whether there was one. Raises what `as_error` gives."""
        found = False
        for posting in self.lines.postings():
            if not posting.batch:
                continue
            desk = self._desk(posting.role)
            with self._told(desk):
                standing = await desk.exchange.look(posting.batch)
            if standing.ended:
                await self._take(posting, desk, standing)
                found = True
        return found

    def _desk(self, role: str) -> Desk:
        return self._desks.get(role) or self._desks[""]

    def _affordable(self, role: str, backend: Backend) -> Iterator[Line]:
        """The wanted calls of a role in order, as far as money and number allow."""
        spent, purse = self._ledger.spent(), self._purse
        for line in self.lines.wanted(role):
            if line.size > self._limits.size:
                error = LimitError(f"{line.call.name}: its line of {line.size:,} bytes is longer than a file may be")
                error.refused = True
                self.lines.fail(line, error)
                continue
            spent += backend.most(line.call)
            if purse.max_cost is not None and spent > purse.max_cost:
                self._stop(f"{line.call.name} could bring the batch to ${spent:.4f}", "max_cost", purse.max_cost)
                return
            if purse.max_calls and self._sent >= purse.max_calls:
                self._stop(f"{line.call.name} would be call {self._sent + 1}", "max_calls", purse.max_calls)
                return
            self._sent += 1
            yield line

    def _stop(self, what: str, setting: str, most: object) -> None:
        self.used_up = self.used_up or used_up_error(f"{what}, over {setting} {most}", setting)

    async def _deliver(self, posting: Posting) -> None:
        """Upload and submit a posting, or find out that this was done."""
        desk, batch = self._desk(posting.role), ""
        with self._told(desk):
            if posting.file:  # it was uploaded, and may have been submitted before the run or the connection ended
                batch = await desk.exchange.find(posting.mark)
            else:
                posting = replace(posting, file=await self._uploaded(posting, desk))
                self.lines.uploaded(posting.mark, posting.file)
            batch = batch or await desk.exchange.submit(posting.file, posting.mark)
        self.lines.submitted(posting.mark, batch)
        self._on_event(Event("batch", detail=f"{batch} is submitted; {self.lines.sent():,} calls are under way"))

    async def _uploaded(self, posting: Posting, desk: Desk) -> str:
        with _scratch(self._ledger.folder) as path:
            with path.open("wb") as file:
                for line in self.lines.of(posting.mark):
                    file.write(line_of(custom_id(posting.mark, line.id), URL, line.body))
            return await desk.exchange.upload(path, f"{posting.mark}.jsonl")

    async def _take(self, posting: Posting, desk: Desk, standing: Standing) -> None:
        """Match a posting's answers with its lines; all of it is noted in one step."""
        with _scratch(self._ledger.folder) as first, _scratch(self._ledger.folder) as second:
            fetched = []
            for file, path in zip(standing.files, (first, second), strict=False):
                with self._told(desk):
                    if await _fetched(desk.exchange, file, path):
                        fetched.append(path)
            with self._ledger.together():
                for path in fetched:
                    for answered in answers_in(path):
                        if line := self._line(posting, answered):
                            self._tell(desk, line, answered)
                why = redact(standing.why or f"the batch is {standing.status} and has no answer to it")
                for line in self.lines.of(posting.mark):
                    self.lines.lose(line, why, billed=standing.status != "failed")
                self.lines.end(posting.mark)
        self._on_event(Event("batch", detail=f"{posting.batch} is {standing.status}"))

    def _line(self, posting: Posting, answered: Answered) -> Line | None:
        """The line of a posting that is answered; None for another posting's, and for one that is already answered."""
        mark, _, number = answered.custom_id.rpartition("-")
        if mark != posting.mark or not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        return self.lines.one_of(mark, int(number))

    def _tell(self, desk: Desk, line: Line, answered: Answered) -> None:
        """Note what became of a line."""
        if not answered.status:
            self.lines.lose(line, redact(answered.why, desk.model.secret), billed=False)
            return
        if answered.status != _SUCCESS:
            body, name = answered.body.decode("ascii"), answered.request_id
            fault = fault_of_status(answered.status, body, request_id=name, secret=desk.model.secret)
            self._refused(desk, line, fault)
            return
        try:
            reply = desk.model.read(answered.body, line.call)
        except Failed as failure:
            self._refused(desk, line, failure.fault)
            return
        reply = replace(reply, request_id=redact(answered.request_id, desk.model.secret)[:80])
        cost = desk.backend.cost(line.call, reply)
        self.lines.answer(line, reply, cost)
        self._on_answer(line, reply, cost)

    def _refused(self, desk: Desk, line: Line, fault: Fault) -> None:
        """A line that failed: lost, to be sent in another form, filtered, or failed for good."""
        if fault.kind is Kind.FILTERED:
            self.lines.answer(line, Reply(text="", finish="content_filter", refusal=fault.message), Decimal(0))
        elif fault.worth_retrying:
            self.lines.lose(line, fault.message, billed=fault.may_be_billed)
        elif _put(desk, line.call)[0] != line.body or desk.model.learn(fault, line.call):
            self.lines.put_otherwise(line, *_put(desk, line.call))
        else:
            error = as_error(fault, call=line.call.name, model=desk.backend.name, attempts=line.tries + 1)
            self.lines.fail(line, error, billed=fault.may_be_billed)

    @contextmanager
    def _told(self, desk: Desk) -> Iterator[None]:
        try:
            yield
        except Failed as failure:
            fault = failure.fault
        else:
            return
        raise as_error(fault, call="the batch", model=desk.backend.name, attempts=1)


def _put(desk: Desk, call: Call) -> tuple[str, int]:
    """The request for a call, and the most bytes its line takes."""
    body = json.dumps(desk.model.request(call))
    return body, len(line_of(custom_id("0" * 32, 10**18), URL, body))


async def _fetched(exchange: Exchange, file: str, path: Path) -> bool:
    """Whether a file of answers could be fetched; one that the server no longer has holds none."""
    try:
        await exchange.fetch(file, path)
    except Failed as failure:
        if failure.fault.kind is not Kind.NOT_FOUND:
            raise
        return False
    return True


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A file that is removed at the end; if a batch is killed, the next one removes it."""
    try:
        number, name = tempfile.mkstemp(prefix=BEGUN, dir=folder)
        os.close(number)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error})", hint="make room") from error
