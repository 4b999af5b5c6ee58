"""The calls of a run: side by side, kept when one fails, within calls, cost and time; nothing paid twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import ConfigError, LimitError, ProviderError, RetryableError
from summarize.llm import Call, Reply, ScriptedModel
from summarize.llm.endpoint import ModelDependencies
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.reply_cache import ReplyCache
from summarize.llm.run_context import Prices
from summarize.llm.runner import ModelRun, RunLimits
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


class Dear:
    """A model whose every reply takes its whole limit; it answers none before all workers have had their turn."""

    identity = name = "dear"

    def __init__(self) -> None:
        self.asked = 0

    async def complete(self, call: Call) -> Reply:
        self.asked += 1
        for _ in range(100):
            await asyncio.sleep(0)
        return Reply(text="x", prompt_tokens=1, completion_tokens=call.max_tokens)


DOLLAR = Prices(model="dear", prompt=Decimal(0), completion=Decimal(1_000_000))  # a dollar a token of the reply
DOLLAR_CALLS = [Call(name=f"{n}", messages=(("user", f"{n}"),), prompt_tokens=1, max_tokens=1) for n in range(20)]


@pytest.mark.parametrize(("cap", "sent"), [("4", 4), ("3.99", 3), ("19.99", 19), ("20", 20)])
def test_money_is_reserved_before_it_is_spent(cap: str, sent: int):
    async def main():
        model = Dear()
        async with ModelRun(model, RunLimits(concurrency=20, max_cost=Decimal(cap)), prices=DOLLAR) as run:
            if sent < 20:
                with pytest.raises(LimitError, match="over max_cost"):
                    await run.answer(DOLLAR_CALLS)
            else:
                await run.answer(DOLLAR_CALLS)
        return model.asked, run.usage.cost_usd

    assert asyncio.run(main()) == (sent, float(sent))


def test_a_call_is_reserved_with_its_room_for_reasoning():
    class Reasons(Dear):
        reasons = True

    model = Reasons()
    limits = RunLimits(concurrency=20, max_cost=Decimal(7), reasoning_tokens=2)  # 3 dollars a call
    with pytest.raises(LimitError):
        answer(model, DOLLAR_CALLS, limits, prices=DOLLAR)
    assert model.asked == 2


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


# A model that reasons may use up its reply before it writes.


class Pensive:
    """A model that thinks for so many tokens before it writes; the limits of its calls are kept in `limits`."""

    identity = name = "pensive"

    def __init__(self, thinks: int, refuses_above: int = 10**9, error: Exception | None = None) -> None:
        self.limits: list[int] = []
        self._thinks, self._refuses_above, self._error = thinks, refuses_above, error

    async def complete(self, call: Call) -> Reply:
        self.limits.append(call.max_tokens)
        if call.max_tokens > self._refuses_above:
            raise self._error or ProviderError("max_tokens is too large")
        if call.max_tokens <= self._thinks:
            return Reply(
                text="",
                finish="length",
                prompt_tokens=100,
                completion_tokens=call.max_tokens,
                reasoning_tokens=call.max_tokens,
            )
        return Reply(text="done", prompt_tokens=100, completion_tokens=self._thinks + 1, reasoning_tokens=self._thinks)


def ask_pensive(model: Pensive, count: int = 1, heard: list[Event] | None = None, **more):
    limits = more.pop("limits", RunLimits(concurrency=1))
    on_event = heard.append if heard is not None else (lambda _: None)

    async def main():
        async with ModelRun(model, limits, on_event=on_event, **more) as run:
            return await run.answer([replace(call, max_tokens=100) for call in calls(count)]), run

    return asyncio.run(main())


def test_a_reply_used_up_by_reasoning_is_asked_for_once_more_with_twice_the_room_and_said(cache: ReplyCache):
    model, heard = Pensive(thinks=150), []
    (reply,), run = ask_pensive(model, heard=heard, cache=cache, prices=PRICES)
    assert (reply.text, model.limits) == ("done", [100, 200])
    usage = run.usage
    assert (usage.calls, usage.completion_tokens, usage.reasoning_tokens) == (2, 251, 250)
    assert usage.cost_usd == pytest.approx((200 + 251) * 10 / 1_000_000)
    assert [notice.code for notice in run.notices] == ["asked_again"]
    assert "twice the room, once" in run.notices[0].message
    assert [event.detail for event in heard if event.stage == "retry"] == [
        "extract 1/1: 100 tokens used up before a word was written; again with 200"
    ]
    again = Pensive(thinks=150)
    assert ask_pensive(again, cache=cache)[0][0].cached and again.limits == []


def test_it_is_asked_again_once_only_and_no_other_reply_is():
    model = Pensive(thinks=300)
    (reply,), _ = ask_pensive(model)
    assert (reply.text, reply.finish, model.limits) == ("", "length", [100, 200])
    assert ask_pensive(Pensive(thinks=99))[1].notices == ()

    class Cut(Pensive):
        async def complete(self, call: Call) -> Reply:
            self.limits.append(call.max_tokens)
            return Reply(text="half", finish="length")

    cut = Cut(0)
    assert ask_pensive(cut)[0][0].text == "half" and cut.limits == [100]


def test_once_a_model_is_seen_to_reason_its_calls_get_room_for_it():
    model = Pensive(thinks=150)
    _, run = ask_pensive(model, 3, limits=RunLimits(concurrency=1, reasoning_tokens=70))
    assert model.limits == [100, 200, 170, 170]
    assert run.usage.calls == 4


@pytest.mark.parametrize("error", [None, LimitError("the context is full")])
def test_a_provider_that_allows_no_larger_reply_costs_no_run(error: Exception | None):
    model = Pensive(thinks=150, refuses_above=100, error=error)
    (reply,), run = ask_pensive(model)
    assert (reply.finish, model.limits, run.usage.calls) == ("length", [100, 200], 2)


def test_a_failure_that_may_pass_ends_the_second_try_like_the_first():
    with pytest.raises(RetryableError):
        ask_pensive(Pensive(thinks=150, refuses_above=100, error=RetryableError("down")))


def test_a_second_try_keeps_to_the_limits():
    with pytest.raises(LimitError, match="max_calls 1"):
        ask_pensive(Pensive(thinks=150), limits=RunLimits(max_calls=1))
    with pytest.raises(LimitError, match="over max_cost"):
        ask_pensive(Pensive(thinks=150), limits=RunLimits(max_cost=Decimal("0.004")), prices=PRICES)


# A second model, whose calls stand in the same batches.


def roles(count: int) -> list[Call]:
    return [replace(call, role="checker" if n % 2 else "") for n, call in enumerate(calls(count))]


def answer_with(model, other, batch, limits: RunLimits | None = None, other_prices: Prices | None = None, **more):
    async def main():
        run = ModelRun(model, limits, **more)
        run.add("checker", other, other_prices)
        async with run:
            return await run.answer(batch), run.usage

    return asyncio.run(main())


class Reader(Counting):
    identity = name = "reader"


def test_a_call_goes_to_the_model_of_its_role_and_each_has_its_usage_and_price():
    writer, reader = Counting(), Reader(written=20)
    dear = Prices(model="reader", prompt=Decimal(20), completion=Decimal(20))
    replies, usage = answer_with(writer, reader, roles(5), prices=PRICES, other_prices=dear)
    assert [reply.text for reply in replies] == ["0", "1", "2", "3", "4"]
    assert (writer.asked, reader.asked) == (["0", "2", "4"], ["1", "3"])
    assert [(each.model, each.calls, each.completion_tokens) for each in usage.models] == [
        ("Counting", 3, 30),
        ("reader", 2, 40),
    ]
    assert [each.cost_usd for each in usage.models] == pytest.approx([0.0033, 0.0048])
    assert (usage.calls, usage.completion_tokens, usage.cost_usd) == (5, 70, pytest.approx(0.0081))


def test_a_role_without_a_model_is_answered_by_the_writer():
    writer = Counting()
    answer(writer, roles(4))
    assert writer.asked == ["0", "1", "2", "3"]


def test_replies_are_kept_by_the_model_that_gave_them(cache: ReplyCache):
    answer_with(Counting(), Reader(), roles(4), cache=cache)
    writer, reader = Counting(), Reader()
    answer_with(writer, reader, roles(4), cache=cache)
    assert writer.asked == reader.asked == []
    _, usage = answer_with(writer, reader, calls(4), cache=cache)  # the same requests, now all for the writer
    assert (writer.asked, reader.asked) == (["1", "3"], [])
    assert [(each.model, each.cached_calls) for each in usage.models] == [("Counting", 2)]
    twins = [calls(1)[0], replace(calls(1)[0], role="checker")]
    _, usage = answer_with(Counting(), Reader(), twins)
    assert usage.calls == 2  # one question to two models is two requests


def test_two_models_share_the_limits():
    writer, reader = Counting(wait=0.001), Reader(wait=0.001)
    with pytest.raises(LimitError, match="max_calls 5"):
        answer_with(writer, reader, roles(20), RunLimits(max_calls=5))
    assert len(writer.asked) + len(reader.asked) == 5
    writer, reader = Dear(), Dear()
    batch = [replace(call, role="checker" if n % 2 else "") for n, call in enumerate(DOLLAR_CALLS)]
    with pytest.raises(LimitError, match="over max_cost"):
        answer_with(writer, reader, batch, RunLimits(max_cost=Decimal(4)), DOLLAR, prices=DOLLAR)
    assert (writer.asked, reader.asked) == (2, 2)


def test_a_cap_needs_the_price_of_every_model():
    run = ModelRun(Counting(), RunLimits(max_cost=Decimal(1)), prices=PRICES)
    with pytest.raises(ConfigError, match="price of reader is not known"):
        run.add("checker", Reader())
    with pytest.raises(ConfigError, match="price of reader is not known in the priority tier"):
        run.add("checker", Reader(), Prices(model="gpt-4o-mini", tier="priority"))
    _, usage = answer_with(Counting(), Reader(), roles(2), prices=PRICES)
    assert usage.cost_usd is None and [each.cost_usd is None for each in usage.models] == [False, True]


def test_every_model_is_opened_and_closed_with_the_run():
    opened: list[str] = []

    class Opened(Counting):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

        async def __aenter__(self) -> Opened:
            opened.append(f"+{self.name}")
            return self

        async def __aexit__(self, *_: object) -> None:
            opened.append(f"-{self.name}")

    answer_with(Opened("a"), Opened("b"), roles(2))
    assert opened == ["+a", "+b", "-b", "-a"]


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
            world = ModelDependencies(environment={"OPENAI_API_KEY": KEY})
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
            world = ModelDependencies(environment={"OPENAI_API_KEY": KEY}, sleep=no_sleep)
            with pytest.raises(RetryableError):
                async with ModelRun(OpenAIModel("m", base_url=server.url, surroundings=world)) as run:
                    await run.answer(calls(100))
            return len(server.requests)

    assert asyncio.run(main()) <= 16 + 3 + 10


KILLED = """
import asyncio, sys, time
from summarize.llm.reply_cache import ReplyCache
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.runner import ModelRun, RunLimits
from summarize.llm import Call

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
            root = Path(__file__).parents[2]
            first = await asyncio.create_subprocess_exec(*command, cwd=root, env=environment)
            while len(server.requests) < 20:
                assert first.returncode is None, "the program ended before it was killed"
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
from summarize.llm.reply_cache import key_of
from summarize.llm import Reply
cache, model = ReplyCache(sys.argv[2], now=time.time), OpenAIModel("m", base_url=sys.argv[1])
for n in range(40):
    call = Call(name="", messages=(("user", str(n)),))
    cache.put(key_of(call, model.identity), call, "m", Reply(text=str(n)))
asyncio.run(main())
assert not {"openai", "tenacity", "httpx2", "genai_prices", "tiktoken"} & set(sys.modules)
"""
    )
    command = [sys.executable, "-c", script, "https://example.org/v1", str(tmp_path / "cache.sqlite")]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, timeout=60, capture_output=True)


def test_a_price_is_looked_up_once_and_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[int] = []
    monkeypatch.setattr(Prices, "known", property(lambda self: looked_up.append(threading.get_ident()) or True))

    async def run() -> int:
        async with ModelRun(Counting(), prices=DOLLAR) as run:
            await run.answer(calls(5))
        return threading.get_ident()

    loop_thread = asyncio.run(run())
    assert len(looked_up) == 1 and looked_up[0] != loop_thread
