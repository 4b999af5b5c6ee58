"""Takes calls to a provider by file, and brings the answers: each posting is submitted once, whatever happens.

A posting is in the ledger before its file leaves. One whose outcome nobody saw is looked for by its mark before it is
submitted again. Money is reserved for every line beforehand, and settled when its answer comes. Files go to a
provider's Batch API, or into a folder for a server that is run over a file: `vllm run-batch -i IN -o OUT`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from ..errors import LimitError, OutputError
from ..llm import Call, Reply
from ..llm.batch_endpoint import URL, ProviderBatch
from ..llm.provider_errors import Failed, Fault, Kind, as_error, fault_of_status, redact
from ..llm.run_context import Backend
from ..records import Event
from .file_calls import AnswerLine, Limits, Line, Lines, SubmittedFile, answers_in, custom_id, line_of, packed
from .ledger import Ledger, used_up_error
from .outputs import BEGUN

if TYPE_CHECKING:
    from ..llm.openai_client import OpenAIModel

_SUCCESS = 200
_SECONDS_UNCHANGED = 120.0  # seconds without a change; then a file with missing lines is taken as it is
_IN, _OUT = ".in.jsonl", ".out.jsonl"


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

    async def look(self, batch: str) -> ProviderBatch:
        """How a batch stands."""
        ...

    async def fetch(self, file: str, into: Path) -> None:
        """Get a file of answers."""
        ...


@dataclass(frozen=True, slots=True)
class RoleModel:
    """One role's model: what words and reads its calls, what they cost, where they go."""

    model: OpenAIModel
    backend: Backend
    exchange: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingLimits:
    """What may be sent: US dollars in all (None: any sum), calls of this run (0: any number)."""

    max_cost: Decimal | None = None
    max_calls: int = 0


class BatchSubmitter:
    """The postings of one batch. `on_answer` receives each reply with its line and cost before the posting has ended.

    `used_up` is the error of the first call for which no money or no call was left.
    """

    def __init__(
        self,
        ledger: Ledger,
        role_models: Mapping[str, RoleModel],
        *,
        spending: SpendingLimits,
        limits: Limits | None = None,
        on_event: Callable[[Event], None] = lambda _: None,
        on_answer: Callable[[Line, Reply, Decimal | None], None] = lambda *_: None,
    ) -> None:
        self.lines = Lines(ledger)
        self.used_up: LimitError | None = None
        self._ledger, self._role_models, self._spending = ledger, role_models, spending
        self._limits = limits or Limits()
        self._on_event, self._on_answer = on_event, on_answer
        self._sent = 0

    def want(self, story: str, key: str, call: Call) -> None:
        """Note that a call is to be sent with the next posting."""
        role = call.role if call.role in self._role_models else ""
        self.lines.want(story, key, role, call, *_put(self._role_model(role), call))

    async def post(self) -> None:
        """Submit what was begun, then everything wanted that can be paid for. Raises what `as_error` gives."""
        self.used_up = None
        for posting in self.lines.postings():
            if not posting.batch:
                await self._deliver(posting)
        for role, role_model in self._role_models.items():
            for file in packed(self._affordable(role, role_model.backend), self._limits):
                posting = SubmittedFile(uuid4().hex, role)
                priced = [(line, role_model.backend.most(line.call)) for line in file]
                self.lines.send(posting, role_model.backend.name, priced)
                await self._deliver(posting)

    async def collect(self) -> bool:
        """Take the answers of every ended posting; says whether there was one. Raises what `as_error` gives."""
        found = False
        for posting in self.lines.postings():
            if not posting.batch:
                continue
            role_model = self._role_model(posting.role)
            with self._as_raised(role_model):
                standing = await role_model.exchange.look(posting.batch)
            if standing.ended:
                await self._take(posting, role_model, standing)
                found = True
        return found

    def _role_model(self, role: str) -> RoleModel:
        return self._role_models.get(role) or self._role_models[""]

    def _affordable(self, role: str, backend: Backend) -> Iterator[Line]:
        """The wanted calls of a role in order, as far as money and number allow."""
        spent, spending = self._ledger.spent(), self._spending
        for line in self.lines.wanted(role):
            if line.size > self._limits.size:
                error = LimitError(f"{line.call.name}: its line of {line.size:,} bytes is longer than a file may be")
                error.refused = True
                self.lines.fail(line, error)
                continue
            spent += backend.most(line.call)
            if spending.max_cost is not None and spent > spending.max_cost:
                self._stop(f"{line.call.name} could bring the batch to ${spent:.4f}", "max_cost", spending.max_cost)
                return
            if spending.max_calls and self._sent >= spending.max_calls:
                self._stop(f"{line.call.name} would be call {self._sent + 1}", "max_calls", spending.max_calls)
                return
            self._sent += 1
            yield line

    def _stop(self, what: str, setting: str, most: object) -> None:
        self.used_up = self.used_up or used_up_error(f"{what}, over {setting} {most}", setting)

    async def _deliver(self, posting: SubmittedFile) -> None:
        """Upload and submit a posting, or find out that this was done."""
        role_model, batch = self._role_model(posting.role), ""
        with self._as_raised(role_model):
            if posting.file:  # it was uploaded, and may have been submitted before the run or the connection ended
                batch = await role_model.exchange.find(posting.mark)
            else:
                posting = replace(posting, file=await self._uploaded(posting, role_model))
                self.lines.uploaded(posting.mark, posting.file)
            batch = batch or await role_model.exchange.submit(posting.file, posting.mark)
        self.lines.submitted(posting.mark, batch)
        self._on_event(Event("batch", detail=f"{batch} is submitted; {self.lines.sent():,} calls are under way"))

    async def _uploaded(self, posting: SubmittedFile, role_model: RoleModel) -> str:
        with _scratch(self._ledger.folder) as path:
            with path.open("wb") as file:
                for line in self.lines.of(posting.mark):
                    file.write(line_of(custom_id(posting.mark, line.id), URL, line.body))
            return await role_model.exchange.upload(path, f"{posting.mark}.jsonl")

    async def _take(self, posting: SubmittedFile, role_model: RoleModel, standing: ProviderBatch) -> None:
        """Match a posting's answers with its lines; all of it is noted in one step."""
        with _scratch(self._ledger.folder) as first, _scratch(self._ledger.folder) as second:
            fetched = []
            for file, path in zip(standing.files, (first, second), strict=False):
                with self._as_raised(role_model):
                    if await _fetched(role_model.exchange, file, path):
                        fetched.append(path)
            with self._ledger.together():
                for answered in chain.from_iterable(map(answers_in, fetched)):
                    if line := self._line(posting, answered):
                        self._tell(role_model, line, answered)
                why = redact(standing.why or f"the batch is {standing.status} and has no answer to it")
                for line in self.lines.of(posting.mark):
                    self.lines.lose(line, why, billed=standing.status != "failed")
                self.lines.end(posting.mark)
        self._on_event(Event("batch", detail=f"{posting.batch} is {standing.status}"))

    def _line(self, posting: SubmittedFile, answered: AnswerLine) -> Line | None:
        """The line of a posting that is answered; None for another posting's, and for one that is already answered."""
        mark, _, number = answered.custom_id.rpartition("-")
        if mark != posting.mark or not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        return self.lines.one_of(mark, int(number))

    def _tell(self, role_model: RoleModel, line: Line, answered: AnswerLine) -> None:
        """Note what became of a line."""
        if not answered.status:
            self.lines.lose(line, redact(answered.why, role_model.model.secret), billed=False)
            return
        if answered.status != _SUCCESS:
            body, name = answered.body.decode("ascii"), answered.request_id
            fault = fault_of_status(answered.status, body, request_id=name, secret=role_model.model.secret)
            self._refused(role_model, line, fault)
            return
        try:
            reply = role_model.model.read(answered.body, line.call)
        except Failed as failure:
            self._refused(role_model, line, failure.fault)
            return
        reply = replace(reply, request_id=redact(answered.request_id, role_model.model.secret)[:80])
        cost = role_model.backend.cost(line.call, reply)
        self.lines.answer(line, reply, cost)
        self._on_answer(line, reply, cost)

    def _refused(self, role_model: RoleModel, line: Line, fault: Fault) -> None:
        """A line that failed: lost, to be sent in another form, filtered, or failed for good."""
        if fault.kind is Kind.FILTERED:
            self.lines.answer(line, Reply(text="", finish="content_filter", refusal=fault.message), Decimal(0))
        elif fault.worth_retrying:
            self.lines.lose(line, fault.message, billed=fault.may_be_billed)
        elif _put(role_model, line.call)[0] != line.body or role_model.model.learn(fault, line.call):
            self.lines.put_otherwise(line, *_put(role_model, line.call))
        else:
            error = as_error(fault, call=line.call.name, model=role_model.backend.name, attempts=line.tries + 1)
            self.lines.fail(line, error, billed=fault.may_be_billed)

    @contextmanager
    def _as_raised(self, role_model: RoleModel) -> Iterator[None]:
        try:
            yield
        except Failed as failure:
            fault = failure.fault
        else:
            return
        raise as_error(fault, call="the batch", model=role_model.backend.name, attempts=1)


