"""Repairs a page's tree if a part that is never read has swallowed the article, because an element was never closed.

What holds most of a page's prose is not a menu, a footer or a text for browsers without scripts, whatever its tag says.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ...nlp.tokenize import UNSPACED

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
_LEAST = 200  # columns of prose that make a page's text
_MOST = 40  # parts of one page that are examined; each costs a walk through its content


def mend(tree: HtmlElement) -> None:
    """Turn the parts that hold nearly all of the page's prose into ordinary divisions, in place."""
    for template in tree.iter("template"):
        if any(template.get(name) is not None for name in _SHADOWS):
            template.tag = "div"
    named = chain(tree.iter(*_PARTS), tree.xpath("//*[@role='navigation']"))
    parts = [part for part in named if len(part) and part.xpath("string-length(.)") >= _LEAST // 2]
    total = _prose(tree) if parts else 0
    for part in parts[:_MOST]:
        if total >= _LEAST and _prose(part) >= _NEARLY_ALL * total:
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
