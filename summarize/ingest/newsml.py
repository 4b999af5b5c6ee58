"""NewsML-G2 (newsMessage, newsItem) and NITF, as agencies deliver them, to items. Runs in the child process.

Elements are looked up by their local names: deliveries differ in namespaces and prefixes, hardly in anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .fragments import byline, fragment_text, one_line
from .items import Items

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# NITF's own names for what HTML has others for.
_AS_HTML = {"hl2": "h2", "nitf-table": "div", "block": "div", "fn": "p", "body.content": "div", "bq": "blockquote"}
_SILENT = frozenset(("media", "nitf-table-metadata", "object", "param", "script", "style", "tobject", "pubdata"))
_MARKUP = ("application/xhtml+xml", "text/html", "application/nitf+xml", "application/x-nitf")


def read_newsml(raw: bytes) -> Items:
    """The items of a delivery in UTF-8. Raises `InputError` when it is broken or holds none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not well-formed XML ({' '.join(str(error).split())[:120]})") from error
    if _name(root) == "nitf":
        return Items("items", "items, NITF", "", [_nitf(root)])
    found = [each for each in root.iter() if _name(each) in ("newsItem", "packageItem")]
    if not found:
        raise InputError("no items in it")
    sender = one_line(_text(root, "header", "sender"))
    return Items("items", "items, NewsML-G2", "", [_item(each, sender) for each in found])


def _item(item: Element, sender: str) -> dict[str, str]:
    meta, content, rights = (_child(item, name) for name in ("itemMeta", "contentMeta", "rightsInfo"))
    text = _body(item)
    credit = one_line(_text(content, "creditline"))
    source = _names(content, "infoSource") or credit
    embargo = one_line(_text(meta, "embargoed"))
    holder = _named(_child(rights, "copyrightHolder")) or _named(_child(meta, "provider"))
    return {
        "text": text,
        "title": one_line(_text(content, "headline")) or one_line(_text(meta, "title")),
        "author": byline(one_line(_text(content, "by"))) or _names(content, "creator"),
        "published": one_line(_text(meta, "versionCreated") or _text(content, "contentCreated")),
        "publisher": holder or source or sender,
        "origin": source,
        "language": _attribute(_child(content, "language"), "tag") or (item.get(_LANGUAGE) or ""),
        "url": next((link for link in _links(meta) if link.startswith(("https://", "http://"))), ""),
        "skip": _refusal(item, meta, text),
        "note": f"it is under embargo until {embargo}" if embargo else "",
    }


def _nitf(root: Element) -> dict[str, str]:
    """A whole NITF document as one item."""
    head, body = _child(root, "head"), _child(root, "body")
    top = _child(body, "body.head")
    source = one_line(_text(top, "distributor")) or _attribute(_find(head, "doc.copyright"), "holder")
    text = _markup_text(_child(body, "body.content"))
    day = _attribute(_find(top, "story.date"), "norm") or _attribute(_find(head, "date.issue"), "norm")
    return {
        "text": text,
        "title": one_line(_text(_child(top, "hedline"), "hl1")) or one_line(_text(head, "title")),
        "author": byline(one_line(_text(top, "byline"))),
        "published": _iso(day),
        "publisher": source,
        "origin": one_line(_text(top, "distributor")),
        "language": root.get(_LANGUAGE) or "",
        "skip": "" if text else "it has no body",
    }  # fmt: skip


def _body(item: Element) -> str:
    """The text of an item's content: XHTML or NITF inside it, else plain text."""
    contents = _child(item, "contentSet")
    for part in contents if contents is not None else ():
        if _name(part) == "inlineXML":
            inner = next((each for each in part.iter() if _name(each) in ("body.content", "body")), part)
            content = _find(inner, "body.content") if _name(inner) == "body" else inner
            if text := _markup_text(content if content is not None else inner):
                return text
    for part in contents if contents is not None else ():
        if _name(part) == "inlineData" and (value := "".join(part.itertext()).strip()):
            return fragment_text(value) if (part.get("contenttype") or "").startswith(_MARKUP) else value
    return ""


def _markup_text(element: Element | None) -> str:
    """The text of XHTML or NITF: its elements with HTML's names, read as HTML."""
    if element is None:
        return ""
    from lxml import etree

    copy: Any = etree.fromstring(etree.tostring(element, with_tail=False))
    for each in list(copy.iter()):
        name = _name(each)
        if name in _SILENT:
            each.clear(keep_tail=True)
            name = "span"
        each.tag = _AS_HTML.get(name, name) or "span"
    etree.cleanup_namespaces(copy)
    return fragment_text(etree.tostring(copy, method="html", encoding="unicode"))


def _refusal(item: Element, meta: Element | None, text: str) -> str:
    status = _attribute(_child(meta, "pubStatus"), "qcode").rpartition(":")[2].lower()
    if status in ("canceled", "cancelled", "withheld"):
        return f"its agency has withdrawn it (pubStatus {status})"
    if _name(item) == "packageItem":
        return "a package that only names other items"
    kind = _attribute(_child(meta, "itemClass"), "qcode").rpartition(":")[2].lower()
    if not text and kind in ("picture", "video", "audio", "graphic", "animation"):
        return f"a {kind}, not a text"
    return "" if text else "it has no text inside (its content is elsewhere)"


def _name(element: Any) -> str:
    """An element's local name; "" for a comment, an instruction, an entity."""
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _child(element: Element | None, name: str) -> Element | None:
    return next((each for each in element if _name(each) == name), None) if element is not None else None


def _find(element: Element | None, name: str) -> Element | None:
    return next((each for each in element.iter() if _name(each) == name), None) if element is not None else None


def _text(element: Element | None, *names: str) -> str:
    """All text inside the element found by going down the names."""
    for name in names:
        element = _child(element, name)
    return "".join(element.itertext()) if element is not None else ""


def _attribute(element: Element | None, name: str) -> str:
    return one_line(element.get(name)) if element is not None else ""


def _named(element: Element | None) -> str:
    """Whom an element means: the name inside it, else its literal or the end of its code."""
    if element is None:
        return ""
    code = _attribute(element, "qcode").rpartition(":")[2]
    return one_line(_text(element, "name")) or _attribute(element, "literal") or code


def _names(element: Element | None, name: str) -> str:
    found = (_named(each) for each in element if _name(each) == name) if element is not None else ()
    return ", ".join(dict.fromkeys(filter(None, found)))


def _links(meta: Element | None) -> Iterator[str]:
    for each in meta if meta is not None else ():
        if _name(each) == "link" and "seealso" not in _attribute(each, "rel").lower():
            yield _attribute(each, "href")


def _iso(norm: str) -> str:
    """NITF's day, 20250217 or 20250217T083000Z, in the form with dashes; "" when it is none."""
    day, clock = norm[:8], norm[8:]
    if not day.isdigit() or len(day) < 8:
        return norm
    moment = clock[1:7]
    time = f"T{moment[:2]}:{moment[2:4]}:{moment[4:6]}" if len(moment) == 6 and moment.isdigit() else ""
    zone = clock[7:] if time else ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}{time}{zone}"
