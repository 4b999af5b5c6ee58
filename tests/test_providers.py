"""What providers and servers document: how they are asked, what they refuse in which words, what they answer.

Each is played by a server on this machine that takes exactly what the real one takes. An address elsewhere is reached
through a transport that leads here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from summarize.errors import LimitError, ProviderError, SummarizeError
from summarize.llm import Call, Reply
from summarize.llm.endpoint import ModelDependencies, ModelSettings
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.runner import ModelRun, RunLimits
from summarize.records import Notice, Usage
from tests.fault_server import KEY, Act, FaultServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

Script = Callable[[int, dict[str, Any]], Act]
OPENAI = "https://api.openai.com/v1"
AZURE = "https://desk.openai.azure.com/openai/v1"
CALL = Call(name="direct", messages=(("system", "Be brief."), ("user", "Say something.")), max_tokens=100)
TEXT = "Something."


class Here(httpx2.AsyncHTTPTransport):
    """A transport that leads every address to one port of this machine."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._port = httpx2.URL(url).port

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return await super().handle_async_request(request)


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


class Asked:
    """What came of some batches of calls, asked of a server that a script plays, one run for all."""

    def __init__(
        self,
        script: Script,
        *batches: Sequence[Call],
        address: str = "",
        limits: RunLimits | None = None,
        **settings: Any,
    ) -> None:
        self.replies: list[Reply] = []
        self.error: SummarizeError | None = None
        asyncio.run(self._run(script, batches or ((CALL,),), address, limits, settings))

    async def _run(self, script: Script, batches: Any, address: str, limits: RunLimits | None, settings: Any) -> None:
        async with FaultServer(script) as server:
            world = ModelDependencies(
                environment={"OPENAI_API_KEY": KEY}, sleep=no_sleep, transport=Here(server.url) if address else None
            )
            model = OpenAIModel(
                "m", base_url=address or server.url, settings=ModelSettings(**settings), surroundings=world
            )
            async with ModelRun(model, limits) as run:
                try:
                    for batch in batches:
                        self.replies += await run.answer(batch)
                except SummarizeError as error:
                    self.error = error
            self.requests, self.headers = server.requests, server.headers
            self.notices: tuple[Notice, ...] = run.notices
            self.usage: Usage = run.usage

    def sent(self, field: str) -> list[object]:
        """What each request held in a field."""
        return [body.get(field) for body in self.requests]


def different(count: int) -> list[Call]:
    return [replace(CALL, messages=(*CALL.messages[:1], ("user", f"Say {n}."))) for n in range(count)]


def reply(text: str = TEXT, *, finish: str = "stop", usage: Any = None, tier: str = "", **message: Any) -> Act:
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        ],
        "usage": usage or {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30},
    }
    return Act(body=json.dumps(body | ({"service_tier": tier} if tier else {})).encode())


def refused(message: str, status: int = 400, **more: Any) -> Act:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None, **more}
    return Act(status, json.dumps({"error": error}).encode())


# OpenAI, and Azure's v1 address of its models.

KNOWN = {
    "model", "messages", "max_tokens", "max_completion_tokens", "response_format", "temperature", "stream",
    "stream_options", "reasoning_effort", "service_tier", "prompt_cache_key",
}  # fmt: skip


