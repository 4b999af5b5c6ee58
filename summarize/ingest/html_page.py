"""A web page to its article: main text by trafilatura, what the page says of itself. Runs in the child process.

Comments, menus, teasers and adverts go; so does what a reader of the page cannot see (`hidden`), which is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import InputError
from ..text.language import guess_language
from .charset import decode_declared
from .formats import Extracted, hidden_remark
from .hidden import drop_hidden
from .page_facts import page_address, page_date, page_language, page_title, site_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOTHING = "no article text found in the page"
_FRAMES = "a frameset: its text is in other files; save the page that is shown in the frame"
# On a short page trafilatura falls back to all text, menus and all; these are no article's words on any page.
_NEVER_TEXT = ("//nav", "//*[@role='navigation']", "//footer[not(ancestor::article or ancestor::main)]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def read_html(raw: bytes, charset: str | None = None, address: str | None = None) -> Extracted:
    """Extract the article of one page. `address` is where the page came from, when known. Raises `InputError`."""
    decoded = decode_declared(raw, charset)
    return read_page(decoded.text, address, decoded.remarks)


def read_page(page: str, address: str | None = None, remarks: tuple[tuple[str, str], ...] = ()) -> Extracted:
    """Extract the article of a decoded page."""
    import trafilatura
    from trafilatura.settings import Document

    tree = parse_page(page)
    hidden = drop_hidden(tree)
    # extensive_search guesses days from running text; a wrong day is worse than none.
    document = trafilatura.bare_extraction(
        tree,
        url=address,
        fast=True,
        with_metadata=True,
        include_comments=False,
        prune_xpath=list(_NEVER_TEXT),
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = spaced(str(document.text or "")) if isinstance(document, Document) else ""
    if not isinstance(document, Document) or not any(map(str.isalnum, text)):
        raise InputError(_FRAMES if tree.find(".//frameset") is not None else _NOTHING)
    return Extracted(
        text=text,
        reader=f"html, trafilatura {trafilatura.__version__}",
        title=page_title(tree, document.title),
        author=_author(document.author),
        published=page_date(tree, document.date),
        publisher=site_name(tree) or document.sitename,
        url=page_address(tree, address),
        language=guess_language(text) or page_language(tree),
        warnings=(*remarks, *hidden_remark(hidden, "page")),
    )


def parse_page(page: str) -> HtmlElement:
    """The tree of a page, without comments. Raises `InputError` when there is nothing in it."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_CONTROLS.sub(" ", page).encode(), parser=parser)
    except etree.ParserError as error:  # empty, or nothing but comments
        raise InputError(_NOTHING) from error
    return tree


def spaced(text: str) -> str:
    """Paragraphs, one a line, with an empty line between them and no white space at their ends."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _author(names: str | None) -> str | None:
    return ", ".join(name.strip() for name in names.split(";"))[:200] if names else None
