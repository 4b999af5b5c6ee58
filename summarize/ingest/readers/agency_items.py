"""Items as agencies deliver them: NewsML-G2 (newsMessage, newsItem), NewsML 1.0 to 1.2, NITF, and ninjs (IPTC).

Runs in the child process. Elements are looked up by their local names: deliveries differ in namespaces and prefixes,
and in little else. A news item of NewsML 1 may hold several components, texts and pictures; its article is the longest
text that is not a picture's caption. ninjs (News in JSON), versions 1 to 3: version 1 has body_text and headline; 2 and
3 have lists of bodies and headlines with roles; 3 spells its keys in camel case. All are read alike: keys are compared
in lower case, without underscores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from .fragments import Items, byline, fragment_text, has_tags, line_without_tags

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# NITF's own names for elements that HTML names differently.
_AS_HTML = {"hl2": "h2", "nitf-table": "div", "block": "div", "fn": "p", "body.content": "div", "bq": "blockquote"}
_AS_HTML |= {"DataContent": "div"}
_SILENT = frozenset(("media", "nitf-table-metadata", "object", "param", "script", "style", "tobject", "pubdata"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = ("application/xhtml+xml", "text/html", "application/nitf+xml", "application/x-nitf")
_MEDIA = ("photo", "picture", "graphic", "video", "audio", "animation", "image")
_CAPTIONS = ("caption", "legend", "photocaption")
_WITHDRAWN = ("canceled", "cancelled", "withheld")
_MARKUP_BODIES = ("body_xhtml", "body_html", "body_html5")  # other such keys follow: body_nitf, body_richtext
# Keys that mark an item; a plain record of ours has "text" and none of these.
_MARKS = frozenset(("versioncreated", "uri", "pubstatus", "representationtype", "standard", "headlines", "profile"))
_LISTS = ("items", "_items", "data", "item", "newsitems", "results")  # what deliveries wrap their items in
_TEXTLESS = ("picture", "photo", "video", "audio", "graphic")
_DEEP = 4
_DELIVERED = ("main", "body", "fulltext", "full", "article", "text")  # roles of the body that is the article


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
        old = list(_newsml_1_items(root))
        if not old:
            raise InputError("no items in it")
        return Items("items", "items, NewsML 1", "", old)
    found = [each for each in root.iter() if name_of(each) in ("newsItem", "packageItem")]
    if not found:
        raise InputError("no items in it")
    sender = line_without_tags(text_at(root, "header", "sender"))
    return Items("items", "items, NewsML-G2", "", [_g2_item(each, sender) for each in found])


def _g2_item(item: Element, sender: str) -> dict[str, str]:
    meta, content, rights = (child(item, name) for name in ("itemMeta", "contentMeta", "rightsInfo"))
    text = _g2_body(item)
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
        "skip": _g2_refusal(item, meta, text),
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


def _g2_body(item: Element) -> str:
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


def _g2_refusal(item: Element, meta: Element | None, text: str) -> str:
    status = attribute(child(meta, "pubStatus"), "qcode").rpartition(":")[2].lower()
    if status in _WITHDRAWN:
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


def _newsml_1_items(root: Element) -> Iterator[dict[str, str]]:
    """The news items of a delivery; of nested ones, the innermost."""
    sender = attribute(find(child(child(root, "NewsEnvelope"), "SentFrom"), "Party"), "FormalName")
    for item in root.iter():
        if name_of(item) == "NewsItem" and not any(name_of(each) == "NewsItem" for each in item.iterdescendants()):
            yield _newsml_1_item(item, sender)


def _newsml_1_item(item: Element, sender: str) -> dict[str, str]:
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
        "skip": _newsml_1_refusal(item, status, text),
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


def _newsml_1_refusal(item: Element, status: str, text: str) -> str:
    if status in _WITHDRAWN:
        return f"its agency has withdrawn it (status {status})"
    if text:
        return ""
    kinds = [kind for each in item.iter() if name_of(each) == "ContentItem" and (kind := _kind(each)) in _MEDIA]
    return f"a {kinds[0]}, not a text" if kinds else "it has no text inside (its content is elsewhere)"


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is an item of ninjs: it has a body, or the marks of an item without one."""
    if not isinstance(value, Mapping) or "text" in value:
        return False
    keys = {str(key).lower() for key in value}
    about = keys & (_MARKS | {"headline", "title", "language", "type", "byline", "slugline"})
    bodies = any(key == "bodies" or key.startswith("body_") for key in keys)
    return (bodies and bool(about)) or len(keys & _MARKS) >= 3


