"""How fast requests may leave: the window is exact, nobody overtakes, and a 429 slows everyone."""

from __future__ import annotations

import asyncio
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import LimitError
from summarize.llm import Call
from summarize.llm.rate_limits import (
    ConcurrencyLimit,
    RateLimiter,
    ServerTokenBucket,
    SlidingWindow,
    prompt_tokens_of,
    seconds_of,
)


class World:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.001)
        await asyncio.sleep(0)


@given(st.integers(1, 6), st.integers(20, 200), st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_no_window_ever_holds_more_than_allowed(rpm: int, tpm: int, sizes: list[int]):
    window, now, sent = SlidingWindow(rpm, tpm, span=60), 0.0, []
    for size in sizes:
        now += window.pause(size, now)
        assert window.pause(size, now) == 0
        window.reserve(size, now)
        sent.append((now, size))
    for start, _ in sent:
        inside = [size for at, size in sent if start <= at < start + 60]
        assert len(inside) <= rpm and sum(inside) <= tpm


def test_the_window_wastes_nothing():
    window = SlidingWindow(rpm=2, span=60)
    times, now = [], 0.0
    for _ in range(5):
        now += window.pause(1, now)
        window.reserve(1, now)
        times.append(now)
    assert times == [0, 0, 60, 60, 120]


def test_settling_gives_back_what_was_not_used():
    window = SlidingWindow(tpm=100)
    place = window.reserve(90, 0.0)
    assert window.pause(50, 1.0) > 0
    place.tokens = 40
    assert window.pause(50, 1.0) == 0


def test_a_call_that_can_never_fit_is_an_error_at_once():
    with pytest.raises(LimitError, match="tpm allows 100"):
        SlidingWindow(tpm=100).pause(101, 0.0)


def run_through(admission: RateLimiter, sizes: list[int]) -> list[int]:
    """Let requests of these sizes in at once; gives the order in which they left."""
    left: list[int] = []

    async def one(number: int, size: int) -> None:
        place = await admission.enter(size)
        left.append(number)
        await asyncio.sleep(0)
        admission.leave(place, size)

    async def all_of_them() -> None:
        await asyncio.gather(*(one(number, size) for number, size in enumerate(sizes)))

    asyncio.run(all_of_them())
    return left


def test_first_come_first_served_so_that_big_requests_do_not_starve():
    world = World()
    assert run_through(RateLimiter(SlidingWindow(tpm=100), world.clock, world.sleep), [60, 90, 10, 90, 10]) == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_a_request_that_ends_early_lets_the_next_one_in_without_waiting_for_the_window():
    world = World()

    async def never(_: float) -> None:
        await asyncio.sleep(3600)

    async def main() -> None:
        admission = RateLimiter(SlidingWindow(tpm=100), world.clock, never)
        first = await admission.enter(90)
        second = asyncio.ensure_future(admission.enter(90))
        await asyncio.sleep(0.01)
        assert not second.done()
        admission.leave(first, 5)
        await asyncio.wait_for(second, 60)

    asyncio.run(main())


def test_someone_who_gives_up_waiting_does_not_block_the_others():
    world = World()

    async def main() -> None:
        admission = RateLimiter(SlidingWindow(), world.clock, asyncio.sleep)
        admission.flight.limit = 1
        first = await admission.enter(1)
        gone, next_one = asyncio.ensure_future(admission.enter(1)), asyncio.ensure_future(admission.enter(1))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        admission.leave(first)
        await asyncio.wait_for(next_one, 60)

    asyncio.run(main())


def test_no_request_leaves_before_the_time_a_429_named():
    world = World()
    admission = RateLimiter(SlidingWindow(), world.clock, world.sleep)
    admission.throttled(7.0)
    assert run_through(admission, [1, 1, 1]) == [0, 1, 2]
    assert world.now >= 7


def test_a_rate_that_nobody_names_is_found_by_doubling_pauses_until_a_success():
    world = World()
    admission = RateLimiter(SlidingWindow(), world.clock, world.sleep)
    pauses = []
    for _ in range(8):
        admission.throttled(None)
        pauses.append(admission.not_before - world.now)
        world.now = admission.not_before
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    admission.succeeded()
    admission.throttled(None)
    assert admission.not_before - world.now == 1
    admission.flight.under_way = 1  # the server still carries one: it is their number, and no pause is needed
    world.now = admission.not_before
    admission.throttled(None)
    assert admission.not_before == world.now


def test_after_a_storm_the_number_under_way_is_what_the_server_left_running():
    flight = ConcurrencyLimit(under_way=32)
    for _ in range(16):
        flight.under_way -= 1
        flight.throttled()
    assert flight.limit == 16


def test_the_number_under_way_grows_back_quickly_to_the_wall_and_then_with_care():
    flight = ConcurrencyLimit(limit=1, refused_at=17)
    for _ in range(15):
        flight.succeeded()
    assert flight.limit == 16
    for _ in range(15):
        flight.succeeded()
    assert flight.limit == 16
    flight.succeeded()
    assert flight.limit == 17
    flight.under_way = 16
    flight.throttled()
    assert flight.limit == 16
    for _ in range(31):
        flight.succeeded()
    assert flight.limit == 16
    flight.succeeded()
    assert flight.limit == 17


def test_when_all_were_refused_it_was_the_rate_and_there_is_no_wall():
    flight = ConcurrencyLimit(under_way=1)
    flight.under_way -= 1
    flight.throttled()
    assert flight.limit == 1
    for _ in range(31):
        flight.succeeded()
    assert flight.limit == 32


def test_the_servers_own_figures_are_believed():
    bucket = ServerTokenBucket("requests")
    assert bucket.pause(5, 0.0) == 0
    headers = {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0"}
    bucket.feed({**headers, "x-ratelimit-reset-requests": "1m0s"}, 100.0)
    assert bucket.pause(1, 100.0) == pytest.approx(1.0)
    bucket.take(1, 101.0)
    assert bucket.pause(1, 101.0) == pytest.approx(1.0)
    assert bucket.pause(1, 130.0) == 0
    assert bucket.pause(1000, 1000.0) == 0  # more than the server ever allows: it will say so itself


def test_old_figures_of_the_server_do_not_hide_requests_of_ours():
    bucket = ServerTokenBucket("requests")
    headers = {"x-ratelimit-limit-requests": "10", "x-ratelimit-reset-requests": "60s"}
    bucket.feed({**headers, "x-ratelimit-remaining-requests": "2"}, 0.0)
    bucket.take(1, 0.0)
    bucket.take(1, 0.0)
    bucket.feed({**headers, "x-ratelimit-remaining-requests": "1"}, 0.0)
    assert bucket.pause(1, 0.0) > 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1s", 1), ("6m0s", 360), ("20ms", 0.02), ("1h2m3s", 3723), ("12", 12), ("", None), ("soon", None), ("1s!", None)],
)
def test_durations_of_the_headers(text: str, seconds: float | None):
    assert seconds_of(text) == seconds


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_headers_break_it(limit: str, remaining: str, reset: str):
    bucket = ServerTokenBucket("tokens")
    names = ("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens")
    bucket.feed(dict(zip(names, (limit, remaining, reset), strict=True)), 5.0)
    bucket.take(3, 6.0)
    assert 0 <= bucket.pause(3, 7.0) < math.inf


def test_a_prompt_is_counted_unless_its_writer_did():
    messages = (("system", "one two three"), ("user", "four"))
    assert prompt_tokens_of(Call(name="direct", messages=messages, prompt_tokens=99), "any") == 99
    counted = prompt_tokens_of(Call(name="direct", messages=messages), "any")
    assert counted == 3 + 4 + 1 + 4 + 3
    assert prompt_tokens_of(Call(name="direct", messages=messages, schema={"type": "object"}), "any") > counted


def test_nobody_waits_in_silence_for_a_reset_that_is_hours_away():
    bucket = ServerTokenBucket("requests")
    headers = {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0"}
    bucket.feed({**headers, "x-ratelimit-reset-requests": "999h"}, 100.0)
    assert bucket.pause(1, 100.0) == 0.0


def test_a_window_is_filled_to_its_last_token_and_a_little_longer_than_a_minute():
    window = SlidingWindow(tpm=100)
    window.reserve(60, 0.0)
    assert window.pause(40, 0.0) == 0
    assert window.pause(41, 0.0) == 60.5


@pytest.mark.parametrize(("reset", "waits"), [("0s", False), ("120s", True), ("121s", False)])
def test_a_server_that_names_more_than_two_minutes_is_not_waited_for(reset: str, waits: bool):
    bucket = ServerTokenBucket("requests")
    told = {"limit": "10", "remaining": "0", "reset": reset}
    bucket.feed({f"x-ratelimit-{name}-requests": value for name, value in told.items()}, 0.0)
    assert (bucket.pause(1, 0.0) > 0) is waits


def test_no_more_are_under_way_than_the_limit():
    world = World()

    async def main() -> list[bool]:
        admission = RateLimiter(SlidingWindow(), world.clock, asyncio.sleep)
        admission.flight.limit = 2
        entering = [asyncio.ensure_future(admission.enter(1)) for _ in range(3)]
        for _ in range(9):
            await asyncio.sleep(0)
        entered = [each.done() for each in entering]
        admission.leave(entering[0].result())
        await asyncio.wait_for(entering[2], 60)
        return entered

    assert asyncio.run(main()) == [True, True, False]
