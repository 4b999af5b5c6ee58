"""What calls cost, in US dollars: from a maintained data package, or from prices the user gives. Unknown is unknown.

Rule: an unknown price is None and never 0; nothing here reaches the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .address import is_loopback

if TYPE_CHECKING:
    from genai_prices import Usage

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """The prices of one model. Given ones count, in US dollars per million tokens; else those known for its name.

    `base_url` tells which provider's price is meant; a server on this machine or an unknown one has the price that is
    listed for the model's name, if any.
    """

    model: str
    base_url: str = ""
    prompt: Decimal | None = None
    completion: Decimal | None = None

    def cost(self, prompt_tokens: int, completion_tokens: int, cached_prompt_tokens: int = 0) -> Decimal | None:
        """Dollars for one call's tokens; None when the price is not known."""
        if self.prompt is not None and self.completion is not None:
            return (self.prompt * prompt_tokens + self.completion * completion_tokens) / MILLION
        from genai_prices import Usage

        cached = min(cached_prompt_tokens, prompt_tokens)
        usage = Usage(input_tokens=prompt_tokens, output_tokens=completion_tokens, cache_read_tokens=cached)
        if self.base_url and not is_loopback(self.base_url):
            found = _listed(usage, self.model, self.base_url)
            if found is not None:
                return found
        return _listed(usage, self.model, None)

    @property
    def known(self) -> bool:
        """Whether the model has a price."""
        return self.cost(1, 1) is not None


def _listed(usage: Usage, model: str, url: str | None) -> Decimal | None:
    from genai_prices import calc_price

    try:
        return calc_price(usage, model, provider_api_url=url).total_price
    except (LookupError, ValueError):  # not listed, or no price for a kind of token
        return None
