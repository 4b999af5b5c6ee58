"""Three tables: `summarize config` (every setting and where it came from), `summarize cache` (what is kept of models
and pages, and what calls have cost), `summarize tokens` (the tokens of each article and each of its zones).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from summarize import load_config, load_settings
from summarize.errors import ConfigError

from .options import (
    BEHAVIOUR,
    GroupedOption,
    config_option,
    input_options,
    setting_flags,
    setting_option,
    setting_options,
    sub_command,
)
from .output import say_skipped, visible, write_stdout

if TYPE_CHECKING:
    from summarize import Article, Zone

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))
ZONES = ("title", "abstract", "heading", "body", "boilerplate")
TOTAL = "total"


def show_settings(*, config_file: str | None, as_json: bool, **options: Any) -> int:
    """Print the settings that a run with the same options, environment and folder would use."""
    settings = load_settings(config_file, flags=setting_flags(options))
    if as_json:
        import json

        table = {each.name: {"value": each.value, "origin": each.origin} for each in settings}
        write_stdout(json.dumps(table, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    rows = [(each.name, written(each.value), each.origin) for each in settings]
    name, value = (max(len(row[column]) for row in rows) for column in (0, 1))
    write_stdout("".join(f"{row[0]:{name}}  {row[1]:{value}}  {row[2]}\n" for row in rows))
    return 0


def written(value: object) -> str:
    """Write a value as it would be written in config.yaml."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if value != "" else '""'


config_command = sub_command(
    "config",
    show_settings,
    "Show every setting, its value and where it came from.\n\nLater wins: default, config.yaml, the variable "
    "SUMMARIZE_NAME, the option --name.",
    [
        GroupedOption("--json", "as_json", group=BEHAVIOUR, is_flag=True, help="Print JSON."),
        config_option(),
        *setting_options(),
    ],
    click.Command,
)


def show_cache(*, config_file: str | None, as_json: bool, clear: bool, cache: str | None) -> int:
    """Print what the cache holds, or empty it. Raises ConfigError if there is none or it cannot be read."""
    config = load_config(config_file, flags={"cache": cache})
    from summarize import WebSettings, open_cache  # not needed for the help

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


cache_command = sub_command(
    "cache",
    show_cache,
    "Show which replies of models and which web pages are kept, and what calls have cost.",
    [
        GroupedOption(
            "--clear", is_flag=True, help="Delete all kept replies and pages, and the record of what calls cost."
        ),
        GroupedOption("--json", "as_json", is_flag=True, help="Print JSON."),
        setting_option("cache"),
        config_option(),
    ],
    click.Command,
)


def show_tokens(
    *, paths: Sequence[str], as_json: bool, config_file: str | None, max_size: str | None, **reading: Any
) -> int:
    """Print the table; give the exit code, 3 if an input was skipped. Raises SummarizeError."""
    config = load_config(config_file, flags={"max_size": max_size})
    from summarize import WebSettings, load_articles, prepare_story  # not needed for the help

    articles = load_articles(paths, max_size=config.max_size, web=WebSettings.of(config), **reading)
    story = prepare_story(articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    counts = {
        _name(article): count_zones(article, zones) for article, zones in zip(story.articles, story.zones, strict=True)
    }
    write_stdout(_json(counts) if as_json else _table(counts), encoding="utf-8" if as_json else None)
    return say_skipped(articles, config)


def _name(article: Article) -> str:
    """Give an article's file, and its number if the file holds several; else its id."""
    if article.path is None or article.record is None:
        return article.path or article.id
    return f"{article.path}:record {article.record}"


def count_zones(article: Article, zones: Sequence[Zone]) -> Counter[str]:
    """Count tokens by kind of zone, and the whole text under "total".

    A zone extends to the start of the next, so that no character is left out. Zones are counted separately: if one ends
    inside a line, their sum can differ from the total by one token per place.
    """
    from summarize import count_tokens

    counts = Counter({TOTAL: count_tokens(article.text)})
    starts = [0, *(zone.start for zone in zones[1:]), len(article.text)]
    for zone, start, end in zip(zones, starts, starts[1:], strict=False):
        counts[zone.kind] += count_tokens(article.text[start:end])
    return counts


def _json(counts: dict[str, Counter[str]]) -> str:
    import json

    table = {"articles": counts, TOTAL: _sum(counts.values())}
    return json.dumps(table, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _table(counts: dict[str, Counter[str]]) -> str:
    columns = (*ZONES, TOTAL)
    rows: list[tuple[str, ...]] = [("article", *columns)]
    for name, row in (*counts.items(), (TOTAL, _sum(counts.values()))):
        rows.append((visible(name), *(f"{row[column]:,}" for column in columns)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Align names to the left and numbers to the right."""
    numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join((row[0].ljust(widths[0]), *numbers)) + "\n"


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


tokens_command = sub_command(
    "tokens",
    show_tokens,
    "Count tokens exactly (o200k_base), by article and zone. Needs no network.",
    [
        click.Argument(["paths"], nargs=-1, required=True, type=click.Path()),
        GroupedOption("--json", "as_json", is_flag=True, help="Print JSON."),
        *input_options(),
        setting_option("max_size"),
        config_option(),
    ],
    click.Command,
)
