"""What a web page says of itself: title, author, site, address, language, day. Reads marks; guesses nothing from prose.

The day of publication: its marks, its address and its text are compared, and none is better than a wrong one. Days of
publication take precedence over days of change, which alone are no answer. Statements that differ by one day count as
one (it may be the next day elsewhere), and the one that names its time zone is kept. If they differ by more, none is
kept, unless one is known to be the day of a change or a further mark confirms one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ...lang.language import PHRASES, joined
from ...lang.tables import names_of
from ..extracted import mail_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:[A-Za-z]*Article|[A-Za-z]*BlogPosting|Report|LiveBlogPosting)\Z")
_BETWEEN = (" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", " \\ ", " < ", "|")  # headline, site name
_PARTED = re.compile("|".join(map(re.escape, _BETWEEN)))
_MARKS = tuple(mark.lstrip() for mark in _BETWEEN)
# What some sites wrap around their JSON-LD, from the days when scripts had to be hidden from old browsers.
_WRAPPING = re.compile(r"\s*(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?\s*")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});", re.I)
_LOGOS = ("logo", "site-title", "site-name", "brand", "masthead")  # classes of an <h1> that names the site
_HOME = ("/", "./", "#", "/index.html", "index.html")
_TITLES = ("og:title", "twitter:title", "title", "dc.title", "dcterms.title", "parsely-title", "citation_title")
_ELLIPSES = ("…", "...")
_MOST_JSON = 500_000  # characters of one JSON-LD script
_JSON = json.JSONDecoder(strict=False)
_MOST_TITLE = 400  # characters; anything longer is not a title
_EXTENDED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?\Z"
)
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_SITES = ("publisher", "dc.publisher", "dcterms.publisher", "twitter:site", "apple-mobile-web-app-title")
# Elements that may hold the author's name, the surest kind first: the first kind that gives one decides.
_SIGNED = "//*[@itemprop='author' or @rel='author' or contains(@class, 'uthor') or contains(@class, 'yline')]"
_KINDS_OF_SIGNATURE: tuple[Callable[[HtmlElement, str], bool], ...] = (
    lambda element, names: element.get("itemprop") == "author",
    lambda element, names: element.get("rel") == "author",
    lambda element, names: any(mark in names for mark in ("author-name", "author_name", "authorname")),
    lambda element, names: "byline" in names,
    lambda element, names: "author" in names.split(),
)
_AFTER_NAMES = re.compile(
    r"\s*(?:[|•·–—@(\[\n]|,\s*(?:updated|published|[0-9])|(?:\A| )(?:updated|published|on|at)\b|[0-9]).*", re.I | re.S
)
_MOST_SIGNED = 100  # marked elements of one page
_SIGNATURES = 3  # lines of one kind examined; a list of stories has more
_MOST_NAMES = 90  # characters; anything longer is not a name

# Names of meta elements that mean the first publication, and others that do so on many sites.
_PUBLISHED = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *("datepublished", "date.issued", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created"),
    *("parsely-pub-date", "sailthru.date", "article.published", "published-date", "publish-date", "publish_date"),
    *("publication_date", "publication-date", "pubdate", "citation_publication_date", "cxenseparse:recs:publishtime"),
    *("published_at", "rnews:datepublished", "displaydate", "originalpublicationdate", "article_date_original"),
)
_PERHAPS = ("date", "dc.date", "dcterms.date", "citation_date", "creation_date", "created", "article.created")
_CHANGED = (
    *("article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "last-modified", "revised"),
    *("datemodified", "dcterms.modified", "dc.date.modified", "lastmod", "modified", "article.updated"),
)
_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)[0-9]{2})[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12][0-9]|3[01])(?=[/._-]|\Z)"
    r"|(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_ARCHIVES = ("archive.org", "archive.today", "archive.ph", "archive.is")  # their addresses give the day of the copy
_MARKED = (
    "//*[@itemprop='datePublished' or @property='datePublished' or @property='schema:datePublished'] | //time[@pubdate]"
)
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?\Z")  # since 1970, or thousandths of them: 2001 to 2033
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}\Z")
_ONE_DAY = timedelta(days=1)
_MAX_TIME_ELEMENTS = 100  # time elements examined


def page_title(tree: HtmlElement) -> str | None:
    """A page's headline: the og:title if an <h1> or the JSON-LD confirms it, else the likeliest.

    Site names after the headline are left out.
    """
    named = _folded("".join(title.text_content() for title in list(tree.iter("title"))[:1]))
    heads, logos = _heads(tree, named)
    site = site_name(tree) or next(iter(logos), None)
    given = [_without_site(text, site) for text in (_meta(tree, name) for name in _TITLES) if text]
    stated = _headlines(tree)
    for title in (*given, *stated):
        for other in (*heads, *stated):
            if agreed := _agreed(title, other):
                return agreed
    for head in heads:
        if len(head) > 3 and head in named:
            return head[:_MOST_TITLE]
    last = (
        *given,
        *stated,
        *(heads if len(heads) == 1 else ()),
        _without_site(named, site),
        *logos,
    )
    return next((title for title in last if title and len(title) <= _MOST_TITLE), None)


def _heads(tree: HtmlElement, named: str) -> tuple[list[str], list[str]]:
    """The texts of the <h1> elements: headlines, and those that name the site; `named` is the text of <title>."""
    site = _key(site_name(tree) or "")
    parts = [part for part in _PARTED.split(named) if part.strip()]
    heads: list[str] = []
    logos: list[str] = []
    for h1 in tree.iter("h1"):
        if not (text := _folded("".join(h1.itertext()))):
            continue
        classes = f"{h1.get('class')} {h1.get('id')}".lower()
        is_logo = any(name in classes for name in _LOGOS) or any(link.get("href") in _HOME for link in h1.iter("a"))
        # The site's name is the shortest part of a title.
        is_short = any(_key(part) == _key(text) for part in parts) and any(len(p) >= 2 * len(text) for p in parts)
        (logos if is_logo or is_short or _key(text) == site else heads).append(text)
    return heads, logos


def _headlines(tree: HtmlElement) -> list[str]:
    """The headlines that JSON-LD gives, and the one marked as such; several marked ones belong to other stories."""
    stated = [_plain(data["headline"]) for data in json_ld(tree) if isinstance(data.get("headline"), str)]
    marked = tree.xpath("//*[@itemprop='headline']")
    if len(marked) == 1:
        stated.append(_folded(marked[0].get("content") or marked[0].text_content()))
    return [text for text in stated if text]


def iso_date(text: str) -> str | None:
    """A date or date-time in ISO 8601's extended form, tidied from similar forms; None for anything else."""
    text = re.sub(r"(?<=[0-9]) ?(?:UTC|GMT)\Z", "Z", text.strip()).upper()
    text = re.sub(r"(?<=:[0-9]{2}) (?=[+-])", "", text).replace(" ", "T", 1)
    text = re.sub(r"[.,][0-9]{1,9}", "", text)
    text = re.sub(r"([+-][0-9]{2})([0-9]{2})\Z", r"\1:\2", text)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _EXTENDED.match(text) or not 1800 <= when.year <= 2200:
        return None
    return text


