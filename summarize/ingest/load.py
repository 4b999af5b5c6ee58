"""Articles from anything a user may name: `load_articles`. Every input ends up once, as an article or as skipped.

Nothing here looks inside a text, except to see whether it has words: the document's reader finds what it says of
itself, the rest is found later.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO, TypeAlias

from ..errors import InputError, UsageError
from ..records import DUPLICATE, Article, Event, LoadResult, Notice, Skipped
from .decode import Decoded, decode
from .documents import HEAD, draft_extracted, extract, reader_of
from .extracted import Reader, head_fields, is_wall
from .files import as_name, as_text, is_web_address, list_files, read_file, read_stream, shown
from .metadata import Sidecars, UnknownFields, is_sidecar
from .record_files import (
    TABLES,
    ParsedArticle,
    PendingFetch,
    draft_record,
    looks_like_records,
    pending_fetch_of,
    read_csv,
    read_records,
)
from .web.settings import WebSettings

Source: TypeAlias = str | os.PathLike[str] | Mapping[str, object]
_Item: TypeAlias = ParsedArticle | PendingFetch | Skipped | Notice

_STDIN = "-"
_RECORDS = {".json": False, ".jsonl": True, ".ndjson": True}  # ending: whether each line is a record
_XML = (".xml", ".rss", ".atom", ".rdf", ".nitf", ".newsml")
_LOGIN = re.compile(r"//[^/?#]*@")  # in an address; it is refused and not shown
_PAGES: tuple[Reader, ...] = ("html", "mhtml")
_MAX_NAMED_INPUTS = 5  # inputs that an error names one by one; more are counted by cause


@dataclass(frozen=True, slots=True)
class _ReadOptions:
    """How inputs are read: the caller's wishes, passed on."""

    max_size: int
    stdin: BinaryIO | None
    column: str
    web: WebSettings
    on_event: Callable[[Event], None] = lambda _: None


def load_articles(  # noqa: PLR0913 - what may be said of the inputs, each by its name
    sources: str | os.PathLike[str] | Iterable[Source],
    *,
    max_size: int = 20_000_000,
    stdin: BinaryIO | None = None,
    column: str = "",
    metadata: str | os.PathLike[str] | Mapping[str, Mapping[str, object]] | None = None,
    web: WebSettings | None = None,
    on_event: Callable[[Event], None] = lambda _: None,
) -> LoadResult:
    """Read articles from files, folders, web addresses, standard input ("-", or the stream `stdin`) and mappings.

    `sources` is one path or address, or a list of anything that can be read. A mapping has a "text", or a "url" to
    fetch. Feeds (RSS, Atom, JSON Feed) and agency deliveries (ninjs, NewsML-G2, NITF) give one article per item. `web`
    says how addresses and feeds are read.

    Web pages, PDF, Word, OpenDocument, RTF and mail are told by their first bytes or their names; `.json`, `.jsonl`,
    `.ndjson`, `.csv` and `.tsv` hold records (`column` names the one with the text); anything else is plain text. A
    file of more than `max_size` bytes is skipped. `metadata` (a YAML file, or fields by file name) tells title,
    publisher, author, published, url, origin and language, and goes before `articles.yaml` beside a file, which goes
    before what the file says. `on_event` is told of each input before it is read ("read"). A bad input never costs a
    good one: it stands in the result's `skipped` with the reason. Raises `InputError` when no article is left,
    `UsageError` when `sources` is not a list of sources or `metadata` cannot be used.
    """
    if isinstance(sources, str | os.PathLike):
        sources = [sources]
    if isinstance(sources, bytes | Mapping):
        kind = type(sources).__name__
        raise UsageError(f"load_articles takes a path or a list of sources, not {kind}", hint="put it into a list")
    manner = _ReadOptions(max_size, stdin, column, web or WebSettings(), on_event)
    return _taken_in(_visited(list(_read(sources, manner)), manner), _sidecars(metadata))


def load_bytes(raw: bytes, path: str, *, max_size: int = 20_000_000, web: WebSettings | None = None) -> LoadResult:
    """Read the articles of one file from its bytes, which the caller has read already; `path` is the file's name.

    The result is that of `load_articles([path])`, without an `articles.yaml` beside it. Raises `InputError`.
    """
    manner = _ReadOptions(max_size, None, "", web or WebSettings())
    return _taken_in(_visited(list(_guarded(path, _read_raw(raw, path, manner))), manner), _sidecars({}))


