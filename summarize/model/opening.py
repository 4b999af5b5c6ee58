"""From settings to a run: the model by its name, its prices, its cache, its limits. Reads no key."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, nullcontext
from decimal import Decimal
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import ConfigError
from ..records import Event
from ..storage import cache_path
from .calls import Model
from .prices import Prices
from .runner import ModelRun, RunLimits

if TYPE_CHECKING:
    from .cache import ReplyCache


def model_of(config: Config) -> Model:
    """The OpenAI-compatible model that the settings name. Raises ConfigError when none is named."""
    if not config.model:
        raise ConfigError("no model is named", hint="give --model NAME, as the provider spells it")
    from .openai_model import OpenAIModel
    from .settings import ModelSettings

    settings = ModelSettings(
        attempts=config.attempts,
        request_timeout=config.request_timeout,
        call_deadline=config.call_deadline,
        rpm=config.rpm,
        tpm=config.tpm,
        reply_format=config.reply_format,
        stream=config.stream,
    )
    return OpenAIModel(config.model, settings=settings)


@asynccontextmanager
async def open_run(model: Model, config: Config, on_event: Callable[[Event], None]) -> AsyncIterator[ModelRun]:
    """A run of a model within the limits of the settings; its connections and its cache close at its end.

    A model without an identity has no cache. Raises ConfigError when `max_cost` cannot be kept, or the cache cannot be
    opened; a cache that fails later is an event "cache failed".
    """
    limits = RunLimits(
        concurrency=config.concurrency,
        max_calls=config.max_calls,
        max_cost=Decimal(str(config.max_cost)) if config.max_cost else None,
        run_deadline=config.run_deadline,
    )
    cache = open_cache(config, on_event) if getattr(model, "identity", "") else None
    with closing(cache) if cache else nullcontext():
        async with ModelRun(model, limits, cache=cache, prices=prices_of(model, config), on_event=on_event) as run:
            yield run


def prices_of(model: Model, config: Config) -> Prices | None:
    """The prices of a model: the settings' own, else those listed for its name; None for one without a name."""
    name = getattr(model, "name", "")
    if not name:
        return None
    return Prices(
        model=name,
        base_url=getattr(model, "base_url", ""),
        prompt=Decimal(str(config.price_prompt)) if config.price_prompt else None,
        completion=Decimal(str(config.price_completion)) if config.price_completion else None,
    )


def open_cache(config: Config, on_event: Callable[[Event], None] = lambda _: None) -> ReplyCache | None:
    """The cache that the settings name, opened; None where they want none. Raises ConfigError when it cannot be."""
    path = cache_path(config.cache)
    if path is None:
        return None
    from .cache import ReplyCache

    return ReplyCache(path, now=time.time, on_fault=lambda fault: on_event(Event("cache failed", detail=fault)))
