"""`summarize cache`: the replies that are kept, what calls have cost, and how to be rid of them."""

from __future__ import annotations

import time
from typing import Any

import click

from summarize import load_config, open_cache
from summarize.errors import ConfigError

from .messages import visible
from .options import CONTEXT, GroupedOption, cache_option, common_options, config_option
from .output import write_stdout

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def show_cache(*, config_file: str | None, as_json: bool, clear: bool, cache: str | None) -> int:
    """Print what the cache holds, or empty it. Raises ConfigError when there is none or it cannot be read."""
    kept = open_cache(load_config(config_file, flags={"cache": cache}))
    if kept is None:
        raise ConfigError("cache: none, so nothing is kept", hint="give --cache FILE to look at one")
    try:
        removed = kept.clear() if clear else 0
        state = kept.state()
    finally:
        kept.close()
    if as_json:
        import json
        from dataclasses import asdict

        write_stdout(json.dumps(asdict(state) | {"removed": removed}, indent=2) + "\n", encoding="utf-8")
    elif clear:
        write_stdout(f"{visible(state.path)}: {removed:,} replies removed, and the ledger of calls\n")
    else:
        write_stdout("".join(f"{name:10}{text}\n" for name, text in _rows(state, time.time())))
    return 0


def _rows(state: Any, now: float) -> list[tuple[str, str]]:
    """Say a `CacheState` in lines."""
    ages = ""
    if state.replies and state.oldest is not None and state.newest is not None:
        ages = f", {_age(now - state.newest)} to {_age(now - state.oldest)} old"
    unpriced = f", and {state.unpriced:,} calls of unknown price" if state.unpriced else ""
    return [
        ("file", visible(state.path)),
        ("replies", f"{state.replies:,} ({state.size:,} characters){ages}"),
        ("calls", f"{state.sent:,} sent, {state.unknown:,} of them with unknown outcome"),
        ("cost", f"${state.cost_usd:.4f}{unpriced}"),
    ]


def _age(seconds: float) -> str:
    """Say an age in its largest whole unit: "3 d", "5 min", "12 s"."""
    whole = max(0, int(seconds))
    return next((f"{whole // size} {unit}" for size, unit in _UNITS if whole >= size), f"{whole} s")


command = click.Command(
    "cache",
    callback=show_cache,
    help="Show the replies that are kept, so that none is paid twice, and the ledger of calls.",
    params=[
        GroupedOption("--clear", is_flag=True, help="Remove all replies and the ledger."),
        GroupedOption("--json", "as_json", is_flag=True, help="Print JSON."),
        cache_option(),
        config_option(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
