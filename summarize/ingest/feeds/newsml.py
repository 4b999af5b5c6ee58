"""Items from NewsML-G2 (newsMessage, newsItem), NewsML 1 and NITF, as agencies deliver them. Runs in the child process.

Elements are looked up by their local names: deliveries differ in namespaces and prefixes, and in little else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...errors import InputError
from .fragments import byline, fragment_text, line_without_tags
from .model import Items
from .newsml_one import items_of
from .xml_items import attribute, child, find, iso_day, markup_text, name_of, text_at

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = ("application/xhtml+xml", "text/html", "application/nitf+xml", "application/x-nitf")


def read_newsml(raw: bytes) -> Items:
    """The items of a delivery in UTF-8. Raises `InputError` if it is broken or holds none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not well-formed XML ({' '.join(str(error).split())[:120]})") from error
    if name_of(root) == "nitf":
        return Items("items", "items, NITF", "", [_nitf(root)])
    if name_of(root) in ("NewsML", "NewsItem"):
        old = list(items_of(root))
        if not old:
            raise InputError("no items in it")
        return Items("items", "items, NewsML 1", "", old)
    found = [each for each in root.iter() if name_of(each) in ("newsItem", "packageItem")]
    if not found:
        raise InputError("no items in it")
    sender = line_without_tags(text_at(root, "header", "sender"))
    return Items("items", "items, NewsML-G2", "", [_item(each, sender) for each in found])


def _item(item: Element, sender: str) -> dict[str, str]:
    meta, content, rights = (child(item, name) for name in ("itemMeta", "contentMeta", "rightsInfo"))
    text = _body(item)
    credit = line_without_tags(text_at(content, "creditline"))
    source = _names(content, "infoSource") or credit
    embargo = line_without_tags(text_at(meta, "embargoed"))
    holder = _named(child(rights, "copyrightHolder")) or _named(child(meta, "provider"))
    return {
        "text": text,
        "title": line_without_tags(text_at(content, "headline")) or line_without_tags(text_at(meta, "title")),
        "author": byline(line_without_tags(text_at(content, "by"))) or _names(content, "creator"),
        "published": line_without_tags(text_at(meta, "versionCreated") or text_at(content, "contentCreated")),
        "publisher": holder or source or sender,
        "origin": source,
        "language": attribute(child(content, "language"), "tag") or (item.get(_LANGUAGE) or ""),
        "url": next((link for link in _links(meta) if link.startswith(("https://", "http://"))), ""),
        "skip": _refusal(item, meta, text),
        "note": f"it is under embargo until {embargo}" if embargo else "",
    }


def _nitf(root: Element) -> dict[str, str]:
    """A whole NITF document as one item."""
    head, body = child(root, "head"), child(root, "body")
    top = child(body, "body.head")
    source = line_without_tags(text_at(top, "distributor")) or attribute(find(head, "doc.copyright"), "holder")
    text = markup_text(child(body, "body.content"))
    day = attribute(find(top, "story.date"), "norm") or attribute(find(head, "date.issue"), "norm")
    return {
        "text": text,
        "title": line_without_tags(text_at(child(top, "hedline"), "hl1")) or line_without_tags(text_at(head, "title")),
        "author": byline(line_without_tags(text_at(top, "byline"))),
        "published": iso_day(day),
        "publisher": source,
        "origin": line_without_tags(text_at(top, "distributor")),
        "language": root.get(_LANGUAGE) or "",
        "skip": "" if text else "it has no body",
    }  # fmt: skip


def _body(item: Element) -> str:
    """The text of an item's content: XHTML or NITF inside it, else plain text."""
    contents = child(item, "contentSet")
    for part in contents if contents is not None else ():
        if name_of(part) == "inlineXML":
            inner = next((each for each in part.iter() if name_of(each) in ("body.content", "body")), part)
            content = find(inner, "body.content") if name_of(inner) == "body" else inner
            if text := markup_text(content if content is not None else inner):
                return text
    for part in contents if contents is not None else ():
        if name_of(part) == "inlineData" and (value := "".join(part.itertext()).strip()):
            return fragment_text(value) if (part.get("contenttype") or "").startswith(_MARKUP) else value
    return ""


def _refusal(item: Element, meta: Element | None, text: str) -> str:
    status = attribute(child(meta, "pubStatus"), "qcode").rpartition(":")[2].lower()
    if status in ("canceled", "cancelled", "withheld"):
        return f"its agency has withdrawn it (pubStatus {status})"
    if name_of(item) == "packageItem":
        return "a package that only names other items"
    kind = attribute(child(meta, "itemClass"), "qcode").rpartition(":")[2].lower()
    if kind in ("picture", "video", "audio", "graphic", "animation"):
        return f"a {kind}, not a text"  # what text it has is a caption
    return "" if text else "it has no text inside (its content is elsewhere)"


def _named(element: Element | None) -> str:
    """Whom an element names: the name inside it, else its literal or the end of its code."""
    if element is None:
        return ""
    code = attribute(element, "qcode").rpartition(":")[2]
    return line_without_tags(text_at(element, "name")) or attribute(element, "literal") or code


def _names(element: Element | None, name: str) -> str:
    found = (_named(each) for each in element if name_of(each) == name) if element is not None else ()
    return ", ".join(dict.fromkeys(filter(None, found)))


def _links(meta: Element | None) -> Iterator[str]:
    for each in meta if meta is not None else ():
        if name_of(each) == "link" and "seealso" not in attribute(each, "rel").lower():
            yield attribute(each, "href")
