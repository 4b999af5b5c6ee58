"""The calls of a run: side by side, kept when one fails, within calls, cost and time; nothing paid twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import ConfigError, LimitError, RetryableError
from summarize.model.cache import ReplyCache
from summarize.model.calls import Call, Reply, ScriptedModel
from summarize.model.openai_model import OpenAIModel
from summarize.model.prices import Prices
from summarize.model.runner import ModelRun, RunLimits
from summarize.model.settings import Surroundings
from summarize.records import Event
from tests.fault_server import KEY, Act, FaultServer, completion, error
from tests.waiting import run_without_waiting


def calls(count: int) -> list[Call]:
    return [
        Call(name=f"extract {n + 1}/{count}", messages=(("user", f"{n}"),), prompt_tokens=100) for n in range(count)
    ]


class Counting:
    """A model with an identity that answers with the call's text, and notes how many are under way."""

    identity = "counting"

    def __init__(self, fail_at: str = "", wait: float = 0.0, written: int = 10) -> None:
        self.asked: list[str] = []
        self.under_way = self.most = 0
        self._fail_at, self._wait, self._written = fail_at, wait, written

    async def complete(self, call: Call) -> Reply:
        text = call.messages[0][1]
        self.asked.append(text)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0 if text == self._fail_at else self._wait)
            if text == self._fail_at:
                raise RetryableError("it failed")
        finally:
            self.under_way -= 1
        return Reply(text=text, prompt_tokens=100, completion_tokens=self._written)


def answer(model, batch, limits: RunLimits | None = None, **more):
    async def main():
        async with ModelRun(model, limits, **more) as run:
            return await run.answer(batch), run.usage

    return asyncio.run(main())


@pytest.fixture
def cache(tmp_path: Path):
    cache = ReplyCache(tmp_path / "cache.sqlite", now=time.time)
    yield cache
    cache.close()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30), st.integers(1, 8))
def test_replies_come_in_the_order_of_their_calls(count: int, concurrency: int):
    model = Counting()
    replies, usage = answer(model, calls(count), RunLimits(concurrency=concurrency))
    assert [reply.text for reply in replies] == [str(n) for n in range(count)]
    assert model.most == min(count, concurrency)
    assert (usage.calls, usage.prompt_tokens, usage.completion_tokens) == (count, count * 100, count * 10)


def test_a_model_without_identity_is_never_cached(cache: ReplyCache):
    for _ in range(2):
        replies, _ = answer(ScriptedModel(["one", "two"]), calls(2), RunLimits(concurrency=1), cache=cache)
        assert [reply.text for reply in replies] == ["one", "two"]
    assert cache.state().replies == 0


def test_a_second_run_pays_for_nothing(cache: ReplyCache):
    first, second, heard = Counting(), Counting(), []
    told, _ = answer(first, calls(5), cache=cache)
    again, usage = answer(second, calls(5), cache=cache, on_event=heard.append)
    assert [reply.text for reply in again] == [reply.text for reply in told]
    assert all(reply.cached for reply in again) and second.asked == []
    assert (usage.calls, usage.cached_calls, usage.prompt_tokens, usage.cost_usd) == (0, 5, 0, 0.0)
    assert heard == [Event("cache hit", n + 1, 5, f"extract {n + 1}/5") for n in range(5)]


def test_the_same_request_twice_in_a_batch_is_asked_once(cache: ReplyCache):
    model = Counting()
    replies, usage = answer(model, calls(2) * 3)
    assert [reply.text for reply in replies] == ["0", "1"] * 3
    assert usage.calls == 2 == len(model.asked)


def test_a_failure_keeps_what_is_finished_and_what_is_under_way(cache: ReplyCache):
    model = Counting(fail_at="2", wait=0.05)
    with pytest.raises(RetryableError, match="it failed"):
        answer(model, calls(20), RunLimits(concurrency=4), cache=cache)
    assert model.asked == ["0", "1", "2", "3"]  # no new call after the failure
    assert cache.state().replies == 3
    again = Counting()
    answer(again, calls(20), cache=cache)
    assert len(again.asked) == 17


def test_any_exception_of_an_adapter_keeps_the_others(cache: ReplyCache):
    class Odd(Counting):
        async def complete(self, call: Call) -> Reply:
            await asyncio.sleep(0)
            if call.messages[0][1] == "1":
                raise ZeroDivisionError
            return await super().complete(call)

    with pytest.raises(ZeroDivisionError):
        answer(Odd(wait=0.01), calls(3), cache=cache)
    assert cache.state().replies == 2


