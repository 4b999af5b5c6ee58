"""Items from JSON Feed 1.0 and 1.1 (jsonfeed.org). Runs in the child process."""

from __future__ import annotations

from collections.abc import Mapping

from .fragments import fragment_text, line_without_tags
from .model import Items

MARK = "https://jsonfeed.org/version/"


def is_json_feed(value: Mapping[str, object]) -> bool:
    """Whether an object says that it is a JSON Feed."""
    version = value.get("version")
    return isinstance(version, str) and version.startswith((MARK, MARK.replace("https", "http")))


def read_json_feed(feed: Mapping[str, object]) -> Items:
    """The items of a feed, in its order."""
    title, language, authors = line_without_tags(feed.get("title")), _text(feed.get("language")), _authors(feed)
    entries = feed.get("items")
    items = [
        _item(entry, title, language, authors)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping)
    ]
    return Items("feed", "feed, JSON Feed", title, items)


def _item(entry: Mapping[str, object], feed: str, language: str, authors: str) -> dict[str, str]:
    plain = _text(entry.get("content_text"))
    content = plain if plain.strip() else fragment_text(_text(entry.get("content_html")))
    return {
        "text": content or _text(entry.get("summary")),
        "teaser": "" if content else "yes",
        "title": line_without_tags(entry.get("title")),
        "author": _authors(entry) or authors,
        "published": _text(entry.get("date_published") or entry.get("date_modified")).strip(),
        "publisher": feed,
        "language": _text(entry.get("language")) or language,
        # A link list's external_url is what it comments on; the article's own page is url.
        "url": _text(entry.get("url") or entry.get("external_url")).strip(),
    }


def _authors(thing: Mapping[str, object]) -> str:
    """The names of version 1.1's `authors`, else of version 1.0's `author`."""
    listed = thing.get("authors")
    people = listed if isinstance(listed, list) else [thing.get("author")]
    return ", ".join(filter(None, (line_without_tags(one.get("name")) for one in people if isinstance(one, Mapping))))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
