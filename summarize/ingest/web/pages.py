"""Articles from web pages: what a server sent goes to the reader for its content type.

Loaded only if an address is to be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from urllib.parse import urlsplit

from ...errors import ConfigError, InputError
from ...records import DUPLICATE, Article, Notice, Skipped
from ..decode import MAGIC_STARTS, decode, decode_declared, is_binary
from ..documents import HEAD, draft_extracted, extract, reader_of
from ..extracted import Reader, is_wall
from ..files import shown
from ..item_files import Choice, Item, holds_items, read_item_file
from ..readers.feed_items import root_of
from ..record_files import ParsedArticle, PendingFetch, looks_like_records, read_records
from .fetcher import FetchDependencies, FetchPolicy, Page, fetch_pages
from .page_cache import PageCache
from .settings import WebSettings

MAX_PAGES = 2_000  # pages per run
_ROUNDS = 2  # an address, then the links of the feeds it leads to

_MEDIA = {"image": "an image", "audio": "a sound", "video": "a video", "font": "a font"}
_NO_TEXT = {
    **dict.fromkeys(("application/javascript", "text/javascript", "text/css"), "a program or style sheet"),
    **dict.fromkeys(("application/gzip", "application/x-gzip", "application/x-tar"), "an archive"),
}
_JSON = ("application/json", "application/feed+json", "application/ld+json", "text/json", "application/x-ndjson")
_PAGES: tuple[Reader, ...] = ("html", "mhtml")
_SAME_SITE = ("www", "m", "mobile", "amp", "de", "en", "edition")  # first labels of hosts of one and the same site


def visit(items: Sequence[Item], settings: WebSettings, max_size: int) -> list[Item]:
    """The items, with every `PendingFetch` replaced by what its address gave."""
    network = settings.network or FetchDependencies()
    manners = FetchPolicy(
        max_size=max_size,
        deadline=settings.deadline,
        allow_private=settings.allow_private,
        ignore_robots=settings.ignore_robots,
    )
    choice = settings.choice()
    notices: list[Notice] = []
    if settings.ignore_robots:
        notices.append(Notice("robots_ignored", "pages were read although robots.txt may ask programs not to"))
    cache = _open_cache(settings, notices)
    seen: set[str] = set()
    found = list(items)
    with closing(cache) if cache else nullcontext():
        for _ in range(_ROUNDS):
            found = list(_round(found, manners, network, cache, choice, seen))
    return [*found, *notices]


def _open_cache(settings: WebSettings, notices: list[Notice]) -> PageCache | None:
    """The cache of pages. If the user's own folder is read-only or absent, there is none.

    Raises ConfigError when a file that was named cannot be used.
    """

    def fault(message: str) -> None:
        notices.append(Notice("cache_failed", message))

    try:
        return settings.open_pages(fault)
    except ConfigError as error:
        if settings.cache:
            raise
        fault(f"{error.message}; pages are not kept")
        return None


def _round(
    items: Sequence[Item],
    manners: FetchPolicy,
    network: FetchDependencies,
    cache: PageCache | None,
    choice: Choice,
    seen: set[str],
) -> Iterator[Item]:
    wanted = [item for item in items if isinstance(item, PendingFetch)]
    pages = iter(fetch_pages([each.url for each in wanted[:MAX_PAGES]], manners, network, cache))
    for item in items:
        if not isinstance(item, PendingFetch):
            yield item
            continue
        page = next(pages, InputError(f"more than {MAX_PAGES:,} pages in one run; give fewer"))
        if isinstance(page, InputError):
            yield from _failed(item, page.message)
        elif page.url in seen:
            yield Skipped(item.name, f"{DUPLICATE}: it leads to a page that was read already")
        else:
            seen.add(page.url)
            yield from _articles(page, item, choice)


def _articles(page: Page, wanted: PendingFetch, choice: Choice) -> Iterator[Item]:
    """What a page holds; an `InputError` or an article without words becomes a `Skipped`."""
    try:
        for item in _read(page, wanted, choice):
            if isinstance(item, ParsedArticle) and not any(map(str.isalnum, item.article.text)):
                yield from _failed(replace(wanted, name=item.name), "no words in it")
            else:
                yield item
    except InputError as error:
        yield from _failed(wanted, error.message)


def _failed(wanted: PendingFetch, why: str) -> Iterator[Item]:
    """What stands in for a page that cannot be read: nothing, or what the feed that led to it says itself."""
    if wanted.instead is None:
        yield Skipped(wanted.name, why)
        return
    yield wanted.instead
    said = f"{shown(wanted.name)}: its page cannot be read ({why}); the feed's own summary is used instead"
    yield Notice("page_failed", said)


def _read(page: Page, wanted: PendingFetch, choice: Choice) -> Iterator[Item]:
    declared, charset = declared_type(page.kind)
    reason = _MEDIA.get(declared.partition("/")[0]) or _NO_TEXT.get(declared)
    if reason:
        raise InputError(f"{reason}, not an article ({declared})")
    if not page.body:
        raise InputError("the page is empty")
    is_json = declared in _JSON or declared.endswith("+json")
    if holds_items(page.body, is_json=is_json):
        if not wanted.deeper:
            raise InputError("a feed, not an article")
        yield from read_item_file(page.body, wanted.name, choice, charset=charset)
        return
    reader = reader_of(page.url, page.kind, page.body[:HEAD])
    if reader:
        yield _document(page, reader, charset, wanted)
        return
    doubtful = is_binary(page.body) or page.body.startswith(MAGIC_STARTS)
    decoded = decode(page.body) if doubtful else decode_declared(page.body, charset)
    if looks_like_records(decoded.text):
        if not wanted.deeper:
            raise InputError("a file of records, not an article")
        yield from _records(decoded.text, wanted)
    elif declared.endswith("xml"):
        raise InputError(f"XML of a kind that is not read ({root_of(decoded.text) or 'no root element'})")
    else:
        yield ParsedArticle(_completed(_text_article(decoded.text, page), wanted.given), wanted.name, decoded.remarks)


def _document(page: Page, reader: Reader, charset: str | None, wanted: PendingFetch) -> ParsedArticle:
    found = extract(page.body, reader, page.url, charset=charset)
    if reader in _PAGES and (why := is_wall(found.text, found.title)):
        raise InputError(why)
    draft = draft_extracted(found, page.body, wanted.name, url=canonical(found.url, page.url))
    return replace(draft, article=_completed(draft.article, wanted.given))


def _records(text: str, wanted: PendingFetch) -> Iterator[Item]:
    """Records found at an address. They belong to no file here, so they are articles of their own."""
    for item in read_records(text, wanted.name):
        if isinstance(item, ParsedArticle):
            yield replace(item, article=replace(item.article, path=None, record=None))
        elif isinstance(item, PendingFetch):
            yield replace(item, deeper=False)
        else:
            yield item


def _text_article(text: str, page: Page) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(id="", text=text, sha256=digest, url=page.url, stored=True)


def _completed(article: Article, given: Mapping[str, str]) -> Article:
    """The article with what its record or feed says of it, which takes precedence over what the page says."""
    known = {key: value for key, value in given.items() if value and key in Article.__dataclass_fields__}
    return replace(article, **known)  # type: ignore[arg-type]  # texts, of fields that are texts


def declared_type(kind: str) -> tuple[str, str | None]:
    """The media type in lower case and the charset of a Content-Type, None if it names none."""
    media, *parameters = kind.split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and (label := value.strip().strip("\"'")):
            charset = label[:40]
    return media.strip().lower(), charset


def canonical(named: str | None, url: str) -> str:
    """The address that a page calls its own, if that is on the same site; a page must not pass for another site's."""
    if not named or len(named) > 2_000:
        return url
    try:
        theirs, ours = urlsplit(named), urlsplit(url)
        same = theirs.scheme in ("https", "http") and _site(theirs.hostname) == _site(ours.hostname)
    except ValueError:
        return url
    return named if same and "@" not in theirs.netloc else url


def _site(host: str | None) -> str:
    first, _, rest = (host or "").lower().partition(".")
    return rest if first in _SAME_SITE and "." in rest else (host or "").lower()