def test_max_calls_stops_before_the_call_that_would_exceed_it(cache: ReplyCache):
    model = Counting()
    with pytest.raises(LimitError, match=r"extract 4/10 would be call 4, over max_calls 3") as failed:
        answer(model, calls(10), RunLimits(max_calls=3), cache=cache)
    assert failed.value.exit_code == 8
    assert len(model.asked) == 3 == cache.state().replies
    again = Counting()
    replies, _ = answer(again, calls(6), RunLimits(max_calls=3), cache=cache)
    assert len(replies) == 6 and len(again.asked) == 3


PRICES = Prices(model="m", prompt=Decimal(10), completion=Decimal(10))  # 100 + at most 4096 tokens: $0.04196 a call


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(1, 8), st.integers(0, 200_000), st.integers(0, 4096))
def test_the_cost_never_exceeds_its_cap(count: int, concurrency: int, cap: int, written: int):
    most, model = Decimal(cap) / 1_000_000, Counting(written=written)

    async def main():
        async with ModelRun(model, RunLimits(concurrency=concurrency, max_cost=most), prices=PRICES) as run:
            try:
                await run.answer(calls(count))
            except LimitError:
                assert run.usage.cost_usd + 0.04196 > most
            return run.usage

    usage = asyncio.run(main())
    assert usage.cost_usd <= most
    assert usage.cost_usd == pytest.approx(len(model.asked) * (100 + written) * 10 / 1_000_000)


def test_calls_wait_for_those_under_way_to_cost_less_than_they_might():
    replies, usage = answer(Counting(wait=0.001), calls(20), RunLimits(max_cost=Decimal("0.1")), prices=PRICES)
    assert len(replies) == 20 and usage.cost_usd == pytest.approx(0.022)


def test_a_cap_needs_a_price():
    for prices in (None, Prices(model="house-model-7b")):
        with pytest.raises(ConfigError, match="price of Counting is not known"):
            ModelRun(Counting(), RunLimits(max_cost=Decimal(1)), prices=prices)


def test_an_unknown_price_makes_the_cost_unknown():
    assert answer(Counting(), calls(1), prices=Prices(model="house-model-7b"))[1].cost_usd is None
    assert answer(Counting(), calls(1))[1].cost_usd is None
    assert answer(Counting(), calls(1), prices=PRICES)[1].cost_usd == pytest.approx(0.0011)


def test_a_failed_request_that_may_have_been_billed_counts_at_its_most():
    class Twice(Counting):
        async def complete(self, call: Call) -> Reply:
            return Reply(text="x", prompt_tokens=100, completion_tokens=10, attempts=2, maybe_billed=1)

    assert answer(Twice(), calls(1), prices=PRICES)[1].cost_usd == pytest.approx(0.0011 + 0.04196)


def test_the_run_deadline_ends_it_and_keeps_what_is_finished(cache: ReplyCache):
    class Slow(Counting):
        async def complete(self, call: Call) -> Reply:
            self._wait = 3_000 if call.messages[0][1] == "1" else 0
            return await super().complete(call)

    async def main() -> float:
        loop = asyncio.get_running_loop()
        with pytest.raises(LimitError, match=r"longer than 600 s; 1 of this batch's 2 replies are kept"):
            async with ModelRun(Slow(), RunLimits(run_deadline=600), cache=cache, clock=loop.time) as run:
                await run.answer(calls(2))
        return loop.time()

    assert run_without_waiting(main()) == pytest.approx(600)
    assert cache.state().unknown == 1


def test_the_ledger_tells_what_was_sent_answered_and_failed(cache: ReplyCache):
    with pytest.raises(RetryableError):
        answer(Counting(fail_at="1"), calls(2), RunLimits(concurrency=1), cache=cache, prices=PRICES)
    state = cache.state()
    assert (state.sent, state.unknown, state.cost_usd) == (2, 0, 0.0011)


def test_events_tell_calls_as_they_are_sent_and_answered():
    heard: list[Event] = []
    answer(Counting(), calls(2), RunLimits(concurrency=1), on_event=heard.append)
    assert [(event.stage, event.done, event.total) for event in heard] == [
        ("call sent", 0, 2),
        ("call answered", 1, 2),
        ("call sent", 1, 2),
        ("call answered", 2, 2),
    ]


# With the real client, against a server on this machine.


def local(test):
    return pytest.mark.enable_socket(pytest.mark.allow_hosts(["127.0.0.1"])(test))


