"""What a caller gave: settings that go together, articles that can be read."""

from __future__ import annotations

import pytest

from summarize import (
    Config,
    Intake,
    ScriptedModel,
    summarize,
)
from summarize.errors import ConfigError


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
