"""One generator, two drivers: what the plan yields and returns, and how the drivers carry calls to a model."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Generator
from dataclasses import replace

import pytest

from summarize import Article, Call, Config, Event, Intake, Reply, ScriptedModel, Summary, asummarize, summarize
from summarize.errors import ConfigError, InputError
from summarize.pipeline import _arun, _run, plan

Batches = Generator[tuple[Call, ...], tuple[Reply, ...], list[str]]


def without_times(summary: Summary) -> Summary:
    return replace(summary, usage=replace(summary.usage, seconds=0.0), run=replace(summary.run, started=""))


def call(name: str) -> Call:
    return Call(name=name, messages=(("user", name),))


def two_rounds() -> Batches:
    """A plan as one with a model will be: two batches, the second made from the first one's replies."""
    first = yield (call("a"), call("b"), call("c"))
    second = yield (call("".join(reply.text for reply in first)),)
    return [reply.text for reply in (*first, *second)]


def slow_then_fast(asked: Call) -> str:
    return asked.name.upper()


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


def test_the_drivers_carry_every_batch_in_order() -> None:
    model = ScriptedModel(slow_then_fast)
    assert _run(two_rounds(), model) == ["A", "B", "C", "ABC"]  # type: ignore[arg-type, comparison-overlap]
    assert [asked.name for asked in model.calls] == ["a", "b", "c", "ABC"]
    again = ScriptedModel(slow_then_fast)
    assert asyncio.run(_arun(two_rounds(), again)) == ["A", "B", "C", "ABC"]  # type: ignore[arg-type, comparison-overlap]
    assert again.calls == model.calls


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

    assert _run(two_rounds(), Backwards())[:3] == ["a", "b", "c"]  # type: ignore[index, arg-type]


def test_a_plan_that_asks_without_a_model_is_refused() -> None:
    with pytest.raises(ConfigError, match="none was given"):
        _run(two_rounds(), None)  # type: ignore[arg-type]


def test_a_models_error_reaches_the_caller() -> None:
    def breaks(_: Call) -> str:
        raise ConfigError("no such model")

    with pytest.raises(ConfigError, match="no such model"):
        _run(two_rounds(), ScriptedModel(breaks))  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [[], Intake(()), [{"text": "   \n"}], [{"text": ""}]], ids=repr)
def test_nothing_to_summarize_is_an_input_error(given: object) -> None:
    with pytest.raises(InputError):
        summarize(given)  # type: ignore[arg-type]


def test_a_text_without_a_sentence_that_can_stand_is_an_input_error() -> None:
    with pytest.raises(InputError):
        summarize([{"text": "Hello\nWorld"}])


def test_a_model_is_refused_until_there_is_an_engine_for_it(seeds: Intake) -> None:
    for wish in ({"model": ScriptedModel([])}, {"engine": "model"}):
        with pytest.raises(ConfigError):
            summarize(seeds, **wish)  # type: ignore[arg-type]


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
    assert found.articles == before == seeds.articles
    assert all(isinstance(article, Article) for article in found.articles)
