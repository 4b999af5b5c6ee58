"""A model of a run: room for reasoning, prices, and what it has taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from summarize.llm.backend import Backend
from summarize.llm.prices import Prices
from summarize.llm.protocol import Call, Reply, ScriptedModel
from summarize.records import ModelUsage

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
