"""Prices: listed, given or unknown; unknown is never 0."""

from __future__ import annotations

from decimal import Decimal

from summarize.model.prices import Prices


def test_a_listed_model_has_its_price():
    prices = Prices(model="gpt-4o-mini", base_url="https://api.openai.com/v1")
    assert prices.cost(1_000_000, 0) == Decimal("0.15")
    assert prices.cost(1_000_000, 0, 1_000_000) < prices.cost(1_000_000, 0)
    assert prices.known


def test_a_name_is_enough_where_the_provider_is_not_listed():
    for url in ("", "http://127.0.0.1:8000/v1", "https://proxy.example.org/v1"):
        assert Prices(model="gpt-4o-mini", base_url=url).cost(1_000_000, 0) == Decimal("0.15")


def test_an_unknown_price_is_unknown():
    prices = Prices(model="house-model-7b", base_url="https://models.example.org/v1")
    assert prices.cost(1000, 1000) is None and not prices.known


def test_given_prices_count():
    prices = Prices(model="gpt-4o-mini", prompt=Decimal(2), completion=Decimal(8))
    assert prices.cost(1_000_000, 500_000) == 6


def test_more_cached_tokens_than_tokens_is_a_servers_mistake():
    assert Prices(model="gpt-4o-mini").cost(10, 1, 99) > 0
