"""What a caller gave, made fit for work: articles that are read, and settings that go together.

Every public function takes its arguments through here, so that the same mistake gives the same error everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .config import Config
from .errors import ConfigError, UsageError
from .records import Article, Event, Intake

if TYPE_CHECKING:
    from .llm import Model


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How one run works: its settings, the model that was given, and who listens. A model of None is one by name."""

    config: Config
    model: Model | None
    on_event: Callable[[Event], None]


def options_of(
    model: Model | None,
    config: Config | None,
    settings: Mapping[str, object],
    on_event: Callable[[Event], None] | None = None,
) -> RunOptions:
    """The options of a call. Raises ConfigError for an unknown setting, a wrong value, or settings that clash."""
    return RunOptions(_config(config, settings, model), model, on_event or _nobody)


def _nobody(_: Event) -> None:
    """Listen to nothing."""


def _config(config: Config | None, settings: Mapping[str, object], model: Model | None) -> Config:
    """The settings of this call. A model that is given writes the summary; "auto" alone takes the embedded engine."""
    unknown = sorted(set(settings) - set(Config.__dataclass_fields__))
    if unknown:
        raise ConfigError(f"{unknown[0]} is no setting", hint=f"settings are {', '.join(Config.__dataclass_fields__)}")
    chosen = replace(config or Config(), **settings)  # type: ignore[arg-type]  # Config validates its values
    if model is None:
        return chosen
    if chosen.engine == "embedded":
        raise ConfigError("a model is given and the engine is embedded", hint="leave one of them out")
    return replace(chosen, engine="model", model=chosen.model or str(getattr(model, "name", "")))


def read_articles(articles: Iterable[Article | Mapping[str, object]], config: Config) -> Sequence[Article]:
    """Articles as they are, if their ids tell them apart; mappings are read first."""
    if isinstance(articles, Intake):
        return articles
    from .ingest import load_articles
    from .ingest.web.settings import WebSettings

    if isinstance(articles, str | bytes | Mapping) or hasattr(articles, "__fspath__"):
        return load_articles(articles)  # type: ignore[arg-type]  # a path, or refused there, with the way to write it
    given = list(articles)
    ready = [article for article in given if isinstance(article, Article)]
    if not ready:
        mappings = [each for each in given if not isinstance(each, Article)]
        return load_articles(mappings, max_size=config.max_size, web=WebSettings.of(config))
    if len(ready) < len(given):
        raise UsageError("articles and mappings are mixed", hint="give all of them to load_articles, or none")
    if len({article.id for article in ready}) < len(ready):
        raise UsageError("two articles have the same id", hint="read all of them with one call of load_articles")
    return ready
