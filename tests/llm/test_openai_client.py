"""The OpenAI model against a server that fails on demand, on this machine, and against a transport without sockets."""

from __future__ import annotations

import asyncio
import email.utils
import json
import subprocess
import sys
import threading
import traceback
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import ConfigError, LimitError, ProviderError, RetryableError, SummarizeError
from summarize.llm import Call, Reply
from summarize.llm.endpoint import ModelDependencies, ModelSettings
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.provider_errors import Failed, Fault, Kind
from summarize.llm.run_context import RunScope, enter_scope
from summarize.records import Event
from tests.fault_server import KEY, OK, STREAM, Act, FaultServer, completion, error, events, gzipped
from tests.waiting import run_without_waiting

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}
CALL = Call(name="direct", messages=(("system", "Be brief."), ("user", "Say something.")), schema=SCHEMA)
STREAMED = Call(name="direct", messages=CALL.messages, schema=SCHEMA, stream=True)


NOW = 1_800_000_000


def loop_time() -> float:
    return asyncio.get_running_loop().time()


class Hurried:
    """A clock that sleeping moves at once."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def clock(self) -> float:
        return loop_time() + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.ahead += seconds
        await asyncio.sleep(0)


def model(url: str, *, key: str = KEY, sleep=None, transport=None, **settings_: object) -> OpenAIModel:
    hurried = Hurried()
    clock, sleep = (loop_time, sleep) if sleep else (hurried.clock, hurried.sleep)
    world = ModelDependencies(
        environment={"OPENAI_API_KEY": key}, clock=clock, now=lambda: NOW, sleep=sleep, transport=transport
    )
    return OpenAIModel("some-model", base_url=url, settings=ModelSettings(**settings_), surroundings=world)


def ask(script, call: Call = CALL, *, times: int = 1, heard: list[Event] | None = None, **more):
    """Ask a call against a script; gives the last outcome (reply or error) and the server."""

    async def run():
        if heard is not None:
            enter_scope(RunScope(heard.append))
        async with FaultServer(script) as server, model(server.url, **more) as asked:
            outcome: Reply | SummarizeError | None = None
            for _ in range(times):
                try:
                    outcome = await asked.complete(call)
                except SummarizeError as failed:
                    outcome = failed
            return outcome, server

    return asyncio.run(run())


pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_a_reply_carries_text_tokens_and_request_id():
    reply, server = ask([Act(body=completion('{"a": 1}'), headers=(("x-request-id", "req_7"),))])
    assert reply == Reply(text='{"a": 1}', prompt_tokens=7, completion_tokens=3, request_id="req_7")
    sent = server.requests[0]
    assert sent["response_format"]["json_schema"] == {"name": "direct", "strict": True, "schema": SCHEMA}
    assert (sent["model"], sent["max_tokens"], "stream" in sent) == ("some-model", 4096, False)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_stream_gives_the_same_reply_and_tells_words_as_they_arrive():
    heard: list[Event] = []
    reply, server = ask([STREAM], STREAMED, heard=heard)
    assert reply == Reply(text='{"a": 1}', prompt_tokens=7, completion_tokens=3)
    assert [(event.stage, event.done, event.detail) for event in heard] == [("words", 8, '{"a": 1}')]
    assert server.requests[0]["stream_options"] == {"include_usage": True}


def test_words_are_told_before_the_stream_ends():
    heard: list[tuple[float, str]] = []

    async def run():
        start = asyncio.get_running_loop().time()
        enter_scope(RunScope(lambda event: heard.append((asyncio.get_running_loop().time() - start, event.detail))))
        script = [Act(body=events("one ", "two"), kind="text/event-stream", drip=0.002)]
        async with FaultServer(script) as server, model(server.url) as asked:
            await asked.complete(STREAMED)
            return asyncio.get_running_loop().time() - start

    total = asyncio.run(run())
    assert [words for _, words in heard] == ["one ", "two"]
    assert heard[0][0] < total - 0.1


def test_reasoning_is_told_and_not_part_of_the_reply():
    body = b'data: {"choices": [{"delta": {"reasoning_content": "hm, hm"}}]}\n\n' + events('{"a": 1}')
    heard: list[Event] = []
    reply, _ = ask([Act(body=body, kind="text/event-stream", drip=0.0005)], STREAMED, heard=heard)
    assert reply.text == '{"a": 1}'
    assert heard[0] == Event("thinking", 6)
    reply, _ = ask([Act(body=completion('<think>secret plan</think>\n{"a": 1}'))])
    assert reply.text == '{"a": 1}'


# What is retried, how often, and what it ends as.

OUTCOMES = {
    "connection reset": (Act(reset=True), 2, RetryableError),
    "408": (Act(408, error("slow")), 4, RetryableError),
    "409": (Act(409, error("conflict")), 4, RetryableError),
    "429": (Act(429, error("slow down")), 4, RetryableError),
    "500": (Act(500, error("oops")), 4, RetryableError),
    "502 HTML": (Act(502, b"<html>bad gateway</html>", kind="text/html"), 4, RetryableError),
    "503 told not to retry": (Act(503, b"", headers=(("x-should-retry", "false"),)), 1, RetryableError),
    "200 HTML": (Act(200, b"<html>login</html>", kind="text/html"), 2, RetryableError),
    "200 cut JSON": (Act(200, completion()[:40]), 2, RetryableError),
    "200 JSON list": (Act(200, b"[]"), 2, RetryableError),
    "200 nested": (Act(200, b"[" * 100_000), 2, RetryableError),
    "200 no choices": (Act(200, b'{"choices": []}'), 2, RetryableError),
    "200 odd choices": (Act(200, b'{"choices": [null]}'), 2, RetryableError),
    "200 empty text": (Act(200, completion("")), 2, RetryableError),
    "200 null text": (Act(200, completion(None)), 2, RetryableError),
    "200 not UTF-8": (Act(200, b'{"choices": "\xff"}'), 2, RetryableError),
    "cut off": (Act(200, completion(), cut=True), 2, RetryableError),
    "200 gzip that is none": (Act(200, b"garbage", headers=(("content-encoding", "gzip"),)), 2, RetryableError),
    "stream broken off": (
        Act(200, events("a", done=False, finish=None), kind="text/event-stream"),
        2,
        RetryableError,
    ),
    "stream of garbage": (Act(200, b"data: {oops\n\n", kind="text/event-stream"), 2, RetryableError),
    "529": (Act(529, error("overloaded")), 4, RetryableError),
    "498": (Act(498, error("no room", code="capacity_exceeded")), 4, RetryableError),
    "413": (Act(413, b"<html><title>413</title></html>", kind="text/html"), 1, LimitError),
    "error inside a 200": (Act(200, error("overloaded", code=503)), 2, RetryableError),
    "429 inside a 200": (Act(200, error("slow down", code=429)), 2, RetryableError),
    "error inside a stream": (
        Act(200, b'data: {"error": {"message": "x"}}\n\n', kind="text/event-stream"),
        2,
        RetryableError,
    ),
    "quota inside a 200": (Act(200, error("pay", code="insufficient_quota")), 1, ProviderError),
    "401": (Act(401, error("bad key", code="invalid_api_key")), 1, ProviderError),
    "402": (Act(402, error("pay")), 1, ProviderError),
    "403": (Act(403, error("no")), 1, ProviderError),
    "404": (Act(404, error("no such model", code="model_not_found")), 1, ProviderError),
    "quota": (Act(429, error("You exceeded your quota", code="insufficient_quota")), 1, ProviderError),
    "redirect": (Act(302, b"", headers=(("location", "http://127.0.0.1:1/"),)), 1, ProviderError),
    "context length": (Act(400, error("too long", code="context_length_exceeded")), 1, LimitError),
    "500 gzip that is none": (Act(500, b"x" * 99, headers=(("content-encoding", "gzip"),)), 4, RetryableError),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_fault_is_tried_as_often_as_it_may_and_ends_as_its_error(name: str):
    act, requests, kind = OUTCOMES[name]
    failed, server = ask([act])
    assert type(failed) is kind
    assert len(server.requests) == requests
    assert "\n" not in str(failed) and len(str(failed)) < 600
    assert f"({requests} attempt" in failed.message


@pytest.mark.parametrize("name", [name for name in OUTCOMES if OUTCOMES[name][1] > 1])
def test_each_fault_that_passes_costs_nothing_but_a_retry(name: str):
    heard: list[Event] = []
    reply, server = ask([OUTCOMES[name][0], OK], heard=heard)
    assert reply.text == '{"a": 1}'
    assert reply.attempts == len(server.requests) == 2
    assert [event.stage for event in heard if event.stage != "words"] == ["retry"]


@pytest.mark.parametrize(
    "act",
    [
        Act(500, error("oops")),
        Act(529, error("overloaded")),
        Act(429, error("slow"), (("retry-after", "Mon, 02 Feb 2015 10:00:00 GMT"),)),
        Act(503, error("slow"), (("retry-after", "0"),)),
    ],
    ids=["500", "529", "429 with a date in the past", "503 with 0"],
)
def test_the_next_request_waits_at_least_half_a_second(act: Act):
    heard: list[Event] = []
    assert ask([act, act, OK], heard=heard)[0].attempts == 3
    pauses = [float(event.detail.rpartition("again in ")[2].removesuffix(" s")) for event in heard]
    assert len(pauses) == 2 and min(pauses) >= 0.5


def test_a_web_page_is_not_echoed():
    page = b"<html>\n<head><TITLE lang=en>502 Bad Gateway</TITLE></head><body><h1>nginx</h1></body></html>"
    for body, kind in ((page, "text/html"), (error(page.decode()), "application/json")):
        failed, _ = ask([Act(502, body, kind=kind)])
        assert "502 Bad Gateway (a web page, titled “502 Bad Gateway”)" in failed.message
        assert "<" not in failed.message and "nginx" not in failed.message


def test_no_server_is_a_fault_to_try_again():
    async def run():
        async with FaultServer([OK]) as server:
            url = server.url
        async with model(url) as asked:
            await asked.complete(CALL)

    with pytest.raises(RetryableError, match=r"no connection to the server \(4 attempts"):
        asyncio.run(run())


def test_a_mixture_of_faults_never_takes_more_than_four_requests_or_two_that_may_be_billed():
    throttled, lost = Act(429, error("slow")), Act(reset=True)
    assert len(ask([throttled, lost, throttled, lost, OK])[1].requests) == 4
    failed, server = ask([lost, Act(200, b"<html>"), OK])
    assert isinstance(failed, RetryableError) and len(server.requests) == 2


def test_refusals_and_filters_are_outcomes_of_a_reply_and_asked_once():
    reply, server = ask([Act(body=completion(None, refusal="I cannot help."))])
    assert (reply.finish, reply.refusal, reply.complete, len(server.requests)) == (
        "refusal",
        "I cannot help.",
        False,
        1,
    )
    reply, server = ask([Act(body=completion("half", "content_filter"))])
    assert (reply.finish, reply.complete, len(server.requests)) == ("content_filter", False, 1)
    reply, server = ask([Act(400, error("The prompt was filtered", code="content_filter"))])
    assert (reply.finish, reply.complete, len(server.requests)) == ("content_filter", False, 1)
    reply, server = ask([Act(body=completion('{"a": ', "length"))])
    assert (reply.finish, reply.complete, len(server.requests)) == ("length", False, 1)


# Deadlines.


def timed(script, call: Call = CALL, **more):
    """Ask in a loop whose clock only waiting moves; gives outcome, server and the seconds waited."""

    async def run():
        async with FaultServer(script) as server, model(server.url, sleep=asyncio.sleep, **more) as asked:
            try:
                outcome: Reply | SummarizeError = await asked.complete(call)
            except SummarizeError as failed:
                outcome = failed
            return outcome, server, asyncio.get_running_loop().time()

    return run_without_waiting(run())


@pytest.mark.parametrize("call", [CALL, STREAMED])
def test_a_server_that_drips_is_ended_by_the_request_timeout_and_tried_once_more(call: Call):
    body, kind = (events("a" * 500), "text/event-stream") if call.stream else (completion(), "application/json")
    failed, server, seconds = timed([Act(body=body, kind=kind, drip=0.1)], call, request_timeout=3.05)
    assert type(failed) is RetryableError and "did not answer in time" in failed.message
    assert len(server.requests) == 2
    assert 2 * 3.05 + 0.5 <= seconds <= 2 * 3.05 + 1.0  # between the two half a second, and as much jitter at most


def test_the_call_deadline_ends_a_request_under_way():
    failed, server, seconds = timed([Act(wait=3_000)], call_deadline=600, request_timeout=1_000)
    assert type(failed) is RetryableError and "within 600 s" in failed.message
    assert len(server.requests) == 1 and seconds == pytest.approx(600)


def test_a_retry_after_beyond_the_deadline_is_not_waited_for():
    failed, server, seconds = timed([Act(429, error("slow"), (("retry-after", "300"),))], call_deadline=10)
    assert type(failed) is RetryableError and "300 s" in failed.message
    assert len(server.requests) == 1 and seconds == 0


@pytest.mark.parametrize(
    "header",
    [
        ("retry-after-ms", "30000"),
        ("retry-after", "30"),
        ("retry-after", email.utils.formatdate(NOW + 30, usegmt=True)),
    ],
)
def test_no_request_before_retry_after(header: tuple[str, str]):
    _, server, _ = timed([Act(429, error("slow"), (header,)), OK])
    first, second = server.times
    assert 30 <= second - first <= 33.1


def test_retry_after_of_one_call_holds_back_all_others():
    async def run():
        script = [Act(429, error("slow"), (("retry-after", "30"),)), OK]
        async with FaultServer(script) as server, model(server.url, sleep=asyncio.sleep) as asked:
            first = asyncio.ensure_future(asked.complete(CALL))
            await asyncio.sleep(10)
            await asyncio.gather(first, *(asked.complete(CALL) for _ in range(5)))
            return server.times

    times = run_without_waiting(run())
    assert len(times) == 1 + 6 and min(times[1:]) - times[0] >= 30


# What the server accepts is learnt by trying once.


def accepting(*modes: str, field: str = "max_tokens", usage: bool = True, code: int = 400):
    def act(_: int, body: dict) -> Act:
        mode = body.get("response_format", {}).get("type", "text")
        if mode not in modes:
            return Act(code, error(f"response_format type {mode} is not supported"))
        if field not in body:
            return Act(code, error("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."))
        if "stream_options" in body and not usage:
            return Act(code, error("Unrecognized request argument supplied: stream_options"))
        return STREAM if body.get("stream") else OK

    return act


@pytest.mark.parametrize("code", [400, 422, 500])
def test_the_reply_format_falls_back_and_is_remembered(code: int):
    reply, server = ask(accepting("json_object", "text", code=code), times=2)
    formats = [body.get("response_format", {}).get("type") for body in server.requests]
    assert formats == ["json_schema", "json_object", "json_object"]
    assert json.dumps(SCHEMA) in server.requests[1]["messages"][0]["content"]
    assert reply.text == '{"a": 1}'
    _, server = ask(accepting("text", code=code), times=3)
    formats = [body.get("response_format", {}).get("type") for body in server.requests]
    assert formats == ["json_schema", "json_object", None, None, None]


def test_a_bare_400_is_tried_in_the_easier_formats_until_one_was_accepted():
    _, server = ask(lambda _, body: Act(400, b"no") if "response_format" in body else OK)
    assert len(server.requests) == 3
    _, server = ask([OK, Act(400, b"no")], times=2)
    assert len(server.requests) == 2


def test_a_chosen_format_is_kept():
    failed, server = ask(accepting("text"), reply_format="json_schema")
    assert type(failed) is ProviderError and len(server.requests) == 1
    with pytest.raises(ConfigError, match="reply_format"):
        ModelSettings(reply_format="yaml")


def test_names_of_parameters_are_learnt():
    reply, server = ask(accepting("json_schema", field="max_completion_tokens"), times=2)
    assert reply.text == '{"a": 1}'
    assert ["max_tokens" in body for body in server.requests] == [True, False, False]
    reply, server = ask(accepting("json_schema", usage=False), STREAMED)
    assert reply.text == '{"a": 1}' and "stream_options" not in server.requests[-1]


def test_a_server_that_ignores_stream_is_read_as_a_whole():
    assert ask([OK], STREAMED)[0].text == '{"a": 1}'


def test_learning_counts_as_requests():
    def act(number: int, body: dict) -> Act:
        return Act(500, error("oops")) if "response_format" not in body else accepting("text")(number, body)

    assert len(ask(act)[1].requests) == 4


@pytest.mark.parametrize(("attempts", "outcome", "requests"), [(2, ProviderError, 2), (3, Reply, 3)])
def test_no_more_is_learnt_than_there_are_attempts(attempts: int, outcome: type, requests: int):
    found, server = ask(accepting("text"), attempts=attempts)
    assert (type(found), len(server.requests)) == (outcome, requests)


# Untrusted answers and the key.


@pytest.mark.parametrize("call", [CALL, STREAMED])
@pytest.mark.parametrize(("tokens", "most"), [(100, 200_000), (4_096, 262_144)])  # 64 characters a token
def test_the_text_of_a_reply_has_a_largest_size(call: Call, tokens: int, most: int):
    for size, outcome in ((most, Reply), (most + 1, LimitError)):
        text = "x" * size
        act = Act(body=events(text), kind="text/event-stream") if call.stream else Act(body=completion(text))
        assert type(ask([act], replace(call, max_tokens=tokens))[0]) is outcome


def test_an_answer_has_a_largest_size():
    failed, server = ask([Act(body=completion("x" * 50_000))], max_reply=10_000)
    assert type(failed) is LimitError and len(server.requests) == 1
    bomb = gzipped(completion("x" * 3_000_000))
    failed, _ = ask([Act(body=bomb, headers=(("content-encoding", "gzip"),))], max_reply=100_000)
    assert type(failed) is LimitError
    endless = Act(body=b"data: " + b"x" * 50_000, kind="text/event-stream")
    assert type(ask([endless], STREAMED, max_reply=10_000)[0]) is LimitError


def test_an_error_of_any_size_is_cut_off_and_read_when_packed():
    failed, _ = ask([Act(403, error("no " * 1_000_000))])
    assert type(failed) is ProviderError and len(failed.message) < 400
    packed = Act(429, gzipped(error("pay up", code="insufficient_quota")), (("content-encoding", "gzip"),))
    failed, server = ask([packed])
    assert type(failed) is ProviderError and "pay up" in failed.message and len(server.requests) == 1


ECHOES = [
    Act(401, error(f"Incorrect API key provided: {KEY}. You can find it at ...", code="invalid_api_key")),
    Act(401, error(f"Incorrect API key provided: {KEY[:8]}*****{KEY[-4:]}")),
    Act(403, f"Authorization: Bearer {KEY}".encode(), kind="text/plain"),
    Act(400, error("x" * 190 + KEY)),
    Act(404, b"", headers=(("x-request-id", KEY),)),
    Act(500, KEY.encode()),
    Act(200, KEY.encode(), kind=KEY),
    Act(302, KEY.encode(), headers=(("location", f"http://127.0.0.1/?{KEY}"),)),
]


@pytest.mark.parametrize("act", ECHOES)
def test_the_key_stands_in_no_error_and_no_traceback(act: Act, caplog: pytest.LogCaptureFixture):
    heard: list[Event] = []

    async def run():
        enter_scope(RunScope(heard.append))
        async with FaultServer([act]) as server, model(server.url) as asked:
            await asked.complete(CALL)

    caplog.set_level("DEBUG")
    caplog.set_level("INFO", "httpcore2")  # its debug level logs the headers of responses
    with pytest.raises(SummarizeError) as failed:
        asyncio.run(run())
    shown = "".join(traceback.format_exception(failed.value)) + caplog.text + repr(heard) + repr(failed.value)
    assert KEY not in shown
    assert KEY[:8] not in shown.replace("[key]", "")
    assert failed.value.__cause__ is None and failed.value.__context__ is None


def test_a_reply_that_echoes_the_key_loses_it():
    assert KEY not in ask([Act(body=completion(f"Your key is {KEY}"))])[0].text
    assert KEY not in repr(ask([Act(body=completion(None, refusal=KEY))])[0])


def test_a_reply_with_half_characters_can_be_written():
    body = b'{"choices": [{"message": {"content": "a\\ud83d\\ude00 b\\ud800"}}]}'
    ask([Act(body=body)])[0].text.encode()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/v1",
        "ftp://127.0.0.1/",
        "https://user:pass@example.org/v1",
        "https:///v1",
        "http://127.0.0.1.example.org/",
        "https://example.org/?key=1",
        "https://[oops/",
        "http://localhost:99999/v1",
    ],
)
def test_addresses_that_could_leak_the_key_are_refused(url: str):
    with pytest.raises(ConfigError, match="base URL") as failed:
        model(url)
    assert "pass" not in str(failed.value).replace("password", "")


def test_a_server_on_this_machine_needs_no_key_and_others_do():
    reply, server = ask([OK], key="")
    assert reply.text and server.headers[0]["authorization"] == "Bearer none"
    for key in ("", " ", "käse", "a b", "a\nb"):
        with pytest.raises(ProviderError, match="OPENAI_API_KEY") as failed:
            asyncio.run(model("https://example.org/v1", key=key).complete(CALL))
        assert not key.strip() or key not in str(failed.value)


def test_the_proxy_of_the_environment_never_sees_a_local_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert ask([OK])[0].text


# Without sockets: what only a transport can do.


@pytest.mark.parametrize(
    ("raised", "requests", "kind"),
    [
        (httpx2.ConnectTimeout("c"), 4, RetryableError),
        (httpx2.PoolTimeout("p"), 4, RetryableError),
        (httpx2.ReadTimeout("r"), 2, RetryableError),
        (httpx2.WriteError("w"), 2, RetryableError),
        (httpx2.RemoteProtocolError("x"), 2, RetryableError),
        (httpx2.UnsupportedProtocol("u"), 2, RetryableError),
        (OSError("o"), 2, RetryableError),
        (TypeError("t"), 1, ProviderError),
        (RecursionError("t"), 1, ProviderError),
    ],
)
def test_whatever_the_transport_raises_is_mapped(raised: Exception, requests: int, kind: type[SummarizeError]):
    asked = 0

    def handler(_: httpx2.Request) -> httpx2.Response:
        nonlocal asked
        asked += 1
        raise raised

    async def run():
        async with model("https://example.org/v1", transport=httpx2.MockTransport(handler)) as it:
            await it.complete(CALL)

    with pytest.raises(SummarizeError) as failed:
        asyncio.run(run())
    assert (type(failed.value), asked) == (kind, requests)


def test_a_certificate_that_is_not_trusted_is_the_users_to_mend():
    import ssl

    def handler(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("tls") from ssl.SSLCertVerificationError("self-signed")

    async def run():
        async with model("https://example.org/v1", transport=httpx2.MockTransport(handler)) as it:
            await it.complete(CALL)

    with pytest.raises(ProviderError, match="certificate is not trusted"):
        asyncio.run(run())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["application/json", "text/event-stream", "", "text/html"]))
def test_no_body_breaks_it(body: bytes, kind: str):
    def handler(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=body, headers={"content-type": kind})

    async def run():
        async with model("https://example.org/v1", transport=httpx2.MockTransport(handler)) as it:
            await it.complete(STREAMED)

    with pytest.raises(RetryableError):
        asyncio.run(run())


def paced(**limits: int) -> tuple[float, list[float]]:
    """Ask five calls at once of a server that needs no time; gives the seconds waited, and when each was sent."""
    times: list[float] = []

    def handler(_: httpx2.Request) -> httpx2.Response:
        times.append(loop_time())
        return httpx2.Response(200, content=completion())

    world = ModelDependencies(
        environment={"OPENAI_API_KEY": KEY},
        clock=loop_time,
        transport=httpx2.MockTransport(handler),
    )
    asked = OpenAIModel("m", base_url="https://example.org/v1", settings=ModelSettings(**limits), surroundings=world)
    call = Call(name="direct", messages=(("user", "Hello"),), prompt_tokens=100, max_tokens=900)

    async def main() -> float:
        async with asked:
            await asyncio.gather(*(asked.complete(call) for _ in range(5)))
        return loop_time()

    return run_without_waiting(main()), times


def test_requests_a_minute_are_kept():
    _, times = paced(rpm=2)
    assert [time // 60 for time in times] == [0, 0, 1, 1, 2]


def test_tokens_a_minute_are_reserved_and_settled():
    seconds, times = paced(tpm=1500)  # a call may take 1000 and takes 10
    assert len(times) == 5 and seconds == 0
    with pytest.raises(LimitError, match="tpm allows 999"):
        paced(tpm=999)


def test_one_model_serves_one_run_after_the_other():
    async def once(asked: OpenAIModel) -> str:
        async with asked:
            return (await asked.complete(CALL)).text

    answer = httpx2.MockTransport(lambda _: httpx2.Response(200, content=completion("{}")))
    asked = model("https://example.org/v1", transport=answer)
    assert [asyncio.run(once(asked)), asyncio.run(once(asked))] == ["{}", "{}"]


def test_tokens_are_counted_here_when_the_server_does_not():
    answer = b'{"choices": [{"message": {"content": "one two three"}, "finish_reason": "stop"}]}'
    reply, _ = ask([Act(body=answer)])
    assert reply.completion_tokens == 3 and reply.prompt_tokens > 10


def test_only_this_module_imports_the_client_and_only_for_a_call():
    package = Path(__file__).parents[2] / "summarize"
    texts = {path.name: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    for vendor in ("import openai\n", "from tenacity import"):
        assert [name for name, text in texts.items() if vendor in text] == ["openai_client.py"]
    script = (
        "import sys, summarize.llm.runner\nfrom summarize.llm.openai_client import OpenAIModel\n"
        "OpenAIModel('x')\nassert not {'openai', 'tenacity', 'httpx2', 'pydantic', 'genai_prices'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=package.parent, check=True, timeout=60)


# The flex tier: cheap, and sometimes full.

FULL = Act(429, error("Resource Unavailable", code="resource_unavailable"))


def test_a_full_flex_tier_is_waited_for_beyond_the_attempts():
    reply, server = ask([FULL] * 6 + [OK], tier="flex", attempts=1)
    assert reply.text == '{"a": 1}'
    assert [each["service_tier"] for each in server.requests] == ["flex"] * 7


def test_a_flex_tier_that_stays_full_gives_way_to_the_ordinary_one_and_the_reader_is_told():
    def act(_, body):
        return FULL if "service_tier" in body else Act(body=completion())

    scope = RunScope()

    async def run():
        enter_scope(scope)
        async with FaultServer(act) as server, model(server.url, tier="flex", attempts=1) as asked:
            first = await asked.complete(CALL)
            await asked.complete(CALL)
            return first, server

    reply, server = asyncio.run(run())
    assert reply.text == "{}"
    assert [each.get("service_tier") for each in server.requests] == (["flex"] * 7 + [None]) * 2
    (notice,) = scope.notices
    assert notice.code == "tier_unavailable"
    assert "ordinary tier and price" in notice.message


def test_an_ordinary_tier_that_fails_after_flex_ends_as_ever():
    def act(_, body):
        return FULL if "service_tier" in body else Act(500, error("oops"))

    outcome, server = ask(act, tier="flex", attempts=2)
    assert isinstance(outcome, RetryableError)
    assert [each.get("service_tier") for each in server.requests] == ["flex"] * 8 + [None] * 2


@pytest.mark.parametrize(
    ("script", "tier", "requests"),
    [
        ([FULL], "", 4),  # nobody asked for flex: an ordinary refusal
        ([FULL], "priority", 4),
        ([Act(429, error("slow down"))], "flex", 4),  # our own pace, not the tier's room
    ],
)
def test_other_refusals_for_the_pace_take_attempts(script, tier, requests):
    outcome, server = ask(script, tier=tier)
    assert isinstance(outcome, RetryableError)
    assert len(server.requests) == requests


@pytest.mark.parametrize("said", ["Flex processing is not available for this model", "Invalid service_tier argument"])
def test_a_model_without_flex_is_asked_without_it(said):
    def act(_, body):
        return Act(400, error(said)) if "service_tier" in body else OK

    reply, server = ask(act, tier="flex")
    assert reply.text == '{"a": 1}'
    assert [each.get("service_tier") for each in server.requests] == ["flex", None]


def test_a_call_for_a_file_is_whole_and_has_no_tier():
    asked = model("http://127.0.0.1:9/v1", tier="flex").request(replace(CALL, stream=True))
    assert asked["model"]
    assert asked["messages"]
    assert not {"stream", "stream_options", "service_tier"} & set(asked)


def test_a_refused_request_is_put_another_way_from_then_on():
    writer = model("http://127.0.0.1:9/v1")
    before = writer.request(CALL)
    assert not writer.learn(Fault(kind=Kind.SERVER, message="", status=503), CALL)
    assert writer.request(CALL) == before
    assert writer.learn(Fault(kind=Kind.BAD_REQUEST, message="", status=400, said="no max_tokens here"), CALL)
    assert writer.request(CALL) != before


def test_an_answer_of_a_file_is_read_without_the_key():
    writer = model("http://127.0.0.1:9/v1")
    assert writer.read(completion(f"a {KEY}"), CALL).text == "a [key]"
    with pytest.raises(Failed):
        writer.read(b"null", CALL)


def test_the_client_is_made_beside_the_loop_and_calls_begin_one_after_the_other(monkeypatch: pytest.MonkeyPatch):
    made: list[int] = []
    turns: list[int] = []
    turn = 0
    make, serving = OpenAIModel._new_client, OpenAIModel._served

    def note(self, key):
        made.append(threading.get_ident())
        return make(self, key)

    def serve(self, *given):
        turns.append(turn)
        return serving(self, *given)

    def handler(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=completion())

    async def run() -> int:
        async def count():
            nonlocal turn
            while True:
                turn += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        async with model("https://example.org/v1", transport=httpx2.MockTransport(handler)) as it:
            await asyncio.gather(*(it.complete(CALL) for _ in range(8)))
            await asyncio.gather(*(it.complete(CALL) for _ in range(8)))
        counting.cancel()
        return threading.get_ident()

    monkeypatch.setattr(OpenAIModel, "_new_client", note)
    monkeypatch.setattr(OpenAIModel, "_served", serve)
    loop_thread = asyncio.run(run())
    assert len(made) == 1 and made[0] != loop_thread
    assert len(turns) == len(set(turns)) == 16  # no two requests are begun in one turn of the loop
