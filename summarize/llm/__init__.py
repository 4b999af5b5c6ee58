"""The seam to a language model: what is asked (`Call`), what comes back (`Reply`), who answers (`Model`).

Rule: nothing here knows what a summary is, and nothing here imports a vendor's package.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, TypeVar

Finish: TypeAlias = Literal["stop", "length", "refusal", "content_filter", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question to a model.

    `name` says what the call is for ("direct", "extract 3/8"); `messages` are (role, content) pairs; `schema` is the
    JSON Schema the reply must satisfy, empty for free text; `max_tokens` bounds the reply, in tokens.
    `prompt_tokens` is the length of the prompt as its writer counted it, 0 when nobody did. `stream` asks for the text
    as it arrives; it does not change the reply. `role` says which of a run's models is asked: "" is the one that
    writes, which also answers for roles without a model. An `optional` call does not end the run if it fails: its
    reply then has the finish "failed".
    """

    name: str
    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, object] = field(default_factory=dict)
    max_tokens: int = 4096
    prompt_tokens: int = 0
    stream: bool = False
    role: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. `text` is the raw reply; tokens are the provider's own counts.

    `finish` is why the text ends: "stop" (complete), "length" (cut off at the limit), "refusal" (then `refusal` holds
    the model's words), "content_filter", or "failed" (an optional call failed; `refusal` says why). `cached` replies
    cost nothing now. `cached_prompt_tokens` is the part of the prompt the provider had in its own cache,
    `written_prompt_tokens` what it put there, which some charge for. `reasoning_tokens` are those of
    `completion_tokens` that went into reasoning. `tier` is the service tier the provider says it used, "" when it says
    none. `attempts` counts the requests made; `maybe_billed` those among the failed ones that the provider may charge
    for. `request_id` is the provider's name for the request.
    """

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish: Finish = "stop"
    cached: bool = False
    cached_prompt_tokens: int = 0
    attempts: int = 1
    maybe_billed: int = 0
    refusal: str = ""
    request_id: str = ""
    written_prompt_tokens: int = 0
    reasoning_tokens: int = 0
    tier: str = ""

    @property
    def spent(self) -> bool:
        """Whether the reply's limit was used up before a word was written, as a reasoning model may do."""
        return self.finish == "length" and not self.text.strip()

    @property
    def complete(self) -> bool:
        """Whether the model said all it wanted to say, and said something."""
        return self.finish == "stop" and bool(self.text.strip())


Result = TypeVar("Result")
# Work that needs a model: it yields batches of calls, is sent their replies in the same order, and returns its result.
Flow: TypeAlias = Generator[tuple[Call, ...], tuple[Reply, ...], Result]


class Model(Protocol):
    """Anything that answers calls. One method; a provider's adapter needs nothing else.

    A model may also have `identity: str`, which names everything besides the call that shapes its replies (provider,
    model name, temperature). Only replies of models with an identity are cached. `name: str` is what prices and usage
    go by. `reasons: bool` says that it was told to reason: its calls then get more `max_tokens` than they ask for.
    """

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
        text = self._script(call) if self._takes_call else self._script()  # type: ignore[call-arg]  # its signature was inspected
        return Reply(text=text)
