"""Calls of many stories within shared limits: calls at once, one sum of money reserved before; each has its account.
A batch by files, whole: rounds that come hours later, every fault of a provider, a restart in every gap.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.writer import reply_to
from summarize import BatchOptions, batch_status, summarize_batch
from summarize.batch.answers import STORY, Answers, PostedAnswers, SharedLimits, SharedModel, WaitPolicy, models_of
from summarize.batch.ledger import LEDGER, Ledger
from summarize.batch.stories import Source, Story
from summarize.config import Config
from summarize.errors import ConfigError, LimitError, ProviderError, RetryableError
from summarize.llm import Call, Reply, ScriptedModel
from summarize.llm.endpoint import ModelDependencies, ModelSettings
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.run_context import Backend, Prices, current_scope
from summarize.records import Event
from tests.batch_api_server import BatchServer, Ending, completion
from tests.batches import articles_of, states, write_stories
from tests.fault_server import KEY, Act, FaultServer, error
from tests.fault_server import completion as small_completion

PRICES = Prices(model="m", prompt=Decimal(1_000), completion=Decimal(10_000))  # $0.001 a prompt token, $0.01 a reply's
CALL = Call(name="direct", messages=(("user", "x"),), max_tokens=10, prompt_tokens=100)  # at most $0.20

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
REPOSITORY = Path(__file__).parents[2]
CALL_COST = 0.5 * (100 + 10) / 1_000_000  # dollars: the prices below, halved
STORIES = {f"story-{n}": articles_of(n) for n in range(3)}


class Slow:
    """Answers when it is let, and notes how many ask at once."""

    name, identity = "m", "m"

    def __init__(self, fail: bool = False) -> None:
        self.under_way = self.most = self.asked = 0
        self.fail = fail
        self.free = asyncio.Event()
        self.free.set()
        self.retries = []

    async def complete(self, call: Call) -> Reply:
        self.asked += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.retries.append(current_scope().retries)
        try:
            await self.free.wait()
            await asyncio.sleep(0.001)
            if self.fail:
                raise RetryableError("it failed")
        finally:
            self.under_way -= 1
        return Reply(text="a", prompt_tokens=100, completion_tokens=5)  # $0.15


@pytest.fixture
def story_ledger(tmp_path):
    with Ledger(tmp_path) as found:
        found.register([Story("s", Source("f", "1"))], "shape", lambda name: True)
        STORY.set("s")
        yield found


def shared(model: Slow, limits: SharedLimits, prices: Prices | None = PRICES) -> SharedModel:
    return SharedModel(model, Backend(model, prices), limits)


def test_no_more_calls_than_slots_leave_at_once(story_ledger):
    async def work():
        model, limits = Slow(), SharedLimits(story_ledger, 3)
        many = [shared(model, limits) for _ in range(4)]  # as several stories and roles have them
        await asyncio.gather(*(each.complete(CALL) for each in many for _ in range(5)))
        return model, limits

    model, limits = asyncio.run(work())
    assert model.most == 3
    assert model.asked == limits.sent == 20
    assert len(set(map(id, model.retries))) == 1
    assert story_ledger.spent() == Decimal("3.00")
    assert story_ledger.tally().unsettled == 0


@pytest.mark.parametrize(("most", "answered"), [("0.19", 0), ("0.20", 1), ("0.34", 1), ("0.35", 2), ("0.50", 3)])
def test_the_money_of_all_stories_is_one_sum(story_ledger, most, answered):
    async def work():
        model = Slow()
        limits = SharedLimits(story_ledger, 16, Decimal(most))
        each = shared(model, limits)
        results = await asyncio.gather(*(each.complete(CALL) for _ in range(6)), return_exceptions=True)
        return model, limits, results

    model, limits, results = asyncio.run(work())
    assert model.asked == answered
    assert sum(isinstance(each, Reply) for each in results) == answered
    assert all(isinstance(each, Reply | LimitError) for each in results)
    assert story_ledger.spent() <= Decimal(most)
    assert isinstance(limits.used_up, LimitError)


def test_money_spent_by_an_earlier_run_counts(story_ledger):
    async def work():
        return await shared(Slow(), SharedLimits(story_ledger, 1, Decimal("0.30"))).complete(CALL)

    asyncio.run(work())
    with pytest.raises(LimitError, match="max_cost"):
        asyncio.run(work())


def test_the_calls_of_a_batch_can_be_counted(story_ledger):
    async def work():
        model = Slow()
        each = shared(model, SharedLimits(story_ledger, 1, max_calls=2))
        for _ in range(2):
            await each.complete(CALL)
        with pytest.raises(LimitError, match="call 3 of the batch"):
            await each.complete(CALL)
        return model.asked

    assert asyncio.run(work()) == 2


def test_a_call_that_failed_frees_its_money(story_ledger):
    async def work():
        each = shared(Slow(fail=True), SharedLimits(story_ledger, 1, Decimal("0.20")))
        for _ in range(3):
            with pytest.raises(RetryableError):
                await each.complete(CALL)

    asyncio.run(work())
    assert story_ledger.spent() == 0


def test_a_call_that_was_cancelled_may_have_been_paid(story_ledger):
    async def work():
        model = Slow()
        model.free.clear()
        limits = SharedLimits(story_ledger, 2, Decimal("0.30"))
        each = shared(model, limits)
        task = asyncio.create_task(each.complete(CALL))
        await asyncio.sleep(0.01)
        assert story_ledger.spent() == Decimal("0.20")  # reserved while it is under way
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        model.free.set()
        with pytest.raises(LimitError):
            await each.complete(CALL)
        return limits

    limits = asyncio.run(work())
    assert story_ledger.spent() == Decimal("0.20")
    assert limits.under_way == 0


def test_a_limit_in_dollars_needs_a_price(story_ledger):
    async def work():
        shared(Slow(), SharedLimits(story_ledger, 1, Decimal(1)), None)

    with pytest.raises(ConfigError, match="price of m is not known"):
        asyncio.run(work())


def test_it_looks_like_the_model_it_asks(story_ledger):
    async def work():
        return shared(Slow(), SharedLimits(story_ledger, 1))

    each = asyncio.run(work())
    assert (each.name, each.identity, each.base_url, each.reasons) == ("m", "m", "", False)


CALLS = [Call(name=f"c{n}", messages=(("user", f"{n}"),), prompt_tokens=10, stream=True) for n in range(3)]


class Echo:
    name, identity = "echo", "echo"

    def __init__(self) -> None:
        self.asked: list[Call] = []
        self.opened = 0

    async def __aenter__(self):
        self.opened += 1
        return self

    async def __aexit__(self, *_):
        self.opened -= 10

    async def complete(self, call: Call) -> Reply:
        self.asked.append(call)
        return Reply(text=call.messages[0][1], prompt_tokens=10, completion_tokens=1)


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path) as found:
        found.register([Story(key, Source("f", key)) for key in "ab"], "shape", lambda name: True)
        yield found


def config(tmp_path, **changes) -> Config:
    return replace(Config(engine="model", model="echo", cache=str(tmp_path / "c.sqlite"), price_prompt=1.0,
                          price_completion=1.0), **changes)  # fmt: skip


def test_each_story_has_its_account_and_all_share_the_cache(tmp_path, ledger):
    model = Echo()

    async def work():
        async with Answers(config(tmp_path), ledger, model) as answers:
            first, second = answers.new_run(), answers.new_run()
            await answers.answer(first, "a", CALLS)
            replies = await answers.answer(second, "b", CALLS[:2])
            return answers.name, first.usage, second.usage, replies

    name, first, second, replies = asyncio.run(work())
    assert name == "echo"
    assert (first.calls, first.cached_calls) == (3, 0)
    assert (second.calls, second.cached_calls) == (0, 2)
    assert [reply.text for reply in replies] == ["0", "1"]
    assert model.opened == 1 - 10  # opened once, closed once
    assert not any(call.stream for call in model.asked)
    assert ledger.entry("a").cost > 0
    assert ledger.entry("b").cost == 0


def test_what_only_a_single_run_can_show_is_left_out(tmp_path, ledger):
    told: list[Event] = []

    class Wordy(Echo):
        async def complete(self, call: Call) -> Reply:
            from summarize.llm.run_context import current_scope

            current_scope().on_event(Event("words", 1, 0, "x"))
            current_scope().on_event(Event("retry", 1, 2, "x"))
            return await super().complete(call)

    async def work():
        async with Answers(config(tmp_path), ledger, Wordy(), told.append) as answers:
            await answers.answer(answers.new_run(), "a", CALLS[:1])

    asyncio.run(work())
    assert [event.stage for event in told] == ["call sent", "retry", "call answered"]


def test_a_checker_answers_the_reading_calls(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    given = Config(engine="model", model="writer", checker="reader")
    models = models_of(given, None)
    assert {role: model.name for role, model in models.items()} == {"": "writer", "check": "reader"}
    assert models["check"]._window is models[""]._window
    assert set(models_of(replace(given, check="values"), None)) == {""}
    assert isinstance(models_of(given, Echo())["check"], OpenAIModel)


def test_a_batch_without_a_name_of_a_model_is_refused(tmp_path, ledger):
    with pytest.raises(ConfigError, match="no model is named"):
        Answers(Config(engine="model"), ledger, None)


def test_identities_tell_models_apart(tmp_path, ledger):
    assert Answers(config(tmp_path), ledger, Echo()).identities == [" echo"]


def test_a_server_that_fails_now_and_then_loses_no_story_and_is_paid_once_for_each_call(tmp_path, ledger):
    """Forty stories side by side; half of the calls are first refused for the pace, fail or break."""
    turned_away: set[str] = set()
    faults = (Act(429, error("slow down")), Act(500, error("oops")), Act(502, reset=True), None, None, None)

    def act(_: int, body: dict) -> Act:
        asked = body["messages"][0]["content"]
        fault = faults[sum(map(int, asked.split())) % len(faults)]
        if fault and asked not in turned_away:
            turned_away.add(asked)
            return fault
        return Act(body=small_completion(body["messages"][0]["content"]), wait=0.002)

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    async def work(url: str) -> list[str]:
        world = ModelDependencies(environment={"OPENAI_API_KEY": KEY}, sleep=sleep)
        model = OpenAIModel("m", base_url=url, settings=ModelSettings(stream=False), surroundings=world)
        async with Answers(config(tmp_path, model="m", concurrency=8), ledger, model) as answers:

            async def story(number: int) -> list[str]:
                calls = [Call(name="c", messages=(("user", f"{number} {n}"),), prompt_tokens=9) for n in range(4)]
                replies = await answers.answer(answers.new_run(), "a", calls)
                return [reply.text for reply in replies]

            found = await asyncio.gather(*(story(number) for number in range(40)))
            return [text for texts in found for text in texts]

    async def main():
        async with FaultServer(act) as server:
            return await work(server.url), server

    texts, server = asyncio.run(main())
    assert texts == [f"{number} {n}" for number in range(40) for n in range(4)]
    answered = [body["messages"][0]["content"] for body in server.answered]
    assert sorted(answered) == sorted(texts)  # each is answered, and so paid, exactly once
    assert len(turned_away) > 40
    assert server.most_under_way <= 8
    assert ledger.tally().unsettled == 0
    # what may have been charged although it broke is counted at its most
    assert float(ledger.spent()) >= 160 * 10 / 1e6


def answer(body: dict) -> dict:
    """What a careful model writes, and in its first reply a sentence that no article says."""
    text = reply_to(body, 4_000)
    if body["messages"][0]["content"].startswith("You write one"):
        text += "\n[1] Police counted 777 horses in the town on Monday."
    return completion(text)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A batch over a server's Batch API; the folder is always the same."""

    def run(server, stories=None, options=None, **settings):
        monkeypatch.setenv("OPENAI_BASE_URL", server.url if server else "http://127.0.0.1:9/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        asked = options or BatchOptions(formats=("json",), batch_api=True, poll=0.02, workers=1)
        chosen = {"model": "m", "cache": "none", "price_prompt": 1.0, "price_completion": 1.0} | settings
        return list(summarize_batch(stories or STORIES, tmp_path / "out", options=asked, **chosen))

    return run


def once_each(server: BatchServer) -> bool:
    """Whether no request was answered, and so paid, twice."""
    return len(server.answered) == len(set(server.answered))


def test_rounds_come_one_after_the_other_at_half_the_price(tmp_path, run):
    with BatchServer(answer) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert [result.attempts for result in results] == [1, 1, 1]
    assert len(server.batches) == 3  # writing, mending, reading
    assert once_each(server)
    assert len(server.lines("batch_0")) == len(STORIES)
    usage = [json.loads(result.files["json"].read_text())["usage"] for result in results]
    assert sum(each["calls"] for each in usage) == len(server.answered)
    assert sum(each["cost_usd"] for each in usage) == pytest.approx(len(server.answered) * CALL_COST)
    status = batch_status(tmp_path / "out")
    assert status.cost_usd == pytest.approx(len(server.answered) * CALL_COST)
    assert status.unsettled_calls == 0
    assert server.keys == {f"Bearer {KEY}"}
    assert KEY.encode() not in (tmp_path / "out" / LEDGER).read_bytes()


def test_lines_that_are_lost_expired_or_repeated_cost_another_round_and_nothing_else(run):
    def ending(number: int) -> Ending:
        if number:
            return Ending(repeated=lambda place: place % 2 == 0)
        noise = (b"{", b"[]", b'{"custom_id": 3}', b'{"custom_id": "x-1", "response": null}', b"\xff")
        return Ending(status="expired", lost=lambda n: n == 0, expired=lambda n: n == 1, noise=noise)

    with BatchServer(answer, ending) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert once_each(server)
    assert {line["custom_id"].partition("-")[0] for line in server.lines("batch_0")} != {
        line["custom_id"].partition("-")[0] for line in server.lines("batch_1")
    }
    assert len(server.lines("batch_1")) >= 2  # the two that were lost


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (Ending(lost=lambda n: n == 0), "completed and has no answer"),
        (Ending(status="expired", expired=lambda n: n == 0), "batch_expired"),
        (Ending(status="cancelled", expired=lambda n: n == 0, reason="batch_cancelled"), "batch_cancelled"),
        (Ending(refused=lambda n, _: (500, {"message": "oops"}) if n == 0 else None), "500"),
    ],
)
def test_a_line_that_is_never_answered_fails_its_story_after_three_tries(tmp_path, run, ending, reason):
    with BatchServer(answer, lambda _: ending) as server:
        results = run(server, {"story-0": STORIES["story-0"]})
        assert states(results) == {"story-0": "failed"}
        assert "3 times" in results[0].error
        assert reason in results[0].error
        assert results[0].exit_code == ProviderError.exit_code
        assert len(server.batches) == 3
        server.ending = lambda _: Ending()  # it is tried again when that is asked for
        assert states(run(server, {"story-0": STORIES["story-0"]})) == {"story-0": "failed"}
        assert len(server.batches) == 3
        again = BatchOptions(formats=("json",), batch_api=True, poll=0.02, workers=1, retry="failed")
        assert states(run(server, {"story-0": STORIES["story-0"]}, again)) == {"story-0": "done"}


