"""`summarize group`: sorts a mixed pile into stories, shows them, writes one record file per story."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from summarize import Article, Group, group_articles, load_articles, load_config
from summarize.errors import OutputError
from summarize.render.escape import json_text
from summarize.render.layout import cut, isolated

from .options import OUTPUT, GroupedOption, config_option, setting_option, sub_command
from .output import Target, check_writable, say, say_skipped, size_of, visible, write_file, write_stdout

_WIDTH = 100  # columns of the table, unless the terminal is narrower
_NARROWEST = 40
_DAYS = 23  # columns of "2025-02-14 – 2025-02-17"
_UNWRITTEN = ("sha256", "encoding", "stored", "record")  # of an article: they tell of the file it came from


def group_pile(*, paths: Sequence[str], into: str | None, force: bool, **options: Any) -> int:
    """Show the stories of a pile and their threads, write them with `into`; give the exit code, 3 with skipped inputs.

    Raises SummarizeError: InputError (nothing usable), OutputError (a file exists or cannot be written).
    """
    config = load_config(options["config_file"], flags={"max_size": options["max_size"]})
    articles = load_articles(paths, max_size=config.max_size)
    found = [group for group in group_articles(articles) if len(group.articles) >= options["least"]]
    names = _names(into, found) if into else []
    if into:
        _write(into, names, found, force=force)
        if names:
            say(f"next: summarize {names[0]}")
    as_json = options["as_json"]
    width = max(_NARROWEST, min(_WIDTH, size_of(sys.stdout)[0] or _WIDTH))
    text = _json(found, names, articles.skipped) if as_json else _table(found, names, len(articles), width)
    write_stdout(text, encoding="utf-8" if as_json else None)
    return say_skipped(articles, config)


def _names(folder: str, groups: Sequence[Group]) -> list[str]:
    """The file of each story, numbered, never named after what articles say; in a thread with the thread's number."""
    width = max(3, len(str(len(groups))))
    names = []
    for number, group in enumerate(groups, 1):
        thread = "" if group.thread is None else f"-thread-{group.thread:0{width}}"
        names.append(str(Path(folder) / f"story-{number:0{width}}{thread}.jsonl"))
    return names


def _write(folder: str, names: Sequence[str], groups: Sequence[Group], *, force: bool) -> None:
    """Write one file per story, or none if one of them cannot be written. Raises OutputError."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be created ({error.strerror})", hint="name another folder") from error
    check_writable([Target(name, "records") for name in names], force=force)
    for name, group in zip(names, groups, strict=True):
        write_file(name, "".join(f"{_line(article)}\n" for article in group.articles), force=force)
    others = sorted(str(path) for path in Path(folder).glob("story-*.jsonl") if str(path) not in names)
    if others:
        say(
            f"{others[0]}: not of this run, left unchanged" + (f" (and {len(others) - 1:,} more)" if others[1:] else "")
        )


def _line(article: Article) -> str:
    """One article as a record that `load_articles` reads back: its text, id and metadata. `path` is for people."""
    known = {each.name: getattr(article, each.name) for each in fields(article) if each.name not in _UNWRITTEN}
    return _encoded({name: value for name, value in known.items() if value is not None})


def _encoded(value: object, indent: int | None = None) -> str:
    """JSON in which nothing can control a terminal, and without the input's lone surrogates."""
    return json_text(json.dumps(value, ensure_ascii=False, indent=indent))


def _json(groups: Sequence[Group], names: Sequence[str], skipped: Sequence[Any]) -> str:
    stories = [
        {
            "story": number,
            "thread": group.thread,
            "file": names[number - 1] if names else None,
            "title": group.title,
            "shared": group.shared,
            "since": group.since,
            "until": group.until,
            "languages": group.languages,
            "articles": [_place(article) for article in group.articles],
        }
        for number, group in enumerate(groups, 1)
    ]
    threads = [
        {
            "thread": thread,
            "stories": [number for number, group in enumerate(groups, 1) if group.thread == thread],
            "articles": sum(len(group.articles) for group in members),
            "since": min((group.since for group in members if group.since), default=None),
            "until": max((group.until for group in members if group.until), default=None),
        }
        for thread, members in _threads(groups).items()
    ]
    away = [{"path": each.path, "why": each.why} for each in skipped]
    return _encoded({"stories": stories, "threads": threads, "skipped": away}, indent=1) + "\n"


