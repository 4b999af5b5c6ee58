"""Plain text from an OpenDocument text (.odt). Runs in the child process. Reads only content.xml and meta.xml.

No light library that is still maintained reads it (odfpy's last release is from 2020), and what we need is a page of
code: paragraphs, headings, lists, tables (OpenDocument 1.3, part 3, chapters 5 and 9).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ..extracted import Extracted, hidden_remark
from .zip_archive import open_box, read_part

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_LEFT_OUT = frozenset(
    (
        *(
            f"{_TEXT}{name}"
            for name in ("tracked-changes", "note", "sequence-decls", "table-of-content", "hidden-text")
        ),
        *(f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")),
    )
)
_SPACES = 100  # at most, per run: a document may claim a thousand million


def read_odt(raw: bytes) -> Extracted:
    """Extract the text of an OpenDocument text; notes, comments and deleted passages are left out."""
    box = open_box(raw)
    content = read_part(box, "content.xml")
    if content is None:
        raise InputError("an archive, but not an OpenDocument text")
    root = _parsed(content)
    body = root.find(f"{_OFFICE}body")
    if body is None:
        raise InputError("an encrypted or damaged OpenDocument text")
    hidden = _drop_hidden(root, body)
    lines = list(_lines(body))
    text = "\n\n".join(line for line, _ in lines)
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the document")
    head = next((line for line, is_head in lines if is_head), None)
    return Extracted(
        text=text,
        reader="odt, 1",
        title=_title(read_part(box, "meta.xml"), text) or head,
        warnings=hidden_remark(hidden),
    )


def _drop_hidden(root: Any, body: Any) -> int:
    """Empty the passages whose own style hides them or prints them white; gives the number of characters removed."""
    hidden = set()
    for style in root.iter(f"{_STYLE}style"):
        for look in style.iter(f"{_STYLE}text-properties"):
            white = look.get(f"{_FORMAT}color") == "#ffffff" and not look.get(f"{_FORMAT}background-color")
            if white or look.get(f"{_TEXT}display") == "none":
                hidden.add(style.get(f"{_STYLE}name"))
    count = 0
    for element in body.iter(f"{_TEXT}span", *_PARAGRAPHS) if hidden else ():
        if element.get(f"{_TEXT}style-name") in hidden:
            count += len("".join(element.itertext()).strip())
            tail = element.tail
            element.clear()
            element.tail = tail
    return count


def _parsed(part: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(part, parser=parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"a damaged document ({' '.join(str(error).split())[:100]})") from error


def _lines(body: _Element) -> Iterator[tuple[str, bool]]:
    """Every paragraph's text, and whether it is a heading; a table row is one line. Walks without recursion."""
    pending = [body]
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            continue
        if element.tag in _PARAGRAPHS:
            line = _folded(element)
            if line:
                yield ("- " if _is_item(element) else "") + line, element.tag == f"{_TEXT}h"
        elif element.tag == f"{_TABLE}table-row":
            cells = [" ".join(line for line, _ in _lines(cell)) for cell in element]
            if row := " | ".join(filter(None, cells)):
                yield row, False
        else:
            pending.extend(reversed(element))


def _is_item(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_TEXT}list-item" and parent[0] is element


def _folded(paragraph: _Element) -> str:
    """A paragraph's characters, with white space folded as the format prescribes."""
    parts: list[str] = []
    pending: list[tuple[Any, bool]] = [(paragraph, False)]
    while pending:
        element, left = pending.pop()
        if not left and isinstance(element.tag, str) and element.tag not in _LEFT_OUT:
            parts.append(_own(element))
            pending.append((element, True))
            pending.extend((child, False) for child in reversed(element))
        elif element is not paragraph:
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())


def _own(element: _Element) -> str:
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c") or "1"
        return " " * min(int(count) if count.isdecimal() and len(count) < 9 else 1, _SPACES)
    if element.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
        return " "
    return element.text or ""


def _title(meta: bytes | None, text: str) -> str | None:
    """The title in the document's properties, if its text begins with it: templates have titles of their own."""
    found = _parsed(meta).find(f".//{_DUBLIN}title") if meta else None
    title = " ".join((found.text or "").split()) if found is not None else ""
    return title if title and title in text[:5_000] else None