def test_a_batch_that_is_refused_whole_says_why(tmp_path, run):
    with BatchServer(answer, lambda _: Ending(status="failed", why=f"too many tokens, {KEY}")) as server:
        results = run(server)
    assert set(states(results).values()) == {"failed"}
    assert "too many tokens" in results[0].error
    assert KEY not in results[0].error
    assert batch_status(tmp_path / "out").cost_usd == 0


def test_a_format_that_the_model_does_not_take_is_put_otherwise(run):
    def ending(_: int) -> Ending:
        def refused(_: int, body: dict) -> tuple[int, dict] | None:
            return (400, {"message": "temperature: max_tokens is not supported"}) if "max_tokens" in body else None

        return Ending(refused=refused)

    with BatchServer(answer, ending) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 4  # the first one for nothing
    assert all("max_completion_tokens" in line["body"] for line in server.lines("batch_1"))


def test_wait_0_leaves_after_submitting_and_the_same_command_goes_on(run):
    left = BatchOptions(formats=("json",), batch_api=True, poll=0.02, wait=0, workers=1)
    with BatchServer(answer, lambda _: Ending(looks=2)) as server:
        for _ in range(3):
            with pytest.raises(RetryableError, match="not answered yet"):
                run(server, options=left)
        assert len(server.batches) == 2
        for _ in range(8):
            try:
                results = run(server, options=left)
            except RetryableError:
                continue
            break
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 3
    assert once_each(server)


