"""From settings to a run: the model by its name, its prices, its cache, its limits. Reads no key."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing, nullcontext
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import ConfigError
from ..records import Event
from ..storage import cache_path
from . import Model
from .run_context import Prices
from .runner import ModelRun, RunLimits

if TYPE_CHECKING:
    from .openai_client import OpenAIModel
    from .reply_cache import ReplyCache


def model_of(config: Config, name: str = "", beside: OpenAIModel | None = None) -> OpenAIModel:
    """The OpenAI-compatible model that the settings name, or another of that provider, asked with the same settings.

    Requests and tokens per minute count together with those of the model `beside`. Raises ConfigError if none is named.
    """
    if not (name or config.model):
        raise ConfigError("no model is named", hint="name one, as its provider spells it")
    from .endpoint import ModelSettings
    from .openai_client import OpenAIModel

    config = with_flex_timeouts(config)
    settings = ModelSettings(
        attempts=config.attempts,
        request_timeout=config.request_timeout,
        call_deadline=config.call_deadline,
        rpm=config.rpm,
        tpm=config.tpm,
        reply_format=config.reply_format,
        stream=config.stream,
        reasoning_effort=config.reasoning_effort,
        tier=config.tier,
    )
    return OpenAIModel(name or config.model, settings=settings, beside=beside)


def with_flex_timeouts(config: Config) -> Config:
    """The settings with the times that the flex tier needs, if they ask for it and leave the times at the defaults."""
    from .endpoint import FLEX, PATIENCE

    if config.tier != FLEX:
        return config
    usual = Config()
    longer = {name: most for name, most in PATIENCE.items() if getattr(config, name) == getattr(usual, name)}
    return replace(config, **longer)  # type: ignore[arg-type]  # numbers, of fields that are numbers


@asynccontextmanager
async def open_run(
    model: Model, config: Config, on_event: Callable[[Event], None], others: Mapping[str, Model] | None = None
) -> AsyncIterator[ModelRun]:
    """A run of a model within the limits of the settings; its connections and its cache close at its end.

    `others` answer the calls of their roles (`Call.role`), within the same limits. A model without an identity has no
    cache. Raises ConfigError if `max_cost` cannot be kept or the cache cannot be opened; a cache that fails later gives
    the event "cache failed".
    """
    config = with_flex_timeouts(config)
    roles = others or {}
    cached = any(getattr(each, "identity", "") for each in (model, *roles.values()))
    cache = open_cache(config, on_event) if cached else None
    with closing(cache) if cache else nullcontext():
        async with run_of(model, config, roles, cache, on_event) as run:
            yield run


def run_of(
    model: Model,
    config: Config,
    others: Mapping[str, Model],
    cache: ReplyCache | None = None,
    on_event: Callable[[Event], None] = lambda _: None,
) -> ModelRun:
    """A run of these models, not yet entered. Raises ConfigError when `max_cost` cannot be kept."""
    limits = RunLimits(
        concurrency=config.concurrency,
        max_calls=config.max_calls,
        max_cost=Decimal(str(config.max_cost)) if config.max_cost else None,
        run_deadline=config.run_deadline,
        reasoning_tokens=config.reasoning_tokens,
    )
    run = ModelRun(model, limits, cache=cache, prices=prices_of(model, config), on_event=on_event)
    for role, other in others.items():
        run.add(role, other, prices_of(other, config))
    return run


def reply_tokens(config: Config) -> int:
    """The longest reply of a call that the settings allow, with reasoning when they ask for it, in tokens."""
    from .endpoint import NO_EFFORT

    return config.output_tokens + (0 if config.reasoning_effort in NO_EFFORT else config.reasoning_tokens)


def prices_of(model: Model, config: Config) -> Prices | None:
    """The prices of a model: the settings' own, else those listed for its name; None for one without a name.

    The settings' own are for the model that they name, if they name one.
    """
    name = getattr(model, "name", "")
    if not name:
        return None
    own = not config.model or name == config.model
    return Prices(
        model=name,
        base_url=getattr(model, "base_url", ""),
        prompt=Decimal(str(config.price_prompt)) if config.price_prompt and own else None,
        completion=Decimal(str(config.price_completion)) if config.price_completion and own else None,
        tier=config.tier,
    )


def open_cache(config: Config, on_event: Callable[[Event], None] = lambda _: None) -> ReplyCache | None:
    """The cache that the settings name, opened; None if they want none. Raises ConfigError if it cannot be opened."""
    path = cache_path(config.cache)
    if path is None:
        return None
    from .reply_cache import ReplyCache

    return ReplyCache(path, now=time.time, on_fault=lambda fault: on_event(Event("cache failed", detail=fault)))


def checkers_of(config: Config, model: Model) -> dict[str, Model]:
    """By role, the model that answers reading calls if it is not the writer; their limits count together."""
    if not config.checker or config.check == "values":
        return {}
    from .openai_client import OpenAIModel

    return {"check": model_of(config, config.checker, model if isinstance(model, OpenAIModel) else None)}
