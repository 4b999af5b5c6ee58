"""Plain text from an element tree of blocks (paragraphs, headings, lists, tables). Chooses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "title", "meta", "template", "noscript", "svg"))


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
