"""How fast requests may leave: a window over requests and tokens, the server's figures, and the number under way.

The three rules are plain arithmetic on a given clock; `RateLimiter` makes callers wait for them, in turn.
The number in flight has no limit until a server objects; then it is what the server left running, and it grows again.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from ..errors import LimitError
from . import Call

SPAN = 60.0  # seconds of the window
LONGEST_RESET = 120.0  # seconds: nobody waits in silence for longer; the server may still refuse, and say until when
MARGIN = 0.5  # seconds: the server sees a request later than we do, and some sooner than others
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{0,9})?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@dataclass(slots=True, eq=False)
class Reservation:
    """A request's place in the window: when it was sent, and the tokens it takes (first guessed, then known)."""

    at: float
    tokens: int


class SlidingWindow:
    """At most `rpm` requests and `tpm` tokens in any 60 seconds; 0 means no limit. Reserve first, settle afterwards."""

    def __init__(self, rpm: int = 0, tpm: int = 0, span: float = SPAN + MARGIN) -> None:
        self.rpm, self.tpm, self._span = rpm, tpm, span
        self._taken: deque[Reservation] = deque()

    def pause(self, tokens: int, now: float) -> float:
        """Seconds until a request of so many tokens fits, if nothing is settled before; 0 for now.

        Raises LimitError when it can never fit.
        """
        if self.tpm and tokens > self.tpm:
            raise LimitError(
                f"one call needs up to {tokens:,} tokens, but tpm allows {self.tpm:,} per minute",
                hint="lower input_tokens or output_tokens, or raise tpm",
            )
        while self._taken and self._taken[0].at <= now - self._span:
            self._taken.popleft()
        requests, total, pause = len(self._taken) + 1, sum(each.tokens for each in self._taken) + tokens, 0.0
        for each in self._taken:
            if not (self.rpm and requests > self.rpm) and not (self.tpm and total > self.tpm):
                break
            requests, total, pause = requests - 1, total - each.tokens, each.at + self._span - now
        return pause

    def reserve(self, tokens: int, now: float) -> Reservation:
        """Take a place."""
        place = Reservation(now, tokens)
        if self.rpm or self.tpm:
            self._taken.append(place)
        return place


class ServerTokenBucket:
    """The server's own account, from x-ratelimit-{limit,remaining,reset}-{requests,tokens}: a bucket that refills."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._level = math.inf
        self._limit = math.inf
        self._rate = 0.0
        self._at = 0.0

    def feed(self, headers: Mapping[str, str], now: float) -> None:
        """Trust the server when it counts less left than we do; its figures may be older than our last requests."""
        remaining = _figure(headers.get(f"x-ratelimit-remaining-{self._unit}", ""))
        reset = seconds_of(headers.get(f"x-ratelimit-reset-{self._unit}", ""))
        if remaining is None or reset is None or reset > LONGEST_RESET:
            return
        limit = _figure(headers.get(f"x-ratelimit-limit-{self._unit}", ""))
        level = min(self._now(now), remaining)
        self._limit = max(limit or 0.0, remaining)
        missing = max(self._limit - remaining, 1.0)
        self._level, self._rate, self._at = level, (missing / reset if reset > 0 else math.inf), now

    def pause(self, need: int, now: float) -> float:
        """Seconds until `need` is there again; a need above the server's limit waits for a full bucket."""
        short = min(float(need), self._limit) - self._now(now)
        return max(0.0, short / self._rate) if short > 0 and self._rate else 0.0

    def take(self, need: int, now: float) -> None:
        """Count a request of ours that the server's next figures may not hold yet."""
        self._level, self._at = self._now(now) - need, now

    def _now(self, now: float) -> float:
        passed = max(0.0, now - self._at)
        return min(self._limit, self._level + self._rate * passed) if passed else self._level


def _figure(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,12}", text.strip()) else None


def seconds_of(text: str) -> float | None:
    """Read a duration as these headers write it: "1s", "6m0s", "20ms", or bare seconds; None for anything else."""
    if (bare := _figure(text)) is not None:
        return bare
    parts = _DURATION.findall(text)
    whole = "".join(number + unit for number, unit in parts) == text.strip()
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts and whole else None


