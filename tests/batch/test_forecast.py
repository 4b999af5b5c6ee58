"""What a batch would cost: reckoned from some of its stories, nothing sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize import BatchOptions, forecast_batch, load_articles, preview
from summarize.batch.forecast import SAMPLE
from summarize.config import Config
from summarize.errors import InputError
from tests.batches import articles_of, write_stories

MODEL = Config(engine="model", model="gpt-4.1-mini")


def test_stories_alike_cost_what_one_costs_times_their_number(tmp_path):
    one = preview(load_articles(articles_of(0)), config=MODEL)
    found = forecast_batch({f"s{n}": articles_of(0) for n in range(7)}, config=MODEL)
    assert (found.stories, found.sampled, found.engine) == (7, 7, "model")
    assert found.calls == 7 * (len(one.calls) + one.check_calls)
    assert found.likely_cost_usd == pytest.approx(7 * (one.most_first_cost_usd + one.check_cost_usd))
    assert found.most_cost_usd == pytest.approx(7 * (one.most_cost_usd + one.check_cost_usd))
    assert found.prompt_tokens == 7 * (sum(size for _, size in one.calls) + one.check_prompt_tokens)


@pytest.mark.parametrize(("stories", "looked_at"), [(SAMPLE, SAMPLE), (SAMPLE + 1, 11), (3 * SAMPLE, SAMPLE)])
def test_no_more_stories_are_looked_at_than_a_sample(tmp_path, stories, looked_at):
    found = forecast_batch(write_stories(tmp_path / "s.jsonl", stories), config=MODEL)
    assert (found.stories, found.sampled) == (stories, looked_at)
    one = forecast_batch(write_stories(tmp_path / "one.jsonl", 1), config=MODEL)
    assert found.likely_cost_usd == pytest.approx(stories * one.likely_cost_usd, rel=0.05)


def test_a_price_that_is_not_known_is_not_nothing(tmp_path):
    found = forecast_batch({"a": articles_of(0)}, config=replace(MODEL, model="nobody-knows-it"))
    assert (found.likely_cost_usd, found.most_cost_usd) == (None, None)


def test_the_batch_api_costs_half(tmp_path):
    given = {"a": articles_of(0)}
    usual = forecast_batch(given, config=MODEL)
    half = forecast_batch(given, config=MODEL, options=BatchOptions(batch_api=True))
    assert half.half_price
    assert not usual.half_price
    assert 2 * half.likely_cost_usd == pytest.approx(usual.likely_cost_usd)
    assert 2 * half.most_cost_usd == pytest.approx(usual.most_cost_usd)
    assert half.calls == usual.calls
    by_files = forecast_batch(given, config=MODEL, options=BatchOptions(batch_files="files"))
    assert by_files == usual


def test_without_a_model_nothing_is_looked_at(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 3)
    with path.open("a") as file:
        file.write("{\n")
    found = forecast_batch(path, config=Config(engine="embedded"))
    assert (found.stories, found.skipped, found.sampled, found.likely_cost_usd) == (3, 1, 0, 0.0)


def test_a_story_that_would_fail_is_not_reckoned_with(tmp_path):
    found = forecast_batch({"a": articles_of(0), "b": []}, config=MODEL)
    assert (found.stories, found.sampled) == (2, 1)
    with pytest.raises(InputError, match="none of the stories"):
        forecast_batch({"b": []}, config=MODEL)
    with pytest.raises(InputError, match="no story"):
        forecast_batch({}, config=MODEL)
