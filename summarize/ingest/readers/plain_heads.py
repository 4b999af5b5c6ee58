"""What the first lines of a plain text say of it if they are an e-mail's header or a news wire's: title, author, day.

Changes no text, so offsets still hold. The zones decide which lines are not part of the report.
"""

from __future__ import annotations

import re
from email.utils import parseaddr, parsedate_to_datetime

_HEAD = 4_000  # characters within which a head stands
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):[ \t]{1,8}(\S.{0,400})")
_FORWARDED = re.compile(r"-{2,40}[^\n]{0,60}message[^\n]{0,40}\n", re.I)
_MAIL = frozenset(("from", "subject"))
_WIRE_TITLE = re.compile(r"\^(?![A-Z]{2}[-–]|Eds\b|EDS\b|By\b)([^\n<^]{10,200})<")


def head_fields(text: str) -> dict[str, str]:
    """The title, author and published (ISO) that the head of a text gives; nothing if it has none."""
    head = text[:_HEAD].replace("\r\n", "\n").lstrip("\ufeff\n ")
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
    sender = parseaddr(fields.get("from", ""))[0]
    found = {"title": fields.get("subject", ""), "author": sender, "published": _day(fields.get("date", ""))}
    return {key: value for key, value in found.items() if value}


def _day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat() if "," in text[:4] else ""
    except (ValueError, TypeError, IndexError, OverflowError):  # not an e-mail's date
        return ""