def test_money_is_reserved_at_half_the_price_before_anything_is_sent(tmp_path, run):
    """Only as many first calls as the money allows are submitted; the others wait for what the first ones leave."""
    with BatchServer(answer) as server:
        with pytest.raises(LimitError, match="max_cost"):
            run(server, max_cost=0.0001)
        assert not server.requests
        with pytest.raises(LimitError, match="max_calls"):
            run(server, max_calls=2)
        assert len(server.lines("batch_0")) == 2
        spent = batch_status(tmp_path / "out").cost_usd
        assert spent == pytest.approx(2 * CALL_COST)
        assert set(states(run(server)).values()) == {"done"}
    assert once_each(server)


def test_a_provider_that_fails_for_a_while_is_asked_again(run):
    failures = {"upload": 2, "submit": 2, "look": 2, "fetch": 2}

    def status(name: str) -> int:
        failures[name] = failures.get(name, 0) - 1
        return 503 if failures[name] >= 0 else 200

    with BatchServer(answer, status=status) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 3
    assert once_each(server)


@pytest.mark.parametrize(("times", "is_over"), [(9, False), (10, True)])
def test_a_provider_that_fails_ten_times_in_a_row_is_out_of_order(run, times, is_over):
    left = [times]

    def status(name: str) -> int:
        left[0] -= name == "upload"
        return 503 if name == "upload" and left[0] >= 0 else 200

    with BatchServer(answer, status=status) as server:
        if is_over:
            with pytest.raises(RetryableError, match="503"):
                run(server)
        else:
            assert set(states(run(server)).values()) == {"done"}


