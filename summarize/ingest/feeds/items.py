"""Items from a document that holds several articles: a feed or an agency delivery. Runs in the child process.

Its content tells which kind it is: the root of its XML, the keys of its JSON. No document type is read, no entity that
a document defines is expanded, nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ...errors import InputError
from ..decode import decode_declared, parse_json
from ..extracted import Extracted
from .fragments import KEYS, Items, without_literal_markup

MAX_ITEMS = 20_000  # items per document
_MAX_VALUE_CHARACTERS = 2_000  # characters of any value except the text

_FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
_NEWS_ROOTS = frozenset(("newsmessage", "newsitem", "itemset", "packageitem", "newsml", "nitf"))
_ROOT = re.compile(r"<([A-Za-z_][A-Za-z0-9_.-]{0,60}:)?([A-Za-z_][A-Za-z0-9_.-]{0,60})(?=[\s/>])")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_PROLOG = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?[^>]*+>|<![A-Za-z][^>]*+>)*+")
_HEAD_CHARACTERS = 20_000  # characters within which the root must begin


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
    from .ninjs import read_ninjs
    from .syndication import is_json_feed, read_json_feed

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
        from .syndication import read_feed

        return read_feed(plain)
    if root in _NEWS_ROOTS:
        from .newsml import read_newsml

        return read_newsml(plain)
    raise InputError(f"XML of a kind that is not read ({root or 'no root element'})")


def _bounded(item: Mapping[str, str]) -> dict[str, str]:
    """An item with its known keys only, and with values no longer than a summary can carry."""
    bounded = {key: item[key] if key == "text" else item[key][:_MAX_VALUE_CHARACTERS] for key in KEYS if item.get(key)}
    if "text" in bounded:
        bounded["text"] = without_literal_markup(bounded["text"])
    return bounded
