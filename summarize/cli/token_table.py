"""`summarize tokens`: how many tokens each article and each of its zones has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from summarize import WebSettings, count_tokens, load_articles, load_config, prepare_story
from summarize.errors import PartialError

from .messages import say, visible
from .options import CONTEXT, GroupedOption, common_options, config_option, input_options, size_option
from .output import write_stdout

if TYPE_CHECKING:
    from summarize import Article, Zone

ZONES = ("title", "abstract", "heading", "body", "boilerplate")
TOTAL = "total"


def show_tokens(
    *, paths: Sequence[str], as_json: bool, config_file: str | None, max_size: str | None, **reading: Any
) -> int:
    """Print the table; give the exit code, 3 if an input was skipped. Raises SummarizeError."""
    config = load_config(config_file, flags={"max_size": max_size})
    articles = load_articles(paths, max_size=config.max_size, web=WebSettings.of(config), **reading)
    story = prepare_story(articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    counts = {
        _name(article): count_zones(article, zones) for article, zones in zip(story.articles, story.zones, strict=True)
    }
    write_stdout(_json(counts) if as_json else _table(counts), encoding="utf-8" if as_json else None)
    for skipped in articles.skipped:
        say(f"{skipped.path}: skipped ({skipped.why})")
    missing = not all(each.duplicate for each in articles.skipped)
    return PartialError.exit_code if missing and not config.allow_partial else 0


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


command = click.Command(
    "tokens",
    callback=show_tokens,
    help="Count tokens exactly (o200k_base), by article and zone. Needs no network.",
    params=[
        click.Argument(["paths"], nargs=-1, required=True, type=click.Path()),
        GroupedOption("--json", "as_json", is_flag=True, help="Print JSON."),
        *input_options(),
        size_option(),
        config_option(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