@pytest.mark.parametrize(("now", "late"), [(4.9, False), (5.0, True)])
def test_the_time_to_wait_is_over_when_it_has_passed(tmp_path, monkeypatch, now, late):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with Ledger(tmp_path) as ledger:
        waiting = WaitPolicy(wait=5.0, clock=lambda: now)
        answers = PostedAnswers(Config(engine="model", model="m"), ledger, None, waiting=waiting)
        answers._began = 0.0
        assert answers._is_late() == late


def test_a_provider_that_refuses_ends_the_batch_with_its_reason(run):
    with BatchServer(answer, status=lambda name: 401 if name == "submit" else 200) as server:
        with pytest.raises(ProviderError, match="401"):
            run(server)
        server.status = lambda _: 200
        assert set(states(run(server)).values()) == {"done"}
    assert once_each(server)
    assert server.requests.count("upload") == 3


def test_a_kept_reply_is_not_submitted(tmp_path, run):
    with BatchServer(answer) as server:
        run(server, cache=str(tmp_path / "c.sqlite"))
        before = len(server.answered)
        for left in (tmp_path / "out").iterdir():
            left.unlink()
        results = run(server, cache=str(tmp_path / "c.sqlite"))
        assert len(server.answered) == before
    usage = json.loads(results[0].files["json"].read_text())["usage"]
    assert (usage["calls"], usage["cost_usd"]) == (0, 0)
    assert usage["cached_calls"] >= 3


