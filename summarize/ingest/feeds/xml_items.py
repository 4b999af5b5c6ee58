"""What the readers of agency XML share: elements by local name, text of XHTML and NITF, days without dashes.

Deliveries differ in namespaces and prefixes, and in little else. Runs in the child process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .fragments import fragment_text, line_without_tags

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# NITF's own names for elements that HTML names differently.
_AS_HTML = {"hl2": "h2", "nitf-table": "div", "block": "div", "fn": "p", "body.content": "div", "bq": "blockquote"}
_AS_HTML |= {"DataContent": "div"}
_SILENT = frozenset(("media", "nitf-table-metadata", "object", "param", "script", "style", "tobject", "pubdata"))


def name_of(element: Any) -> str:
    """An element's local name; "" for a comment, an instruction, an entity."""
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child with that name."""
    return next((each for each in element if name_of(each) == name), None) if element is not None else None


def find(element: Element | None, name: str) -> Element | None:
    """The first element with that name at any depth, the element itself included."""
    return next((each for each in element.iter() if name_of(each) == name), None) if element is not None else None


def text_at(element: Element | None, *names: str) -> str:
    """All text inside the element found by going down the names."""
    for name in names:
        element = child(element, name)
    return "".join(element.itertext()) if element is not None else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute's value on one line, "" if there is none."""
    return line_without_tags(element.get(name)) if element is not None else ""


def markup_text(element: Element | None) -> str:
    """The text of XHTML or NITF: its elements renamed to HTML's and read as HTML."""
    if element is None:
        return ""
    from lxml import etree

    copy: Any = etree.fromstring(etree.tostring(element, with_tail=False))
    for each in list(copy.iter()):
        name = name_of(each)
        if name in _SILENT:
            each.clear(keep_tail=True)
            name = "span"
        each.tag = _AS_HTML.get(name, name) or "span"
    etree.cleanup_namespaces(copy)
    return fragment_text(etree.tostring(copy, method="html", encoding="unicode"))


def iso_day(norm: str) -> str:
    """NITF's day, 20250217 or 20250217T083000Z, in the form with dashes; "" if it is not a day."""
    day, clock = norm[:8], norm[8:]
    if not day.isdigit() or len(day) < 8:
        return norm
    moment = clock[1:7]
    time = f"T{moment[:2]}:{moment[2:4]}:{moment[4:6]}" if len(moment) == 6 and moment.isdigit() else ""
    zone = clock[7:] if time else ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}{time}{zone}"
