"""What calls cost, in US dollars: from a maintained data package, or from prices the user gives. Unknown is unknown.

Rule: an unknown price is None and never 0; nothing here reaches the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .address import is_loopback, is_openai
from .protocol import Reply

if TYPE_CHECKING:
    from genai_prices import Usage

MILLION = 1_000_000
FLEX = Decimal("0.5")  # of the listed price: OpenAI charges its batch rates
BATCH = Decimal("0.5")  # of the ordinary price, listed or given: the Batch API of OpenAI, Azure and others


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
