"""Calls of many stories within shared limits: calls at once, one sum of money reserved before; each has its account."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from summarize.batch.answers import STORY, Answers, SharedLimits, SharedModel, models_of
from summarize.batch.ledger import Ledger
from summarize.batch.stories import Source, Story
from summarize.config import Config
from summarize.errors import ConfigError, LimitError, RetryableError
from summarize.llm import Call, Reply
from summarize.llm.endpoint import ModelDependencies, ModelSettings
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.run_context import Backend, Prices, current_scope
from summarize.records import Event
from tests.fault_server import KEY, Act, FaultServer, completion, error

PRICES = Prices(model="m", prompt=Decimal(1_000), completion=Decimal(10_000))  # $0.001 a prompt token, $0.01 a reply's
CALL = Call(name="direct", messages=(("user", "x"),), max_tokens=10, prompt_tokens=100)  # at most $0.20


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


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
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
        return Act(body=completion(body["messages"][0]["content"]), wait=0.002)

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