def _taken_in(items: list[_Item], sidecars: Sidecars) -> LoadResult:
    """What was read, numbered. Raises `InputError` if no article is left."""
    drafts = [
        replace(item, article=sidecars.complete(item.article)) for item in items if isinstance(item, ParsedArticle)
    ]
    skipped = (*(item for item in items if isinstance(item, Skipped)), *sidecars.skipped)
    if not drafts:
        raise _nothing_usable(skipped)
    articles, notices = _numbered(drafts)
    said = [item for item in items if isinstance(item, Notice)]
    return LoadResult(articles, skipped, (*said, *notices, *sidecars.notices()))


def _sidecars(metadata: str | os.PathLike[str] | Mapping[str, Mapping[str, object]] | None) -> Sidecars:
    """The metadata of the run. Raises `UsageError`: what was named explicitly must work."""
    try:
        return Sidecars(metadata)
    except InputError as error:
        name = "" if isinstance(metadata, Mapping) else f"{shown(os.fspath(metadata or ''))}: "
        message = error.message if error.message.startswith(name[:-2]) else name + error.message
        raise UsageError(message, hint="docs/inputs.md shows the form of articles.yaml") from error


def _visited(items: list[_Item], manner: _ReadOptions) -> list[_Item]:
    """The items, with fetched articles in place of what was to be fetched."""
    if not any(isinstance(item, PendingFetch) for item in items):
        return items
    pages = sum(isinstance(item, PendingFetch) for item in items)
    manner.on_event(Event("read", 0, pages, "web pages"))
    from .web.pages import visit  # httpx2 and what is around it cost start-up time that files need not pay

    return visit(items, manner.web, manner.max_size)


def _read(sources: Iterable[Source], manner: _ReadOptions) -> Iterator[_Item]:
    seen: set[str] = set()
    unknown = UnknownFields()
    found = list(_inputs(sources))
    for number, (name, item) in enumerate(found, 1):
        manner.on_event(Event("read", number, len(found), name))
        if isinstance(item, Mapping):
            unknown.note(item)
            yield from _guarded(name, _read_mapping(item, name))
        elif isinstance(item, Skipped | PendingFetch):
            yield item
        elif (identity := _identity(item)) in seen:
            yield Skipped(item, f"{DUPLICATE}: given more than once, it was read once")
        elif not is_sidecar(item):
            seen.add(identity)
            yield from _guarded(item, _read_path(item, manner))
    yield from unknown.notice("the mappings given")


def _inputs(sources: Iterable[Source]) -> Iterator[tuple[str, Mapping[str, object] | str | PendingFetch | Skipped]]:
    """What is to be read, folders by their files, each with its name. Raises UsageError."""
    for place, source in enumerate(sources, 1):
        if isinstance(source, Mapping):
            yield f"input {place}", source
        elif isinstance(source, str | os.PathLike):
            for item in _listed(os.fsdecode(source)):
                name = item.path if isinstance(item, Skipped) else item if isinstance(item, str) else item.name
                yield name, item
        else:
            raise UsageError(f"input {place} is neither a path nor a mapping but {type(source).__name__}")


def _listed(name: str) -> list[str | PendingFetch | Skipped]:
    if name == _STDIN:
        return [name]
    if is_web_address(name):
        return [PendingFetch(name, _LOGIN.sub("//…@", name))]
    try:
        files, skipped = list_files(name)
    except InputError as error:
        return [Skipped(as_text(name), error.message)]
    return [*(replace(each, path=as_text(each.path)) for each in skipped), *map(as_text, files)]


def _identity(path: str) -> str:
    return path if path == _STDIN else os.path.realpath(as_name(path))


def _guarded(name: str, items: Iterator[_Item]) -> Iterator[_Item]:
    """The items; an `InputError` or an article without words becomes a `Skipped`."""
    try:
        for item in items:
            if isinstance(item, ParsedArticle) and not any(map(str.isalnum, item.article.text)):
                yield Skipped(item.name, "no words in it" if item.article.text.strip() else "empty")
            else:
                yield item
    except InputError as error:
        yield Skipped(name, error.message)


def _read_mapping(record: Mapping[str, object], name: str) -> Iterator[_Item]:
    yield pending_fetch_of(record, name) or draft_record(record, name)


def _read_path(path: str, manner: _ReadOptions) -> Iterator[_Item]:
    if path == _STDIN:
        raw = read_stream(manner.stdin or _standard_input(), manner.max_size)
    else:
        raw = read_file(path, manner.max_size)
    yield from _read_raw(raw, path, manner)