def page_author(tree: HtmlElement) -> str | None:
    """The author: from the page's JSON-LD, its meta elements, or a line marked as the author's."""
    for data in json_ld(tree):
        if named := _people(data.get("author")):
            return named
    for name in _AUTHORS:
        if named := _names(_meta(tree, name) or ""):
            return named
    signed = [(element, (element.get("class") or "").lower()) for element in tree.xpath(_SIGNED)[:_MOST_SIGNED]]
    for is_kind in _KINDS_OF_SIGNATURE:
        lines = [_signature(element) for element, names in signed if is_kind(element, names)][:_SIGNATURES]
        if found := dict.fromkeys(filter(None, lines)):
            return ", ".join(found)[:200]
    return None


def _signature(element: HtmlElement) -> str | None:
    named = element.xpath(".//*[@itemprop='name']")
    return _names((named[0] if named else element).text_content())


def _people(author: object) -> str | None:
    """The names in a JSON-LD author: a person, a text, or a list of these."""
    listed = author if isinstance(author, list) else [author]
    names = (each.get("name") if isinstance(each, Mapping) else each for each in listed[:20])
    known = dict.fromkeys(filter(None, (_names(name) for name in names if isinstance(name, str))))
    return ", ".join(known)[:200] or None


def _names(text: str) -> str | None:
    """The names in a line such as "By A. Moll and I. Brandt | 4 March"; None if it is an address or not a name."""
    text = _folded(text[:1_000])
    if begun := joined(names_of("before_writers"), rf"{PHRASES}[:\s]\s*").match(text):
        text = text[begun.end() :]
    text = _AFTER_NAMES.sub("", text, count=1).strip(" ,;:")
    if not text or len(text) > _MOST_NAMES or "://" in text or not any(map(str.isalpha, text)):
        return None
    return text if any(map(str.isupper, text)) or not any(map(str.islower, text)) else None


def site_name(tree: HtmlElement) -> str | None:
    """The publisher of the page, by its own marks."""
    for text in (_meta(tree, "og:site_name"), _meta(tree, "application-name")):
        if text and len(text) <= 100:
            return text
    for data in json_ld(tree):
        publisher = data.get("publisher")
        name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
        if isinstance(name, str) and 0 < len(name) <= 100 and "://" not in name:
            return _folded(name)
    return next((text for name in _SITES if (text := _meta(tree, name)) and len(text) <= 100 and text[0] != "@"), None)


