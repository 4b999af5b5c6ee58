"""Items from NewsML 1.0 to 1.2 (NewsItem, NewsComponent, ContentItem), which some agencies still deliver.

Runs in the child process. A news item may hold several components, texts and pictures; its article is the longest text
that is not a picture's caption.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fragments import byline, fragment_text, has_tags, line_without_tags
from .xml_items import attribute, child, find, iso_day, markup_text, name_of, text_at

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MEDIA = ("photo", "picture", "graphic", "video", "audio", "animation", "image")
_CAPTIONS = ("caption", "legend", "photocaption")
_WITHDRAWN = ("canceled", "cancelled", "withheld")


def items_of(root: Element) -> Iterator[dict[str, str]]:
    """The news items of a delivery; of nested ones, the innermost."""
    sender = attribute(find(child(child(root, "NewsEnvelope"), "SentFrom"), "Party"), "FormalName")
    for item in root.iter():
        if name_of(item) == "NewsItem" and not any(name_of(each) == "NewsItem" for each in item.iterdescendants()):
            yield _item(item, sender)


def _item(item: Element, sender: str) -> dict[str, str]:
    management = child(item, "NewsManagement")
    lines, admin = find(item, "NewsLines"), find(item, "AdministrativeMetadata")
    text = max(_texts(item), key=len, default="")
    source = _party(admin, "Source")
    created = text_at(management, "FirstCreated") or text_at(management, "ThisRevisionCreated")
    status = attribute(child(management, "Status"), "FormalName").lower()
    until = line_without_tags(text_at(find(management, "StatusWillChange"), "DateAndTime"))
    return {
        "text": text,
        "title": line_without_tags(text_at(lines, "HeadLine")) or line_without_tags(text_at(lines, "SlugLine")),
        "author": byline(line_without_tags(text_at(lines, "ByLine"))) or _party(admin, "Creator"),
        "published": iso_day(line_without_tags(created or text_at(find(item, "NewsIdentifier"), "DateId"))),
        "publisher": _party(admin, "Provider") or sender or source,
        "origin": source or _party(admin, "Provider"),
        "language": attribute(find(item, "Language"), "FormalName"),
        "url": "",
        "skip": _refusal(item, status, text),
        "note": f"it is under embargo until {until or 'a day it does not name'}" if status == "embargoed" else "",
    }


def _texts(item: Element) -> Iterator[str]:
    """Every text inside an item that is not a caption."""
    for content in item.iter():
        if name_of(content) != "ContentItem" or _kind(content) in _MEDIA or _is_caption(content):
            continue
        data = find(content, "DataContent")
        if data is None:
            continue
        inner = next((each for each in data.iter() if name_of(each) == "body.content"), None)
        if inner is None:
            inner = next((each for each in data.iter() if name_of(each) == "body"), data)
        if len(inner):
            yield markup_text(inner)
        else:  # plain, or markup written as literal characters
            value = "".join(inner.itertext()).strip()
            yield fragment_text(value) if has_tags(value) else value


def _kind(content: Element) -> str:
    return attribute(child(content, "MediaType"), "FormalName").lower()


def _is_caption(content: Element) -> bool:
    """Whether the component around a text says that it is a picture's caption."""
    parent = content.getparent()
    return parent is not None and attribute(child(parent, "Role"), "FormalName").lower() in _CAPTIONS


def _party(element: Element | None, name: str) -> str:
    return attribute(find(child(element, name), "Party"), "FormalName")


def _refusal(item: Element, status: str, text: str) -> str:
    if status in _WITHDRAWN:
        return f"its agency has withdrawn it (status {status})"
    if text:
        return ""
    kinds = [kind for each in item.iter() if name_of(each) == "ContentItem" and (kind := _kind(each)) in _MEDIA]
    return f"a {kinds[0]}, not a text" if kinds else "it has no text inside (its content is elsewhere)"
