"""Which engine a run takes, and the line that says so. Reads whether a key is set, never the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from summarize import Config
from summarize.errors import ConfigError

if TYPE_CHECKING:
    from typing import Any

SIGNS = ("OPENAI_API_KEY", "OPENAI_BASE_URL")  # if one of them is set, there is a model to ask


class Chosen(NamedTuple):
    """The settings of a run with the engine decided, and the explanation: "" if the user chose it."""

    config: Config
    reason: str
    model: bool


def choose_engine(settings: Sequence[Any], environment: Mapping[str, str], *, sends: bool) -> Chosen:
    """Choose the engine from the settings (with their origins) and the environment.

    "auto" takes the model if one is named with --model, or named anywhere else while a key or an address is set; a run
    that sends nothing needs neither. Raises ConfigError if the model engine is wanted and no model is named, or the
    endpoint's address cannot be used.
    """
    config = Config(**{each.name: each.value for each in settings})
    origins = {each.name: each.origin for each in settings}
    if config.engine == "model" and not config.model:
        message = f"{origins['engine']}: the engine is model, but no model is named"
        raise ConfigError(message, hint="give --model NAME, as the provider spells it")
    if config.engine == "embedded":
        return Chosen(config, "", model=False)
    found = [name for name in SIGNS if environment.get(name)]
    wanted = config.engine == "model" or (config.model and (origins["model"] == "--model" or found or not sends))
    if wanted:
        return Chosen(replace(config, engine="model"), f"{config.model} at {_host(config.model)}", model=True)
    if found:
        reason = f"{found[0]} is set, but no model is named: give --model NAME to have one write the summary"
    elif config.model:
        reason = f"{origins['model']} names a model, but neither {' nor '.join(SIGNS)} is set; nothing is sent"
    else:
        reason = ""  # the usual case, and what was written says so itself
    return Chosen(config, reason, model=False)


def _host(name: str) -> str:
    """The host that the articles' text is sent to. Raises ConfigError for an address that cannot be used."""
    from urllib.parse import urlsplit

    from summarize import OpenAIModel

    return urlsplit(OpenAIModel(name).base_url).netloc
