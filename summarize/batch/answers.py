"""Answers a batch's calls: a run of the model for each story, all through one door and with one cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import LimitError
from ..llm import Call, Model, Reply
from ..llm.backend import Backend
from ..llm.factory import model_of, open_cache, prices_of, with_patience
from ..llm.runner import ModelRun, RunLimits
from ..records import Event
from .ledger import Ledger
from .shared_model import STORY, Door, SharedModel

if TYPE_CHECKING:
    from types import TracebackType

    from ..llm.openai_client import OpenAIModel
    from ..llm.reply_cache import ReplyCache


class Answers:
    """Use it as an async context manager. Raises ConfigError if no model is named, or `max_cost` cannot be kept."""

    def __init__(
        self, config: Config, ledger: Ledger, model: Model | None, on_event: Callable[[Event], None] = lambda _: None
    ) -> None:
        self._config, self._ledger, self._on_event = config, ledger, on_event
        self._models = models_of(config, model)
        self._open = AsyncExitStack()
        self._cache: ReplyCache | None = None
        self.name = Backend(self._models[""]).name

    @property
    def identities(self) -> list[str]:
        """Everything that shapes the models' replies, besides the calls."""
        return [f"{role} {Backend(model).identity or Backend(model).name}" for role, model in self._models.items()]

    @property
    def used_up(self) -> LimitError | None:
        """The error of the first call for which no money, or no call, was left."""
        return self._door.used_up

    async def __aenter__(self) -> Answers:
        config = self._config
        self._door = Door.of(config, self._ledger)
        self._shared = {}
        for role, model in self._models.items():
            backend = Backend(model, prices_of(model, config))
            self._shared[role] = SharedModel(model, backend, self._door)
            if isinstance(model, AbstractAsyncContextManager):
                await self._open.enter_async_context(model)
        if any(model.identity for model in self._shared.values()):
            self._cache = open_cache(config, self._on_event)
        if self._cache:
            self._open.callback(self._cache.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def new_run(self) -> ModelRun:
        """A run for one story: with its own account, but with shared slots and money."""
        config = with_patience(self._config)
        limits = RunLimits(
            concurrency=config.concurrency, run_deadline=config.run_deadline, reasoning_tokens=config.reasoning_tokens
        )
        writer = self._shared[""]
        run = ModelRun(
            writer, limits, cache=self._cache, prices=prices_of(writer, config), on_event=_calls_only(self._on_event)
        )
        for role, model in self._shared.items():
            if role:
                run.add(role, model, prices_of(model, config))
        return run

    async def answer(self, run: ModelRun, story: str, calls: Sequence[Call]) -> tuple[Reply, ...]:
        """Answer a round of a story's calls. Raises what `ModelRun.answer` raises, or RepliesMissing."""
        STORY.set(story)  # for this task and those it starts
        return await run.answer([replace(call, stream=False) for call in calls])

    def awaits(self, story: str) -> bool:
        """Whether a story cannot go on yet because replies are missing."""
        return False

    async def next_round(self) -> bool:
        """Whether some stories can go on now, after every story has had its turn. Raises what ends the batch."""
        return False


def models_of(config: Config, model: Model | None) -> dict[str, Model]:
    """The models by the role of the calls they answer: "" writes, "check" reads if another model does."""
    writer = model or model_of(config)
    models: dict[str, Model] = {"": writer}
    if config.checker and config.check != "values":
        from ..llm.openai_client import OpenAIModel

        beside: OpenAIModel | None = writer if isinstance(writer, OpenAIModel) else None
        models["check"] = model_of(config, config.checker, beside)
    return models


def _calls_only(on_event: Callable[[Event], None]) -> Callable[[Event], None]:
    """Leave out what only a single run can display."""

    def tell(event: Event) -> None:
        if event.stage not in ("words", "thinking"):
            on_event(event)

    return tell
