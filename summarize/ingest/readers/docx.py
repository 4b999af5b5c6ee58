"""Plain text from a Word document (.docx), by mammoth. Runs in the child process. Reads no pictures, runs no macros."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ..extracted import Extracted, hidden_remark
from .block_text import block_text
from .html_page import parse_page
from .zip_archive import open_box, read_part

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes)[0-9]*\.xml\Z")
_HIDING = re.compile(rb"<[a-z0-9]{1,10}:vanish|[fF]{6}")
_MAIN = "word/document.xml"
_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => h2:fresh"


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
        try:
            root = etree.fromstring(part, parser=etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise InputError(f"a damaged document ({' '.join(str(error).split())[:100]})") from error
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
