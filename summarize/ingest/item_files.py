"""Articles from feeds and agency deliveries, one for each item. The document itself is parsed in the child process.

This module recognizes such documents, chooses their items (`since`, `match`) and drafts them. What is left out is
counted and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from ..errors import InputError
from ..nlp.tokenize import UNSPACED, folded_words, without_accents
from ..records import Notice, Skipped
from .decode import MARKS, parse_json, unmarked_width
from .documents import extract
from .files import is_web_address, shown
from .readers.feed_items import is_container, root_of
from .record_files import ParsedArticle, PendingFetch, draft_record

Item: TypeAlias = ParsedArticle | PendingFetch | Skipped | Notice

_HEAD_BYTES = 40_000  # bytes searched for the root of XML
_JSON_MARKS = re.compile(r'"(?:body_[a-z0-9]{1,20}|bodies|versioncreated)"|jsonfeed\.org/version/', re.I)
_LEFT_OUT = {"old": "older than asked for", "undated": "without a date", "other": "without the words asked for"}
_KEYS = ("title", "author", "published", "publisher", "origin", "language", "url")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which entries of a feed are taken: from `earliest` on, with all `words` (folded), and whether to fetch links."""

    earliest: datetime | None = None
    words: tuple[str, ...] = ()
    fetch_links: bool = False

    @classmethod
    def of(cls, match: str, earliest: datetime | None, fetch_links: bool) -> Choice:
        """The choice of entries that contain all words of `match`, however their letters are written."""
        return cls(earliest, tuple(_folded(match).split()), fetch_links)


def holds_items(raw: bytes, *, is_json: bool) -> bool:
    """Whether a document is a feed or a delivery: by the root of its XML, or by its keys if it is JSON."""
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), None)
    encoding = marked or unmarked_width(raw) or "utf-8"
    start = raw[:_HEAD_BYTES].decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    if start.startswith("<"):
        return is_container(root_of(start))
    if not is_json or not start.startswith(("{", "[")):
        return False
    text = raw.decode(encoding, "replace").removeprefix("\ufeff")
    return bool(_JSON_MARKS.search(text)) and _has_items(text)


def read_item_file(
    raw: bytes, name: str, choice: Choice, *, path: str | None = None, charset: str | None = None
) -> Iterator[Item]:
    """The items of a document as drafts, links to fetch, skipped ones, and notices. Raises `InputError`.

    `name` is for messages; `path` if it is a file: an item is then a record in it, by its number.
    """
    extracted = extract(raw, "items", name, charset=charset)
    for code, message in extracted.warnings:
        yield Notice(code, f"{shown(name)}: {message}")
    content = _content(extracted.text)
    is_feed = content.form == "feed"
    left_out: Counter[str] = Counter()
    teasers = 0
    for number, item in enumerate(content.items, 1):
        place = f"{name}:record {number}"
        if is_feed and (reason := _passed_over(item, choice)):
            left_out[reason] += 1
            continue
        made = _drafted(item, place, path, number, choice)
        teasers += bool(item.get("teaser")) and isinstance(made, ParsedArticle)
        yield made
        if isinstance(made, ParsedArticle) and (note := item.get("note")):
            yield Notice("embargo", f"{shown(place)}: {note}")
    yield from _account(content, name, left_out, teasers)


def item_texts(raw: bytes, name: str) -> dict[int, str]:
    """The text of every item of a document, by its number, for a proof. Raises `InputError`."""
    return {
        number: item.get("text", "") for number, item in enumerate(_content(extract(raw, "items", name).text).items, 1)
    }


@dataclass(frozen=True, slots=True)
class _Content:
    form: str
    items: list[dict[str, str]]
    found: int


def _content(text: str) -> _Content:
    """What the child process sent, checked: what it read may have taken it over."""
    value = parse_json(text)
    items = value.get("items") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(items, list):
        raise InputError("the process that read it gave no usable answer")
    known = [each for each in items if isinstance(each, dict) and all(isinstance(v, str) for v in each.values())]
    found = value.get("found")
    return _Content(str(value.get("form")), known, found if isinstance(found, int) else len(known))


def _drafted(item: Mapping[str, str], place: str, path: str | None, number: int, choice: Choice) -> Item:
    if item.get("skip"):
        return Skipped(place, item["skip"])
    url = item.get("url", "")
    given = {key: item[key] for key in _KEYS if item.get(key)}
    own: ParsedArticle | Skipped
    try:
        own = draft_record({"text": item.get("text", ""), **given}, place, path, number if path else None)
    except InputError as error:
        own = Skipped(place, error.message)
    if choice.fetch_links and item.get("teaser") and is_web_address(url):
        known = {key: value for key, value in given.items() if key != "url"}
        instead = own if isinstance(own, ParsedArticle) and any(map(str.isalnum, own.article.text)) else None
        return PendingFetch(url, place, known, deeper=False, instead=instead)
    if not item.get("text"):
        advice = "; --fetch-links reads the page it links to" if is_web_address(url) else ""
        return Skipped(place, f"no text in it{advice}")
    return own


def _passed_over(item: Mapping[str, str], choice: Choice) -> str:
    """Why a feed's entry is not taken, as a key of `_LEFT_OUT`; "" if it is."""
    if choice.earliest:
        moment = _moment(item.get("published", ""))
        if moment is None:
            return "undated"
        if moment < choice.earliest:
            return "old"
    if choice.words:
        text = f" {_folded(item.get('title', ''))} {_folded(item.get('text', ''))}"
        if not all(f" {word}" in text or (UNSPACED.search(word) and word in text) for word in choice.words):
            return "other"
    return ""


def _account(content: _Content, name: str, left_out: Counter[str], teasers: int) -> Iterator[Item]:
    """What the user should know about a feed as a whole."""
    total = len(content.items)
    if content.found > total:
        yield Notice("feed_cut", f"{shown(name)}: only the first {total:,} of {content.found:,} items were read")
    if left_out:
        parts = ", ".join(f"{number:,} {_LEFT_OUT[reason]}" for reason, number in left_out.most_common())
        taken = total - left_out.total()
        yield Notice("feed_choice", f"{shown(name)}: {taken:,} of {total:,} entries taken ({parts})")
        if not taken:
            yield Skipped(name, f"none of its {total:,} entries was asked for ({parts})")
    elif not total:
        yield Skipped(name, "no entries in it")
    if teasers:
        said = f"{teasers:,} of the entries taken hold a summary only"
        yield Notice("teasers", f"{shown(name)}: {said}; --fetch-links reads the pages they link to")


def _has_items(text: str) -> bool:
    from .readers.agency_items import find_ninjs
    from .readers.feed_items import is_json_feed

    try:
        value = parse_json(text)
    except InputError:
        first = next((line for line in text.split("\n") if line.strip()), "")
        try:
            value = parse_json(first)
        except InputError:
            return False
    return (isinstance(value, Mapping) and is_json_feed(value)) or next(find_ninjs(value), None) is not None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _folded(text: str) -> str:
    """Words in lower case without accents, a space between them; a word asked for matches the beginning of one."""
    return without_accents(" ".join(folded_words(text)))
