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
from summarize.llm import Call, Reply
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.settings import ModelSettings, Surroundings
from summarize.records import Event
from tests.fault_server import KEY, Act, FaultServer, completion, error

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
        world = Surroundings(environment={"OPENAI_API_KEY": KEY}, sleep=sleep)
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
