"""Mends a page's tree where a part that is never read has swallowed the article: an element that was never closed.

What holds most of a page's prose is no menu, no footer and no text for browsers without scripts, whatever its tag says.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Parts that are left out by their tags. A declarative shadow root is an ordinary part of its page.
_PARTS = (
    *("noscript", "template", "nav", "footer", "aside", "header", "form", "fieldset", "figure", "figcaption", "menu"),
    *("dialog", "button", "label", "picture", "video", "audio", "object", "canvas", "map", "marquee", "noindex"),
)
_SHADOWS = ("shadowrootmode", "shadowroot")
_TEXTS = ".//text()[string-length() >= 40][not(parent::a or parent::script or parent::style or parent::option)]"
_PROSE = 40  # characters of a piece of text that is no label
_NEARLY_ALL = 0.8  # a real side column or footer beside a short article stays below
_MARKS = ("role", "class", "id", "hidden", "aria-hidden", "style")  # by which other programs know such a part
_LEAST = 200  # characters of prose that make a page's text
_MOST = 40  # parts of one page that are looked into; each costs a walk through what it holds


def mend(tree: HtmlElement) -> None:
    """Make the parts that hold nearly all of the page's prose ordinary divisions, in place."""
    for template in tree.iter("template"):
        if any(template.get(name) is not None for name in _SHADOWS):
            template.tag = "div"
    named = chain(tree.iter(*_PARTS), tree.xpath("//*[@role='navigation']"))
    parts = [part for part in named if len(part) and part.xpath("string-length(.)") >= _LEAST]
    total = _prose(tree) if parts else 0
    for part in parts[:_MOST]:
        if total >= _LEAST and _prose(part) >= _NEARLY_ALL * total:
            part.tag = "div"
            for name in _MARKS:
                part.attrib.pop(name, None)


def _prose(element: HtmlElement) -> int:
    """Characters of running text in an element, links left out."""
    pieces = element.xpath(_TEXTS, smart_strings=False)
    return sum(length for piece in pieces if (length := len(piece.strip())) >= _PROSE)
