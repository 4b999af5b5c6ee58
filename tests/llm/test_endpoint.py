"""Where a key may go. The refusals are tested with the model; here, what is let through and why. How an endpoint is
asked, and what is learnt from its refusals. The model's settings refuse what they do not know (tested with the
model too).
"""

from __future__ import annotations

import json

import pytest

from summarize.errors import ConfigError
from summarize.llm import Call
from summarize.llm.endpoint import (
    Capabilities,
    ModelDependencies,
    ModelSettings,
    check_address,
    is_azure,
    is_loopback,
    is_openai,
)
from summarize.llm.provider_errors import fault_of_status


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/v1/",
        "http://127.0.0.1:8000/v1",
        "http://localhost:1234",
        "http://[::1]:8000/v1",
        "http://127.9.9.9",
    ],
)
def test_https_and_this_machine_are_let_through(url: str):
    assert check_address(f" {url} ") == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "inside"),
    [("http://127.0.0.1/", True), ("http://localhost.example.org/", False), ("http://0.0.0.0/", False), ("x", False)],
)
def test_this_machine_is_told_by_its_address(url: str, inside: bool):
    assert is_loopback(url) is inside


def test_a_password_in_the_address_is_not_repeated():
    with pytest.raises(ConfigError) as failed:
        check_address("https://me:secret@example.org/v1")
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize(
    ("url", "openai", "azure"),
    [
        ("https://api.openai.com/v1", True, False),
        ("https://EU.api.openai.com/v1", True, False),
        ("https://otherapi.openai.com/v1", False, False),
        ("https://api.openai.com.example.org/v1", False, False),
        ("https://desk.openai.azure.com/openai/v1", False, True),
        ("https://desk.services.ai.azure.com/openai/v1", False, True),
        ("https://openai.azure.com.example.org/v1", False, False),
        ("http://127.0.0.1:8000/v1", False, False),
    ],
)
def test_whose_address_it_is(url: str, openai: bool, azure: bool):
    assert (is_openai(url), is_azure(url)) == (openai, azure)


CALL = Call(name="extract 3/8", messages=(("user", "Hello"),), schema={"type": "object"}, max_tokens=9)


def refusal(message: str, status: int = 400):
    return fault_of_status(status, json.dumps({"error": {"message": message}}))


def test_the_three_modes():
    strict = Capabilities().body(CALL, "m")
    assert strict["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "extract", "strict": True, "schema": {"type": "object"}},
    }
    assert strict["messages"] == [{"role": "user", "content": "Hello"}]
    loose, plain = Capabilities(mode="json_object").body(CALL, "m"), Capabilities(mode="text").body(CALL, "m")
    assert loose["response_format"] == {"type": "json_object"} and "response_format" not in plain
    for body in (loose, plain):
        assert body["messages"][0]["content"].endswith('JSON Schema:\n{"type": "object"}')


def test_a_call_without_a_schema_asks_for_text():
    body = Capabilities().body(Call(name="", messages=(("user", "Hello"),)), "m")
    assert set(body) == {"model", "messages", "max_tokens"}


@pytest.mark.parametrize("name", ["", "x y", "räd?/", "n" * 99])
def test_a_schema_has_a_name_that_servers_accept(name: str):
    body = Capabilities().body(Call(name=name, messages=(), schema={"a": 1}), "m")
    shown = body["response_format"]["json_schema"]["name"]
    assert 1 <= len(shown) <= 64 and shown.isascii()


def test_what_refusals_teach():
    asked = Capabilities(temperature=0.2)
    assert asked.next_after_refusal(
        refusal("'max_tokens' is unknown, use 'max_completion_tokens'"), CALL
    ).token_field == ("max_completion_tokens")
    assert asked.next_after_refusal(refusal("temperature does not support 0.2"), CALL).temperature is None
    assert asked.next_after_refusal(refusal("json_schema is unknown"), CALL).mode == "json_object"
    assert asked.next_after_refusal(refusal("what?"), CALL).mode == "json_object"
    streamed = Call(name="", messages=(), stream=True)
    assert asked.next_after_refusal(refusal("unknown: stream_options"), streamed).usage is False
    assert Capabilities(usage=False).next_after_refusal(refusal("unknown: stream"), streamed).stream is False


def test_what_refusals_do_not_teach():
    assert Capabilities(swapped=True, mode="text").next_after_refusal(refusal("what is max_tokens?"), CALL) is None
    assert Capabilities(mode="text").next_after_refusal(refusal("max_tokens is too large: 9"), CALL) is None
    assert Capabilities(proven=True).next_after_refusal(refusal("what?"), CALL) is None
    assert Capabilities(proven=True, mode="text").next_after_refusal(refusal("what is max_tokens?"), CALL) is None
    assert Capabilities(fixed=True).next_after_refusal(refusal("json_schema is unknown"), CALL) is None
    assert Capabilities().next_after_refusal(refusal("json_schema is unknown", 404), CALL) is None
    assert Capabilities().next_after_refusal(refusal("oops", 500), CALL) is None
    assert Capabilities().next_after_refusal(refusal("no response_format", 401), CALL) is None


def test_an_unknown_reply_format_is_refused():
    with pytest.raises(ConfigError, match="give auto, json_schema, json_object, text"):
        ModelSettings(reply_format="xml")


def test_the_environment_is_the_process_own_unless_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOME_NAME", "some value")
    assert ModelDependencies().environment["SOME_NAME"] == "some value"
    assert ModelDependencies(environment={}).environment == {}