@dataclass(slots=True)
class ConcurrencyLimit:
    """How many requests may be under way: no limit until a 429; then it grows, carefully near the number refused."""

    limit: float = math.inf
    under_way: int = 0
    refused_at: float = math.inf  # the number that was refused last; infinite if it was a rate
    _good: int = 0
    _rounds_per_step: int = 1  # at the limit; doubles if the same number is refused again

    def throttled(self) -> None:
        """A request was refused, and is no longer counted: what is still under way is what the server carries."""
        others = self.under_way
        self._rounds_per_step = min(self._rounds_per_step * 2, 64) if others + 1 == self.refused_at else 1
        self.refused_at = others + 1 if others else math.inf  # none left: it was a rate that was exceeded, not a number
        self.limit = max(1, others)
        self._good = 0

    def succeeded(self) -> None:
        """A request was answered: double each round up to the number refused, then add one in `_rounds_per_step`."""
        if self.limit + 1 < self.refused_at:
            self.limit += 1
            return
        self._good += 1
        if self._good >= self.limit * self._rounds_per_step:
            self.limit, self._good = self.limit + 1, 0


@dataclass(slots=True, eq=False)
class RateLimiter:
    """Lets requests leave one after the other, each when the window, the server and the number in flight allow it."""

    window: SlidingWindow
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    flight: ConcurrencyLimit = field(default_factory=ConcurrencyLimit)
    requests: ServerTokenBucket = field(default_factory=lambda: ServerTokenBucket("requests"))
    tokens: ServerTokenBucket = field(default_factory=lambda: ServerTokenBucket("tokens"))
    not_before: float = 0.0
    _guessed_pause: float = 0.0  # seconds of the last pause whose length was guessed
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def enter(self, tokens: int) -> Reservation:
        """Wait for leave to send a request of at most so many tokens. Raises LimitError if it can never be sent."""
        async with self._turn:
            while pause := self._pause(tokens):
                self._changed.clear()
                await self._wait(pause)
            now = self.clock()
            self.requests.take(1, now)
            self.tokens.take(tokens, now)
            self.flight.under_way += 1
            return self.window.reserve(tokens, now)

    def leave(self, place: Reservation, tokens: int | None = None) -> None:
        """A request ended; `tokens` are those it really took, None when nobody knows."""
        self.flight.under_way -= 1
        if tokens is not None:
            place.tokens = tokens
        self._changed.set()

    def throttled(self, delay: float | None) -> None:
        """The server refused a request (which has left): fewer at once, and none before the delay it asks for.

        When nothing is left under way, a rate was exceeded; if the server does not say until when, the pauses double.
        This holds up all requests of the run (`not_before`); before the refused one is sent again, its own pause passes
        first, which spreads those that were refused together (`provider_errors.pause_before`, slept by tenacity).
        """
        self.flight.throttled()
        if delay is None and not self.flight.under_way:
            self._guessed_pause = min(max(1.0, self._guessed_pause * 2), SPAN)
            delay = self._guessed_pause
        self.not_before = max(self.not_before, self.clock() + (delay or 0.0))

    def succeeded(self) -> None:
        """A request was answered as it should be."""
        self.flight.succeeded()
        self._guessed_pause = 0.0

    def answered(self, headers: Mapping[str, str]) -> None:
        """The server answered: use the figures it sent along."""
        now = self.clock()
        self.requests.feed(headers, now)
        self.tokens.feed(headers, now)

    def _pause(self, tokens: int) -> float:
        now = self.clock()
        if self.flight.under_way >= self.flight.limit:
            return math.inf
        return max(
            self.not_before - now,
            self.window.pause(tokens, now),
            self.requests.pause(1, now),
            self.tokens.pause(tokens, now),
            0.0,
        )

    async def _wait(self, pause: float) -> None:
        """Wait for the pause to end, or for a request to end, which may shorten it."""
        tasks: list[asyncio.Future[object]] = [asyncio.ensure_future(self._changed.wait())]
        if pause < math.inf:
            tasks.append(asyncio.ensure_future(self.sleep(pause)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


def prompt_tokens_of(call: Call, model: str) -> int:
    """Tokens of a call's prompt: as its writer counted, else counted here with 4 a message and the schema's beside."""
    if call.prompt_tokens:
        return call.prompt_tokens
    import json

    from ..tokens import count_tokens, encoding_for

    encoding = encoding_for(model)
    texts = [text for _, text in call.messages] + ([json.dumps(dict(call.schema))] if call.schema else [])
    return sum(count_tokens(text, encoding) + 4 for text in texts) + 3
