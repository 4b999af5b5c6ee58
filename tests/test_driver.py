"""A plan is driven to its end, with an event loop and without one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from dataclasses import replace

import pytest

from summarize import (
    Call,
    Config,
    Event,
    Model,
    Reply,
    ScriptedModel,
    Summary,
)
from summarize.arguments import RunOptions
from summarize.driver import Driver
from summarize.errors import ConfigError, ProviderError
from summarize.records import Run
from tests import review_story

EMPTY = replace(review_story.EMPTY, run=Run(engine="model", model=None, version="0"))

Batches = Generator[tuple[Call, ...], tuple[Reply, ...], Summary]


def call(name: str) -> Call:
    return Call(name=name, messages=(("user", name),))


def two_rounds() -> Batches:
    """A plan as one with a model will be: two batches, the second made from the first one's replies."""
    first = yield (call("a"), call("b"), call("c"))
    second = yield (call("".join(reply.text for reply in first)),)
    return replace(EMPTY, headline=" ".join(reply.text for reply in (*first, *second)))


def capitals(asked: Call) -> str:
    return asked.name.upper()


def refuses(_: Call) -> str:
    raise ProviderError("no such model")


def driven(flow: Batches, model: Model, **settings: object) -> tuple[list[str], list[str], list[Event]]:
    """What a plan gives with either driver, and what the first one told."""
    events: list[Event] = []
    config = Config(engine="model", cache="none", **settings)  # type: ignore[arg-type]
    summary = Driver(lambda _: flow, RunOptions(config, model, events.append)).run()
    other = asyncio.run(Driver(lambda _: two_rounds(), RunOptions(config, model, lambda _: None)).arun())
    return summary.headline.split(), other.headline.split(), events


def test_both_drivers_carry_every_batch_in_order() -> None:
    model = ScriptedModel(capitals)
    first, second, events = driven(two_rounds(), model)
    assert first == second == ["A", "B", "C", "ABC"]
    assert [asked.name for asked in model.calls] == ["a", "b", "c", "ABC"] * 2
    assert [event.stage for event in events].count("call answered") == 4
    assert [event.detail for event in events if event.stage == "spent"] == ["price unknown"] * 4


def test_calls_of_a_batch_run_at_once_and_replies_keep_their_order() -> None:
    class Backwards:
        """Answers the first call last."""

        def __init__(self) -> None:
            self.asked = 0

        async def complete(self, asked: Call) -> Reply:
            self.asked += 1
            for _ in range(10 - 3 * self.asked):
                await asyncio.sleep(0)
            return Reply(text=asked.name)

    assert driven(two_rounds(), Backwards())[0][:3] == ["a", "b", "c"]


def test_errands_are_done_while_the_first_replies_are_on_their_way() -> None:
    done: list[str] = []
    begun = threading.Event()

    def errand() -> None:
        begun.set()
        done.append(threading.current_thread().name)

    class Waiting:
        """Answers when the errand has begun."""

        async def complete(self, asked: Call) -> Reply:
            while not begun.is_set():
                await asyncio.sleep(0.01)
            return Reply(text=asked.name)

    config = Config(engine="model", cache="none")
    background_tasks = [errand]
    assert (
        Driver(lambda _: two_rounds(), RunOptions(config, Waiting(), lambda _: None), background_tasks).run().headline
        == "a b c abc"
    )
    assert len(done) == 1 and done[0] != threading.main_thread().name
    assert background_tasks == []


def test_a_plan_that_asks_without_the_name_of_a_model_is_refused() -> None:
    with pytest.raises(ConfigError, match="no model is named"):
        Driver(lambda _: two_rounds(), RunOptions(Config(), None, lambda _: None)).run()


def test_a_models_error_reaches_the_caller() -> None:
    with pytest.raises(ProviderError, match="no such model"):
        driven(two_rounds(), ScriptedModel(refuses))


def test_no_step_of_a_plan_is_done_on_the_callers_loop() -> None:
    steps: list[tuple[str, int]] = []

    def note(what: str) -> None:
        steps.append((what, threading.get_ident()))

    def plan() -> Batches:
        note("first step")
        first = yield (call("a"),)
        note("second step")
        second = yield (call(first[0].text),)
        note("last step")
        return replace(EMPTY, headline=second[0].text)

    def begin(_: object) -> Batches:
        note("begin")
        return plan()

    class Asked:
        """Answers on the loop."""

        async def complete(self, asked: Call) -> Reply:
            note("answer")
            return Reply(text=asked.name)

    async def run() -> int:
        config = Config(engine="model", cache="none")
        await Driver(begin, RunOptions(config, Asked(), lambda _: None)).arun()
        return threading.get_ident()

    loop_thread = asyncio.run(run())
    assert {what for what, thread in steps if thread == loop_thread} == {"answer"}
    assert [what for what, _ in steps] == ["begin", "first step", "answer", "second step", "answer", "last step"]