def openai(*efforts: str, tiers: Sequence[str] = ("default",), thinks: int = 0, unknown: Sequence[str] = ()) -> Script:
    """A model of OpenAI that reasons with these efforts (none: it does not), for so many tokens."""

    def act(_: int, body: dict[str, Any]) -> Act:
        for field in body:
            if field not in KNOWN or field in unknown:
                return refused(f"Unrecognized request argument supplied: {field}")
        effort, tier = body.get("reasoning_effort"), body.get("service_tier")
        if efforts and "max_tokens" in body:
            said = "Unsupported parameter: 'max_tokens' is not supported with this model."
            return refused(
                f"{said} Use 'max_completion_tokens' instead.", param="max_tokens", code="unsupported_parameter"
            )
        if effort and not efforts:
            said = "Unsupported parameter: 'reasoning_effort' is not supported with this model."
            return refused(said, param="reasoning_effort", code="unsupported_parameter")
        if effort and effort not in efforts:
            said = f"Unsupported value: 'reasoning_effort' does not support '{effort}' with this model."
            return refused(
                f"{said} Supported values are: {', '.join(efforts)}", param="reasoning_effort", code="unsupported_value"
            )
        if tier and tier not in tiers:
            return refused("Invalid service_tier argument", param="service_tier", code="invalid_value")
        limit = body.get("max_completion_tokens") or body.get("max_tokens")
        written = min(limit, thinks + 10)
        usage = {
            "prompt_tokens": 2000, "completion_tokens": written, "total_tokens": 2000 + written,
            "prompt_tokens_details": {"cached_tokens": 1024, "cache_write_tokens": 900},
            "completion_tokens_details": {"reasoning_tokens": min(limit, thinks)},
        }  # fmt: skip
        full = limit <= thinks
        return reply("" if full else TEXT, finish="length" if full else "stop", usage=usage, tier=tier or "default")

    return act


def test_nothing_is_sent_that_no_setting_asks_for():
    asked = Asked(openai())
    assert set(asked.requests[0]) == {"model", "messages", "max_tokens"}
    assert asked.notices == ()


def test_openai_is_asked_in_its_own_words_at_once():
    asked = Asked(openai("low", "high", tiers=("flex",)), address=OPENAI, reasoning_effort="low", tier="flex")
    (body,) = asked.requests
    assert (body["reasoning_effort"], body["service_tier"], body["max_completion_tokens"]) == ("low", "flex", 100)
    assert (asked.replies[0].text, asked.replies[0].tier) == (TEXT, "flex")
    assert (asked.replies[0].cached_prompt_tokens, asked.replies[0].written_prompt_tokens) == (1024, 900)
    assert asked.notices == ()


@pytest.mark.parametrize("address", [OPENAI, "https://eu.api.openai.com/v1", AZURE])
def test_calls_that_begin_alike_have_one_cache_key_where_keys_are_known(address: str):
    other = replace(CALL, messages=(("system", "Be long."), *CALL.messages[1:]))
    asked = Asked(openai(), [*different(2), other], address=address, limits=RunLimits(concurrency=1))
    keys = asked.sent("prompt_cache_key")
    assert keys[0] == keys[1] != keys[2]
    assert all(isinstance(key, str) and 16 <= len(key) <= 64 for key in keys)


@pytest.mark.parametrize("address", ["", "https://proxy.example.org/v1", "https://api.openai.com.example.org/v1"])
def test_no_cache_key_is_sent_elsewhere(address: str):
    assert Asked(openai(), address=address).sent("prompt_cache_key") == [None]


def test_a_model_that_does_not_reason_is_asked_without_effort_and_the_reader_told():
    asked = Asked(openai(), different(2), different(3), reasoning_effort="high", limits=RunLimits(concurrency=1))
    assert asked.sent("reasoning_effort") == ["high", None, None, None, None, None]
    (notice,) = asked.notices
    assert notice.code == "setting_refused"
    assert notice.message.startswith("m was asked without reasoning_effort high, which the server does not take: ")
    assert "is not supported with this model" in notice.message


def test_a_value_that_a_model_does_not_take_is_told_with_those_it_takes():
    asked = Asked(openai("low", "medium"), reasoning_effort="max")
    assert asked.replies[0].text == TEXT
    assert "Supported values are: low, medium" in asked.notices[0].message


def test_a_tier_that_a_model_does_not_have_is_learnt_once_and_told():
    asked = Asked(openai(), different(1), different(3), tier="flex")
    assert asked.sent("service_tier").count("flex") == 1
    assert asked.notices[0].message.startswith("m was asked without service_tier flex")


