"""How a model's endpoint is asked: its address, the settings, and what it accepts. Sends nothing.

The address: https, or http on this machine, because a key is sent there. What an endpoint accepts is found by trying
once and remembered for the run: request bodies are built and refusals of them read here.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from ..errors import ConfigError
from . import Call
from .provider_errors import Fault, Kind

if TYPE_CHECKING:
    import httpx2

_OPENAI = "api.openai.com"
_AZURE = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
_HINT = "give https://host/path, or http://127.0.0.1:port/path for a server on this machine"
JSON_SCHEMA, JSON_OBJECT, TEXT = "json_schema", "json_object", "text"
MODES = (JSON_SCHEMA, JSON_OBJECT, TEXT)  # from the strictest to the one every server has
REFUSALS = (400, 422, 500, 501)  # older versions of llama.cpp answer 500
_FORMAT_WORDS = ("response_format", "response format", "json_schema", "json_object", "structured output", "grammar")
_LISTED = "expected one of"  # introduces what a server knows, not what it refuses
_EXTRAS: Mapping[str, tuple[str, ...]] = {  # a field of `Capabilities`: how servers name it in a refusal
    "effort": ("reasoning_effort", "reasoning effort", "reasoningeffort", "think value", "support thinking"),
    "tier": ("service_tier", "service tier", "flex processing", "flex tier"),
    "cache_key": ("prompt_cache_key",),
}
_TOO_MUCH = ("too large", "at most", "maximum", "exceed", "less than")  # the name is right, the value is not
_SCHEMA_NOTE = "\n\nAnswer with one JSON object and nothing else. It must satisfy this JSON Schema:\n"
AUTO = "auto"
NO_EFFORT = ("", "none")  # reasoning efforts that ask for none
FLEX = "flex"
TIERS = ("", "default", FLEX, "priority")
# Seconds that the flex tier gets for a request, for a call and for a run unless the user sets them: it may take long.
PATIENCE = {"request_timeout": 900.0, "call_deadline": 3_600.0, "run_deadline": 86_400.0}


def check_address(url: str) -> str:
    """Give the address without a final slash. Raises ConfigError, which never shows what stands before an @."""
    parts = _parts(url.strip())
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the base URL holds a user name or password", hint=_HINT)
    if parts.query or parts.fragment or not parts.hostname:
        raise ConfigError("the base URL is not an address of an endpoint", hint=_HINT)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
        raise ConfigError(f"the base URL must be https: {parts.hostname} is not this machine", hint=_HINT)
    return url.strip().rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address leads to this machine."""
    host = _parts(url.strip()).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_openai(url: str) -> bool:
    """Whether an address is OpenAI's own, in whichever region."""
    host = _parts(url).hostname or ""
    return host == _OPENAI or host.endswith("." + _OPENAI)


