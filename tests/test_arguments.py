"""The log: silent by default, a line a stage, and no word of an article. What a caller gave: settings that go
together, articles that can be read.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from summarize import Config, Event, LoadResult, ScriptedModel, check_draft, preview, summarize
from summarize.arguments import LOGGER, log_event, options_of
from summarize.errors import ConfigError, UsageError
from tests.scripted import BRIDGE


def test_a_run_is_a_line_a_stage_without_a_word_of_an_article(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "summarize"):
        summarize([{"text": BRIDGE}], words=60)
    assert [each.getMessage().split(" (")[0] for each in caplog.records] == ["prepare", "compose", "check", "end"]
    assert {each.name for each in caplog.records} == {"summarize"}
    assert "bridge" not in caplog.text.lower()


def test_retries_are_warnings_without_what_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    log_event(Event("retry", 1, 4, "write: secret"))
    log_event(Event("words", 8, 0, "secret"))
    ((level, message),) = [(each.levelno, each.getMessage()) for each in caplog.records]
    assert (level, message) == (logging.WARNING, "retry (1 of 4)")


def test_without_a_listener_nothing_is_written() -> None:
    script = "from summarize.arguments import log_event; from summarize import Event; log_event(Event('retry', 1, 4))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")
    assert LOGGER.handlers


def test_a_model_and_the_embedded_engine_exclude_each_other(seeds: LoadResult) -> None:
    with pytest.raises(ConfigError, match="leave one of them out"):
        summarize(seeds, model=ScriptedModel([]), engine="embedded")
    with pytest.raises(ConfigError, match="no model is named"):
        summarize(seeds, engine="model")


def test_an_unknown_setting_is_named_and_the_known_ones_are_listed(seeds: LoadResult) -> None:
    with pytest.raises(ConfigError, match=r"wrods .*words"):
        summarize(seeds, wrods=100)


@pytest.mark.parametrize("setting", [{"words": 3}, {"words": "many"}, {"language": "English!"}, {"engine": "magic"}])
def test_a_wrong_value_names_its_setting(seeds: LoadResult, setting: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=next(iter(setting))):
        summarize(seeds, **setting)  # type: ignore[arg-type]


def test_settings_override_the_config_given(seeds: LoadResult) -> None:
    found = summarize(seeds, config=Config(words=100, strict=True), words=60)
    assert found.run.config["words"] == 60
    assert found.run.config["strict"] is True


def test_a_name_is_a_model_wherever_a_model_is(seeds: LoadResult) -> None:
    chosen = options_of("gpt-4o-mini", Config(words=100), {})
    assert (chosen.config.engine, chosen.config.model, chosen.config.words, chosen.model) == (
        "model",
        "gpt-4o-mini",
        100,
        None,
    )
    assert options_of("b", Config(model="a", engine="model"), {}).config.model == "b"
    assert preview(seeds, model="gpt-4o-mini") == preview(seeds, engine="model", config=Config(model="gpt-4o-mini"))
    with pytest.raises(ConfigError, match="leave one of them out"):
        options_of("a", None, {"engine": "embedded"})
    with pytest.raises(ConfigError, match="empty"):
        options_of("", None, {})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": 5}, "model must be a name or an object .* not int"),
        ({"model": ScriptedModel}, "model is the class ScriptedModel"),
        ({"config": {"words": 100}}, "config must be a Config, not dict"),
        ({"on_event": "print"}, "on_event must be a function, not str"),
        ({"articles": 7}, "articles must be a list, not int"),
        ({"articles": [7]}, "article 1 must be an Article or a mapping, not int"),
        ({"articles": None}, "articles must be a list, not None"),
    ],
)
def test_an_argument_of_another_type_is_one_clear_error(seeds: LoadResult, given: dict[str, object], said: str) -> None:
    for function in (summarize, partial(check_draft, "The bridge is closed.")):
        with pytest.raises(UsageError, match=said) as caught:
            function(**{"articles": seeds} | given)  # type: ignore[operator]
        assert "\n" not in str(caught.value) and caught.value.hint


def test_a_path_is_read_where_articles_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE)
    assert summarize(tmp_path).claims == summarize(str(tmp_path / "a.txt")).claims