def host_name(address: str | None) -> str | None:
    """The host of an address, as the site's name if there is no better one."""
    host = urlsplit(address).hostname if address else None
    return host.removeprefix("www.") if host else None


def page_address(tree: HtmlElement, base: str | None) -> str | None:
    """The page's canonical address (https or http), else the one it was read from."""
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in (*links, _meta(tree, "og:url"), base):
        if not address:
            continue
        try:
            full = urljoin(base or "", address.strip())
            parts = urlsplit(full)
        except ValueError:  # brackets without an IPv6 address
            continue
        if parts.scheme in ("http", "https") and parts.hostname and full.isprintable() and " " not in full:
            return str(full)
    return None


def page_language(tree: HtmlElement) -> str | None:
    """The two or three letters of the page's declared language."""
    marks = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    for mark in (*marks, _meta(tree, "og:locale"), _meta(tree, "content-language")):
        code = re.match(r"[a-z]{2,3}(?![a-z])", str(mark or "").strip().lower())
        if code:
            return code[0]
    return None


@lru_cache(maxsize=1)
def json_ld(tree: HtmlElement) -> list[Mapping[str, Any]]:
    """The page's own schema.org articles, as objects. Cached for the page asked for last; see `forget_page`."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            text = script.text[:_MOST_JSON]
            start = wrapping.end() if (wrapping := _WRAPPING.match(text)) else 0
            try:
                value, _ = _JSON.raw_decode(text[start:].lstrip())  # a semicolon or a mark may follow it
            except (ValueError, RecursionError):  # a broken mark does not count
                continue
            found.extend(_articles(value))
    return found


def _articles(value: object) -> Iterator[Mapping[str, Any]]:
    pending = [value]
    while pending:
        one = pending.pop(0)
        if isinstance(one, list):
            pending.extend(one[:100])
        elif isinstance(one, Mapping):
            kinds = one.get("@type")
            if any(
                isinstance(kind, str) and _ARTICLE.match(re.split("[/:#]", kind)[-1])
                for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield one
            pending.extend(one[key] for key in ("@graph", "mainEntity") if isinstance(one.get(key), list | Mapping))


def forget_page() -> None:
    """Forget the page whose marks were read last."""
    json_ld.cache_clear()
    meta_values.cache_clear()


@lru_cache(maxsize=1)
def meta_values(tree: HtmlElement) -> dict[str, str]:
    """The contents of the page's meta elements by their names in lower case; of each name, the first.

    Cached for the page asked for last; see `forget_page`.
    """
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = _folded(str(meta.get("content") or ""))
        mark = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content:
            found.setdefault(mark.strip().lower(), content)
    return found


def _meta(tree: HtmlElement, name: str) -> str | None:
    return meta_values(tree).get(name)


def _agreed(title: str, other: str) -> str | None:
    """The shorter of two wordings of one headline, if one is the other with something around it; else None."""
    a, b = _key(title), _key(other)
    if not a or not b or len(title) > _MOST_TITLE:
        return None
    if a == b:
        return other if title.isupper() else title
    for cut, whole in ((title, other), (other, title)):
        if cut.endswith(_ELLIPSES) and len(_key(cut)) >= 15 and _key(whole).startswith(_key(cut)):
            return whole
    shorter, longer = sorted((title, other), key=len)
    near = len(shorter) >= 15 and (_key(longer).startswith(_key(shorter)) or _key(longer).endswith(_key(shorter)))
    return shorter if near else None


def _without_site(title: str, site: str | None) -> str:
    """A title without the name of its site, or without a short last part that looks like one."""
    title = _plain(title)
    if title.startswith(_MARKS):  # the site's template had no headline to put before its name
        return ""
    for mark in _BETWEEN:
        head, between, tail = title.rpartition(mark)
        if not between:
            continue
        if (site and _key(tail) == _key(site)) or (len(tail) <= 30 and len(tail.split()) <= 4 and len(head) >= 20):
            return _without_site(head, site)
        if site and _key(title.partition(mark)[0]) == _key(site):
            return title.partition(mark)[2]
    return title


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _plain(text: str) -> str:
    """A title without remnants of markup: some systems escape it twice, or needlessly in JSON."""
    return _folded(_ENTITY.sub(lambda found: unescape(found[0]), text))


def _folded(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A day that something on the page gives: where, and an ISO date or date-time."""

    where: str
    text: str

    @property
    def day(self) -> date:
        """The day as written, in the page's own time zone."""
        return date.fromisoformat(self.text[:10])

    @property
    def zoned(self) -> bool:
        """Whether it is a time with a known zone."""
        return "T" in self.text and datetime.fromisoformat(self.text).tzinfo is not None