def _threads(groups: Sequence[Group]) -> dict[int, list[Group]]:
    """The stories of each thread, by its number."""
    threads: dict[int, list[Group]] = {}
    for group in groups:
        if group.thread is not None:
            threads.setdefault(group.thread, []).append(group)
    return threads


def _place(article: Article) -> Mapping[str, object]:
    names = ("id", "path", "record", "url", "title", "publisher", "published")
    return {name: getattr(article, name) for name in names}


def _table(groups: Sequence[Group], names: Sequence[str], articles: int, width: int) -> str:
    """One line per story with number, thread, size, days and title; below it what its articles share, and its file."""
    dated, threads = any(group.since for group in groups), _threads(groups)
    lines = [_count(groups, articles, len(threads)), ""]
    lines.append(_row("story", "thread", "articles", "days", dated=dated, threaded=bool(threads)) + "title")
    for number, group in enumerate(groups, 1):
        thread = "" if group.thread is None else f"{group.thread:,}"
        cells = (f"{number:,}", thread, f"{len(group.articles):,}", _days(group))
        head = _row(*cells, dated=dated, threaded=bool(threads))
        lines.append(head + _cut(group.title, width - len(head)))
        below = [_cut(" · ".join(group.shared), width - 7)] if len(group.articles) > 1 and group.shared else []
        below += [visible(names[number - 1])] if names else []
        lines += [f"{'':7}{line}" for line in below]
    return "\n".join(lines) + "\n"


def _count(groups: Sequence[Group], articles: int, threads: int) -> str:
    """How many articles are in how many stories, and what a thread is if there are any."""
    shown = sum(len(group.articles) for group in groups)
    rest = f"; {articles - shown:,} in smaller stories are not shown" if shown < articles else ""
    linked = f", {threads:,} thread{'s' * (threads != 1)} (events of one saga)" * bool(threads)
    stories = f"{len(groups):,} {'story' if len(groups) == 1 else 'stories'}"
    return f"{shown:,} article{'s' * (shown != 1)} in {stories}{linked}{rest}"


def _row(number: str, thread: str, articles: str, days: str, *, dated: bool, threaded: bool) -> str:
    """The columns before a title, without those that are empty in the whole table."""
    columns = [f"{number:>5}", f"{thread:>6}" * threaded, f"{articles:>8}", f"{days:{_DAYS}}" * dated]
    return "".join(f"{column}  " for column in columns if column)


def _days(group: Group) -> str:
    if group.since is None or group.since == group.until:
        return group.since or ""
    return f"{group.since} – {group.until}"


def _cut(text: str, width: int) -> str:
    """Words of an article, made harmless, in at most so many columns; right-to-left ones cannot reorder the line."""
    return isolated(cut(visible(" ".join(text.split())), max(8, width)))


group_command = sub_command(
    "group",
    group_pile,
    "Sort a mixed pile of articles (files, folders, records, - for standard input) into stories: the articles "
    "that tell of one event, within days. Shows each story's number, size, days, title and what its articles share. "
    "Events of one saga are the stories of one thread, in order of their days. Calls no model.",
    [
        click.Argument(["paths"], nargs=-1, required=True, type=click.Path()),
        GroupedOption(
            "--into",
            metavar="DIR",
            type=click.Path(),
            group=OUTPUT,
            help="Write one file of records a story (story-001.jsonl, of a thread story-002-thread-001.jsonl …), which "
            "`summarize` reads.",
        ),
        GroupedOption("--force", is_flag=True, group=OUTPUT, help="Replace story files that exist."),
        GroupedOption(
            "--least",
            metavar="N",
            default=1,
            type=click.IntRange(1),
            group=OUTPUT,
            help="Show and write only stories of N articles or more. [1]",
        ),
        GroupedOption("--json", "as_json", is_flag=True, group=OUTPUT, help="Print JSON."),
        setting_option("max_size"),
        config_option(),
    ],
    click.Command,
)