def storm(count: int, *, concurrency: int, most: int, wait: float, script=None):
    """Ask many calls of a server that answers `most` at once; gives replies and server."""
    spoilt: set[str] = set()

    def seventh_fails(number: int, body: dict) -> Act:
        text = body["messages"][0]["content"]
        if int(text) % 7 == 3 and text not in spoilt:
            spoilt.add(text)
            return Act(500, error("oops"))
        return Act(body=completion(text), wait=wait)

    async def main():
        async with FaultServer(script or seventh_fails, most=most) as server:
            world = Surroundings(environment={"OPENAI_API_KEY": KEY})
            model = OpenAIModel("m", base_url=server.url, surroundings=world)
            async with ModelRun(model, RunLimits(concurrency=concurrency)) as run:
                replies = await run.answer(calls(count))
            return replies, server

    return asyncio.run(main())


@local
@pytest.mark.parametrize("concurrency", [16, 48])
def test_a_storm_of_429_and_500_loses_no_run_and_pays_nothing_twice(concurrency: int):
    replies, server = storm(96, concurrency=concurrency, most=16, wait=0.05)
    assert [reply.text for reply in replies] == [str(n) for n in range(96)]
    assert server.most_under_way <= 16
    paid = [body["messages"][0]["content"] for body in server.answered]
    assert sorted(paid, key=int) == [str(n) for n in range(96)]
    assert max(reply.attempts for reply in replies) <= 4


@local
def test_an_outage_costs_a_tenth_more_requests_than_calls():
    async def main():
        async def no_sleep(_: float) -> None:
            await asyncio.sleep(0)

        async with FaultServer([Act(503, error("down"))]) as server:
            world = Surroundings(environment={"OPENAI_API_KEY": KEY}, sleep=no_sleep)
            with pytest.raises(RetryableError):
                async with ModelRun(OpenAIModel("m", base_url=server.url, surroundings=world)) as run:
                    await run.answer(calls(100))
            return len(server.requests)

    assert asyncio.run(main()) <= 16 + 3 + 10


KILLED = """
import asyncio, sys, time
from summarize.model.cache import ReplyCache
from summarize.model.openai_model import OpenAIModel
from summarize.model.runner import ModelRun, RunLimits
from summarize.model.calls import Call

async def main():
    calls = [Call(name=f"extract {n}", messages=(("user", str(n)),), prompt_tokens=9) for n in range(40)]
    cache = ReplyCache(sys.argv[2], now=time.time)
    async with ModelRun(OpenAIModel("m", base_url=sys.argv[1]), RunLimits(concurrency=4), cache=cache) as run:
        print(*(reply.text for reply in await run.answer(calls)))

asyncio.run(main())
"""


@local
def test_a_killed_run_repeats_at_most_the_calls_under_way(tmp_path: Path):
    environment = {**os.environ, "OPENAI_API_KEY": KEY}

    async def main():
        script = lambda _, body: Act(body=completion(body["messages"][0]["content"]), wait=0.03)  # noqa: E731
        async with FaultServer(script) as server:
            command = (sys.executable, "-c", KILLED, server.url, str(tmp_path / "cache.sqlite"))
            root = Path(__file__).parents[1]
            first = await asyncio.create_subprocess_exec(*command, cwd=root, env=environment)
            while len(server.requests) < 20:
                await asyncio.sleep(0.01)
            os.kill(first.pid, signal.SIGKILL)
            await first.wait()
            second = await asyncio.create_subprocess_exec(*command, cwd=root, env=environment, stdout=subprocess.PIPE)
            out, _ = await asyncio.wait_for(second.communicate(), 60)
            return out.decode().split(), server.requests

    told, requests = asyncio.run(main())
    assert told == [str(n) for n in range(40)]
    assert len(requests) - 40 <= 4
    assert KEY.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_run_answered_from_the_cache_loads_no_client(tmp_path: Path):
    script = (
        KILLED.replace("asyncio.run(main())", "")
        + """
from summarize.model.cache import key_of
from summarize.model.calls import Reply
cache, model = ReplyCache(sys.argv[2], now=time.time), OpenAIModel("m", base_url=sys.argv[1])
for n in range(40):
    call = Call(name="", messages=(("user", str(n)),))
    cache.put(key_of(call, model.identity), call, "m", Reply(text=str(n)))
asyncio.run(main())
assert not {"openai", "tenacity", "httpx2", "genai_prices", "tiktoken"} & set(sys.modules)
"""
    )
    command = [sys.executable, "-c", script, "https://example.org/v1", str(tmp_path / "cache.sqlite")]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True, timeout=60, capture_output=True)
