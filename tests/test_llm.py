"""The seam to a model: calls and replies are plain values; the scripted model answers as told."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from summarize.llm import Call, Model, Reply, ScriptedModel

CALL = Call(name="direct", messages=(("user", "hello"),))


def ask(model: Model, *calls: Call) -> list[Reply]:
    async def all_of_them() -> list[Reply]:
        return [await model.complete(call) for call in calls]

    return asyncio.run(all_of_them())


def test_a_list_of_answers_is_used_in_order_and_calls_are_kept() -> None:
    model = ScriptedModel(["one", "two"])
    second = dataclasses.replace(CALL, name="merge")
    assert [reply.text for reply in ask(model, CALL, second)] == ["one", "two"]
    assert model.calls == [CALL, second]


def test_a_function_answers_by_the_call() -> None:
    model = ScriptedModel(lambda call: call.name.upper())
    assert ask(model, CALL)[0].text == "DIRECT"


def test_a_script_at_its_end_does_not_go_on_silently() -> None:
    with pytest.raises(RuntimeError):  # a StopIteration inside a coroutine
        ask(ScriptedModel([]), CALL)


def test_calls_and_replies_are_values() -> None:
    assert dataclasses.replace(CALL) == CALL
    assert Reply(text="a").finish == "stop"
    with pytest.raises(dataclasses.FrozenInstanceError):
        CALL.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("reply", "complete"),
    [
        (Reply(text="a"), True),
        (Reply(text=" "), False),
        (Reply(text="a", finish="length"), False),
        (Reply(text="a", finish="refusal"), False),
    ],
)
def test_a_reply_is_complete_when_the_model_said_all_and_something(reply: Reply, complete: bool) -> None:
    assert reply.complete is complete