@pytest.mark.parametrize("chosen", [{"engine": "embedded"}, {"tier": "flex"}])
def test_what_does_not_go_together_is_refused(run, chosen):
    with pytest.raises(ConfigError):
        run(None, **({"model": "m"} | chosen if "tier" in chosen else {"model": "", **chosen}))


def test_a_model_of_ones_own_has_no_files(tmp_path):
    with Ledger(tmp_path) as ledger, pytest.raises(ConfigError, match="OpenAI-compatible"):
        PostedAnswers(replace(Config(), engine="model", check="values"), ledger, ScriptedModel([]))


GAPS = [(when, name) for name in ("upload", "submit", "look", "fetch") for when in ("before", "after")]


def test_a_restart_in_every_gap_of_every_round_submits_nothing_twice(tmp_path):
    """The process is ended before and after each request of each of three rounds, 24 times, by kill -9."""
    path, out = write_stories(tmp_path / "s.jsonl", 2), tmp_path / "out"
    ended: set[tuple[str, str, int]] = set()
    process: list[subprocess.Popen] = []

    def gap(when: str):
        def end(name: str) -> None:
            made = len(server.batches)
            number = made if name == "upload" or (when, name) == ("before", "submit") else made - 1
            place = (when, name, number)
            if (when, name) in GAPS and place not in ended:
                ended.add(place)
                process[0].kill()
                process[0].wait()

        return end

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARIZE_"))}
    with BatchServer(answer, before=gap("before"), after=gap("after")) as server:
        environment = kept | {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
        command = [sys.executable, "-m", "summarize", "batch", str(path), "--into", str(out), "--config", "none"]
        command += ["--format", "json", "--workers", "1", "--model", "m", "--cache", "none", "--batch-api"]
        command += ["--price-prompt", "1", "--price-completion", "1", "--poll", "0.1"]
        for _ in range(40):
            process[:] = [subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, stdout=-3)]
            said = process[0].communicate()[1].decode()
            assert KEY not in said
            if process[0].returncode >= 0:
                break
        assert process[0].returncode == 0, said
    assert len(ended) >= 24
    assert len(server.batches) == 3
    assert once_each(server)
    assert {json.loads(each.read_text())["run"]["engine"] for each in out.glob("story-*.json")} == {"model"}
    status = batch_status(out)
    assert (status.states["done"], status.unsettled_calls) == (2, 0)
    assert status.cost_usd == pytest.approx(len(server.answered) * CALL_COST)


