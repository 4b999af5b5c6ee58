"""From settings to a run: nothing is lost on the way, nothing is opened that nobody asked for."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from summarize.config import Config
from summarize.errors import ConfigError
from summarize.llm import Call, Reply, ScriptedModel
from summarize.llm.factory import model_of, open_cache, open_run, prices_of, reply_tokens, with_flex_timeouts
from summarize.llm.reply_cache import ReplyCache
from summarize.llm.run_context import Prices
from summarize.records import Event, Usage
from summarize.storage import cache_path

CALL = Call(name="direct", messages=(("user", "hello"),), prompt_tokens=100)


class Named:
    """A model with a name and an identity."""

    name = "gpt-4o-mini"
    identity = "named"

    def __init__(self) -> None:
        self.asked = 0

    async def complete(self, call: Call) -> Reply:
        self.asked += 1
        return Reply(text="hi", prompt_tokens=100, completion_tokens=1)


def answered(model: object, config: Config, events: list[Event] | None = None) -> object:
    async def main() -> object:
        async with open_run(model, config, (events if events is not None else []).append) as run:  # type: ignore[arg-type]
            await run.answer([CALL])
            return run.usage

    return asyncio.run(main())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    return tmp_path


def test_the_settings_reach_the_model():
    settings = {
        "attempts": 2, "request_timeout": 5.0, "call_deadline": 9.0, "rpm": 7, "tpm": 70, "stream": False,
        "reasoning_effort": "low", "tier": "flex",
    }  # fmt: skip
    model = model_of(Config(model="writer-1", reply_format="text", **settings))  # type: ignore[arg-type]
    assert model.name == "writer-1"  # type: ignore[attr-defined]
    for name, value in {**settings, "reply_format": "text"}.items():
        assert getattr(model.settings, name) == value  # type: ignore[attr-defined]


def test_another_model_of_the_provider_is_asked_by_the_same_settings_and_within_the_same_pace():
    config = Config(model="writer-1", rpm=7, tier="flex")
    writer = model_of(config)
    reader = model_of(config, "reader-1", beside=writer)
    assert (reader.name, reader.settings) == ("reader-1", writer.settings)
    assert reader._window is writer._window
    assert model_of(config, "reader-1")._window is not writer._window
    assert model_of(Config(), "reader-1").name == "reader-1"


def test_a_run_holds_a_second_model_for_the_calls_of_a_role(home: Path):
    class Reader(Named):
        name, identity = "gpt-4o", "reader"

    writer, reader = Named(), Reader()

    async def main() -> Usage:
        async with open_run(writer, Config(max_cost=1.0), lambda _: None, {"checker": reader}) as run:
            await run.answer([CALL, replace(CALL, role="checker")])
            return run.usage

    for asked in (1, 1):  # the second time both are in the cache
        usage = asyncio.run(main())
        assert (writer.asked, reader.asked) == (asked, asked)
    assert [(each.model, each.cached_calls) for each in usage.models] == [("gpt-4o-mini", 1), ("gpt-4o", 1)]


def test_a_reply_gets_room_for_reasoning_when_the_settings_ask_for_reasoning():
    given = {"output_tokens": 1000, "reasoning_tokens": 500}
    efforts = ("", "none", "low", "minimal")
    assert [reply_tokens(Config(reasoning_effort=each, **given)) for each in efforts] == [1000, 1000, 1500, 1500]  # type: ignore[arg-type]


def test_a_model_without_a_name_is_refused():
    with pytest.raises(ConfigError, match="no model is named"):
        model_of(Config(engine="model"))


def test_replies_are_kept_in_the_users_cache_folder_and_used_again(home: Path):
    model = Named()
    assert answered(model, Config()).calls == 1  # type: ignore[attr-defined]
    assert cache_path() == home / "summarize" / "replies.sqlite"
    assert cache_path().is_file()
    assert answered(model, Config()).cached_calls == 1  # type: ignore[attr-defined]
    assert model.asked == 1


def test_without_a_variable_the_cache_lies_below_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_path() == tmp_path / ".cache" / "summarize" / "replies.sqlite"


def test_no_cache_and_models_without_an_identity_leave_no_file(home: Path):
    assert open_cache(Config(cache="none")) is None
    answered(Named(), Config(cache="none"))
    answered(ScriptedModel(["hi"]), Config())
    assert list(home.iterdir()) == []


def test_a_named_cache_is_used_and_a_bad_one_refused(tmp_path: Path):
    answered(Named(), Config(cache=str(tmp_path / "mine.sqlite")))
    assert (tmp_path / "mine.sqlite").is_file()
    (tmp_path / "text.sqlite").write_text("no database " * 100)
    with pytest.raises(ConfigError, match=r"text\.sqlite: cannot be used"):
        answered(Named(), Config(cache=str(tmp_path / "text.sqlite")))


def test_a_cache_that_fails_during_a_run_is_told_and_costs_nothing_else(tmp_path: Path):
    path, events = tmp_path / "mine.sqlite", list[Event]()
    answered(Named(), Config(cache=str(path)))
    with sqlite3.connect(path) as base:
        base.execute("DROP TABLE ledger")
        base.execute("CREATE TABLE ledger (other)")
    base.close()
    model = Named()
    model.identity = "another"
    assert answered(model, Config(cache=str(path)), events).calls == 1  # type: ignore[attr-defined]
    assert [event.stage for event in events].count("cache failed") == 1


def test_the_cache_is_closed_whatever_happens(monkeypatch: pytest.MonkeyPatch):
    closed: list[Path] = []
    close = ReplyCache.close
    monkeypatch.setattr(ReplyCache, "close", lambda cache: (closed.append(cache.path), close(cache)))
    answered(Named(), Config())
    assert closed == [cache_path()]
    nameless = Named()
    nameless.name = "house-model-7b"
    with pytest.raises(ConfigError, match="max_cost cannot be kept"):
        answered(nameless, Config(max_cost=1.0))
    assert closed == [cache_path()] * 2


def test_limits_reach_the_run():
    with pytest.raises(ConfigError, match="max_cost cannot be kept"):
        answered(ScriptedModel(["hi"]), Config(max_cost=1.0))
    assert answered(Named(), Config(max_cost=1.0, max_calls=1)).cost_usd < 0.001  # type: ignore[attr-defined]


def test_prices_are_the_settings_own_or_those_of_the_name():
    assert prices_of(ScriptedModel([]), Config()) is None
    assert prices_of(Named(), Config()) == Prices(model="gpt-4o-mini")
    given = prices_of(Named(), Config(price_prompt=1.5, price_completion=2.0))
    assert given == Prices(model="gpt-4o-mini", prompt=Decimal("1.5"), completion=Decimal("2.0"))
    of_another = Config(model="writer-1", price_prompt=1.5, price_completion=2.0, tier="flex")
    assert prices_of(Named(), of_another) == Prices(model="gpt-4o-mini", tier="flex")


def test_the_flex_tier_gets_the_time_it_needs_unless_a_time_is_set():
    patient = with_flex_timeouts(Config(tier="flex"))
    assert (patient.request_timeout, patient.call_deadline, patient.run_deadline) == (900.0, 3_600.0, 86_400.0)
    hurried = with_flex_timeouts(Config(tier="flex", request_timeout=20.0))
    assert (hurried.request_timeout, hurried.call_deadline) == (20.0, 3_600.0)
    for tier in ("", "default", "priority"):
        assert with_flex_timeouts(Config(tier=tier)) == Config(tier=tier)
    assert model_of(Config(model="m", tier="flex")).settings.request_timeout == 900.0
