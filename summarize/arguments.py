"""A caller's arguments, made ready for a run: articles that have been read, settings that are consistent.

Every public function passes its arguments through here, so the same mistake always gives the same error.

Its events are also logged, under the name "summarize": silent unless the calling program listens. One line per stage at
INFO, retries and faults at WARNING. Rule: no word of an article or a reply, and no key.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from .config import Config
from .errors import ConfigError, UsageError
from .records import Article, Event, LoadResult

if TYPE_CHECKING:
    from .llm import Model

LOGGER = logging.getLogger("summarize")
LOGGER.addHandler(logging.NullHandler())

_STAGES = frozenset({"prepare", "compose", "check", "end"})
_FAULTS = frozenset({"retry", "cache failed"})
# Articles, mappings with a text, or what load_articles would read.
Articles: TypeAlias = "Iterable[Article | Mapping[str, object] | str | os.PathLike[str]] | str | os.PathLike[str]"
_HINT = 'give what load_articles gives, or mappings such as {"text": "..."}'


def log_event(event: Event) -> None:
    """Log an event, if it is one of those that an operator wants to see."""
    if event.stage in _FAULTS:
        LOGGER.warning("%s (%d of %d)", event.stage, event.done, event.total)
    elif event.stage in _STAGES and event.done == event.total:  # once, when it is over
        LOGGER.info("%s (%d of %d)", event.stage, event.done, event.total)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How one run works: its settings, its model (None: the one in the settings), and the listener for its events."""

    config: Config
    model: Model | None
    on_event: Callable[[Event], None]


def options_of(
    model: Model | str | None,
    config: Config | None,
    settings: Mapping[str, object],
    on_event: Callable[[Event], None] | None = None,
) -> RunOptions:
    """The options of a call. If a model is given or named, it writes the summary.

    Raises UsageError for an argument of the wrong type, ConfigError for a setting that is unknown, has a wrong value or
    conflicts with another.
    """
    _require_types(model, config, on_event)
    chosen = config_of(model, config, settings)
    return RunOptions(chosen, None if isinstance(model, str) else model, listener_of(on_event))


def _require_types(model: object, config: object, on_event: object) -> None:
    if model is not None and not isinstance(model, str) and not callable(getattr(model, "complete", None)):
        raise UsageError(
            f"model must be a name or an object with a method `complete`, not {_kind(model)}",
            hint='give its name, model="NAME", or OpenAIModel("NAME")',
        )
    if isinstance(model, type):
        raise UsageError(f"model is the class {model.__name__}", hint=f"give an instance: {model.__name__}(...)")
    if config is not None and not isinstance(config, Config):
        raise UsageError(
            f"config must be a Config, not {_kind(config)}", hint="give Config(words=100), load_config(), or settings"
        )
    if on_event is not None and not callable(on_event):
        raise UsageError(f"on_event must be a function, not {_kind(on_event)}", hint="give one that takes an Event")


def _kind(value: object) -> str:
    """The type of a value, for a message: "int", never its content."""
    return "None" if value is None else type(value).__name__


def listener_of(on_event: Callable[[Event], None] | None) -> Callable[[Event], None]:
    """The listener for a run's events: the log, then the caller, whose exceptions say where they came from."""

    def tell(event: Event) -> None:
        log_event(event)
        if on_event is None:
            return
        try:
            on_event(event)
        except Exception as error:
            error.add_note(f"raised by on_event while it handled the event {event.stage!r}")
            raise

    return tell


def config_of(model: Model | str | None, config: Config | None, settings: Mapping[str, object]) -> Config:
    """The settings of a call. If a model is given or named, it writes the summary.

    Otherwise "auto" means the embedded engine. Raises ConfigError.
    """
    unknown = sorted(set(settings) - set(Config.__dataclass_fields__))
    if unknown:
        raise ConfigError(
            f"{unknown[0]} is not a setting", hint=f"choose from {', '.join(Config.__dataclass_fields__)}"
        )
    chosen = replace(config or Config(), **settings)  # type: ignore[arg-type]  # Config validates its values
    if model is None:
        return chosen
    if chosen.engine == "embedded":
        raise ConfigError("a model is given, but the engine is embedded", hint="leave one of them out")
    if isinstance(model, str):
        if not model:
            raise ConfigError("the model's name is empty", hint="give its name as the provider spells it, or None")
        return replace(chosen, engine="model", model=model)
    return replace(chosen, engine="model", model=chosen.model or str(getattr(model, "name", "")))


def read_articles(articles: Articles, config: Config) -> LoadResult:
    """Articles unchanged, if their ids are distinct; mappings are read first."""
    if isinstance(articles, LoadResult):
        return articles
    from .ingest import load_articles
    from .ingest.web.settings import WebSettings

    if isinstance(articles, str | os.PathLike):
        articles = [articles]
    if isinstance(articles, bytes | Mapping) or not isinstance(articles, Iterable):
        raise UsageError(f"articles must be a list, not {_kind(articles)}", hint=_HINT)
    given = list(articles)
    for place, each in enumerate(given, 1):
        if not isinstance(each, Article | Mapping | str | os.PathLike):
            raise UsageError(f"article {place} must be an Article or a mapping, not {_kind(each)}", hint=_HINT)
    ready = [article for article in given if isinstance(article, Article)]
    if not ready:
        sources = [each for each in given if not isinstance(each, Article)]
        return load_articles(sources, max_size=config.max_size, web=WebSettings.of(config))
    if len(ready) < len(given):
        raise UsageError("articles and mappings are mixed", hint="give all of them to load_articles, or none")
    if len({article.id for article in ready}) < len(ready):
        raise UsageError("two articles have the same id", hint="read them all with one call to load_articles")
    return LoadResult(tuple(ready))