def test_calls_go_by_files_as_a_run_over_a_file_reads_and_writes_them(tmp_path, run):
    """Each run of the command writes a file of calls and leaves; what answers them is started in between."""
    folder = tmp_path / "files"
    options = BatchOptions(formats=("json",), batch_files=str(folder), poll=0.02, wait=0, workers=1)
    results = []
    for number in range(1, 4):
        with pytest.raises(RetryableError, match="not answered yet"):
            run(None, options=options)
        given = sorted(folder.glob("*.in.jsonl"))
        assert len(given) == number
        for file in given:
            out = file.with_name(file.name.replace(".in.", ".out."))
            lines = [json.loads(line) for line in file.read_text().splitlines()]
            told = [
                {"custom_id": x["custom_id"], "response": {"status_code": 200, "body": answer(x["body"])}}
                for x in lines
            ]
            out.write_text("".join(f"{json.dumps(each)}\n" for each in told))
    results = run(None, options=options)
    assert set(states(results).values()) == {"done"}
    calls = sum(file.read_text().count("\n") for file in folder.glob("*.in.jsonl"))
    assert batch_status(tmp_path / "out").cost_usd == pytest.approx(
        2 * calls * CALL_COST
    )  # nobody gives half the price


def test_a_reply_that_was_spent_on_reasoning_is_asked_again_in_another_round(run):
    def thoughtful(body: dict) -> dict:
        if body["messages"][0]["content"].startswith("You write one") and body["max_tokens"] < 9_000:
            told = completion("", written=100)
            told["choices"][0]["finish_reason"] = "length"
            told["usage"]["completion_tokens_details"] = {"reasoning_tokens": 100}
            return told
        return completion(reply_to(body, 4_000))

    with BatchServer(thoughtful) as server:
        results = run(server, {"story-0": STORIES["story-0"]}, check="values", output_tokens=5_000)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 2
    assert server.lines("batch_1")[0]["body"]["max_tokens"] > server.lines("batch_0")[0]["body"]["max_tokens"]
    assert json.loads(results[0].files["json"].read_text())["usage"]["calls"] == 2
