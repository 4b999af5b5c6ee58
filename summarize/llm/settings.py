"""How a model is asked, and what it needs from the world around it. Records only."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import ConfigError
from .endpoint_capabilities import MODES

if TYPE_CHECKING:
    import httpx2

AUTO = "auto"
NO_EFFORT = ("", "none")  # reasoning efforts that ask for none
FLEX = "flex"
TIERS = ("", "default", FLEX, "priority")
# Seconds that the flex tier gets for a request, for a call and for a run unless the user sets them: it may take long.
PATIENCE = {"request_timeout": 900.0, "call_deadline": 3_600.0, "run_deadline": 86_400.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """How a model is asked. Seconds are wall time; 0 for rpm and tpm means no limit of ours.

    `attempts` is the most requests a call may take. `request_timeout` bounds one request, `call_deadline` one call with
    all its requests and pauses, from its first request on. `reply_format` is auto, json_schema, json_object or text.
    `temperature` is left to the server when None. `reasoning_effort` (how much a model that reasons does so, as its
    provider spells it) and `tier` (default, flex, priority) are left to the server when "". `max_reply` is the largest
    answer, in bytes.

    Raises ConfigError for an unknown reply_format or tier.
    """

    attempts: int = 4
    request_timeout: float = 180.0
    call_deadline: float = 600.0
    rpm: int = 0
    tpm: int = 0
    reply_format: str = AUTO
    stream: bool = True
    temperature: float | None = None
    reasoning_effort: str = ""
    tier: str = ""
    max_reply: int = 16_000_000

    def __post_init__(self) -> None:
        if self.reply_format not in (AUTO, *MODES):
            raise ConfigError(
                f"reply_format: {self.reply_format} is not allowed", hint=f"give {AUTO}, {', '.join(MODES)}"
            )
        if self.tier not in TIERS:
            raise ConfigError(f"tier: {self.tier} is not allowed", hint=f"give {', '.join(TIERS[1:])}, or nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a model needs from the world, so that tests can give their own.

    `clock` is monotonic, `now` counts seconds since 1970, `random` gives numbers from 0 to 1, `transport` replaces the
    network.
    """

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    transport: httpx2.AsyncBaseTransport | None = None