def test_an_older_model_that_knows_no_such_argument_loses_each_and_its_attempts_are_kept():
    script = openai(unknown=("reasoning_effort", "service_tier", "prompt_cache_key"))
    asked = Asked(
        script, different(1), different(2), address=AZURE, reasoning_effort="low", tier="priority", attempts=1
    )
    assert asked.error is None and len(asked.requests) == 3 + 1 + 2
    assert set(asked.requests[-1]) == {"model", "messages", "max_tokens"}
    assert {notice.message.split()[4] for notice in asked.notices} == {"reasoning_effort", "service_tier"}


def test_calls_side_by_side_learn_from_one_another():
    asked = Asked(openai("low"), different(16), different(20), reasoning_effort="high", tier="flex")
    assert asked.error is None
    assert asked.sent("reasoning_effort")[-20:] == asked.sent("service_tier")[-20:] == [None] * 20
    assert asked.sent("max_tokens")[-20:] == [None] * 20
    assert len(asked.notices) == 2


def test_a_message_that_lists_what_a_server_knows_refuses_none_of_it():
    listed = (
        "unknown field `stream_options`, expected one of `messages`, `reasoning_effort`, `service_tier`, `max_tokens`"
    )

    def act(_: int, body: dict[str, Any]) -> Act:
        return refused(listed) if "stream_options" in body else reply(tier="flex")

    asked = Asked(act, [replace(CALL, stream=True)], reasoning_effort="low", tier="flex")
    assert asked.replies[0].text == TEXT and asked.notices == ()
    assert asked.requests[-1]["max_tokens"] == 100 and asked.requests[-1]["reasoning_effort"] == "low"


def test_azure_is_asked_at_its_v1_address_with_the_key_as_a_bearer():
    asked = Asked(openai("low"), address=AZURE, reasoning_effort="low")
    assert asked.sent("max_tokens") == [100, None]  # learnt
    assert asked.replies[0].text == TEXT
    assert asked.headers[0]["authorization"] == f"Bearer {KEY}"


def test_azures_content_filter_is_a_reply_and_not_a_failure():
    inner = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"hate": {"filtered": True}}}
    said = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
    asked = Asked(lambda *_: refused(said, code="content_filter", param="prompt", innererror=inner), address=AZURE)
    assert asked.replies[0].finish == "content_filter"


# Room for reasoning.


def test_a_model_that_is_told_to_reason_gets_room_for_it_from_the_first_call_on():
    asked = Asked(
        openai("low", thinks=150), reasoning_effort="low", limits=RunLimits(reasoning_tokens=200), address=OPENAI
    )
    assert asked.sent("max_completion_tokens") == [300]
    assert (asked.usage.completion_tokens, asked.usage.reasoning_tokens) == (160, 150)


def test_a_reply_that_reasoning_used_up_is_asked_for_again_once_with_twice_the_room():
    asked = Asked(openai("medium", thinks=150), address=OPENAI)
    assert asked.sent("max_completion_tokens") == [100, 200]
    assert asked.replies[0].text == TEXT
    assert (asked.usage.completion_tokens, asked.usage.reasoning_tokens) == (260, 250)
    assert [notice.code for notice in asked.notices] == ["asked_again"]
    asked = Asked(openai("medium", thinks=500), address=OPENAI)
    assert asked.sent("max_completion_tokens") == [100, 200]
    assert asked.replies[0].finish == "length"


def test_a_model_that_reasons_unasked_gets_room_once_it_has_shown_it():
    limits = RunLimits(concurrency=1, reasoning_tokens=400)
    asked = Asked(openai("medium", thinks=50), different(3), address=OPENAI, limits=limits)
    assert asked.sent("max_completion_tokens") == [100, 500, 500]


def capped(most: int, said: str) -> Script:
    """A model that reasons for 50 tokens unasked, on a server that allows no reply of more than so many."""
    script = openai("low", thinks=50)

    def act(number: int, body: dict[str, Any]) -> Act:
        return refused(said) if body["max_completion_tokens"] > most else script(number, body)

    return act


