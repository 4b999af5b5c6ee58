"""Calls of many stories, answered by one model through one door; each story has its own account."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from summarize.batch.answers import Answers, models_of
from summarize.batch.jobs import Source, Story
from summarize.batch.ledger import Ledger
from summarize.config import Config
from summarize.errors import ConfigError
from summarize.model import Call, Reply
from summarize.model.openai_model import OpenAIModel
from summarize.records import Event

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
            from summarize.model.scope import current_scope

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
