"""A plan is driven to its end, with an event loop and without one. The public functions: what they give, with a model
and without one.
"""

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
    LoadResult,
    Model,
    Reply,
    ScriptedModel,
    Summary,
    asummarize,
    load_articles,
    preview,
    summarize,
)
from summarize.api import Driver
from summarize.arguments import RunOptions
from summarize.errors import ConfigError, ProviderError
from summarize.records import Run
from tests import review_story
from tests.scripted import BRIDGE, FERRY, good

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


def test_what_a_listener_raises_reaches_the_caller_and_says_where_it_came_from(seeds: LoadResult) -> None:
    error = KeyError("mine")

    def listen(_: Event) -> None:
        raise error

    for run in (lambda: summarize(seeds, on_event=listen), lambda: asyncio.run(asummarize(seeds, on_event=listen))):
        with pytest.raises(KeyError) as caught:
            run()
        assert caught.value is error
        assert caught.value.__notes__[-1] == "raised by on_event while it handled the event 'prepare'"


def test_a_preview_without_a_model_is_no_call(seeds: LoadResult) -> None:
    found = preview(seeds)
    assert (found.engine, found.calls, found.most_calls, found.most_cost_usd) == ("embedded", (), 0, 0.0)


def test_a_preview_asks_nothing_and_needs_no_key(seeds: LoadResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    found = preview(seeds, config=Config(model="gpt-4o-mini"), engine="model")
    assert (found.strategy, found.most_calls) == ("direct", 3)
    assert (found.address, found.encoding, found.assumed) == ("https://api.openai.com/v1", "o200k_base", False)
    ((name, tokens),) = found.calls
    assert name == "direct"
    assert tokens < found.most_prompt_tokens
    assert found.most_first_cost_usd == pytest.approx((tokens * 0.15 + 4096 * 0.6) / 1e6)
    assert found.most_cost_usd is not None
    assert found.most_cost_usd > found.most_first_cost_usd


def test_a_preview_counts_the_room_for_reasoning(seeds: LoadResult) -> None:
    config = Config(model="gpt-4o-mini", engine="model", reasoning_effort="low", reasoning_tokens=1000)
    found = preview(seeds, config=config)
    assert found.most_first_cost_usd == pytest.approx((found.calls[0][1] * 0.15 + 5096 * 0.6) / 1e6)
    assert found.most_completion_tokens == found.most_calls * 5096


def test_a_preview_of_several_chunks_counts_every_call(seeds: LoadResult) -> None:
    model = ScriptedModel(good)
    found = preview(seeds, model=model, input_tokens=1500)
    assert found.strategy == "select + write"
    assert len(found.calls) > 2
    assert model.calls == []
    assert found.most_cost_usd is None
    told = summarize(seeds, model=model, input_tokens=1500)
    assert tuple(call.name for call in model.calls[: len(found.calls)]) == tuple(name for name, _ in found.calls)
    assert told.usage.calls <= found.most_calls


def test_an_unknown_price_is_never_zero_and_a_given_one_counts(seeds: LoadResult) -> None:
    house = Config(engine="model", model="house-model-7b")
    unknown = preview(seeds, config=house)
    assert (unknown.most_first_cost_usd, unknown.most_cost_usd) == (None, None)
    assert (unknown.encoding, unknown.assumed) == ("o200k_base", True)
    given = preview(seeds, config=house, price_prompt=1.0, price_completion=2.0)
    assert given.most_first_cost_usd == pytest.approx((given.calls[0][1] + 2 * 4096) / 1e6)


@pytest.mark.parametrize("known", [{}, {"checker": "nobody-knows-2", "price_prompt": 1.0, "price_completion": 2.0}])
def test_a_limit_on_an_unknown_price_is_refused_as_the_run_would_refuse_it(
    seeds: LoadResult, known: dict[str, object]
) -> None:
    config = replace(Config(model="nobody-knows-1", engine="model", max_cost=1.0), **known)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="max_cost cannot be kept"):
        preview(seeds, config=config)
    assert preview(seeds, config=replace(config, max_cost=0.0)).most_calls
