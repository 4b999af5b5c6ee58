"""What a run knows of the models it asks (price, tokens so far, whether they reason), and what all its calls share.

Prices are US dollars, from a maintained data package or as the user gives them. Rule: an unknown price is None and
never 0; this counts and computes, reaches no network, keeps no limit and changes no reply.

Who listens to a run and how many retries are left travels in a context variable, so that `Model` stays a protocol of
one method and one model can serve several runs at once. A model that ignores it works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..records import Event, ModelUsage, Notice
from . import Call, Model, Reply
from .endpoint import is_loopback, is_openai
from .rate_limits import prompt_tokens_of

if TYPE_CHECKING:
    from genai_prices import Usage

MILLION = 1_000_000
FLEX = Decimal("0.5")  # of the listed price: OpenAI charges its batch rates
BATCH = Decimal("0.5")  # of the ordinary price, listed or given: the Batch API of OpenAI, Azure and others
RETRIES_FREE = 3  # a run of one call may fail three times
RETRIES_SHARE = 0.10  # of its calls; an outage then costs a tenth more requests, not three times as many
_CURRENT: ContextVar[RunScope | None] = ContextVar("summarize_model_scope", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """The prices of one model: those given, in US dollars per million tokens, else those known for its name.

    `base_url` tells which provider's price is meant; a server on this machine or an unknown one has the price that is
    listed for the model's name, if any. `tier` is the service tier asked for: given prices are for that tier; no listed
    price is known for the priority tier, and one for the flex tier only at OpenAI. `batch`: calls go through the
    provider's Batch API, at half the price.
    """

    model: str
    base_url: str = ""
    prompt: Decimal | None = None
    completion: Decimal | None = None
    tier: str = ""
    batch: bool = False

    def cost(self, reply: Reply) -> Decimal | None:
        """Dollars for one reply, by the tier that the provider says it used; None when the price is not known."""
        if reply.tier == "priority" and not self._given:
            return None
        cost = self._dollars(
            reply.prompt_tokens, reply.completion_tokens, reply.cached_prompt_tokens, reply.written_prompt_tokens
        )
        cheaper = reply.tier == "flex" and not self.batch and not self._given and is_openai(self.base_url)
        return cost * FLEX if cost is not None and cheaper else cost

    def most(self, prompt_tokens: int, completion_tokens: int) -> Decimal | None:
        """The most that a call with these tokens can cost: some providers charge extra for what they cache of a prompt.

        A call for the flex tier may be served at the ordinary price.
        """
        if self.tier == "priority" and not self._given:
            return None
        return self._dollars(prompt_tokens, completion_tokens, 0, prompt_tokens)

    @property
    def known(self) -> bool:
        """Whether the model has a price."""
        return self.most(1, 1) is not None

    @property
    def _given(self) -> bool:
        return self.prompt is not None and self.completion is not None

    def _dollars(self, prompt: int, completion: int, cached: int, written: int) -> Decimal | None:
        """Dollars for these tokens, at the ordinary tier if the price is a listed one; half of it in a batch."""
        cost = self._ordinary(prompt, completion, cached, written)
        return cost * BATCH if cost is not None and self.batch else cost

    def _ordinary(self, prompt: int, completion: int, cached: int, written: int) -> Decimal | None:
        if self.prompt is not None and self.completion is not None:
            return (self.prompt * prompt + self.completion * completion) / MILLION
        from genai_prices import Usage

        cached = min(cached, prompt)
        usage = Usage(
            input_tokens=prompt,
            output_tokens=completion,
            cache_read_tokens=cached,
            cache_write_tokens=min(written, prompt - cached),
        )
        if self.base_url and not is_loopback(self.base_url):
            found = _listed(usage, self.model, self.base_url)
            if found is not None:
                return found
        return _listed(usage, self.model, None)


def _listed(usage: Usage, model: str, url: str | None) -> Decimal | None:
    from genai_prices import calc_price

    try:
        return calc_price(usage, model, provider_api_url=url).total_price
    except (LookupError, ValueError):  # not listed, or no price for a kind of token
        return None


@dataclass(slots=True, eq=False)
class Backend:
    """One model of a run. `room` is the number of reply tokens it gets for reasoning, on top of those of a call.

    It gets them from the first call on if it is told to reason (`model.reasons`), else once a reply shows that it
    does.
    """

    model: Model
    prices: Prices | None = None
    room: int = 0
    reasons: bool = False
    calls: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    spent: Decimal = Decimal(0)
    unpriced: int = 0

    def __post_init__(self) -> None:
        self.reasons = bool(getattr(self.model, "reasons", False))

    @property
    def name(self) -> str:
        """The model's name, else its class's."""
        return str(getattr(self.model, "name", type(self.model).__name__))

    @property
    def identity(self) -> str:
        """All besides the call that shapes its replies; "" if the model does not say: then it is never cached."""
        return str(getattr(self.model, "identity", None) or "")

    @property
    def priced(self) -> bool:
        """Whether its price is known."""
        return self.prices is not None and self.prices.known

    def with_room(self, call: Call) -> Call:
        """The call as it is sent: its limit counts reasoning too, so a model that reasons gets more."""
        return replace(call, max_tokens=call.max_tokens + self.room) if self.reasons and self.room else call

    def again(self, call: Call) -> Call:
        """The call as it is sent once more when reasoning has used up its reply: with twice the limit, or more."""
        self.reasons = True
        sent = self.with_room(call)
        return replace(sent, max_tokens=max(sent.max_tokens, 2 * call.max_tokens))

    def most(self, call: Call) -> Decimal:
        """The most a call can cost, in US dollars; 0 when the price is not known."""
        prompt = prompt_tokens_of(call, self.name)
        return (self.prices.most(prompt, call.max_tokens) if self.prices else None) or Decimal(0)

    def cost(self, call: Call, reply: Reply) -> Decimal | None:
        """What a reply cost. Failed requests that may have been billed count at the most they can cost."""
        if self.prices is None:
            return None
        cost = self.prices.cost(reply)
        return cost if cost is None or not reply.maybe_billed else cost + reply.maybe_billed * self.most(call)

    def take(self, reply: Reply, cost: Decimal | None) -> None:
        """Count a reply that was paid."""
        self.prompt_tokens += reply.prompt_tokens
        self.completion_tokens += reply.completion_tokens
        self.reasoning_tokens += reply.reasoning_tokens
        self.reasons = self.reasons or reply.reasoning_tokens > 0
        self.unpriced += cost is None
        self.spent += cost or 0

    @property
    def usage(self) -> ModelUsage:
        """What it has taken so far. The cost is None once that of any reply is unknown."""
        return ModelUsage(
            model=self.name,
            calls=self.calls,
            cached_calls=self.cached,
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            reasoning_tokens=self.reasoning_tokens,
            cost_usd=None if self.unpriced else float(self.spent),
        )


class RetryBudget:
    """Retries of one run: 3 and a tenth of its calls may fail. A retry that succeeds gives back what it took.

    So one call in seven may fail at random for as long as its retries succeed, while an outage is given up early. A
    call that finds the budget empty waits as long as another call's retry may still give something back.
    """

    def __init__(self) -> None:
        self.calls = 0
        self._lost = 0  # retries that failed
        self._out = 0  # retries under way
        self._changed: list[asyncio.Future[None]] = []

    async def take(self) -> bool:
        """Take one retry; False when none is left and none can come back."""
        while self._out and not self._left():
            waiting = asyncio.get_running_loop().create_future()
            self._changed.append(waiting)
            await waiting
        if not self._left():
            return False
        self._out += 1
        return True

    def put_back(self, *, succeeded: bool) -> None:
        """Say how a retry that was taken ended."""
        self._out -= 1
        self._lost += not succeeded
        for waiting in self._changed:
            if not waiting.done():
                waiting.set_result(None)
        self._changed.clear()

    def _left(self) -> bool:
        return self._lost + self._out + 1 <= RETRIES_FREE + RETRIES_SHARE * self.calls


def _nobody(_: Event) -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class RunScope:
    """One run's share in its calls. `notices` are what a model wants the reader of the result to know, each once."""

    on_event: Callable[[Event], None] = _nobody
    retries: RetryBudget = field(default_factory=RetryBudget)
    notices: list[Notice] = field(default_factory=list)

    def notice(self, code: str, message: str) -> None:
        """Note something, if it has not been."""
        if (noted := Notice(code, message)) not in self.notices:
            self.notices.append(noted)


def current_scope() -> RunScope:
    """Give the scope of the call being answered; a fresh one, to which nobody listens, outside of a run."""
    return _CURRENT.get() or RunScope()


def enter_scope(scope: RunScope) -> None:
    """Make a scope the current one, for the running task only (each task has its own copy of the context)."""
    _CURRENT.set(scope)
