"""The day a web page was published: its marks, its address and its text compared. None is better than wrong.

Days of publication take precedence over days of change, which alone are no answer. Statements that differ by one day
count as one (it may be the next day elsewhere), and the one that names its time zone is kept. If they differ by more,
none is kept, unless one is known to be the day of a change or a further mark confirms one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .page_facts import iso_date, json_ld, meta_values, page_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
    stated = list(_stated(tree, address))
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


def _stated(tree: HtmlElement, address: str | None) -> Iterator[Statement]:
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
    try:
        return iso_date(parsedate_to_datetime(text).isoformat()) if "," in text[:4] else None
    except (ValueError, TypeError, IndexError, OverflowError):  # not an e-mail's date
        return None
