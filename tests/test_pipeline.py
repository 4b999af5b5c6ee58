"""One generator, two drivers: what the plan yields and returns, and how the drivers carry calls to a model."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import (
    Article,
    Call,
    Config,
    Event,
    Intake,
    Model,
    Reply,
    ScriptedModel,
    Summary,
    asummarize,
    load_articles,
    preview,
    summarize,
)
from summarize.errors import ConfigError, InputError, ProviderError
from summarize.pipeline import _Driver, plan
from summarize.records import Run
from tests import review_story
from tests.scripted import BRIDGE, FERRY, good

EMPTY = replace(review_story.EMPTY, run=Run(engine="model", model=None, version="0"))

Batches = Generator[tuple[Call, ...], tuple[Reply, ...], Summary]


def without_times(summary: Summary) -> Summary:
    return replace(summary, usage=replace(summary.usage, seconds=0.0), run=replace(summary.run, started=""))


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


def test_without_a_model_the_plan_asks_nothing_and_returns_the_summary(seeds: Intake) -> None:
    flow = plan(seeds, Config())
    assert inspect.isgenerator(flow)
    with pytest.raises(StopIteration) as end:
        next(flow)
    assert isinstance(end.value.value, Summary)
    assert (end.value.value.usage.seconds, end.value.value.run.started) == (0.0, "")


def test_both_drivers_give_the_same_summary(seeds: Intake, summary: Summary) -> None:
    other = asyncio.run(asummarize(seeds))
    assert without_times(other) == without_times(summary)
    assert summary.usage.seconds >= 0
    assert summary.run.started.endswith("+00:00")


def test_events_come_stage_by_stage(seeds: Intake) -> None:
    events: list[Event] = []
    summarize(seeds, on_event=events.append)
    assert [event.stage for event in events] == ["prepare", "compose", "check"]
    assert events[0].total == len(seeds)
    assert all(event.total > 0 for event in events)


def driven(flow: Batches, model: Model, **settings: object) -> tuple[list[str], list[str], list[Event]]:
    """What a plan gives with either driver, and what the first one told."""
    events: list[Event] = []
    config = Config(engine="model", cache="none", **settings)  # type: ignore[arg-type]
    summary = _Driver(flow, [], config, model, events.append).run()
    other = asyncio.run(_Driver(two_rounds(), [], config, model, lambda _: None).arun())
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
    errands = [errand]
    assert _Driver(two_rounds(), errands, config, Waiting(), lambda _: None).run().headline == "a b c abc"
    assert len(done) == 1 and done[0] != threading.main_thread().name
    assert errands == []


def test_a_plan_hands_out_what_can_be_found_meanwhile_and_needs_nobody_to_do_it(seeds: Intake) -> None:
    errands: list[Callable[[], object]] = []
    flow = plan(seeds, Config(engine="model", model="x"), errands=errands)
    calls = next(flow)
    for errand in errands:
        errand()
    with_it = drive_on(flow, calls)
    flow = plan(seeds, Config(engine="model", model="x"))
    assert drive_on(flow, next(flow)) == with_it


def drive_on(flow: Batches, calls: tuple[Call, ...]) -> Summary:
    while True:
        try:
            calls = flow.send(tuple(Reply(text=good(each)) for each in calls))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def test_a_plan_that_asks_without_the_name_of_a_model_is_refused() -> None:
    with pytest.raises(ConfigError, match="no model is named"):
        _Driver(two_rounds(), [], Config(), None, lambda _: None).run()


def test_a_models_error_reaches_the_caller() -> None:
    with pytest.raises(ProviderError, match="no such model"):
        driven(two_rounds(), ScriptedModel(refuses))


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


def test_a_preview_without_a_model_is_no_call(seeds: Intake) -> None:
    found = preview(seeds)
    assert (found.engine, found.calls, found.most_calls, found.most_cost_usd) == ("embedded", (), 0, 0.0)


def test_a_preview_asks_nothing_and_needs_no_key(seeds: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_preview_counts_the_room_for_reasoning(seeds: Intake) -> None:
    config = Config(model="gpt-4o-mini", engine="model", reasoning_effort="low", reasoning_tokens=1000)
    found = preview(seeds, config=config)
    assert found.most_first_cost_usd == pytest.approx((found.calls[0][1] * 0.15 + 5096 * 0.6) / 1e6)
    assert found.most_completion_tokens == found.most_calls * 5096


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


def test_a_preview_of_several_chunks_counts_every_call(seeds: Intake) -> None:
    model = ScriptedModel(good)
    found = preview(seeds, model=model, input_tokens=1500)
    assert found.strategy == "select + write"
    assert len(found.calls) > 2
    assert model.calls == []
    assert found.most_cost_usd is None
    told = summarize(seeds, model=model, input_tokens=1500)
    assert tuple(call.name for call in model.calls[: len(found.calls)]) == tuple(name for name, _ in found.calls)
    assert told.usage.calls <= found.most_calls


def test_an_unknown_price_is_never_zero_and_a_given_one_counts(seeds: Intake) -> None:
    house = Config(engine="model", model="house-model-7b")
    unknown = preview(seeds, config=house)
    assert (unknown.most_first_cost_usd, unknown.most_cost_usd) == (None, None)
    assert (unknown.encoding, unknown.assumed) == ("o200k_base", True)
    given = preview(seeds, config=house, price_prompt=1.0, price_completion=2.0)
    assert given.most_first_cost_usd == pytest.approx((given.calls[0][1] + 2 * 4096) / 1e6)


@pytest.mark.parametrize("given", [[], Intake(()), [{"text": "   \n"}], [{"text": ""}]], ids=repr)
def test_nothing_to_summarize_is_an_input_error(given: object) -> None:
    with pytest.raises(InputError):
        summarize(given)  # type: ignore[arg-type]


def test_a_text_without_a_sentence_that_can_stand_is_an_input_error() -> None:
    with pytest.raises(InputError, match="a1: no sentence is fit for a summary: no sentence in it has an end"):
        summarize([{"text": "Hello\nWorld"}])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("the ferries began to cross again at noon and some people had waited since the morning " * 9, "has an end"),
        ("Why did the bridge fall? Who will pay for it, and when will the council say so?", "a question"),
    ],
)
def test_the_error_names_the_file_and_the_true_reason(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(text)
    with pytest.raises(InputError, match=rf"story\.txt: no sentence is fit for a summary: .*{why}"):
        summarize(load_articles([tmp_path / "story.txt"]))


def test_a_model_and_the_embedded_engine_exclude_each_other(seeds: Intake) -> None:
    with pytest.raises(ConfigError, match="leave one of them out"):
        summarize(seeds, model=ScriptedModel([]), engine="embedded")
    with pytest.raises(ConfigError, match="no model is named"):
        summarize(seeds, engine="model")


def test_an_unknown_setting_is_named_and_the_known_ones_are_listed(seeds: Intake) -> None:
    with pytest.raises(ConfigError, match=r"wrods .*words"):
        summarize(seeds, wrods=100)


@pytest.mark.parametrize("setting", [{"words": 3}, {"words": "many"}, {"language": "English!"}, {"engine": "magic"}])
def test_a_wrong_value_names_its_setting(seeds: Intake, setting: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=next(iter(setting))):
        summarize(seeds, **setting)  # type: ignore[arg-type]


def test_settings_override_the_config_given(seeds: Intake) -> None:
    found = summarize(seeds, config=Config(words=100, strict=True), words=60)
    assert found.run.config["words"] == 60
    assert found.run.config["strict"] is True


def test_the_run_says_which_language_was_taken(seeds: Intake) -> None:
    assert summarize(seeds, words=60).run.config["language"] == "en"
    assert summarize(seeds, words=60, language="de").run.config["language"] == "de"


def test_one_article_is_allowed_and_said(seeds: Intake) -> None:
    found = summarize(seeds[:1])
    assert [notice.code for notice in found.warnings] == ["one_article"]
    assert found.claims


def test_what_was_skipped_while_reading_stands_in_the_summary(seeds: Intake) -> None:
    from summarize.records import Notice, Skipped

    intake = Intake(seeds.articles, (Skipped("x.bin", "binary"),), (Notice("guess", "a guess", "a1"),))
    found = summarize(intake, words=60)
    assert found.skipped == intake.skipped
    assert intake.warnings[0] in found.warnings


def test_articles_are_not_changed(seeds: Intake) -> None:
    before = tuple(seeds.articles)
    found = summarize(list(seeds))
    untitled = tuple(replace(each, title=None) for each in found.articles)  # titles are found in the texts
    assert untitled == before == seeds.articles
    assert all(isinstance(article, Article) for article in found.articles)


def test_the_loop_goes_on_while_mappings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> Intake:
        assert ticked.wait(60)  # the loop is free to go on
        return load_articles([{"text": BRIDGE}])

    async def run() -> Summary:
        asyncio.get_running_loop().call_later(0.05, ticked.set)
        return await asummarize([{"text": BRIDGE}])

    ticked = threading.Event()
    monkeypatch.setattr("summarize.ingest.load_articles", slow)
    assert asyncio.run(run()).claims
