"""The public functions: what they give, with a model and without one."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from summarize import (
    Call,
    Event,
    LoadResult,
    Reply,
    ScriptedModel,
    Summary,
    asummarize,
    load_articles,
    summarize,
)
from summarize.errors import ConfigError, ProviderError
from tests.scripted import BRIDGE, FERRY, good


def without_times(summary: Summary) -> Summary:
    return replace(summary, usage=replace(summary.usage, seconds=0.0), run=replace(summary.run, started=""))


def test_both_drivers_give_the_same_summary(seeds: LoadResult, summary: Summary) -> None:
    other = asyncio.run(asummarize(seeds))
    assert without_times(other) == without_times(summary)
    assert summary.usage.seconds >= 0
    assert summary.run.started.endswith("+00:00")


def test_events_come_stage_by_stage(seeds: LoadResult) -> None:
    events: list[Event] = []
    summarize(seeds, on_event=events.append)
    assert [event.stage for event in events] == ["prepare", "prepare", "compose", "compose", "check", "check", "end"]
    assert [event.done for event in events[:6:2]] == [0, 0, 0]
    assert all(event.done == event.total for event in events[1:6:2])
    assert events[0].total == len(seeds)
    assert all(event.total > 0 for event in events)


def test_a_model_writes_the_summary_and_both_drivers_agree() -> None:
    articles, model = [{"text": BRIDGE}, {"text": FERRY}], ScriptedModel(good)
    found = summarize(articles, model=model, words=60)
    assert (found.run.engine, found.run.model, found.usage.calls) == ("model", "ScriptedModel", len(model.calls))
    assert set(found.run.prompts) >= {"write", "repair"}
    assert found.claims
    assert not [check for claim in found.claims for check in claim.checks if check.outcome == "fail"]
    assert found.usage.cost_usd is None
    assert without_times(asyncio.run(asummarize(articles, model=ScriptedModel(good), words=60))) == without_times(found)


def test_a_provider_that_fails_ends_the_run_unless_a_fallback_is_set() -> None:
    articles = [{"text": BRIDGE}, {"text": FERRY}]
    with pytest.raises(ProviderError, match="no such model"):
        summarize(articles, model=ScriptedModel(refuses), words=60)
    found = summarize(articles, model=ScriptedModel(refuses), words=60, fallback="embedded")
    assert (found.run.engine, found.run.model, found.run.prompts) == ("embedded", None, {})
    (notice,) = (each for each in found.warnings if each.code == "fallback")
    assert notice.message.endswith("because the model could not be used: no such model")
    assert found.claims == summarize(articles, words=60).claims
    assert found.usage.calls == 1


def test_replies_nobody_can_read_are_a_provider_that_fails() -> None:
    found = summarize([{"text": BRIDGE}], model=ScriptedModel(capitals), words=60, fallback="embedded")
    assert "fallback" in {notice.code for notice in found.warnings}
    assert found.usage.calls == 2


def test_a_mistake_of_ones_own_is_no_reason_for_a_fallback() -> None:
    with pytest.raises(ConfigError, match="max_cost"):
        summarize([{"text": BRIDGE}], model=ScriptedModel(good), max_cost=1.0, fallback="embedded")


def test_a_reply_used_up_by_reasoning_is_asked_for_again_and_the_reader_told() -> None:
    class Pensive(ScriptedModel):
        async def complete(self, call: Call) -> Reply:
            reply = await super().complete(call)
            return reply if len(self.calls) > 1 else Reply(text="", finish="length", reasoning_tokens=4096)

    model = Pensive(good)
    told = summarize([{"text": BRIDGE}], model=model)
    assert [call.max_tokens for call in model.calls[:2]] == [4096, 4096 + 8192]
    assert told.claims and told.usage.calls == len(model.calls)
    assert "asked_again" in [notice.code for notice in told.warnings]
    assert "call_lost" not in [notice.code for notice in told.warnings]


def test_the_loop_goes_on_while_mappings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> LoadResult:
        assert ticked.wait(60)  # the loop is free to go on
        return load_articles([{"text": BRIDGE}])

    async def run() -> Summary:
        asyncio.get_running_loop().call_later(0.05, ticked.set)
        return await asummarize([{"text": BRIDGE}])

    ticked = threading.Event()
    monkeypatch.setattr("summarize.ingest.load_articles", slow)
    assert asyncio.run(run()).claims


def capitals(asked: Call) -> str:
    return asked.name.upper()


def refuses(_: Call) -> str:
    raise ProviderError("no such model")


def test_what_a_listener_raises_reaches_the_caller_and_says_where_it_came_from(seeds: LoadResult) -> None:
    error = KeyError("mine")

    def listen(_: Event) -> None:
        raise error

    for run in (lambda: summarize(seeds, on_event=listen), lambda: asyncio.run(asummarize(seeds, on_event=listen))):
        with pytest.raises(KeyError) as caught:
            run()
        assert caught.value is error
        assert caught.value.__notes__[-1] == "raised by on_event while it handled the event 'prepare'"