def page_date(tree: HtmlElement, address: str | None = None) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """When a page was published, an ISO date or date-time as written, None if that is not known; and warnings.

    `address` is where the page came from, if known.
    """
    stated = list(_statements(tree, address))
    if not stated:
        stated = [*_metas(tree, _PERHAPS), *_of_json(tree, "dateCreated")] or list(_read_off(tree, address))
    if len(stated) > 1 and _spread(stated) > _ONE_DAY:
        stated = _settled(tree, stated)
    if not stated:
        return None, ()
    if _spread(stated) > _ONE_DAY:
        said = ", ".join(f"{each.where} {each.day}" for each in {each.day: each for each in reversed(stated)}.values())
        return None, (("days_differ", f"it gives different days of publication ({said}); none of them was taken"),)
    return next((each for each in stated if each.zoned), stated[0]).text, ()


def _statements(tree: HtmlElement, address: str | None) -> Iterator[Statement]:
    """What plainly says that it is the day of publication, and the day in the page's address."""
    yield from _of_json(tree, "datePublished")
    yield from _metas(tree, _PUBLISHED)
    for element in tree.xpath(_MARKED)[:_MAX_TIME_ELEMENTS]:
        text = element.get("datetime") or element.get("content") or element.text_content()
        if iso := _tidied(text[:100]):
            yield Statement("its markup", iso)
            break  # further ones belong to other stories
    yield from _of_address(page_address(tree, address) or "")


def _settled(tree: HtmlElement, stated: list[Statement]) -> list[Statement]:
    """Of differing statements, those that are not the day of a change, else those that a further mark confirms."""
    changed = {each.day for each in (*_of_json(tree, "dateModified"), *_metas(tree, _CHANGED))}
    first = [each for each in stated if each.day not in changed]
    if first and _spread(first) <= _ONE_DAY:
        return first
    further = {each.day for each in (*_metas(tree, _PERHAPS), *_times(tree))}
    confirmed = [each for each in stated if each.day in further]
    return confirmed if confirmed and _spread(confirmed) <= _ONE_DAY else stated


def _spread(stated: list[Statement]) -> timedelta:
    days = [each.day for each in stated]
    return max(days) - min(days)


def _of_json(tree: HtmlElement, name: str) -> Iterator[Statement]:
    """The day that the first article of the page's JSON-LD gives; further ones are other stories."""
    for data in json_ld(tree):
        if iso := _tidied(str(data.get(name) or "")[:100]):
            yield Statement("JSON-LD", iso)
            return


def _metas(tree: HtmlElement, names: tuple[str, ...]) -> Iterator[Statement]:
    values: Mapping[str, Any] = meta_values(tree)
    for name in names:
        if iso := _tidied(values.get(name, "")[:100]):
            yield Statement(f"meta {name}", iso)


def _times(tree: HtmlElement) -> Iterator[Statement]:
    for element in tree.xpath("//time[@datetime]")[:_MAX_TIME_ELEMENTS]:
        if iso := _tidied(element.get("datetime")[:100]):
            yield Statement("a time element", iso)


def _of_address(address: str) -> Iterator[Statement]:
    parts = urlsplit(address)
    found = None if (parts.hostname or "").endswith(_ARCHIVES) else _ADDRESS.search(parts.path)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            yield Statement("its address", date(year, month, day).isoformat())
        except ValueError:  # the 31st of February
            return


def _read_off(tree: HtmlElement, address: str | None) -> Iterator[Statement]:
    """What htmldate finds in lines that look like a date line. Its search through running text guesses too much."""
    from htmldate import find_date

    found = find_date(tree, extensive_search=False, original_date=True, url=address or "")
    changed = {each.day for each in (*_of_json(tree, "dateModified"), *_metas(tree, _CHANGED))}
    # If a mark gives only a month, htmldate adds today's day to it.
    months = {value for value in meta_values(tree).values() if _MONTH.match(value)}
    if found and found[:7] not in months and (iso := iso_date(found)) and date.fromisoformat(iso) not in changed:
        yield Statement("its text", iso)


def _tidied(text: str) -> str | None:
    """A date or date-time in ISO 8601's extended form, from that form, compact forms of it, and the form in e-mails."""
    text = " ".join(text.split())
    if iso := iso_date(text):
        return iso
    if _SECONDS.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if compact := re.match(r"([0-9]{4})[/.]?([0-9]{2})[/.]?([0-9]{2})(?:[0-9]{6}\Z|(?![0-9]))", text):
        return iso_date("-".join(compact.groups()))
    return iso_date(mail_date(text)) if "," in text[:4] else None
