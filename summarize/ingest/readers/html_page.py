"""A web page's article: main text by trafilatura, and what the page says of itself. Runs in the child process.

Comments, menus, teasers and adverts are dropped; so is what a reader of the page cannot see (`hidden`), with a warning.

A part that is never read may have swallowed the article, because an element was never closed: what holds most of a
page's prose is not a menu, a footer or a text for browsers without scripts, whatever its tag says.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from ...errors import InputError
from ...nlp.language_id import guess_language
from ...nlp.tokenize import UNSPACED
from ..decode import decode_declared
from ..extracted import Extracted, hidden_remark
from .hidden_text import drop_hidden
from .page_facts import (
    forget_page,
    host_name,
    page_address,
    page_author,
    page_date,
    page_language,
    page_title,
    site_name,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Parts that are left out because of their tags. A declarative shadow root is an ordinary part of its page.
_PARTS = (
    *("noscript", "template", "nav", "footer", "aside", "header", "form", "fieldset", "figure", "figcaption", "menu"),
    *("dialog", "button", "label", "picture", "video", "audio", "object", "canvas", "map", "marquee", "noindex"),
)
_SHADOWS = ("shadowrootmode", "shadowroot")
_TEXTS = ".//text()[string-length() >= 20][not(parent::a or parent::script or parent::style or parent::option)]"
_PROSE = 40  # columns of text beyond a label's; scripts without blanks say as much in half the characters
_NEARLY_ALL = 0.8  # a real sidebar or footer beside a short article has less
_MARKS = ("role", "class", "id", "hidden", "aria-hidden", "style")  # by which other programs recognize such a part
_MIN_PROSE_COLUMNS = 200  # columns of prose that make a page's text
_MAX_EXAMINED_PARTS = 40  # parts of one page that are examined; each costs a walk through its content
_BLOCKS = frozenset((
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "title", "meta", "template", "noscript", "svg"))
_NOTHING = "no article text found in the page"
_FRAMES = "a frameset: its text is in other files; save the page that is shown in the frame"
# On a short page trafilatura falls back to all text, menus included; on no page are these an article's words.
_NEVER_TEXT = "//*[self::nav or @role='navigation' or (self::footer and not(ancestor::article or ancestor::main))]"
_WORDLESS = "//*[self::style or self::svg or (self::script and not(contains(@type, 'ld+json')))]"
_SHOWN = "//text()[not(parent::script or parent::style or parent::noscript or parent::option)]"
_UNLINKED = "//text()[not(parent::a or parent::script or parent::style or parent::noscript or parent::option)]"
_RULES = 3  # raised whenever our code around trafilatura gives a different text for the same page
_MAX_DOUBTED_CHARACTERS = 3_000  # characters; a longer text is never doubted
_MIN_TEXT_SHARE = 0.2  # of the page's text, below which much may be missing; trafilatura's own measure too
_MIN_GAIN = 1.5  # times the fast method's text, to be believed
_ENDS = (".", "!", "?", "。", "！", "？", "।", "”", '"')
_LINE, _PROSE_SHARE = 60, 0.3  # characters of a line with a sentence; a dump of menus has hardly any
# "<html … />" ends the page for the parser, but for no browser.
_CLOSED_AT_ONCE = re.compile(r"(<(?:html|body)\b[^<>]{0,1000}?)\s*/>", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def repair_tree(tree: HtmlElement) -> None:
    """Turn the parts that hold nearly all of the page's prose into ordinary divisions, in place."""
    for template in tree.iter("template"):
        if any(template.get(name) is not None for name in _SHADOWS):
            template.tag = "div"
    named = chain(tree.iter(*_PARTS), tree.xpath("//*[@role='navigation']"))
    parts = [part for part in named if len(part) and part.xpath("string-length(.)") >= _MIN_PROSE_COLUMNS // 2]
    total = _prose(tree) if parts else 0
    for part in parts[:_MAX_EXAMINED_PARTS]:
        if total >= _MIN_PROSE_COLUMNS and _prose(part) >= _NEARLY_ALL * total:
            part.tag = "div"
            for name in _MARKS:
                part.attrib.pop(name, None)


def _prose(element: HtmlElement) -> int:
    """Columns of running text in an element, without its links."""
    pieces = element.xpath(_TEXTS, smart_strings=False)
    return sum(width for piece in pieces if (width := _width(piece.strip())) >= _PROSE)


def _width(text: str) -> int:
    """The columns of a text: two for a character of a script that is written without blanks."""
    return len(text) if text.isascii() else len(text) + len(UNSPACED.findall(text))


def block_text(tree: HtmlElement) -> str:
    """The text of a tree: one block per line, with an empty line between them; list items begin with "- ".

    The cells of a table row stand on one line, separated by " | ". Walks without recursion.
    """
    lines: list[str] = []
    parts: list[str] = []

    def close() -> None:
        line = " ".join("".join(parts).split())
        if line.strip("-| "):
            lines.append(line)
        parts.clear()

    pending: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while pending:
        element, left = pending.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCKS and not (tag not in ("tr", "table") and _in_row(element))
        if left:
            _leave(tag, parts)
        elif tag and tag not in _SILENT:
            if block:
                close()
            parts.append(("- " if tag == "li" else "") + (element.text or ""))
            pending.append((element, True))
            pending.extend((child, False) for child in reversed(element))
            continue
        if block:
            close()
        if element is not tree:
            parts.append(("\n" if tag == "br" else "") + (element.tail or ""))
    close()
    return "\n\n".join(lines)


def _leave(tag: str, parts: list[str]) -> None:
    if tag in _CELLS:
        parts.append(" | ")
    elif tag in _BLOCKS:
        parts.append(" ")


def _in_row(element: HtmlElement) -> bool:
    """Whether an element is a table cell or lies in one, at most a few levels up: the cell's blocks share its line."""
    for _ in range(4):
        if element is None:
            return False
        if element.tag in _CELLS:
            return True
        element = element.getparent()
    return False


def read_html(raw: bytes, charset: str | None = None, address: str | None = None) -> Extracted:
    """Extract the article of one page. `address` is where the page came from, if known. Raises `InputError`."""
    decoded = decode_declared(raw, charset)
    return read_page(decoded.text, address, decoded.remarks)


def read_page(page: str, address: str | None = None, remarks: tuple[tuple[str, str], ...] = ()) -> Extracted:
    """Extract the article of a decoded page."""
    import trafilatura

    tree = parse_page(page)
    repair_tree(tree)
    hidden = drop_hidden(tree)
    for part in tree.xpath(_WORDLESS):  # the tree is copied and walked several times, so it had better be small
        part.drop_tree()
    text = _main_text(tree)
    if not any(map(str.isalnum, text)):
        raise InputError(_FRAMES if tree.find(".//frameset") is not None else _NOTHING)
    try:
        published, doubts = page_date(tree, address)
        home = page_address(tree, address)
        return Extracted(
            text=text,
            reader=f"html, trafilatura {trafilatura.__version__}, rules {_RULES}",
            title=page_title(tree),
            author=page_author(tree),
            published=published,
            publisher=site_name(tree) or host_name(home),
            url=home,
            language=guess_language(text) or page_language(tree),
            warnings=(*remarks, *hidden_remark(hidden, "page"), *doubts),
        )
    finally:
        forget_page()


def _main_text(tree: HtmlElement) -> str:
    """The article's text: by trafilatura's fast method, and by its thorough one if that found little or only lists."""
    for part in tree.xpath(_NEVER_TEXT):
        part.drop_tree()
    text = _extracted(tree, fast=True)
    if not _is_poor(text, tree):
        return text
    more = _extracted(tree, fast=False)
    return more if len(more) > _MIN_GAIN * len(text) or _share_of_prose(more) > _share_of_prose(text) else text


def _extracted(tree: HtmlElement, *, fast: bool) -> str:
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(tree, fast=fast, include_comments=False)
    return spaced(str(found.text or "")) if isinstance(found, Document) else ""


def _is_poor(text: str, tree: HtmlElement) -> bool:
    """Whether a text is little of what the page shows, or has hardly a sentence while the rest of the page has some."""
    told = _share_of_prose(text)
    if told >= _PROSE_SHARE and len(text) >= _MAX_DOUBTED_CHARACTERS:
        return False
    if told >= _PROSE_SHARE and len(text) >= _MIN_TEXT_SHARE * sum(map(len, map(str.strip, _texts(tree, _SHOWN)))):
        return False
    beside = sum(length for piece in _texts(tree, _UNLINKED) if (length := len(piece.strip())) >= _LINE)
    return beside > _MIN_GAIN * told * len(text)


def _texts(tree: HtmlElement, path: str) -> list[str]:
    found: list[str] = tree.xpath(path, smart_strings=False)
    return found


def _share_of_prose(text: str) -> float:
    """The share of a text's characters in lines that are as long as a sentence or end one."""
    lines = text.split("\n")
    return sum(len(line) for line in lines if len(line) >= _LINE or line.endswith(_ENDS)) / max(1, len(text))


def parse_page(page: str) -> HtmlElement:
    """The tree of a page, without comments. Raises `InputError` if there is nothing in it."""
    from lxml import etree, html

    page = _CLOSED_AT_ONCE.sub(r"\1>", page, count=2)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_CONTROLS.sub(" ", page).encode(), parser=parser)
    except etree.ParserError as error:  # empty, or nothing but comments
        raise InputError(_NOTHING) from error
    return tree


def spaced(text: str) -> str:
    """Paragraphs, one per line, with an empty line between them and no white space at their ends."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)
