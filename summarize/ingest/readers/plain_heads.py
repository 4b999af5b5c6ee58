"""What the first lines of a plain text say of it where they are a mail's head or a news wire's: title, author, day.

Changes no text: offsets refer to it as it is. Which lines are no report, the zones tell.
"""

from __future__ import annotations

import re
from email.utils import parseaddr, parsedate_to_datetime

_HEAD = 4_000  # characters in which a head stands
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):[ \t]{1,8}(\S.{0,400})")
_FORWARDED = re.compile(r"-{2,40}[^\n]{0,60}message[^\n]{0,40}\n", re.I)
_MAIL = frozenset(("from", "subject"))
_WIRE_TITLE = re.compile(r"\^(?![A-Z]{2}[-–]|Eds\b|EDS\b|By\b)([^\n<^]{10,200})<")


def head_fields(text: str) -> dict[str, str]:
    """The title, author and published (ISO) that the head of a text gives; nothing where it has none."""
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
    except (ValueError, TypeError, IndexError, OverflowError):  # no date of a mail
        return ""
