"""Prices: listed, given or unknown; unknown is never 0. A model of a run: room for reasoning, prices, and what it has
taken. The retry budget of a run, and who listens.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from summarize.llm import Call, Reply, ScriptedModel
from summarize.llm.run_context import Backend, Prices, RetryBudget, RunScope, current_scope, enter_scope
from summarize.records import Event, ModelUsage

OPENAI = "https://api.openai.com/v1"


def reply(prompt: int, completion: int, cached: int = 0, written: int = 0, tier: str = "") -> Reply:
    return Reply(
        text="x",
        prompt_tokens=prompt,
        completion_tokens=completion,
        cached_prompt_tokens=cached,
        written_prompt_tokens=written,
        tier=tier,
    )


def test_a_listed_model_has_its_price():
    prices = Prices(model="gpt-4o-mini", base_url=OPENAI)
    assert prices.cost(reply(1_000_000, 0)) == Decimal("0.15")
    assert prices.cost(reply(1_000_000, 0, 1_000_000)) < prices.cost(reply(1_000_000, 0))
    assert prices.known


def test_a_name_is_enough_where_the_provider_is_not_listed():
    for url in ("", "http://127.0.0.1:8000/v1", "https://proxy.example.org/v1"):
        assert Prices(model="gpt-4o-mini", base_url=url).cost(reply(1_000_000, 0)) == Decimal("0.15")


def test_an_unknown_price_is_unknown():
    prices = Prices(model="house-model-7b", base_url="https://models.example.org/v1")
    assert prices.cost(reply(1000, 1000)) is None and not prices.known


def test_given_prices_count():
    prices = Prices(model="gpt-4o-mini", prompt=Decimal(2), completion=Decimal(8))
    assert prices.cost(reply(1_000_000, 500_000)) == 6


def test_more_cached_tokens_than_tokens_is_a_servers_mistake():
    assert Prices(model="gpt-4o-mini").cost(reply(10, 1, 99)) > 0


def test_what_a_provider_keeps_of_a_prompt_may_cost_more_and_the_most_counts_it():
    dear, plain = Prices(model="gpt-5.6", base_url=OPENAI), Prices(model="gpt-4o-mini", base_url=OPENAI)
    assert dear.cost(reply(1000, 0, written=1000)) > dear.cost(reply(1000, 0))
    assert dear.most(1000, 0) == dear.cost(reply(1000, 0, written=1000))
    assert dear.cost(reply(1000, 0, 400, 9999)) == dear.cost(reply(1000, 0, 400, 600))
    assert plain.most(1000, 10) == plain.cost(reply(1000, 10))


def test_the_flex_tier_costs_half_at_openai_when_it_was_used():
    prices = Prices(model="gpt-4o-mini", base_url=OPENAI, tier="flex")
    listed = Prices(model="gpt-4o-mini", base_url=OPENAI).cost(reply(1000, 1000))
    assert listed
    assert prices.cost(reply(1000, 1000, tier="flex")) == listed / 2
    assert prices.cost(reply(1000, 1000, tier="default")) == prices.cost(reply(1000, 1000)) == listed
    assert prices.most(1000, 1000) == listed  # it may be served at the ordinary tier
    elsewhere = Prices(model="gpt-4o-mini", base_url="https://proxy.example.org/v1", tier="flex")
    assert elsewhere.cost(reply(1000, 1000, tier="flex")) == listed


def test_the_priority_tiers_price_is_not_known_unless_it_is_given():
    prices = Prices(model="gpt-4o-mini", base_url=OPENAI, tier="priority")
    assert not prices.known
    assert prices.cost(reply(10, 10, tier="priority")) is None
    assert prices.cost(reply(10, 10, tier="default")) > 0  # it was not used
    given = Prices(model="gpt-4o-mini", tier="priority", prompt=Decimal(2), completion=Decimal(8))
    assert given.known and given.cost(reply(1_000_000, 0, tier="priority")) == 2


def test_a_batch_costs_half_listed_or_given_and_no_tier_halves_it_again():
    for given in ({}, {"prompt": Decimal(2), "completion": Decimal(8)}):
        usual = Prices(model="gpt-4o-mini", base_url=OPENAI, **given)
        batch = Prices(model="gpt-4o-mini", base_url=OPENAI, batch=True, **given)
        assert 2 * batch.cost(reply(1000, 1000)) == usual.cost(reply(1000, 1000))
        assert batch.cost(reply(1000, 1000, tier="flex")) == batch.cost(reply(1000, 1000))
        assert 2 * batch.most(1000, 10) == usual.most(1000, 10)
    assert Prices(model="house-model-7b", batch=True).cost(reply(1, 1)) is None


CALL = Call(name="direct", messages=(("user", "Hello"),), prompt_tokens=100, max_tokens=900)
PRICES = Prices(model="m", prompt=Decimal(10), completion=Decimal(10))


class Thinker(ScriptedModel):
    """A model that is told to reason."""

    name = "thinker-1"
    identity = "thinker"
    reasons = True


def test_a_model_that_reasons_gets_room_for_it_and_others_do_not():
    assert Backend(Thinker([]), room=50).with_room(CALL) == replace(CALL, max_tokens=950)
    assert Backend(ScriptedModel([]), room=50).with_room(CALL) is CALL
    assert Backend(Thinker([])).with_room(CALL) is CALL


def test_a_reply_shows_that_a_model_reasons():
    backend = Backend(ScriptedModel([]), room=50)
    backend.take(Reply(text="x", completion_tokens=9), None)
    assert backend.with_room(CALL) is CALL
    backend.take(Reply(text="x", completion_tokens=9, reasoning_tokens=1), None)
    assert backend.with_room(CALL).max_tokens == 950


@pytest.mark.parametrize(("room", "limit"), [(0, 1800), (900, 1800), (901, 1801)])
def test_asked_again_the_room_is_doubled_at_least(room: int, limit: int):
    backend = Backend(ScriptedModel([]), room=room)
    assert backend.again(CALL).max_tokens == limit
    assert backend.with_room(CALL).max_tokens == 900 + room  # it is known now that the model reasons


def test_the_most_a_call_can_cost_holds_its_whole_reply():
    backend = Backend(Thinker([]), PRICES, room=100)
    assert backend.most(CALL) == Decimal("0.01")
    assert backend.most(backend.with_room(CALL)) == Decimal("0.011")
    assert Backend(Thinker([])).most(CALL) == 0


def test_what_was_taken_is_added_up_and_one_unknown_price_makes_the_cost_unknown():
    backend = Backend(Thinker([]), PRICES)
    reply = Reply(text="x", prompt_tokens=100, completion_tokens=50, reasoning_tokens=40)
    backend.calls = 2
    for _ in range(2):
        backend.take(reply, backend.cost(CALL, reply))
    expected = ModelUsage(
        model="thinker-1", calls=2, prompt_tokens=200, completion_tokens=100, reasoning_tokens=80, cost_usd=0.003
    )
    assert backend.usage == expected
    backend.take(reply, None)
    assert backend.usage.cost_usd is None


def test_a_model_without_name_price_or_identity_says_so():
    backend = Backend(ScriptedModel([]))
    assert (backend.name, backend.identity, backend.priced) == ("ScriptedModel", "", False)
    assert backend.cost(CALL, Reply(text="x")) is None


def test_three_retries_and_a_tenth_of_the_calls_may_fail():
    async def failures(calls: int) -> int:
        budget = RetryBudget()
        budget.calls = calls
        failed = 0
        while await budget.take():
            budget.put_back(succeeded=False)
            failed += 1
        return failed

    assert [asyncio.run(failures(calls)) for calls in (0, 1, 10, 100)] == [3, 3, 4, 13]


def test_a_retry_that_succeeds_costs_nothing():
    async def main() -> None:
        budget = RetryBudget()
        for _ in range(1000):
            assert await budget.take()
            budget.put_back(succeeded=True)

    asyncio.run(main())


def test_who_finds_it_empty_waits_for_the_others_retries():
    async def main() -> list[bool]:
        budget = RetryBudget()
        for _ in range(3):
            await budget.take()
        waiting = [asyncio.ensure_future(budget.take()) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
        budget.put_back(succeeded=True)
        budget.put_back(succeeded=False)
        await asyncio.sleep(0)
        budget.put_back(succeeded=False)
        await asyncio.sleep(0)
        first = [each for each in waiting if each.done()]
        assert len(first) == 1
        budget.put_back(succeeded=False)
        return list(await asyncio.gather(*waiting))

    assert sorted(asyncio.run(main())) == [False, False, True]


def test_a_scope_is_the_tasks_own():
    heard: list[str] = []

    async def one(name: str) -> None:
        enter_scope(RunScope(lambda event: heard.append(f"{name} {event.stage}")))
        await asyncio.sleep(0)
        current_scope().on_event(Event("words"))

    async def main() -> None:
        await asyncio.gather(one("a"), one("b"))
        current_scope().on_event(Event("nobody"))

    asyncio.run(main())
    assert heard == ["a words", "b words"]
