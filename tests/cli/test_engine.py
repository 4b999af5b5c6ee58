from __future__ import annotations

import pytest

from summarize.cli.engine import Chosen, choose_engine
from summarize.config import load_settings
from summarize.errors import ConfigError

KEY = {"OPENAI_API_KEY": "sk-test-0123456789abcdefXYZ"}
URL = {"OPENAI_BASE_URL": "http://127.0.0.1:8000/v1"}


def chosen(environment: dict[str, str], *, sends: bool = True, variables: dict[str, str] | None = None, **flags: str):
    settings = load_settings("none", environment=variables or {}, flags=flags)
    return choose_engine(settings, environment, sends=sends)


@pytest.fixture(autouse=True)
def no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.mark.parametrize("environment", [KEY, URL], ids=["key", "address"])
def test_auto_takes_the_model_that_is_named_where_somebody_can_be_asked(environment: dict[str, str]):
    found = chosen(environment, variables={"SUMMARIZE_MODEL": "writer-1"})
    assert found.model
    assert found.config.engine == "model"
    assert found.reason == "writer-1 at api.openai.com"


def test_the_address_names_the_host(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example.org:8443/v1")
    assert chosen({}, engine="model", model="writer-1").reason == "writer-1 at models.example.org:8443"


def test_a_model_named_on_the_command_line_is_never_replaced_in_silence():
    assert chosen({}, model="writer-1").model


def test_a_model_named_elsewhere_waits_for_a_key_and_says_so():
    found = chosen({}, variables={"SUMMARIZE_MODEL": "writer-1"})
    assert not found.model
    assert found.reason.startswith("SUMMARIZE_MODEL names a model, but neither OPENAI_API_KEY nor OPENAI_BASE_URL")
    assert chosen({}, variables={"SUMMARIZE_MODEL": "writer-1"}, sends=False).model


def test_a_key_without_a_name_is_said_and_never_shown():
    found = chosen(KEY)
    assert not found.model
    assert found.reason == (
        "OPENAI_API_KEY is set, but no model is named: give --model NAME to have one write the summary"
    )


def test_without_anything_the_embedded_engine_needs_no_word():
    assert (chosen({}).reason, chosen({}).model) == ("", False)
    assert chosen({}).config.engine == "auto"


def test_a_chosen_engine_is_taken():
    found = chosen(KEY, engine="embedded", model="writer-1")
    assert found == Chosen(found.config, "", model=False)
    assert chosen({}, engine="model", model="writer-1").model
    with pytest.raises(ConfigError, match=r"--engine: the engine is model, but no model is named; give --model NAME"):
        chosen(KEY, engine="model")
