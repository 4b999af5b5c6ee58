"""`summarize cache`: the replies and pages that are kept, what calls have cost, and how to delete them."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

import click

from summarize import WebSettings, load_config, open_cache
from summarize.errors import ConfigError

from .messages import visible
from .options import CONTEXT, GroupedOption, cache_option, common_options, config_option
from .output import write_stdout

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def show_cache(*, config_file: str | None, as_json: bool, clear: bool, cache: str | None) -> int:
    """Print what the cache holds, or empty it. Raises ConfigError if there is none or it cannot be read."""
    config = load_config(config_file, flags={"cache": cache})
    kept, pages = open_cache(config), WebSettings.of(config).open_pages()
    if kept is None or pages is None:
        raise ConfigError("cache: none, so nothing is kept", hint="give --cache FILE to look at one")
    with closing(kept), closing(pages):
        removed, gone = (kept.clear(), pages.clear()) if clear else (0, 0)
        state, shelf = kept.state(), pages.state()
    if as_json:
        import json
        from dataclasses import asdict

        told = asdict(state) | {"removed": removed, "pages": asdict(shelf) | {"removed": gone}}
        write_stdout(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    elif clear:
        write_stdout(f"{visible(state.path)}: {removed:,} replies and {gone:,} pages removed, and the ledger\n")
    else:
        write_stdout("".join(f"{name:10}{text}\n" for name, text in _rows(state, shelf, time.time())))
    return 0


def _rows(state: Any, pages: Any, now: float) -> list[tuple[str, str]]:
    """Describe a `CacheState` and a `PagesState` in lines."""
    unpriced = f", and {state.unpriced:,} calls of unknown price" if state.unpriced else ""
    return [
        ("file", visible(state.path)),
        ("replies", f"{state.replies:,} ({state.size:,} characters){_ages(state, now)}"),
        ("pages", f"{pages.pages:,} ({pages.size:,} bytes){_ages(pages, now)}"),
        ("calls", f"{state.sent:,} sent, {state.unknown:,} of them with unknown outcome"),
        ("cost", f"${state.cost_usd:.4f}{unpriced}"),
    ]


def _ages(kept: Any, now: float) -> str:
    """Say how old the newest and the oldest kept items are, "" if there are none."""
    if kept.newest is None or kept.oldest is None:
        return ""
    return f", {_age(now - kept.newest)} to {_age(now - kept.oldest)} old"


def _age(seconds: float) -> str:
    """Say an age in its largest whole unit: "3 d", "5 min", "12 s"."""
    whole = max(0, int(seconds))
    return next((f"{whole // size} {unit}" for size, unit in _UNITS if whole >= size), f"{whole} s")


command = click.Command(
    "cache",
    callback=show_cache,
    help="Show which replies of models and which web pages are kept, and what calls have cost.",
    params=[
        GroupedOption(
            "--clear", is_flag=True, help="Delete all kept replies and pages, and the record of what calls cost."
        ),
        GroupedOption("--json", "as_json", is_flag=True, help="Print JSON."),
        cache_option(),
        config_option(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
