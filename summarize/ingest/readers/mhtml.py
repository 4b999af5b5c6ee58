"""The article of a page saved with its parts (.mhtml, RFC 2557). Runs in the child process. Loads nothing it names."""

from __future__ import annotations

from dataclasses import replace

from ...errors import InputError
from ..extracted import Extracted
from .html_page import read_html
from .mail import parse_message, payload


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
