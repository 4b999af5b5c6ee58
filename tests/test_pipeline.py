"""The whole story: what the plan asks, and what it gives for every kind of input."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import (
    Call,
    Config,
    LoadResult,
    Reply,
    Summary,
    load_articles,
    summarize,
)
from summarize.errors import InputError
from summarize.pipeline import plan
from tests.scripted import good

Batches = Generator[tuple[Call, ...], tuple[Reply, ...], Summary]


def test_without_a_model_the_plan_asks_nothing_and_returns_the_summary(seeds: LoadResult) -> None:
    flow = plan(seeds, Config())
    assert inspect.isgenerator(flow)
    with pytest.raises(StopIteration) as end:
        next(flow)
    assert isinstance(end.value.value, Summary)
    assert (end.value.value.usage.seconds, end.value.value.run.started) == (0.0, "")


def test_a_plan_hands_out_what_can_be_found_meanwhile_and_needs_nobody_to_do_it(seeds: LoadResult) -> None:
    background_tasks: list[Callable[[], object]] = []
    flow = plan(seeds, Config(engine="model", model="x"), background_tasks=background_tasks)
    calls = next(flow)
    for errand in background_tasks:
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


@pytest.mark.parametrize("given", [[], LoadResult(()), [{"text": "   \n"}], [{"text": ""}]], ids=repr)
def test_nothing_to_summarize_is_an_input_error(given: object) -> None:
    with pytest.raises(InputError):
        summarize(given)  # type: ignore[arg-type]


def test_a_text_without_a_sentence_that_can_stand_is_an_input_error() -> None:
    with pytest.raises(InputError, match="a1: no sentence is fit for a summary: no sentence in it ends with"):
        summarize([{"text": "Hello\nWorld"}])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("the ferries began to cross again at noon and some people had waited since the morning " * 9, "ends with . !"),
        ("Why did the bridge fall? Who will pay for it, and when will the council say so?", "a question"),
    ],
)
def test_the_error_names_the_file_and_the_true_reason(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(text)
    with pytest.raises(InputError, match=rf"story\.txt: no sentence is fit for a summary: .*{why}"):
        summarize(load_articles([tmp_path / "story.txt"]))


def test_the_run_says_which_language_was_taken(seeds: LoadResult) -> None:
    assert summarize(seeds, words=60).run.config["language"] == "en"
    assert summarize(seeds, words=60, language="de").run.config["language"] == "de"


def test_one_article_is_allowed_and_said(seeds: LoadResult) -> None:
    found = summarize(seeds[:1])
    assert [notice.code for notice in found.warnings] == ["one_article"]
    assert found.claims


def test_what_was_skipped_while_reading_stands_in_the_summary(seeds: LoadResult) -> None:
    from summarize.records import Notice, Skipped

    intake = LoadResult(seeds.articles, (Skipped("x.bin", "binary"),), (Notice("guess", "a guess", "a1"),))
    found = summarize(intake, words=60)
    assert found.skipped == intake.skipped
    assert intake.warnings[0] in found.warnings


def test_articles_are_not_changed(seeds: LoadResult) -> None:
    before = tuple(seeds.articles)
    found = summarize(list(seeds))
    untitled = tuple(replace(each, title=None) for each in found.articles)  # titles are found in the texts
    assert untitled == before == seeds.articles
