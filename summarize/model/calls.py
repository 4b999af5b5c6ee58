"""The seam to a language model: what is asked (`Call`), what comes back (`Reply`), who answers (`Model`).

Rule: nothing here knows what a summary is, and nothing here imports a vendor's package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question to a model.

    `name` says what the call is for ("direct", "extract 3/8"); `messages` are (role, content) pairs; `schema` is the
    JSON Schema the reply must satisfy; `max_tokens` bounds the reply, in tokens.
    """

    name: str
    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, object] = field(default_factory=dict)
    max_tokens: int = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. `text` is the raw reply; tokens are the provider's own counts; `finish` is its finish reason."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish: str = "stop"
    cached: bool = False


class Model(Protocol):
    """Anything that answers calls. One method; a provider's adapter needs nothing else."""

    async def complete(self, call: Call) -> Reply:
        """Answer one call, or raise a `ProviderError`."""
        ...


class ScriptedModel:
    """A model that answers from a script, for tests of code that calls a model.

    The script is a function from `Call` to the reply's text, or a sequence of texts used in order. `calls` lists what
    was asked.
    """

    def __init__(self, script: Callable[[Call], str] | Sequence[str]) -> None:
        self._script = script if callable(script) else iter(tuple(script)).__next__
        self._takes_call = callable(script)
        self.calls: list[Call] = []

    async def complete(self, call: Call) -> Reply:
        """Answer with the script's next text; token counts are 0."""
        self.calls.append(call)
        text = self._script(call) if self._takes_call else self._script()  # type: ignore[call-arg]
        return Reply(text=text)
