"""Items from a document that holds several articles: a feed (RSS, Atom, JSON Feed) or an agency delivery.

Runs in the child process. Its content tells which kind it is: the root of its XML, the keys of its JSON. No document
type is read, no entity that a document defines is expanded, nothing is fetched. RSS and Atom are read by feedparser,
which is given bytes and never an address; JSON Feed is that of jsonfeed.org, 1.0 and 1.1; `agency_items`
reads what agencies deliver.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...errors import InputError
from ...nlp.tokenize import count_words
from ..decode import decode_declared, parse_json
from ..extracted import Extracted
from .fragments import KEYS, Items, fragment_text, line_without_tags, plain_or_fragment, without_literal_markup

MAX_ITEMS = 20_000  # items per document
_MAX_VALUE_CHARACTERS = 2_000  # characters of any value except the text

_FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_NEWS_ROOTS = frozenset(("newsmessage", "newsitem", "itemset", "packageitem", "newsml", "nitf"))
_ROOT = re.compile(r"<([A-Za-z_][A-Za-z0-9_.-]{0,60}:)?([A-Za-z_][A-Za-z0-9_.-]{0,60})(?=[\s/>])")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_PROLOG = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?[^>]*+>|<![A-Za-z][^>]*+>)*+")
_HEAD_CHARACTERS = 20_000  # characters within which the root must begin
_MIN_WHOLE_WORDS = 200  # words of a "summary" that is the whole article; many RSS feeds have no other place for it
MARK = "https://jsonfeed.org/version/"


def read_items(raw: bytes, charset: str | None = None) -> Extracted:
    """Read a feed or a delivery; the text is JSON for `item_files`. Raises `InputError` and what a parser raises."""
    decoded = decode_declared(raw, charset)
    found = read_json_items(decoded.text) if decoded.text.lstrip()[:1] in ("{", "[") else _read_xml(decoded.text)
    items = [_bounded(item) for item in found.items[:MAX_ITEMS]]
    content = {
        "form": found.form,
        "title": found.title[:_MAX_VALUE_CHARACTERS],
        "items": items,
        "found": len(found.items),
    }
    return Extracted(text=json.dumps(content), reader=found.reader, warnings=decoded.remarks)


def read_json_items(text: str) -> Items:
    """The items of a JSON Feed or of ninjs, one or many. Raises `InputError`."""
    from .agency_items import read_ninjs

    try:
        value = parse_json(text)
    except InputError:
        value = [parse_json(line) for line in text.split("\n") if line.strip()]  # one object per line
    if isinstance(value, Mapping) and is_json_feed(value):
        return read_json_feed(value)
    return read_ninjs(value)


def root_of(text: str) -> str:
    """The name of an XML text's root element, in lower case and without its prefix; "" when there is none."""
    head = text.removeprefix("\ufeff")[:_HEAD_CHARACTERS]
    prolog = _PROLOG.match(head)
    found = _ROOT.match(head, prolog.end() if prolog else 0)
    return found[2].lower() if found else ""


def is_container(root: str) -> bool:
    """Whether a document with this root holds articles as items."""
    return root in _FEED_ROOTS or root in _NEWS_ROOTS


def _read_xml(text: str) -> Items:
    if "<!ENTITY" in text:
        raise InputError("it defines entities of its own, which no feed or delivery needs; it is not read")
    root = root_of(text)
    plain = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode("utf-8", "replace")
    if root in _FEED_ROOTS:
        return read_feed(plain)
    if root in _NEWS_ROOTS:
        from .agency_items import read_newsml

        return read_newsml(plain)
    raise InputError(f"XML of a kind that is not read ({root or 'no root element'})")


def _bounded(item: Mapping[str, str]) -> dict[str, str]:
    """An item with its known keys only, and with values no longer than a summary can carry."""
    bounded = {key: item[key] if key == "text" else item[key][:_MAX_VALUE_CHARACTERS] for key in KEYS if item.get(key)}
    if "text" in bounded:
        bounded["text"] = without_literal_markup(bounded["text"])
    return bounded


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
