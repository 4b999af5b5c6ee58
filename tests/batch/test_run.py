"""The whole batch inside one loop, with an executor that is scripted: what fails, what ends the batch, what waits."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace

import pytest

from summarize.batch.answers import Answers
from summarize.batch.ledger import Ledger
from summarize.batch.local import Killed
from summarize.batch.run import Batch, BatchSetup
from summarize.batch.steps import PlanStore, StepResult, WorkOrder, error_of
from summarize.batch.stories import find_stories
from summarize.config import Config
from summarize.errors import InputError, LimitError, OutputError, ProviderError, RetryableError
from summarize.llm import Call, Reply
from tests.batch.test_steps import reply
from tests.batches import states, write_stories

EMBEDDED = Config(engine="embedded")
MODEL = Config(engine="model", model="m", check="values", stream=False, cache="none", price_prompt=1.0,
               price_completion=1.0)  # fmt: skip


class Room:
    """An executor in this process; `deaths` says how often a story ends it."""

    def __init__(self, deaths: dict[str, int] | None = None) -> None:
        self.deaths = dict(deaths or {})
        self.plans = PlanStore()
        self.inside = self.most = 0
        self.dropped: list[str] = []

    async def open(self) -> int:
        return 2

    async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.05)
        self.inside -= 1
        if self.deaths.get(order.key, 0):
            self.deaths[order.key] -= 1
            raise Killed("its process crashed (exit -11)")
        return self.plans.advance(order if order.since == 0 else asked_anew(order), raw)

    async def drop(self, order: str) -> None:
        self.dropped.append(order)

    async def close(self) -> None:
        pass


def asked_anew(order: WorkOrder) -> WorkOrder:
    """The plan may be made again at any time: here it always is."""
    return WorkOrder(
        **{**asdict(order), "since": 0, "id": f"{order.id} {order.since}", "answers": tuple(order.answers)}
    )


class Writer:
    name, identity = "m", ""

    def __init__(self, fails: dict[int, Exception] | None = None, tokens: int = 20) -> None:
        self.fails, self.asked, self.tokens = fails or {}, 0, tokens

    async def complete(self, call: Call) -> Reply:
        self.asked += 1
        if error := self.fails.get(self.asked, self.fails.get(0)):
            raise error
        return Reply(text=reply(call).text, prompt_tokens=100, completion_tokens=self.tokens)


def run(tmp_path, executor=None, *, model=None, config=EMBEDDED, count=5, max_in_flight=3):
    path = write_stories(tmp_path / "s.jsonl", count)
    folder = tmp_path / "out"
    results = []
    with Ledger(folder) as ledger:
        ledger.register(find_stories([path], 10**6), "shape", lambda name: True)
        setup = BatchSetup(folder=folder, config=config, formats=("json",), max_in_flight=max_in_flight)
        answers = Answers(config, ledger, model) if model else None
        batch = Batch(setup, ledger, executor or Room(), answers)
        asyncio.run(batch.run(results.append))
        waiting = [(entry.key, entry.error) for entry in ledger.waiting()]
    return batch, results, waiting


def test_every_story_is_done_and_written(tmp_path):
    batch, results, waiting = run(tmp_path)
    assert set(states(results).values()) == {"done"}
    assert len(results) == 5
    assert all(result.files["json"].is_file() for result in results)
    assert (batch.halt, waiting) == (None, [])
    told = json.loads(results[0].files["json"].read_text())
    assert told["run"]["started"] == batch._started
    assert told["usage"]["seconds"] > 0
    assert told["usage"]["calls"] == 0


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_stories_are_in_flight_than_allowed(tmp_path, most):
    executor = Room()
    run(tmp_path, executor, max_in_flight=most)
    assert executor.most == most


@pytest.mark.parametrize(("deaths", "state", "attempts"), [(1, "done", 2), (2, "quarantined", 3)])
def test_a_story_may_end_one_process_and_not_two(tmp_path, deaths, state, attempts):
    _, results, _ = run(tmp_path, Room({"story-002": deaths}))
    found = next(result for result in results if result.story == "story-002")
    assert found.state == state
    assert found.attempts == attempts
    assert list(states(results).values()).count("done") == 5 - (state != "done")
    if state == "quarantined":
        assert found.error == "its process crashed (exit -11)"


def test_what_has_no_summary_stands_before_what_lacks_something_and_that_before_the_rest(tmp_path):
    class Mixed(Room):
        async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
            step = await super().advance(order, raw)
            given = {"story-001": {"partial": "x"}, "story-002": {"error": error_of(InputError("y"))}}
            return replace(step, review_priority=99.0 * (order.key == "story-000"), **given.get(order.key, {}))

    run(tmp_path, Mixed({"story-003": 2}), count=4)
    with Ledger(tmp_path / "out") as ledger:
        assert [each.key for each in ledger.entries()] == ["story-003", "story-002", "story-001", "story-000"]


def test_stories_with_a_model_are_written_and_paid_for_once_each(tmp_path):
    model = Writer()
    _, results, _ = run(tmp_path, model=model, config=MODEL)
    assert set(states(results).values()) <= {"done", "partial"}
    assert model.asked >= 5
    assert sum(result.cost_usd for result in results) == pytest.approx(model.asked * 120 / 1e6)


def test_a_story_that_dies_with_a_model_does_not_pay_again(tmp_path):
    first, second = Writer(), Writer()
    for name in "ab":
        (tmp_path / name).mkdir()
    run(tmp_path / "a", model=first, config=MODEL)

    class Dying(Room):
        """Dies once of each story, after its first calls were answered."""

        def __init__(self) -> None:
            super().__init__()
            self.killed: set[str] = set()

        async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
            if order.answers and order.key not in self.killed:
                self.killed.add(order.key)
                raise Killed("the system ended its process")
            return await super().advance(order, raw)

    _, results, _ = run(tmp_path / "b", Dying(), model=second, config=MODEL)
    assert len(results) == 5
    assert second.asked == first.asked


@pytest.mark.parametrize(("error", "code"), [(ProviderError("no key"), 5), (LimitError("one call is too large"), None)])
def test_what_every_story_would_meet_ends_the_batch(tmp_path, error, code):
    batch, results, waiting = run(tmp_path, model=Writer({0: error}), config=MODEL)
    if code:
        assert batch.halt.exit_code == code
        assert results == []
        assert [key for key, _ in waiting] == [f"story-{n:03}" for n in range(5)]
    else:
        assert batch.halt is None
        assert set(states(results).values()) == {"failed"}


def test_what_may_pass_fails_its_story_until_it_is_an_outage(tmp_path):
    down = RetryableError("the server is down")
    batch, results, waiting = run(tmp_path, model=Writer({1: down}), config=MODEL, max_in_flight=1)
    assert list(states(results))[-1] == "story-000"  # it has another turn when all have had one
    assert "failed" not in states(results).values()
    assert (batch.halt, results[-1].attempts) == (None, 2)
    (tmp_path / "more").mkdir()
    writer = Writer({0: down})
    batch, results, waiting = run(tmp_path / "more", model=writer, config=MODEL, count=14, max_in_flight=1)
    assert (batch.halt, writer.asked) == (down, 10)
    assert results == []
    assert len(waiting) == 14


def test_a_story_whose_calls_fail_twice_fails(tmp_path):
    down = RetryableError("the server is down")

    class Choosy(Writer):
        async def complete(self, call: Call) -> Reply:
            if "Calde" in str(call.messages):
                raise down
            return await super().complete(call)

    batch, results, waiting = run(tmp_path, model=Choosy(), config=MODEL)
    assert [key for key, state in states(results).items() if state == "failed"] == ["story-002"]
    assert (batch.halt, waiting) == (None, [])
    assert next(each.exit_code for each in results if each.state == "failed") == 6


def test_money_that_is_used_up_ends_the_batch_and_leaves_no_half_story(tmp_path):
    config = Config(**{**asdict(MODEL), "max_cost": 0.02})
    batch, results, waiting = run(tmp_path, model=Writer(tokens=4_000), config=config, count=9, max_in_flight=1)
    assert isinstance(batch.halt, LimitError)
    assert "max_cost" in batch.halt.message
    assert len(results) + len(waiting) == 9
    assert 0 < len(results) < 9
    assert sum(result.cost_usd for result in results) <= 0.02


def test_a_full_disk_ends_the_batch_and_the_story_waits(tmp_path, monkeypatch):
    def write(folder, name, files):
        if name == "story-001":
            raise OutputError("no room")
        real(folder, name, files)

    from summarize.batch import run as module

    real = module.write_story
    monkeypatch.setattr(module, "write_story", write)
    batch, results, _ = run(tmp_path, max_in_flight=1)
    assert isinstance(batch.halt, OutputError)
    assert list(states(results)) == ["story-000"]
    with Ledger(tmp_path / "out") as ledger:
        assert [entry.key for entry in ledger.waiting()] == [f"story-{n:03}" for n in range(1, 5)]


def test_a_bug_costs_its_story_only(tmp_path):
    class Buggy(Room):
        async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
            if order.key == "story-003":
                raise KeyError("x")
            return await super().advance(order, raw)

    batch, results, _ = run(tmp_path, Buggy())
    assert [(each.story, each.error) for each in results if each.state != "done"] == [
        ("story-003", "internal error: KeyError: 'x'")
    ]
    assert batch.halt is None


def test_a_story_whose_text_changes_while_it_waits_fails_alone(tmp_path):
    class Changing(Room):
        async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
            write_stories(tmp_path / "s.jsonl", 5, {4: "Changed."})
            return await super().advance(order, raw)

    _, results, _ = run(tmp_path, Changing(), max_in_flight=1)
    assert states(results)["story-004"] == "failed"
    assert "changed while" in next(each.error for each in results if each.story == "story-004")


def test_a_batch_that_is_cancelled_leaves_its_stories_waiting(tmp_path):
    class Stuck(Room):
        async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
            if order.key == "story-003":
                asyncio.get_running_loop().call_soon(task.cancel)
                await asyncio.sleep(3_600)
            return await super().advance(order, raw)

    path = write_stories(tmp_path / "s.jsonl", 5)
    results = []

    async def main(ledger):
        nonlocal task
        setup = BatchSetup(folder=tmp_path / "out", config=EMBEDDED, formats=("json",), max_in_flight=1)
        task = asyncio.current_task()
        await Batch(setup, ledger, Stuck()).run(results.append)

    task = None
    with Ledger(tmp_path / "out") as ledger:
        ledger.register(find_stories([path], 10**6), "shape", lambda name: True)
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(main(ledger))
    with Ledger(tmp_path / "out") as ledger:
        assert [entry.key for entry in ledger.waiting()] == ["story-003", "story-004"]
