"""The model's settings refuse what they do not know (tested with the model too)."""

from __future__ import annotations

import pytest

from summarize.errors import ConfigError
from summarize.llm.settings import ModelSettings, Surroundings


def test_an_unknown_reply_format_is_refused():
    with pytest.raises(ConfigError, match="give auto, json_schema, json_object, text"):
        ModelSettings(reply_format="xml")


def test_the_environment_is_the_process_own_unless_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOME_NAME", "some value")
    assert Surroundings().environment["SOME_NAME"] == "some value"
    assert Surroundings(environment={}).environment == {}
