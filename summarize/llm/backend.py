"""A model that a run asks, and what the run knows of it: its price, its tokens so far, whether it reasons.

Rule: it counts and computes. It sends nothing and keeps no limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ..records import ModelUsage
from .prices import Prices
from .protocol import Call, Model, Reply
from .rate_limits import prompt_tokens_of


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
