"""What readers give of a document, within which limits; and what its text says of itself.

A text may begin with the fields of an e-mail's or a news wire's head: they change no text, so offsets still hold, and
the zones decide which lines are not part of the report. Or it only makes a request (pay, log in, accept cookies, prove
to be human): that makes a short text a wall; in a long one it is a box beside the news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime
from typing import Literal, TypeAlias, get_args

from ..lang.language import phrases_of_all

# "items" is a feed or an agency's delivery; its content is passed on as JSON, for `item_files`.
Reader: TypeAlias = Literal["html", "mhtml", "pdf", "docx", "odt", "rtf", "eml", "items"]
READERS: tuple[Reader, ...] = get_args(Reader)
_HEAD_CHARACTERS = 4_000  # characters within which a head stands
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):[ \t]{1,8}(\S.{0,400})")
_FORWARDED = re.compile(r"-{2,40}[^\n]{0,60}message[^\n]{0,40}\n", re.I)
_MAIL = frozenset(("from", "subject"))
_WIRE_TITLE = re.compile(r"\^(?![A-Z]{2}[-–]|Eds\b|EDS\b|By\b)([^\n<^]{10,200})<")
_MAX_BARE_WORDS = 60  # words; in a text this short one weak sign is enough
_SPACES = re.compile(r"\s+")
# Kinds of wall: the name of its signs in each language's data, the reason, and the most words such a page has (a
# teaser before a paywall has a hundred or more, other walls are short). The first that fits is the reason.
_WALLS = (
    ("paywall", "a paywall, not the article", 180),
    ("log_in", "a log-in page, not the article", 100),
    ("consent", "a consent page, not the article", 180),
    ("robots", "a check for robots, not the article", 100),
    ("scripts", "a page that needs scripts to show its text", 100),
    ("error", "an error page, not the article", 80),
)
_MAX_WALL_WORDS = max(most for _, _, most in _WALLS)
_WEAK_NEEDED = 2  # mentions in a bare text: a brief may mention a subscription once


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


def head_fields(text: str) -> dict[str, str]:
    """The title, author and published (ISO) that the head of a text gives; nothing if it has none."""
    head = text[:_HEAD_CHARACTERS].replace("\r\n", "\n").lstrip("\ufeff\n ")
    if title := _WIRE_TITLE.search(head):
        return {"title": " ".join(title[1].split())}
    return _mail_fields(_FORWARDED.sub("", head, count=1) if head.startswith("--") else head)


def _mail_fields(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.split("\n"):
        field = _FIELD.match(line)
        if not field:
            break
        fields.setdefault(field[1].lower(), " ".join(field[2].split()))
    if len(fields) < 2 or _MAIL.isdisjoint(fields):
        return {}
    sender, day = parseaddr(fields.get("from", ""))[0], fields.get("date", "")
    published = mail_date(day) if "," in day[:4] else ""
    found = {"title": fields.get("subject", ""), "author": sender, "published": published}
    return {key: value for key, value in found.items() if value}


def mail_date(text: str) -> str:
    """An e-mail's date in ISO 8601; "" for anything else."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def is_wall(text: str, title: str | None = None) -> str:
    """Why a page's text is not an article, such as "a paywall, not the article"; "" if it may be one.

    `text` is the main text that was found on the page. A long text is never a wall.
    """
    words = len(text.split())
    if words > _MAX_WALL_WORDS:
        return ""
    folded = _SPACES.sub(" ", f"{title or ''}\n{text}".lower().replace("’", "'"))
    signs, weak = phrases_of_all("wall_signs"), phrases_of_all("weak_wall_signs")
    for kind, reason, most in _WALLS:
        if words <= most and any(sign in folded for sign in signs[kind]):
            return reason
    if words > _MAX_BARE_WORDS:
        return ""
    found = (why for kind, why, _ in _WALLS if sum(map(folded.count, weak.get(kind, ()))) >= _WEAK_NEEDED)
    return next(found, "")
