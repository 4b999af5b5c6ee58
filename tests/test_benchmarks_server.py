"""The benchmarks' server keeps to its latency model and answers in the form it is asked for. Nothing judges a time."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from benchmarks.corpus import make_articles
from benchmarks.server import Server, Service, in_tokens, is_longer
from summarize import Event, OpenAIModel, Summary, asummarize, load_articles
from summarize.tokens import count_tokens

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

ROOT = Path(__file__).parents[1]


def fast(**more: Any) -> Service:
    return Service(**{"first_token": 0.0, "tokens_a_second": 1e6, **more})


def serve(service: Service, work: Callable[[Server], Awaitable[Any]]) -> tuple[Any, Server]:
    async def run() -> tuple[Any, Server]:
        async with Server(service) as server:
            return await work(server), server

    return asyncio.run(run())


def post(url: str, **more: Any) -> tuple[int, str, dict[str, str]]:
    body = json.dumps({"messages": [{"role": "user", "content": "It rained in the town all day. Yes."}], **more})
    request = Request(f"{url}/chat/completions", body.encode())
    try:
        with urlopen(request, timeout=60) as reply:
            return reply.status, reply.read().decode(), dict(reply.headers)
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def summarize_with(service: Service, count: int, **settings: Any) -> tuple[Summary, Server]:
    articles = load_articles(make_articles(count, "varied"))

    async def work(server: Server) -> Summary:
        chosen = {"cache": "none", "input_tokens": 4_000, "words": 60, **settings}
        return await asummarize(articles, model=OpenAIModel("benchmark", base_url=server.url), **chosen)

    return serve(service, work)


def test_a_story_is_summarized_from_chosen_sentences_and_every_call_is_recorded():
    summary, server = summarize_with(fast(), 10)
    kinds = [each.kind for each in server.served]
    assert kinds.count("select") > 2
    assert kinds.count("write") == 1
    assert set(kinds[kinds.index("write") + 1 :]) <= {"check", "repair"}, "what was written is read, and mended"
    assert summary.usage.calls == len(kinds)
    assert summary.claims
    assert all(0 < each.arrived <= each.began <= each.first <= each.ended for each in server.served)


def test_a_reply_is_streamed_when_that_is_asked_for():
    words: list[str] = []

    def listen(event: Event) -> None:
        words.extend([event.detail] if event.stage == "words" else [])

    summary, _ = summarize_with(fast(tokens_a_second=2_000), 2, on_event=listen)
    assert len(words) > 3
    assert summary.claims[0].text.split()[0] in "".join(words)


def test_a_run_outlives_refusals_and_failures():
    summary, server = summarize_with(fast(first_token=0.01, slots=3, refuse=True), 12, concurrency=12)
    statuses = [each.status for each in server.served]
    assert set(statuses) == {200, 429}
    assert statuses.count(200) == summary.usage.calls
    assert server.most_under_way == 3


def test_requests_over_the_slots_wait_in_line():
    summary, server = summarize_with(fast(first_token=0.01, slots=2), 12, concurrency=12)
    assert {each.status for each in server.served} == {200}
    assert server.most_under_way == 2
    assert any(each.began > each.arrived + 0.005 for each in server.served)
    assert summary.claims


def test_every_seventh_request_fails():
    async def work(server: Server) -> list[int]:
        return [(await asyncio.to_thread(post, server.url))[0] for _ in range(14)]

    assert serve(fast(fail_every=7), work)[0] == [200] * 6 + [500] + [200] * 6 + [500]


def test_a_rate_limit_says_when_to_come_back():
    async def work(server: Server) -> list[tuple[int, str, dict[str, str]]]:
        return [await asyncio.to_thread(post, server.url) for _ in range(3)]

    replies = serve(fast(rpm=2, burst=2), work)[0]
    assert [status for status, _, _ in replies] == [200, 200, 429]
    assert 25 <= int(replies[2][2]["retry-after"]) <= 30


def test_a_prompt_over_the_window_is_refused():
    reply, _ = serve(fast(window=2), lambda server: asyncio.to_thread(post, server.url))
    assert reply[0] == 400


def test_a_window_is_measured_in_tokens():
    prompt = "It rained in the town all day. " * 200
    assert not is_longer(prompt, count_tokens(prompt))
    assert is_longer(prompt, count_tokens(prompt) - 1)


def test_the_report_holds_lengths_and_no_text():
    async def work(server: Server) -> dict[str, Any]:
        await asyncio.to_thread(post, server.url)
        return server.report()

    report = serve(fast(), work)[0]
    assert [(call["kind"], call["status"], call["prompt"]) for call in report["calls"]] == [("text", 200, 11)]


def test_the_process_ends_with_its_input():
    command = [sys.executable, "-m", "benchmarks.server", '{"slots": 2, "first_token": 0, "tokens_a_second": 1e6}']
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin and server.stdout
        url = server.stdout.readline().strip()
        assert post(url)[0] == 200
        server.stdin.close()
        assert server.wait(60) == 0


def test_the_process_ends_when_its_time_is_over():
    command = [sys.executable, "-m", "benchmarks.server", '{"seconds": 0.01}']
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        assert server.wait(60) == 0


def test_a_reply_is_cut_into_its_tokens_and_loses_nothing():
    text = "Zelenskyy — “no” 東京 🙂🙃 naïve"
    pieces = in_tokens(text)
    assert "".join(pieces) == text
    assert len(pieces) == count_tokens(text)


def test_a_streamed_reply_is_the_whole_one_in_as_many_pieces_as_it_has_tokens():
    async def work(server: Server) -> tuple[str, str]:
        return (await asyncio.to_thread(post, server.url))[1], (await asyncio.to_thread(post, server.url, stream=True))[
            1
        ]

    (whole, stream), _ = serve(fast(), work)
    read = json.loads(whole)
    parts = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: {")]
    words = [part["choices"][0]["delta"].get("content", "") for part in parts if part["choices"]]
    assert "".join(words) == read["choices"][0]["message"]["content"]
    assert sum(map(bool, words)) == read["usage"]["completion_tokens"] == parts[-1]["usage"]["completion_tokens"]
