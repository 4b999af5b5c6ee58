"""Items from RSS and Atom, by feedparser, and from JSON Feed 1.0 and 1.1 (jsonfeed.org). Runs in the child process.

Feedparser is given bytes and never an address.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...errors import InputError
from ...nlp.tokenize import count_words
from .fragments import Items, fragment_text, line_without_tags, plain_or_fragment

_MIN_WHOLE_WORDS = 200  # words of a "summary" that is the whole article; many RSS feeds have no other place for it
MARK = "https://jsonfeed.org/version/"


def read_feed(raw: bytes) -> Items:
    """The entries of a feed in UTF-8, each with its full content, else its summary. Raises `InputError`."""
    import feedparser

    found = feedparser.parse(
        io.BytesIO(raw),  # never a name: feedparser would open or fetch it
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # we make plain text of it; the sanitizer would conceal what is hidden
        resolve_relative_uris=False,
    )
    if not found.entries and not found.get("version"):
        raise InputError("not a feed that can be read")
    feed = found.get("feed") or {}
    title = line_without_tags(feed.get("title"))
    language = _language(feed.get("language"))
    items = [_item(entry, title, language) for entry in found.entries]
    return Items("feed", f"feed, feedparser {feedparser.__version__}", title, items)


def _item(entry: Mapping[str, Any], feed: str, language: str) -> dict[str, str]:
    content = _content(entry)
    summary = "" if content else plain_or_fragment(str(entry.get("summary") or ""))
    if count_words(summary) >= _MIN_WHOLE_WORDS:
        content, summary = summary, ""
    source = entry.get("source")
    original = line_without_tags(source.get("title")) if isinstance(source, Mapping) else ""
    return {
        "text": content or summary,
        "teaser": "" if content else "yes",
        "title": line_without_tags(entry.get("title")),
        "author": _authors(entry),
        "published": _day(dict(entry)),
        "publisher": original or feed,
        "language": _language((entry.get("title_detail") or {}).get("language")) or language,
        "url": str(entry.get("link") or "").strip(),
    }


def _content(entry: Mapping[str, Any]) -> str:
    """The longest of an entry's full contents (content:encoded, atom:content); "" if it has none."""
    found = [
        fragment_text(str(part.get("value") or ""))
        if "html" in str(part.get("type"))
        else plain_or_fragment(str(part.get("value") or ""))
        for part in entry.get("content") or ()
        if isinstance(part, Mapping)
    ]
    return max(found, key=len, default="")


def _authors(entry: Mapping[str, Any]) -> str:
    names = [line_without_tags(each.get("name")) for each in entry.get("authors") or () if isinstance(each, Mapping)]
    return ", ".join(dict.fromkeys(filter(None, names))) or line_without_tags(entry.get("author"))


def _day(entry: dict[str, Any]) -> str:
    """An entry's time as feedparser gives it (nine numbers, UTC), in ISO 8601; "" if it has none."""
    moment: Any = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        year, month, day, hour, minute, second = moment[:6]
        return datetime(year, month, day, hour, minute, min(second, 59)).isoformat() + "Z"
    except (TypeError, ValueError):  # absent, or not a day of the calendar
        return ""


def _language(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text if 2 <= len(text) <= 10 and text.replace("-", "").isalnum() and text.isascii() else ""


def is_json_feed(value: Mapping[str, object]) -> bool:
    """Whether an object says that it is a JSON Feed."""
    version = value.get("version")
    return isinstance(version, str) and version.startswith((MARK, MARK.replace("https", "http")))


def read_json_feed(feed: Mapping[str, object]) -> Items:
    """The items of a feed, in its order."""
    title, language, authors = line_without_tags(feed.get("title")), _text(feed.get("language")), _json_authors(feed)
    entries = feed.get("items")
    items = [
        _json_item(entry, title, language, authors)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping)
    ]
    return Items("feed", "feed, JSON Feed", title, items)


def _json_item(entry: Mapping[str, object], feed: str, language: str, authors: str) -> dict[str, str]:
    plain = _text(entry.get("content_text"))
    content = plain if plain.strip() else fragment_text(_text(entry.get("content_html")))
    return {
        "text": content or _text(entry.get("summary")),
        "teaser": "" if content else "yes",
        "title": line_without_tags(entry.get("title")),
        "author": _json_authors(entry) or authors,
        "published": _text(entry.get("date_published") or entry.get("date_modified")).strip(),
        "publisher": feed,
        "language": _text(entry.get("language")) or language,
        # A link list's external_url is what it comments on; the article's own page is url.
        "url": _text(entry.get("url") or entry.get("external_url")).strip(),
    }


def _json_authors(thing: Mapping[str, object]) -> str:
    """The names of version 1.1's `authors`, else of version 1.0's `author`."""
    listed = thing.get("authors")
    people = listed if isinstance(listed, list) else [thing.get("author")]
    return ", ".join(filter(None, (line_without_tags(one.get("name")) for one in people if isinstance(one, Mapping))))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
