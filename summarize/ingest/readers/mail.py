"""Text of an e-mail (.eml): the plain part, or the HTML part if that says more; and of a page saved as .mhtml.

Runs in the child process. Attachments are named, but not opened. Newsletters are read as one text. An archive's article
is that of its first page (RFC 2557); nothing it names is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from ...errors import InputError
from ..decode import decode_declared
from ..extracted import Extracted, hidden_remark, mail_date
from .hidden_text import drop_hidden
from .html_page import block_text, parse_page, read_html

_MOST_PARTS = 1_000
_MOST_HEAD = 20_000  # characters of a header line; parsing takes quadratic time if quotation marks don't close
_HEADERS_READ = (
    *("subject", "from", "date", "content-type", "content-disposition"),
    *("content-transfer-encoding", "content-location"),
)
_MIN_PLAIN_SHARE = 0.5  # a plain part with less than this share of the HTML part's letters only points to the page
_MAX_NAMED_ATTACHMENTS = 5  # how many attachments are named
_LIST_MARKS = ("list-id", "list-unsubscribe", "list-post")


def read_mail(raw: bytes) -> Extracted:
    """Extract the text of a message; its subject is the title, its sender the publisher (a list) or the author."""
    message = parse_message(raw)
    if not message.keys():
        raise InputError("not an e-mail: it has no header")
    plain = _text_of(message.get_body(("plain",)))
    page, remarks = _page_text(message.get_body(("html",)))
    text = plain if len(plain) >= _MIN_PLAIN_SHARE * len(page) else page
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the message")
    name = _header(message, "from")
    sender = parseaddr(name)[0] or name
    is_list = any(mark in message for mark in _LIST_MARKS)
    return Extracted(
        text=text,
        reader="eml, 2",
        title=_header(message, "subject") or None,
        author=None if is_list else sender or None,
        publisher=sender or None if is_list else None,
        published=mail_date(_header(message, "date")) or None,
        warnings=(*(remarks if text is page else ()), *_attached(message)),
    )


def parse_message(raw: bytes) -> EmailMessage:
    """The parts of a message. Raises `InputError` if there are more than any e-mail has."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the default policy makes no other
    for count, part in enumerate(message.walk(), 1):
        if count > _MOST_PARTS:
            raise InputError(f"a message of more than {_MOST_PARTS:,} parts")
        if any(len(str(value)) > _MOST_HEAD for name, value in part.raw_items() if name.lower() in _HEADERS_READ):
            raise InputError("a message with a header line longer than any mail program writes")
    return message


def payload(part: MIMEPart) -> bytes:
    """A part's bytes, with its transfer encoding undone."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text_of(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    text = decode_declared(payload(part), part.get_content_charset()).text.replace("\r\n", "\n").strip()
    if part.get_param("format") == "flowed":  # RFC 3676: a blank at the end means that the line goes on
        text = text.replace(" \n", " ")
    return unwrapped(text)


def unwrapped(text: str) -> str:
    """A text whose lines were broken at a fixed width (mail, agency copy), with its paragraphs whole again.

    A break is removed only if the next word would not have fitted on the longest line, of at most 100 characters.
    """
    rows = [row.rstrip() for row in text.split("\n")]
    width = max(map(len, rows), default=0)
    if width > 100:
        return text
    parts: list[str] = []
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else ""
        first = row.split(" ", 1)[0]
        wrapped = before and row and row[0] not in " \t>-*•|=_" and len(before) + 1 + len(first) > max(width - 3, 50)
        parts.append((" " if wrapped else "\n" if place else "") + row)
    return "".join(parts)


def _page_text(part: MIMEPart | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The visible text of an HTML part. Newsletters use tables for layout, so markup does not show the main text."""
    if part is None:
        return "", ()
    try:
        tree = parse_page(decode_declared(payload(part), part.get_content_charset()).text)
    except InputError:  # an empty part
        return "", ()
    hidden = drop_hidden(tree)
    for cell in tree.iter("td", "th", "tr", "table"):
        cell.tag = "div"
    return block_text(tree), hidden_remark(hidden, "message")


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name) or "")
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):  # the parser trips over damaged headers
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:300]


def _attached(message: EmailMessage) -> tuple[tuple[str, str], ...]:
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    names = [" ".join(name.split())[:60] for name in names if not name.startswith("image/")]
    if not names:
        return ()
    named = ", ".join(names[:_MAX_NAMED_ATTACHMENTS]) + (" …" if len(names) > _MAX_NAMED_ATTACHMENTS else "")
    plural = "s were" if len(names) > 1 else " was"
    return (("attachments", f"{len(names)} attachment{plural} not read: {named}"),)


def read_mhtml(raw: bytes) -> Extracted:
    """Extract the article of the archive's first page. Raises `InputError` if it holds none."""
    message = parse_message(raw)
    start = str(message.get_param("start") or "").strip("<> ")
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = [part for part in pages if start and str(part.get("content-id") or "").strip("<> ") == start]
    for page in (*named, *pages):
        address = str(page.get("content-location") or message.get("snapshot-content-location") or "").strip()
        found = read_html(payload(page), page.get_content_charset(), address if "://" in address else None)
        return replace(found, reader=found.reader.replace("html", "mhtml", 1))
    raise InputError("no web page in the archive")