def is_azure(url: str) -> bool:
    """Whether an address is Azure's service of OpenAI's models."""
    return (_parts(url).hostname or "").endswith(_AZURE)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a bad port is found out only when asked for
    except ValueError:
        raise ConfigError("the base URL cannot be read", hint=_HINT) from None
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What goes into a request besides the call.

    `mode` is how the reply's shape is asked for; `token_field` the name of the reply's limit; `stream` and `usage`
    whether streaming, and its last chunk with token counts, are accepted. `proven` means a request was accepted so.
    Extras, sent only if they are set: `effort` is the reasoning effort, `tier` the service tier, `cache_key` whether
    calls that begin alike get the same cache key, so that the provider finds them in its own cache.
    """

    mode: str = JSON_SCHEMA
    token_field: str = "max_tokens"  # noqa: S105 - tokens of text
    stream: bool = True
    usage: bool = True
    temperature: float | None = None
    effort: str = ""
    tier: str = ""
    cache_key: bool = False
    swapped: bool = False
    fixed: bool = False  # the mode was set by the user
    proven: bool = False

    def body(self, call: Call, model: str) -> dict[str, object]:
        """The request, as keyword arguments of the client's `create`."""
        body: dict[str, object] = {
            "model": model,
            "messages": self._messages(call),
            self.token_field: call.max_tokens,
        }
        if call.schema and self.mode != TEXT:
            body["response_format"] = self._format(call)
        if self.temperature is not None:
            body["temperature"] = self.temperature
        if call.stream and self.stream:
            body["stream"] = True
            if self.usage:
                body["stream_options"] = {"include_usage": True}
        return body | self._extras(call)

    def _extras(self, call: Call) -> dict[str, object]:
        """What is sent only because a setting or the address says so."""
        extras: dict[str, object] = {"reasoning_effort": self.effort, "service_tier": self.tier}
        if self.cache_key and call.messages:
            beginning = call.messages[0][1].encode("utf-8", "replace")
            extras["prompt_cache_key"] = hashlib.sha256(beginning).hexdigest()[:32]
        return {name: value for name, value in extras.items() if value}

    def _messages(self, call: Call) -> list[dict[str, str]]:
        messages = [{"role": role, "content": content} for role, content in call.messages]
        if call.schema and self.mode != JSON_SCHEMA and messages:
            note = _SCHEMA_NOTE + json.dumps(dict(call.schema), ensure_ascii=False)
            messages[0] = {**messages[0], "content": messages[0]["content"] + note}
        return messages

    def _format(self, call: Call) -> Mapping[str, object]:
        if self.mode == JSON_OBJECT:
            return {"type": JSON_OBJECT}
        name = re.sub(r"[^A-Za-z0-9_-]", "_", call.name.split()[0] if call.name.split() else "reply")[:64]
        return {"type": JSON_SCHEMA, "json_schema": {"name": name, "strict": True, "schema": dict(call.schema)}}

    def next_after_refusal(self, fault: Fault, call: Call) -> Capabilities | None:
        """What to try after the server refused a request made this way; None if the refusal is about something else."""
        if fault.status not in REFUSALS or fault.kind not in (Kind.BAD_REQUEST, Kind.SERVER):
            return None
        said = fault.said.partition(_LISTED)[0]
        if lighter := self._without_extra(said):
            return lighter
        if self._may_swap(said):
            other = "max_tokens" if self.token_field != "max_tokens" else "max_completion_tokens"  # noqa: S105
            return replace(self, token_field=other, swapped=True)
        if self.temperature is not None and "temperature" in said:
            return replace(self, temperature=None)
        if call.stream and self.stream and "stream" in said:
            return replace(self, usage=False) if self.usage else replace(self, stream=False)
        return self._easier(fault) if call.schema else None

    def _may_swap(self, said: str) -> bool:
        """Whether a refusal may mean the name of the reply's limit, and not its size."""
        named = "max_tokens" in said.replace("max_completion_tokens", "max_tokens")
        return named and not (self.swapped or self.proven) and not any(words in said for words in _TOO_MUCH)

    def _without_extra(self, said: str) -> Capabilities | None:
        """The same without the extra that a refusal names; None if it names none that was sent."""
        for name, words in _EXTRAS.items():
            if getattr(self, name) and any(word in said for word in words):
                return replace(self, **{name: type(getattr(self, name))()})
        return None

    def dropped(self, other: Capabilities) -> str:
        """The extra that is set here and not in `other`, as servers name it; "" if there is none."""
        gone = (words[0] for name, words in _EXTRAS.items() if getattr(self, name) and not getattr(other, name))
        return next(gone, "")

    def _easier(self, fault: Fault) -> Capabilities | None:
        """The next mode, if the refusal names the format, or names nothing and no request was accepted this way."""
        named = any(word in fault.said for word in _FORMAT_WORDS)
        if self.fixed or self.mode == TEXT or not (named or (fault.status != 500 and not self.proven)):
            return None
        return replace(self, mode=MODES[MODES.index(self.mode) + 1], proven=False)


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
class ModelDependencies:
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