@pytest.mark.parametrize(
    "said",
    [
        "max_tokens is too large: 500. This model supports at most 400 completion tokens",
        "'max_completion_tokens' is too large: 500. This model's maximum context length is 400 tokens",
    ],
)
def test_a_server_that_allows_no_room_is_asked_without_it_and_the_reader_told(said: str):
    limits = RunLimits(concurrency=1, reasoning_tokens=400)
    asked = Asked(capped(400, said), different(3), address=OPENAI, limits=limits)
    assert asked.error is None and [each.text for each in asked.replies] == [TEXT] * 3
    assert asked.sent("max_completion_tokens") == [100, 500, 100, 100]
    assert asked.sent("max_tokens") == [None] * 4
    (notice,) = asked.notices
    assert "no room for reasoning, which was refused" in notice.message and "too large" in notice.message


def test_room_that_calls_side_by_side_are_refused_is_told_once():
    script = capped(400, "max_completion_tokens is too large")
    asked = Asked(script, different(8), address=OPENAI, reasoning_effort="low", limits=RunLimits(reasoning_tokens=400))
    assert asked.error is None and len(asked.notices) == 1


def test_a_refusal_that_has_nothing_to_do_with_room_ends_the_run_after_one_more_request():
    asked = Asked(
        lambda *_: refused("no"), address=OPENAI, reasoning_effort="low", limits=RunLimits(reasoning_tokens=9)
    )
    assert type(asked.error) is ProviderError and asked.sent("max_completion_tokens") == [109, 100]
    asked = Asked(
        lambda *_: refused("bad key", 401), address=OPENAI, reasoning_effort="low", limits=RunLimits(reasoning_tokens=9)
    )
    assert type(asked.error) is ProviderError and len(asked.requests) == 1


# Servers that people run themselves.


def vllm(*efforts: str, field: str = "reasoning", nested: bool = True) -> Script:
    """vLLM takes unknown fields, and checks the values of those it knows."""

    def act(_: int, body: dict[str, Any]) -> Act:
        effort = body.get("reasoning_effort")
        if effort and effort not in efforts:
            allowed = "Input should be " + " or ".join(f"'{each}'" for each in efforts)
            said = f"[{{'type': 'literal_error', 'loc': ('body', 'reasoning_effort'), 'msg': \"{allowed}\"}}]"
            error = {"message": said, "type": "BadRequestError", "param": None, "code": 400}
            whole: dict[str, Any] = {"error": error} if nested else {"object": "error", **error}
            return Act(400, json.dumps(whole).encode())
        usage = {"prompt_tokens": 20, "completion_tokens": 40, "total_tokens": 60, "prompt_tokens_details": None}
        return reply(usage=usage, **{field: "Hm, let me see. " * 4})

    return act


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])  # newer, older
def test_vllm_takes_what_it_does_not_know_and_shows_its_reasoning_apart(field: str):
    asked = Asked(vllm("low", field=field), reasoning_effort="low", tier="flex")
    assert (asked.replies[0].text, len(asked.requests)) == (TEXT, 1)
    assert (asked.usage.completion_tokens, asked.usage.reasoning_tokens) == (40, 16)


@pytest.mark.parametrize("nested", [True, False])  # newer, older
def test_vllms_refusal_of_a_value_is_understood(nested: bool):
    asked = Asked(vllm("low", "medium", "high", nested=nested), different(1), different(2), reasoning_effort="minimal")
    assert asked.sent("reasoning_effort") == ["minimal", None, None, None]
    assert "Input should be 'low' or 'medium' or 'high'" in asked.notices[0].message


