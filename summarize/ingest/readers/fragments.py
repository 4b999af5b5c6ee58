"""What the readers of feeds share: the items they give, and plain text from pieces of HTML. Chooses nothing.

A piece is already an article, as feeds and agencies deliver it. What a reader could not see is dropped, as in a whole
page. Runs in the child process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...errors import InputError

# What an item may say, all as text; "teaser" is "yes" where its text is a summary of a page elsewhere.
KEYS = ("text", "title", "author", "published", "publisher", "origin", "language", "url", "teaser", "skip", "note")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:]{0,20}(?=[\s/>])|&(?:[a-zA-Z]{2,10}|#[0-9xXa-fA-F]{1,8});")
# Tags that separate blocks, as they occur in a text that was escaped twice, or sent as plain text though it is markup.
_BLOCK_TAG = re.compile(r"<(?:/(?:p|div|h[1-6]|li|ul|ol|blockquote|table|tr|td)|br ?/?|p)(?:\s[^<>]{0,300})?>", re.I)
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|a|font|sup|sub|small|mark|cite|q)(?:\s[^<>]{0,500})?/?>", re.I)
_NAMES = (
    "audio|btn|button|caption|cm_ad|column|contact-form|dropcap|embed|fusion|gallery|googlemap|iframe|instagram|newsletter"
    "|playlist|pullquote|quote|related|row|section|soundcloud|spacer|tweet|twitter|video|youtube"
)
# A content system's own marks: a known name, one with an underscore as page builders write, or one with values.
_CAPTION = re.compile(r"\[(caption|embed)\b[^\[\]]{0,500}\][^\[]{0,1000}\[/\1\]", re.I)
_SHORTCODE = re.compile(
    rf"\[/?(?:(?:{_NAMES})|[a-z]{{2,12}}_[a-z0-9_]{{1,40}}|[a-z][a-z0-9-]{{1,40}}(?=\s[^\[\]]{{0,200}}=))"
    r"(?:\s[^\[\]]{0,500})?\]|\[/[a-z][a-z0-9_-]{1,40}\]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Items:
    """What a document holds: "feed" or "items", its own title, what read it, and its items (`KEYS` to texts)."""

    form: str
    reader: str
    title: str = ""
    items: list[dict[str, str]] = field(default_factory=list)


def fragment_text(markup: str) -> str:
    """The text of a fragment: one block per line, with an empty line between them; "" if it holds none."""
    from .hidden_text import drop_hidden
    from .html_page import block_text, parse_page

    if not markup.strip():
        return ""
    try:
        tree = parse_page(f"<div>{markup}</div>")
    except InputError:  # nothing but comments
        return ""
    drop_hidden(tree)
    return block_text(tree)


def plain_or_fragment(text: str) -> str:
    """The text of what may be HTML or not, as in a feed's description: tags and named characters show markup."""
    return fragment_text(text) if _TAG.search(text) else lines(text)


def has_tags(text: str) -> bool:
    """Whether a text contains markup as literal characters."""
    return bool(_BLOCK_TAG.search(text) or _INLINE_TAG.search(text))


def without_literal_markup(text: str) -> str:
    """A text without literal tags and without a content system's shortcodes."""
    if "<" in text and has_tags(text):
        blocks = [text] if _BLOCK_TAG.search(text) else re.split(r"\n\s{0,20}\n", text)
        text = "\n\n".join(filter(None, map(fragment_text, blocks)))
    if "[" not in text:
        return text
    plain = _SHORTCODE.sub(" ", _CAPTION.sub(" ", text))
    return text if plain == text else lines(plain)


def lines(text: str) -> str:
    """A plain text with its lines kept, white space folded and at most one empty line between them."""
    kept = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def byline(text: str) -> str:
    """The author, without the "By" before the name."""
    first, _, rest = text.partition(" ")
    return rest.strip() if first.lower().rstrip(":") == "by" else text


def line_without_tags(text: object) -> str:
    """A value that should be one line: tags dropped, white space folded; "" for what is not text."""
    if not isinstance(text, str):
        return ""
    return " ".join((fragment_text(text) if _TAG.search(text) else text).split())
