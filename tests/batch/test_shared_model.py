"""The one door: so many calls at once, one sum of money for all stories, reserved before anything is sent."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from summarize.batch.jobs import Source, Story
from summarize.batch.ledger import Ledger
from summarize.batch.shared_model import STORY, Door, SharedModel
from summarize.errors import ConfigError, LimitError, RetryableError
from summarize.llm import Call, Reply
from summarize.llm.backend import Backend
from summarize.llm.prices import Prices
from summarize.llm.run_context import current_scope

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
def ledger(tmp_path):
    with Ledger(tmp_path) as found:
        found.register([Story("s", Source("f", "1"))], "shape", lambda name: True)
        STORY.set("s")
        yield found


def shared(model: Slow, door: Door, prices: Prices | None = PRICES) -> SharedModel:
    return SharedModel(model, Backend(model, prices), door)


def test_no_more_calls_than_slots_leave_at_once(ledger):
    async def work():
        model, door = Slow(), Door(ledger, 3)
        many = [shared(model, door) for _ in range(4)]  # as several stories and roles have them
        await asyncio.gather(*(each.complete(CALL) for each in many for _ in range(5)))
        return model, door

    model, door = asyncio.run(work())
    assert model.most == 3
    assert model.asked == door.sent == 20
    assert len(set(map(id, model.retries))) == 1
    assert ledger.spent() == Decimal("3.00")
    assert ledger.tally().unsettled == 0


@pytest.mark.parametrize(("most", "answered"), [("0.19", 0), ("0.20", 1), ("0.34", 1), ("0.35", 2), ("0.50", 3)])
def test_the_money_of_all_stories_is_one_sum(ledger, most, answered):
    async def work():
        model = Slow()
        door = Door(ledger, 16, Decimal(most))
        each = shared(model, door)
        results = await asyncio.gather(*(each.complete(CALL) for _ in range(6)), return_exceptions=True)
        return model, door, results

    model, door, results = asyncio.run(work())
    assert model.asked == answered
    assert sum(isinstance(each, Reply) for each in results) == answered
    assert all(isinstance(each, Reply | LimitError) for each in results)
    assert ledger.spent() <= Decimal(most)
    assert isinstance(door.used_up, LimitError)


def test_money_spent_by_an_earlier_run_counts(ledger):
    async def work():
        return await shared(Slow(), Door(ledger, 1, Decimal("0.30"))).complete(CALL)

    asyncio.run(work())
    with pytest.raises(LimitError, match="max_cost"):
        asyncio.run(work())


def test_the_calls_of_a_batch_can_be_counted(ledger):
    async def work():
        model = Slow()
        each = shared(model, Door(ledger, 1, max_calls=2))
        for _ in range(2):
            await each.complete(CALL)
        with pytest.raises(LimitError, match="call 3 of the batch"):
            await each.complete(CALL)
        return model.asked

    assert asyncio.run(work()) == 2


def test_a_call_that_failed_frees_its_money(ledger):
    async def work():
        each = shared(Slow(fail=True), Door(ledger, 1, Decimal("0.20")))
        for _ in range(3):
            with pytest.raises(RetryableError):
                await each.complete(CALL)

    asyncio.run(work())
    assert ledger.spent() == 0


def test_a_call_that_was_cancelled_may_have_been_paid(ledger):
    async def work():
        model = Slow()
        model.free.clear()
        door = Door(ledger, 2, Decimal("0.30"))
        each = shared(model, door)
        task = asyncio.create_task(each.complete(CALL))
        await asyncio.sleep(0.01)
        assert ledger.spent() == Decimal("0.20")  # reserved while it is under way
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        model.free.set()
        with pytest.raises(LimitError):
            await each.complete(CALL)
        return door

    door = asyncio.run(work())
    assert ledger.spent() == Decimal("0.20")
    assert door.under_way == 0


def test_a_limit_in_dollars_needs_a_price(ledger):
    async def work():
        shared(Slow(), Door(ledger, 1, Decimal(1)), None)

    with pytest.raises(ConfigError, match="price of m is not known"):
        asyncio.run(work())


def test_it_looks_like_the_model_it_asks(ledger):
    async def work():
        return shared(Slow(), Door(ledger, 1))

    each = asyncio.run(work())
    assert (each.name, each.identity, each.base_url, each.reasons) == ("m", "m", "", False)