def test_vllms_and_llama_cpps_full_contexts_are_limits():
    said = "This model's maximum context length is 4096 tokens. However, your request has 5000 input tokens."
    asked = Asked(lambda *_: refused(said, type="BadRequestError", code=400))
    assert type(asked.error) is LimitError and len(asked.requests) == 1
    for status in (400, 500):  # newer, older
        said = "the request exceeds the available context size, try increasing it"
        full = {
            "code": status,
            "message": said,
            "type": "exceed_context_size_error",
            "n_prompt_tokens": 1407,
            "n_ctx": 256,
        }
        act = Act(status, json.dumps({"error": full}).encode())
        asked = Asked(lambda *_: act)  # noqa: B023 - it is used at once
        assert type(asked.error) is LimitError and len(asked.requests) == 1


def test_llama_cpp_is_waited_for_while_it_loads_and_counts_its_reasoning():
    loading = {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}

    def act(number: int, body: dict[str, Any]) -> Act:
        if number == 0:
            return Act(503, json.dumps(loading).encode())
        return reply(reasoning_content="Thinking about it. " * 3)

    asked = Asked(act, reasoning_effort="low")
    assert (asked.replies[0].text, asked.replies[0].attempts) == (TEXT, 2)
    assert 0 < asked.usage.reasoning_tokens <= 10


def test_llama_cpp_that_leaves_the_thinking_in_the_reply_is_read_without_it():
    asked = Asked(lambda *_: reply(f"<think>Hm, what do they want?</think>\n\n{TEXT}"))
    assert asked.replies[0].text == TEXT and asked.usage.reasoning_tokens > 0


@pytest.mark.parametrize(
    ("said", "status", "kind"),
    [
        ('"gemma3:12b" does not support thinking', 400, "invalid_request_error"),
        ('think value "medium" is not supported for this model', 500, "api_error"),
    ],
)
def test_ollamas_models_that_do_not_think_are_asked_without(said: str, status: int, kind: str):
    def act(_: int, body: dict[str, Any]) -> Act:
        return refused(said, status, type=kind) if body.get("reasoning_effort") else reply(reasoning="")

    asked = Asked(act, different(1), different(2), reasoning_effort="medium")
    assert asked.sent("reasoning_effort") == ["medium", None, None, None]
    assert asked.replies[0].text == TEXT and "reasoning_effort medium" in asked.notices[0].message


def test_ollama_says_that_a_model_is_not_there():
    said = 'model "m" not found, try pulling it first'
    asked = Asked(lambda *_: refused(said, 404, type="not_found_error"))
    assert type(asked.error) is ProviderError and "try pulling it first" in asked.error.message


# Others whose words or counts are their own.


@pytest.mark.parametrize(
    "body",
    [
        {"code": "invalid-argument", "error": "Model m does not support parameter reasoningEffort."},  # xAI
        {  # Mistral
            "object": "error",
            "message": {
                "detail": [{"type": "extra_forbidden", "loc": ["body", "reasoning_effort"], "msg": "Extra inputs"}]
            },
            "type": "invalid_request_error",
        },
    ],
)
def test_other_words_of_refusal_are_understood(body: dict[str, Any]):
    def act(_: int, sent: dict[str, Any]) -> Act:
        return Act(422, json.dumps(body).encode()) if "reasoning_effort" in sent else reply()

    asked = Asked(act, reasoning_effort="low")
    assert asked.replies[0].text == TEXT and len(asked.requests) == 2


def test_a_flex_tier_without_room_is_tried_again():
    def act(number: int, _: dict[str, Any]) -> Act:
        busy = [refused("Resource Unavailable", 429), refused("no capacity", 498, code="capacity_exceeded")]
        return busy[number] if number < 2 else reply(tier="flex")

    asked = Asked(act, tier="flex")
    assert (asked.replies[0].tier, asked.replies[0].attempts) == ("flex", 3)


def test_a_reply_of_five_megabytes_is_a_limit():
    asked = Asked(lambda *_: reply("x" * 5_000_000))
    assert type(asked.error) is LimitError and asked.error.exit_code == 8
    assert len(asked.requests) == 1
