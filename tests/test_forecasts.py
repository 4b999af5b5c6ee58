"""What a run would send: counted before anything is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize import (
    Config,
    LoadResult,
    ScriptedModel,
    preview,
    summarize,
)
from summarize.errors import ConfigError
from tests.scripted import good


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
