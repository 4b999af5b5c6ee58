"""Plain text from Word (.docx, by mammoth), OpenDocument (.odt) and Rich Text (.rtf, by striprtf) documents.

Runs in the child process. Reads no pictures, runs no macros, follows no object or link; a ZIP archive's entries are
counted and measured before any is unpacked. OpenDocument needs only content.xml and meta.xml: no light library that is
still maintained reads them (odfpy's last release is from 2020), and what we need is a page of code: paragraphs,
headings, lists, tables (OpenDocument 1.3, part 3, chapters 5 and 9).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ..extracted import Extracted, hidden_remark
from .html_page import block_text, parse_page

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_ENTRIES = 5_000
_MOST_BYTES = 100_000_000  # of all entries, unpacked; pictures are most of a large document
_MOST_XML = 25_000_000  # of the part that holds the text; its tree takes about ten times as much
_DOCTYPE = re.compile(rb"<!\s*(?:doctype|entity)", re.I)
_ENCRYPTED = 1
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes)[0-9]*\.xml\Z")
_HIDING = re.compile(rb"<[a-z0-9]{1,10}:vanish|[fF]{6}")
_MAIN = "word/document.xml"
_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => h2:fresh"
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
_HIDDEN = re.compile(r"\\v(?![a-z0-9-])[^{}]*?(?:\\v0(?![0-9])|(?=[{}])|\Z)")
_TITLE = re.compile(r"\{\\title ([^{}]{1,500})\}")


def open_box(raw: bytes) -> zipfile.ZipFile:
    """The archive, if it is one and unpacks to no more than a document may. Raises `InputError`."""
    try:
        box = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError("a damaged document: its ZIP archive cannot be opened") from error
    entries = box.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise InputError(f"an archive of {len(entries):,} entries, which no document needs")
    size = sum(entry.file_size for entry in entries)
    if size > _MOST_BYTES:
        raise InputError(f"it unpacks to {size / 1e6:,.0f} MB, more than {_MOST_BYTES / 1e6:,.0f} MB")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputError("an encrypted document; save a copy without a password")
    return box


def read_part(box: zipfile.ZipFile, name: str) -> bytes | None:
    """One XML part of a document, None if it has no part of that name. Raises `InputError` for forbidden content.

    Entity bombs live in document type declarations; no office program writes one.
    """
    try:
        entry = box.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > _MOST_XML:
        raise InputError(f"its text unpacks to {entry.file_size / 1e6:,.0f} MB, more than {_MOST_XML / 1e6:,.0f} MB")
    try:
        with box.open(entry) as stream:
            part = stream.read(_MOST_XML + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"a damaged document: {name} cannot be unpacked") from error
    except Exception as error:  # zlib and lzma raise their own errors, which share no base class
        raise InputError(f"a damaged document: {name} cannot be unpacked ({type(error).__name__})") from error
    if len(part) > _MOST_XML:
        raise InputError(f"{name} unpacks to more than it says")
    if _DOCTYPE.search(part.replace(b"\0", b"")):  # without the zeros of UTF-16
        raise InputError("it declares XML entities, which no office program does")
    return part


def read_docx(raw: bytes) -> Extracted:
    """Extract the text of a Word document, notes last, without what is marked as deleted. Raises `InputError`."""
    import mammoth

    box = open_box(raw)
    parts = {name: read_part(box, name) for name in box.namelist() if name.endswith((".xml", ".rels"))}
    if _MAIN not in parts and not any(name.startswith("word/document") for name in parts):
        raise InputError("an archive, but not a Word document")
    seen, hidden = _without_hidden(parts)
    page = mammoth.convert_to_html(
        io.BytesIO(_packed(box, seen) if hidden else raw),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda image: {}),
        external_file_access=False,
    ).value
    tree = parse_page(f"<html><body>{page}</body></html>")
    for mark in tree.xpath("//sup[a[starts-with(@href, '#footnote') or starts-with(@href, '#endnote')]]"):
        mark.drop_tree()  # the number of a note would stand among the words
    for mark in tree.xpath("//li//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"):
        mark.drop_tree()
    text = block_text(tree)
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the document")
    heads = [" ".join(head.text_content().split()) for head in tree.iter("h1")]
    return Extracted(
        text=text,
        reader=f"docx, mammoth {_version()}",
        title=next(filter(None, heads), None),
        warnings=hidden_remark(hidden),
    )


def _without_hidden(parts: Mapping[str, bytes | None]) -> tuple[dict[str, bytes], int]:
    """The parts without the hidden or white runs in them, and how many characters were removed."""
    from lxml import etree

    changed: dict[str, bytes] = {}
    count = 0
    for name, part in parts.items():
        if not part or not _TEXT_PART.match(name) or not _HIDING.search(part):
            continue
        root = _parsed(part)
        for run in list(root.iter(f"{_WORD}r")):
            if _is_hidden(run) and (parent := run.getparent()) is not None:
                count += len("".join(run.itertext()).strip())
                parent.remove(run)
        changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return changed, count


def _is_hidden(run: Any) -> bool:
    look = run.find(f"{_WORD}rPr")
    if look is None:
        return False
    vanish, color = look.find(f"{_WORD}vanish"), look.find(f"{_WORD}color")
    if vanish is not None and vanish.get(f"{_WORD}val", "true") not in ("0", "false", "off"):
        return True
    white = color is not None and color.get(f"{_WORD}val", "").lower() == "ffffff"
    return white and look.find(f"{_WORD}shd") is None and look.find(f"{_WORD}highlight") is None


def _packed(box: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced; pictures are not needed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for name in dict.fromkeys(box.namelist()):
            if name.endswith((".xml", ".rels")):
                copy.writestr(name, changed.get(name) or read_part(box, name) or b"")
    return stream.getvalue()


def _version() -> str:
    from importlib.metadata import version

    return version("mammoth")


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
    is_space = element.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break") and element.get(f"{_TEXT}c") != "0"
    return " " if is_space else element.text or ""  # one, however many it says: they are folded


def _title(meta: bytes | None, text: str) -> str | None:
    """The title in the document's properties, if its text begins with it: templates have titles of their own."""
    found = _parsed(meta).find(f".//{_DUBLIN}title") if meta else None
    title = " ".join((found.text or "").split()) if found is not None else ""
    return title if title and title in text[:5_000] else None


def read_rtf(raw: bytes) -> Extracted:
    """Extract the text of a Rich Text document. Raises `InputError` if it is not one or holds no text."""
    from importlib.metadata import version

    if not raw.lstrip().startswith(b"{\\rtf"):
        raise InputError("not a Rich Text document")
    source = raw.decode("cp1252", "replace")  # its own escapes name the code page of everything beyond ASCII
    seen = _HIDDEN.sub("", source)
    hidden = len(_plain(source)) - len(_plain(seen)) if seen != source else 0
    lines = (" ".join(line.split()) for line in _plain(seen).split("\n"))
    text = "\n\n".join(line for line in lines if line.strip("| "))
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the document")
    found = _TITLE.search(source)
    title = " ".join(_plain("{\\rtf1 " + found[1] + "}").split()) if found else ""
    return Extracted(
        text=text,
        reader=f"rtf, striprtf {version('striprtf')}",
        title=title if title and title in text[:5_000] else None,
        warnings=hidden_remark(max(0, hidden)),
    )


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call] # it has no types