def _read_raw(raw: bytes, path: str, manner: _ReadOptions) -> Iterator[_Item]:
    reader = reader_of(path, None, raw[:HEAD])
    if reader:
        yield _document(raw, reader, path)
        return
    suffix = Path(path).suffix.lower()
    if _may_hold_items(raw):
        from .item_files import holds_items, read_item_file

        if suffix in _XML or holds_items(raw, is_json=suffix in _RECORDS or path == _STDIN):
            yield from read_item_file(raw, path, manner.web.choice(), path=path)
            return
    decoded = decode(raw)
    if suffix in TABLES:
        yield from _records_of(read_csv(decoded.text, path, manner.column), decoded, path)
    elif suffix in _RECORDS or (path == _STDIN and looks_like_records(decoded.text)):
        yield from _records_of(read_records(decoded.text, path, lines=_RECORDS.get(suffix, False)), decoded, path)
    elif path == _STDIN:
        yield _plain(decoded.text.encode(), Decoded(decoded.text, "utf-8", decoded.remarks), path)
    else:
        yield _plain(raw, decoded, path)


def _may_hold_items(raw: bytes) -> bool:
    """Whether a document begins like XML or JSON."""
    start = raw[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith((b"<", b"{", b"["))


def _document(raw: bytes, reader: Reader, path: str) -> ParsedArticle:
    """The article of a document, unless the page only makes a request, such as to log in."""
    found = extract(raw, reader, path)
    if reader in _PAGES and (why := is_wall(found.text, found.title)):
        raise InputError(why)
    return draft_extracted(found, raw, path, path=path)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("standard input is closed")
    return sys.stdin.buffer


def _records_of(records: Iterator[_Item], decoded: Decoded, path: str) -> Iterator[_Item]:
    for code, message in decoded.remarks:
        yield Notice(code, f"{shown(path)}: {message}")
    if not decoded.text.strip():
        raise InputError("empty")
    found = False
    for item in records:
        found = found or not isinstance(item, Notice)
        yield item
    if not found:
        yield Skipped(path, "no records in it")


def _plain(raw: bytes, decoded: Decoded, path: str) -> ParsedArticle:
    """A whole text as one article; `raw` is what `decoded` was decoded from."""
    article = Article(
        id="",
        text=decoded.text,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=path,
        encoding=decoded.encoding,
        stored=path == _STDIN,
        **head_fields(decoded.text),  # type: ignore[arg-type]  # texts, of fields that are texts
    )
    head = decoded.text[:1_000].lower()
    if any(tag in head for tag in ("<!doctype html", "<html", "<head>", "<body")):
        html = ("looks_like_html", "it looks like a web page; its tags are read as text")
        return ParsedArticle(article, path, (*decoded.remarks, html))
    return ParsedArticle(article, path, decoded.remarks)


def _numbered(drafts: list[ParsedArticle]) -> tuple[tuple[Article, ...], list[Notice]]:
    """The articles with their ids ("a" and the place in the list, unless a record gave one), and their notices."""
    owners: dict[str, int] = {}
    for place, draft in enumerate(drafts, 1):
        if _is_usable(draft.article.id):
            owners.setdefault(draft.article.id, place)
    spare = (f"a{number}" for number in count(len(drafts) + 1) if f"a{number}" not in owners)
    articles: list[Article] = []
    notices: list[Notice] = []
    for place, draft in enumerate(drafts, 1):
        wanted, identity = draft.article.id, f"a{place}"
        remarks = draft.remarks
        if owners.get(wanted) == place:
            identity = wanted
        elif identity in owners:
            identity = next(spare)
        if wanted not in ("", identity):
            fault = "is taken" if wanted in owners else "cannot be used"
            remarks = (*remarks, ("bad_id", f"the id {wanted[:40]!r} {fault}; the article is {identity}"))
        articles.append(replace(draft.article, id=identity))
        notices.extend(Notice(code, f"{shown(draft.name)}: {message}", identity) for code, message in remarks)
    return tuple(articles), notices


def _is_usable(identity: str) -> bool:
    return 0 < len(identity) <= 100 and identity.isprintable() and identity == identity.strip()


def _nothing_usable(skipped: tuple[Skipped, ...]) -> InputError:
    hint = "text, web pages, PDF and Word files, records (.json, .jsonl, .csv) and folders of them can be read"
    if not skipped:
        return InputError("no input was given", hint=hint)
    if len(skipped) <= _MAX_NAMED_INPUTS:
        causes = ", ".join(f"{shown(one.path)} ({one.why})" for one in skipped)
        return InputError(f"no article could be read: {causes}", hint=hint)
    causes = ", ".join(
        f"{number:,} × {why}" for why, number in Counter(one.why for one in skipped).most_common(_MAX_NAMED_INPUTS)
    )
    return InputError(f"no article could be read from {len(skipped):,} inputs: {causes}", hint=hint)
