"""A piece of HTML that is an article already, as feeds and agencies deliver it, to plain text. Chooses nothing.

What its reader could not see is dropped, as in a whole page. Runs in the child process.
"""

from __future__ import annotations

import re

from ..errors import InputError

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:]{0,20}(?=[\s/>])|&(?:[a-zA-Z]{2,10}|#[0-9xXa-fA-F]{1,8});")


def fragment_text(markup: str) -> str:
    """The text of a fragment, a block a line with an empty line between; "" when it holds none."""
    from .block_text import block_text
    from .hidden import drop_hidden
    from .html_page import parse_page

    if not markup.strip():
        return ""
    try:
        tree = parse_page(f"<div>{markup}</div>")
    except InputError:  # nothing but comments
        return ""
    drop_hidden(tree)
    return block_text(tree)


def plain_or_fragment(text: str) -> str:
    """The text of what may be HTML or not, as a feed's descriptions: markup is told by a tag or a character's name."""
    return fragment_text(text) if _TAG.search(text) else lines(text)


def lines(text: str) -> str:
    """A plain text with its lines kept, white space folded, at most one empty line between them."""
    kept = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def byline(text: str) -> str:
    """Who wrote it, without the "By" before the name."""
    first, _, rest = text.partition(" ")
    return rest.strip() if first.lower().rstrip(":") == "by" else text


def one_line(text: object) -> str:
    """A value that should be one line: its tags dropped, its white space folded; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join((fragment_text(text) if _TAG.search(text) else text).split())
