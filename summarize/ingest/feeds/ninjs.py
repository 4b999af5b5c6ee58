"""Items from ninjs (News in JSON, IPTC), versions 1 to 3, as agencies deliver it. Runs in the child process.

Version 1 has body_text and headline; 2 and 3 have lists of bodies and headlines with roles; 3 spells its keys in camel
case. All are read alike: keys are compared in lower case, without underscores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...errors import InputError
from .fragments import Items, byline, fragment_text, has_tags, line_without_tags

# Keys that mark an item; a plain record of ours has "text" and none of these.
_MARKUP_BODIES = ("body_xhtml", "body_html", "body_html5")  # other such keys follow: body_nitf, body_richtext
_MARKS = frozenset(("versioncreated", "uri", "pubstatus", "representationtype", "standard", "headlines", "profile"))
_LISTS = ("items", "_items", "data", "item", "newsitems", "results")  # what deliveries wrap their items in
_TEXTLESS = ("picture", "photo", "video", "audio", "graphic")
_DEEP = 4
_DELIVERED = ("main", "body", "fulltext", "full", "article", "text")  # roles of the body that is the article


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
        inner = [] if _body(_lowered(value)) else list(_inside(value, depth))
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
            yield from (item for item in find_ninjs(each, depth + 1) if _body(_lowered(item)))


def _lowered(item: Mapping[str, object]) -> dict[str, object]:
    return {str(key).lower(): value for key, value in item.items()}


def read_ninjs(value: object) -> Items:
    """The items of a delivery. Raises `InputError` if it holds none."""
    found = list(find_ninjs(value))
    if not found:
        raise InputError("no items in it")
    return Items("items", "items, ninjs", "", [_item(_lowered(each)) for each in found])


def _item(item: Mapping[str, object]) -> dict[str, str]:
    text = _body(item)
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
        "skip": _refusal(item, text),
        "note": f"it is under embargo until {embargo}" if embargo else "",
    }  # fmt: skip


def _body(item: Mapping[str, object]) -> str:
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


def _refusal(item: Mapping[str, object], text: str) -> str:
    """Why an item is not an article; "" if it is one."""
    status = line_without_tags(item.get("pubstatus")).lower()
    if status in ("canceled", "cancelled", "withheld"):
        return f"its agency has withdrawn it (pubStatus {status})"
    kind = line_without_tags(item.get("type")).lower()
    if kind in _TEXTLESS:
        return f"a {kind}, not a text"  # what text it has is a caption
    return "" if text else "it has no body"
