"""What a reader finds in a document, and what reading one may cost: what the sandbox and the readers agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

# "items" is a feed or an agency's delivery; its content is passed on as JSON, for `item_files`.
Reader: TypeAlias = Literal["html", "mhtml", "pdf", "docx", "odt", "rtf", "eml", "items"]
READERS: tuple[Reader, ...] = get_args(Reader)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of CPU and of wall time, bytes of address space, characters of text."""

    seconds: float = 20.0
    memory: int = 400_000_000
    characters: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a reader found in a document. All offsets of citations point into `text`.

    `published` is an ISO date or date-time; `pages` gives (start offset, page number) for each page, in order, () if a
    document has none; `warnings` are (code, message) pairs. `reader` names the reader and its library with the version,
    such as "html, trafilatura 2.3.1, rules 2": the same reader gives the same text for the same bytes.
    """

    text: str
    reader: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


def hidden_remark(count: int, what: str = "document") -> tuple[tuple[str, str], ...]:
    """The warning that so many characters were left out because a reader of the page or document cannot see them."""
    return (("hidden_text", f"{count:,} characters that the {what} hides were left out"),) if count else ()