def _put(role_model: RoleModel, call: Call) -> tuple[str, int]:
    """The request for a call, and the most bytes its line takes."""
    body = json.dumps(role_model.model.request(call))
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


class FileExchange:
    """The folder. `now` gives seconds since 1970. Raises OutputError if it cannot be written or read."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder, self._now = folder, now

    async def upload(self, path: Path, name: str) -> str:
        """Put a file of lines into the folder; it appears only when complete."""
        mark = name.removesuffix(".jsonl")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            begun = self.folder / f".{mark}.begun"
            shutil.copyfile(path, begun)
            begun.replace(self.folder / f"{mark}{_IN}")
        except OSError as error:
            raise self._failed(error) from error
        return mark

    async def submit(self, file: str, mark: str) -> str:
        """Nothing to do: the file is in the folder and waits for whoever answers."""
        return file

    async def find(self, mark: str) -> str:
        """The batch's id: its mark."""
        return mark if (self.folder / f"{mark}{_IN}").is_file() else ""

    async def look(self, batch: str) -> ProviderBatch:
        """Whether the answers are there."""
        answers = self.folder / f"{batch}{_OUT}"
        try:
            if not answers.is_file():
                return ProviderBatch(status="in_progress")
            whole = _lines(answers) >= _lines(self.folder / f"{batch}{_IN}")
            still = self._now() - answers.stat().st_mtime >= _SECONDS_UNCHANGED
        except OSError as error:
            raise self._failed(error) from error
        return (
            ProviderBatch(status="completed", files=(batch,)) if whole or still else ProviderBatch(status="in_progress")
        )

    async def fetch(self, file: str, into: Path) -> None:
        """Copy the answers."""
        try:
            shutil.copyfile(self.folder / f"{file}{_OUT}", into)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self.folder}: cannot be used for the files of calls and answers ({error.strerror or error})",
            hint="name another folder for the batch files",
        )


def _lines(path: Path) -> int:
    """The number of complete lines in a file."""
    count = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            count += part.count(b"\n")
    return count
