"""Postings: once submitted, found again, joined with what comes; limits of a file and of the money on either side.
Calls and answers by files of a folder, as `vllm run-batch` reads and writes them.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from summarize.batch.file_calls import Limits
from summarize.batch.ledger import Ledger
from summarize.batch.stories import Source, Story
from summarize.batch.submitter import BatchSubmitter, FileExchange, RoleModel, SpendingLimits
from summarize.errors import LimitError, OutputError, ProviderError, RetryableError, SummarizeError
from summarize.llm import Call, Reply
from summarize.llm.batch_endpoint import ProviderBatch
from summarize.llm.endpoint import ModelDependencies
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.provider_errors import Failed, Fault, Kind
from summarize.llm.run_context import Backend, Prices
from tests.batch_api_server import completion

KEY = "sk-test-0123456789abcdefXYZ"
PRICES = Prices(model="m", prompt=Decimal(2_000), completion=Decimal(20_000), batch=True)  # $0.001 and $0.01 a token
MOST = Decimal("0.20")  # of a call, at half the price


class Counter:
    """An exchange in memory. `answers` makes the files of a batch from its lines; `faults` are raised by name, once."""

    def __init__(self, answers: Callable[[list[dict]], list[list[dict]]] = lambda lines: [[ok(x) for x in lines]]):
        self.answers = answers
        self.faults: dict[str, list[Kind]] = {}
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, str] = {}  # mark: file
        self.done: list[str] = []
        self.status = "completed"
        self.why = ""

    def _fault(self, name: str) -> None:
        self.done.append(name)
        if kinds := self.faults.get(name):
            raise Failed(Fault(kind=kinds.pop(0), message="no"))

    async def upload(self, path: Path, name: str) -> str:
        self._fault("upload")
        self.files[name] = path.read_bytes()
        return name

    async def submit(self, file: str, mark: str) -> str:
        self._fault("submit before")
        assert mark not in self.batches
        self.batches[mark] = file
        self._fault("submit after")
        return f"b-{mark}"

    async def find(self, mark: str) -> str:
        self._fault("find")
        return f"b-{mark}" if mark in self.batches else ""

    async def look(self, batch: str) -> ProviderBatch:
        self._fault("look")
        lines = [json.loads(line) for line in self.files[self.batches[batch[2:]]].splitlines()]
        names = []
        for number, answers in enumerate(self.answers(lines)):
            self.files[f"{batch}-{number}"] = b"".join(json.dumps(each).encode() + b"\n" for each in answers)
            names.append(f"{batch}-{number}")
        return ProviderBatch(status=self.status, files=tuple(names), why=self.why)

    async def fetch(self, file: str, into: Path) -> None:
        self._fault("fetch")
        into.write_bytes(self.files[file])


def ok(line: dict, text: str = "") -> dict:
    body = completion(text or line["body"]["messages"][0]["content"], 100, 5)  # $0.15 at half the price
    return {"custom_id": line["custom_id"], "response": {"status_code": 200, "request_id": "q", "body": body}}


def refused(line: dict, status: int, **error: str) -> dict:
    return {"custom_id": line["custom_id"], "response": {"status_code": status, "body": {"error": error}}}


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path) as found:
        found.register([Story("s", Source("f", "1"))], "shape", lambda name: True)
        yield found


def submitter(ledger, exchange, *, limits=None, told=None, **spending) -> BatchSubmitter:
    model = OpenAIModel(
        "m", base_url="http://127.0.0.1:9/v1", surroundings=ModelDependencies(environment={"OPENAI_API_KEY": KEY})
    )
    role_model = RoleModel(model, Backend(model, PRICES), exchange)
    seen = told if told is not None else []
    return BatchSubmitter(
        ledger,
        {"": role_model},
        spending=SpendingLimits(**spending),
        limits=limits,
        on_answer=lambda *each: seen.append(each[:2]),
    )


def want(post: BatchSubmitter, count: int, text: str = "") -> None:
    for number in range(count):
        call = Call(
            name=f"c{number}", messages=(("user", f"{number}{text}"),), max_tokens=10, prompt_tokens=100,
            schema={"type": "object"},
        )  # fmt: skip
        post.want("s", str(number), call)


def texts(post: BatchSubmitter, count: int) -> list[str | None]:
    found = [post.lines.outcome(str(number)) for number in range(count)]
    return [each.text if isinstance(each, Reply) else each and str(each) for each in found]


def test_lines_are_submitted_once_and_joined_by_name(ledger):
    exchange, told = Counter(lambda lines: [[ok(line) for line in reversed(lines)]]), []
    post = submitter(ledger, exchange, told=told)
    want(post, 4)

    async def work():
        await post.post()
        await post.post()
        spent = ledger.spent()
        assert await post.collect()
        assert not await post.collect()
        return spent

    assert asyncio.run(work()) == 4 * MOST
    assert texts(post, 4) == ["0", "1", "2", "3"]
    assert exchange.done == ["upload", "submit before", "submit after", "look", "fetch"]
    assert ledger.spent() == Decimal("0.60")
    assert sorted(reply.text for _, reply in told) == ["0", "1", "2", "3"]
    assert not list(ledger.folder.glob(".batch-*"))


@pytest.mark.parametrize(("count", "files"), [(3, [3]), (4, [3, 1])])
def test_a_file_has_at_most_so_many_lines(ledger, count, files):
    exchange = Counter()
    post = submitter(ledger, exchange, limits=Limits(3, 100_000))
    want(post, count)
    asyncio.run(post.post())
    assert [file.count(b"\n") for file in exchange.files.values()] == files


@pytest.mark.parametrize(("spare", "files"), [(0, [2]), (-1, [1, 1])])
def test_a_file_has_at_most_so_many_bytes(ledger, spare, files):
    exchange = Counter()
    first = submitter(ledger, exchange)
    want(first, 2)
    size = sum(line.size for line in first.lines.wanted(""))
    post = submitter(ledger, exchange, limits=Limits(100, size + spare))
    asyncio.run(post.post())
    assert [file.count(b"\n") for file in exchange.files.values()] == files
    assert all(len(file) <= size + spare for file in exchange.files.values())


@pytest.mark.parametrize(("spare", "fits"), [(0, True), (-1, False)])
def test_a_line_that_no_file_can_hold_fails_alone(ledger, spare, fits):
    exchange = Counter()
    want(submitter(ledger, exchange), 1, "x" * 1_000)
    size = next(submitter(ledger, exchange).lines.wanted("")).size
    post = submitter(ledger, exchange, limits=Limits(100, size + spare))
    asyncio.run(post.post())
    assert bool(exchange.batches) is fits
    assert isinstance(post.lines.outcome("0"), LimitError) is not fits


@pytest.mark.parametrize(("max_cost", "count"), [("0.19", 0), ("0.20", 1), ("0.59", 2), ("0.60", 3)])
def test_money_is_reserved_before_anything_leaves(ledger, max_cost, count):
    exchange = Counter()
    post = submitter(ledger, exchange, max_cost=Decimal(max_cost))
    want(post, 3)
    asyncio.run(post.post())
    assert post.lines.sent() == count
    assert ledger.spent() == count * MOST
    assert (post.used_up is None) is (count == 3)


@pytest.mark.parametrize(("max_calls", "count"), [(1, 1), (3, 3), (0, 3)])
def test_calls_are_counted(ledger, max_calls, count):
    post = submitter(ledger, Counter(), max_calls=max_calls)
    want(post, 3)
    asyncio.run(post.post())
    assert post.lines.sent() == count
    assert (post.used_up is None) is (count == 3)


@pytest.mark.parametrize("where", ["upload", "submit before", "submit after", "find"])
def test_a_posting_whose_end_nobody_saw_is_found_or_submitted_once(ledger, where):
    exchange = Counter()
    exchange.faults = {"submit before": [Kind.LOST]} if where == "find" else {}
    exchange.faults[where] = [Kind.LOST]
    first = submitter(ledger, exchange)
    want(first, 2)
    for _ in range(len(exchange.faults)):
        with pytest.raises(RetryableError):
            asyncio.run(submitter(ledger, exchange).post())  # each time as after a restart
    assert ledger.spent() == 2 * MOST  # reserved, and not twice
    asyncio.run(submitter(ledger, exchange).post())
    assert len(exchange.batches) == 1
    assert ledger.spent() == 2 * MOST
    post = submitter(ledger, exchange)
    assert asyncio.run(post.collect())
    assert texts(post, 2) == ["0", "1"]


@pytest.mark.parametrize("where", ["look", "fetch"])
def test_answers_that_cannot_be_got_now_are_got_later(ledger, where):
    exchange = Counter()
    exchange.faults = {where: [Kind.LOST]}
    post = submitter(ledger, exchange)
    want(post, 2)
    asyncio.run(post.post())
    with pytest.raises(RetryableError):
        asyncio.run(post.collect())
    assert post.lines.sent() == 2
    assert asyncio.run(post.collect())
    assert texts(post, 2) == ["0", "1"]


def test_a_file_of_answers_that_is_gone_loses_its_lines(ledger):
    exchange = Counter()
    exchange.faults = {"fetch": [Kind.NOT_FOUND]}
    post = submitter(ledger, exchange)
    want(post, 2)
    asyncio.run(post.post())
    assert asyncio.run(post.collect())
    assert [line.tries for line in post.lines.wanted("")] == [1, 1]
    assert ledger.spent() == 2 * MOST  # it may have been billed


def test_the_first_of_several_answers_counts_and_those_of_others_do_not(ledger):
    def answers(lines: list[dict]) -> list[list[dict]]:
        first, second = lines
        other = {**first, "custom_id": first["custom_id"].replace("-", "0-")}
        long = f"{first['custom_id'].rpartition('-')[0]}-{'9' * 19}"  # more than the ledger can number
        names = ("", "-1", "1", f"{first['custom_id']}٣", "x-" + "9" * 30, long)
        strange = [{**first, "custom_id": name} for name in names]
        return [[ok(other), *map(ok, strange), ok(first), ok(first, "again")], [refused(first, 500), ok(second)]]

    post = submitter(ledger, Counter(answers))
    want(post, 2)
    asyncio.run(post.post())
    asyncio.run(post.collect())
    assert texts(post, 2) == ["0", "1"]
    assert ledger.spent() == Decimal("0.30")


@pytest.mark.parametrize(
    ("status", "error", "kind", "halts"),
    [
        (401, {"message": f"wrong key {KEY}"}, ProviderError, True),
        (404, {"message": "no such model"}, ProviderError, True),
        (400, {"message": "context length exceeded"}, LimitError, False),
        (400, {"message": "I do not like it"}, ProviderError, False),
    ],
)
def test_a_refused_line_fails_with_the_reason_and_without_the_key(ledger, status, error, kind, halts):
    post = submitter(ledger, Counter(lambda lines: [[refused(line, status, **error) for line in lines]]))
    want(post, 1)
    for _ in range(4):  # as long as it can be put another way
        asyncio.run(post.post())
        asyncio.run(post.collect())
    found = post.lines.outcome("0")
    assert isinstance(found, SummarizeError)
    assert type(found) is kind
    assert found.refused is not halts
    assert KEY not in str(found)
    assert ledger.spent() == 0


def test_a_refused_format_is_learnt_once_for_all_lines(ledger):
    def answers(lines: list[dict]) -> list[list[dict]]:
        def one(line: dict) -> dict:
            kind = line["body"].get("response_format", {}).get("type")
            return refused(line, 400, message="response_format json_schema") if kind == "json_schema" else ok(line, "y")

        return [[one(line) for line in lines]]

    exchange = Counter(answers)
    post = submitter(ledger, exchange)
    want(post, 3)
    for _ in range(2):
        asyncio.run(post.post())
        asyncio.run(post.collect())
    assert texts(post, 3) == ["y"] * 3
    last = exchange.files[list(exchange.batches.values())[-1]]
    assert {json.loads(line)["body"]["response_format"]["type"] for line in last.splitlines()} == {"json_object"}


def test_a_filtered_prompt_is_a_reply(ledger):
    answers = Counter(lambda lines: [[refused(line, 400, code="content_filter", message="no") for line in lines]])
    post = submitter(ledger, answers)
    want(post, 1)
    asyncio.run(post.post())
    asyncio.run(post.collect())
    found = post.lines.outcome("0")
    assert isinstance(found, Reply)
    assert found.finish == "content_filter"


@pytest.mark.parametrize(("status", "cost"), [("failed", 0), ("expired", 1), ("completed", 1)])
def test_a_line_that_stands_nowhere_counts_at_its_most_unless_nothing_was_done(ledger, status, cost):
    exchange = Counter(lambda _: [])
    exchange.status, exchange.why = status, "no room"
    post = submitter(ledger, exchange)
    want(post, 1)
    asyncio.run(post.post())
    asyncio.run(post.collect())
    assert ledger.spent() == cost * MOST
    assert next(post.lines.wanted("")).tries == 1


def test_what_cannot_be_read_as_an_answer_is_asked_again(ledger):
    def answers(lines: list[dict]) -> list[list[dict]]:
        bodies = [{}, [], None, "x", {"choices": []}]
        return [
            [
                {"custom_id": x["custom_id"], "response": {"status_code": 200, "body": y}}
                for x, y in zip(lines, bodies, strict=False)
            ]
        ]

    post = submitter(ledger, Counter(answers))
    want(post, 5)
    asyncio.run(post.post())
    asyncio.run(post.collect())
    assert [line.tries for line in post.lines.wanted("")] == [1] * 5
    assert ledger.spent() == 5 * MOST


def test_an_answer_that_stands_in_the_file_of_another_batch_does_not_count(ledger):
    exchange = Counter()
    exchange.answers = lambda _: [
        [ok(json.loads(line), "wrong") for name, file in exchange.files.items() if ".jsonl" in name and "-" not in name
         for line in file.splitlines()]
    ]  # fmt: skip
    post = submitter(ledger, exchange, limits=Limits(1, 100_000))
    want(post, 2)
    asyncio.run(post.post())
    seen = []
    take = post._tell

    def tell(role_model, line, answered) -> None:
        seen.append((line.id, len(post.lines.postings())))
        take(role_model, line, answered)

    post._tell = tell
    asyncio.run(post.collect())
    assert [number for _, number in seen] == [2, 1]  # a line with each of the two files


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"{}\n{}\n")
    return path


def test_a_file_goes_out_and_answers_come_back(tmp_path, lines):
    folder = tmp_path / "files"
    exchange = FileExchange(folder, now=lambda: 0.0)

    async def work():
        assert await exchange.find("abc") == ""
        file = await exchange.upload(lines, "abc.jsonl")
        assert await exchange.find("abc") == "abc"
        batch = await exchange.submit(file, "abc")
        assert not (await exchange.look(batch)).ended
        (folder / "abc.out.jsonl").write_bytes(b"1\n2\n")
        standing = await exchange.look(batch)
        await exchange.fetch(standing.files[0], tmp_path / "got")
        return standing

    assert asyncio.run(work()).status == "completed"
    assert [each.name for each in sorted(folder.iterdir())] == ["abc.in.jsonl", "abc.out.jsonl"]
    assert (folder / "abc.in.jsonl").read_bytes() == lines.read_bytes()
    assert (tmp_path / "got").read_bytes() == b"1\n2\n"


@pytest.mark.parametrize(
    ("answers", "age", "ended"),
    [(b"1\n2\n", 0, True), (b"1\n2", 0, False), (b"1\n", 119.9, False), (b"1\n", 120, True), (b"", 120, True)],
)
def test_a_file_that_is_being_written_is_waited_for(tmp_path, lines, answers, age, ended):
    exchange = FileExchange(tmp_path / "files", now=lambda: 1_000.0 + age)
    asyncio.run(exchange.upload(lines, "abc.jsonl"))
    path = tmp_path / "files" / "abc.out.jsonl"
    path.write_bytes(answers)
    os.utime(path, (1_000, 1_000))
    assert asyncio.run(exchange.look("abc")).ended is ended


def test_a_folder_that_is_a_file_is_one_line(tmp_path, lines):
    with pytest.raises(OutputError, match="files of calls and answers"):
        asyncio.run(FileExchange(lines).upload(lines, "abc.jsonl"))
