"""A Word document (.docx) to plain text, by mammoth. Runs in the child process. Reads no pictures, runs no macro."""

from __future__ import annotations

import io

from ..errors import InputError
from .block_text import block_text
from .formats import Extracted
from .html_page import parse_page
from .zip_box import open_box, read_part

_MAIN = "word/document.xml"
_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => h2:fresh"


def read_docx(raw: bytes) -> Extracted:
    """Extract the text of a Word document, notes last; what is marked as deleted is left out. Raises `InputError`."""
    import mammoth

    box = open_box(raw)
    parts = {name: read_part(box, name) for name in box.namelist() if name.endswith((".xml", ".rels"))}
    if _MAIN not in parts and not any(name.startswith("word/document") for name in parts):
        raise InputError("an archive that is no Word document")
    page = mammoth.convert_to_html(
        io.BytesIO(raw),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda image: {}),
        external_file_access=False,
    ).value
    tree = parse_page(f"<html><body>{page}</body></html>")
    for mark in tree.xpath("//sup[a[starts-with(@href, '#footnote') or starts-with(@href, '#endnote')]]"):
        mark.drop_tree()  # the figure of a note would stand among the words
    for mark in tree.xpath("//li//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"):
        mark.drop_tree()
    text = block_text(tree)
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the document")
    heads = [" ".join(head.text_content().split()) for head in tree.iter("h1")]
    return Extracted(text=text, reader=f"docx, mammoth {_version()}", title=next((h for h in heads if h), None) or None)


def _version() -> str:
    from importlib.metadata import version

    return version("mammoth")