def find_ninjs(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """All items in a JSON value: the value itself, a list, or a delivery around them; of a package, its contents."""
    if is_ninjs(value):
        assert isinstance(value, Mapping)  # noqa: S101 - is_ninjs has checked it
        inner = [] if _ninjs_body(_lowered(value)) else list(_inside(value, depth))
        yield from inner or [value]
    elif isinstance(value, list):
        for each in value:
            yield from find_ninjs(each, depth + 1) if depth < _DEEP else ()
    elif isinstance(value, Mapping) and depth < _DEEP and "text" not in value:
        for name in _LISTS:
            yield from find_ninjs(value.get(name), depth + 1)


def _inside(package: Mapping[str, object], depth: int) -> Iterator[Mapping[str, object]]:
    """The items with text that a package holds, in its list or by their names."""
    held = [value for key, value in package.items() if str(key).lower() in (*_LISTS, "associations")]
    for value in held if depth < _DEEP else ():
        listed = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
        for each in listed:
            yield from (item for item in find_ninjs(each, depth + 1) if _ninjs_body(_lowered(item)))


def _lowered(item: Mapping[str, object]) -> dict[str, object]:
    return {str(key).lower(): value for key, value in item.items()}


def read_ninjs(value: object) -> Items:
    """The items of a delivery. Raises `InputError` if it holds none."""
    found = list(find_ninjs(value))
    if not found:
        raise InputError("no items in it")
    return Items("items", "items, ninjs", "", [_ninjs_item(_lowered(each)) for each in found])


def _ninjs_item(item: Mapping[str, object]) -> dict[str, str]:
    text = _ninjs_body(item)
    sources = _sources(item)
    embargo = line_without_tags(item.get("embargoed"))
    headline = line_without_tags(item.get("headline") or item.get("title"))
    return {
        "text": text,
        "title": _chosen(item.get("headlines"), ("main", "headline")) or headline,
        "author": _author(item),
        "published": _first(item, "versioncreated", "contentcreated", "firstcreated"),
        "publisher": _first(item, "copyrightholder", "provider", "service") or sources,
        "origin": sources,
        "language": line_without_tags(item.get("language")),
        "url": _address(item),
        "skip": _ninjs_refusal(item, text),
        "note": f"it is under embargo until {embargo}" if embargo else "",
    }  # fmt: skip


def _ninjs_body(item: Mapping[str, object]) -> str:
    """The text: body_text as it is, else the first body of markup, else the best of the bodies."""
    plain = item.get("body_text")
    if isinstance(plain, str) and plain.strip():
        return plain
    named = sorted((key for key in item if key.startswith("body_")), key=lambda key: (key not in _MARKUP_BODIES, key))
    for value in (item[key] for key in (*named, *(("body",) if "body" in item else ()))):
        found = _value_of(value)
        if found and (text := fragment_text(found)):
            return text
    return _of_bodies(item.get("bodies"))


def _value_of(body: object) -> str:
    """The text of a body: itself, or the value inside it."""
    if isinstance(body, Mapping):
        body = next((body[key] for key in ("value", "content", "html", "text") if isinstance(body.get(key), str)), "")
    return body if isinstance(body, str) else ""


def _of_bodies(bodies: object) -> str:
    """The article among several bodies: by its role, plain text before markup; the longest if no role says.

    They are a list, or a mapping by role.
    """
    listed = [{"role": role, "value": _value_of(each), **(each if isinstance(each, Mapping) else {})}
              for role, each in bodies.items()] if isinstance(bodies, Mapping) else bodies  # fmt: skip
    found: list[tuple[bool, bool, int, str]] = []
    for each in listed if isinstance(listed, list) else ():
        body = _lowered(each) if isinstance(each, Mapping) else {}
        value = _value_of(body)
        if not value.strip():
            continue
        plain = str(body.get("contenttype") or "text/plain").startswith("text/plain") and not has_tags(value)
        text = value if plain else fragment_text(value)
        found.append((str(body.get("role") or "").lower() in _DELIVERED, plain, len(text), text))
    return max(found)[3] if found else ""


def _chosen(values: object, roles: Sequence[str]) -> str:
    """The value with one of the roles in a list of {role, value}, else the first."""
    listed = [each for each in values if isinstance(each, Mapping)] if isinstance(values, list) else []
    named = [each for each in listed if str(each.get("role") or "").lower() in roles]
    return next((text for each in (*named, *listed) if (text := line_without_tags(each.get("value")))), "")


def _author(item: Mapping[str, object]) -> str:
    bylines = item.get("bylines")
    names = [line_without_tags(each.get("by") or each.get("name")) for each in _mappings(bylines)]
    return byline(", ".join(filter(None, names)) or _first(item, "byline", "by"))


def _sources(item: Mapping[str, object]) -> str:
    """The agencies that the item credits for the report."""
    names: list[str] = []
    for key in ("infosources", "infosource"):
        value = item.get(key)
        names += [line_without_tags(each.get("name") or each.get("literal")) for each in _mappings(value)]
        names.append(line_without_tags(value))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _mappings(value: object) -> list[Mapping[str, object]]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, Mapping)]


def _address(item: Mapping[str, object]) -> str:
    names = (_first(item, key) for key in ("url", "link", "canonicalurl", "uri"))
    return next((name for name in names if name.startswith(("https://", "http://"))), "")


def _first(item: Mapping[str, object], *keys: str) -> str:
    """The first of the keys that holds a text, or a name inside it."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("literal")
        if text := line_without_tags(value):
            return text
    return ""


def _ninjs_refusal(item: Mapping[str, object], text: str) -> str:
    """Why an item is not an article; "" if it is one."""
    status = line_without_tags(item.get("pubstatus")).lower()
    if status in _WITHDRAWN:
        return f"its agency has withdrawn it (pubStatus {status})"
    kind = line_without_tags(item.get("type")).lower()
    if kind in _TEXTLESS:
        return f"a {kind}, not a text"  # what text it has is a caption
    return "" if text else "it has no body"
