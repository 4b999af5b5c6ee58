"""Which reader a document needs, and what a reader gives. Parses nothing here; a child process does (`worker_pool`).

A document that is plain text or records needs no reader; its text is what its bytes decode to.
"""

from __future__ import annotations

import hashlib
import re

from ...errors import InputError
from ...records import Article
from ..extracted import Extracted, Limits, Reader
from ..records.record_files import ParsedArticle

HEAD = 4_096  # bytes that `reader_of` wants to see

_ENDINGS: dict[str, Reader] = {
    **dict.fromkeys(("html", "htm", "xhtml", "xht", "shtml"), "html"),
    **dict.fromkeys(("mhtml", "mht"), "mhtml"),
    **dict.fromkeys(("docx", "docm"), "docx"),
    "pdf": "pdf",
    "odt": "odt",
    "rtf": "rtf",
    "eml": "eml",
}
_TYPES: dict[str, Reader] = {
    **dict.fromkeys(("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"), "html"),
    **dict.fromkeys(("multipart/related", "application/x-mimearchive"), "mhtml"),
    **dict.fromkeys(("application/pdf", "application/x-pdf"), "pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-word.document.macroenabled.12": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    **dict.fromkeys(("application/rtf", "text/rtf", "text/richtext"), "rtf"),
    "message/rfc822": "eml",
}
_SAYS_NOTHING = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/zip", "unknown/unknown"))
_ADVICE = "save it as plain text (.txt), HTML or PDF"
_REFUSED = {
    **dict.fromkeys(("epub", "application/epub+zip", "mobi", "azw3"), f"an e-book, which is not read; {_ADVICE}"),
    **dict.fromkeys(("doc", "application/msword"), "an old Word document (.doc), which is not read; save it as .docx"),
    **dict.fromkeys(
        ("xls", "xlsx", "ods", "application/vnd.ms-excel"), "a spreadsheet, which is not read; save it as .csv"
    ),
    **dict.fromkeys(("ppt", "pptx", "odp", "key", "pages"), f"an office document of a kind not read; {_ADVICE}"),
    **dict.fromkeys(("webarchive", "maff"), "a browser's archive of a kind not read; save the page as .html or .mhtml"),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]{0,200}>|<!--(?:[^-]|-(?!->)){0,2000}-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I
)
_MHTML_START = re.compile(rb"^(?:snapshot-content-location:|from:\s*<saved by )", re.I | re.M)


def reader_of(name: str, content_type: str | None = None, head: bytes = b"") -> Reader | None:
    """Which reader a document needs: by its first bytes, else by its declared type, else by its name's ending.

    `head` is at least the first 4,096 bytes, or all. None: plain text or records. Raises `InputError`, its message the
    reason in words, for a known kind of document that is not read.
    """
    ending = _ending(name)
    declared = (content_type or "").partition(";")[0].strip().lower()
    found = _by_magic(head, ending, declared)
    if found:
        return found
    for sign in (declared, ending if declared in _SAYS_NOTHING else ""):
        if sign in _REFUSED:
            raise InputError(_REFUSED[sign])
    if declared not in _SAYS_NOTHING:
        return _TYPES.get(declared)
    return _ENDINGS.get(ending)


def extract(
    raw: bytes, reader: Reader, name: str = "", limits: Limits | None = None, *, charset: str | None = None
) -> Extracted:
    """Read one document in a child process with limits of time and memory.

    `charset` is what the sender declared (HTTP), if anything. Raises `InputError`, its message only the cause, if the
    document is damaged, encrypted, hostile, too large or has no text; a bad document costs nothing but itself.
    """
    from .worker_pool import ask_worker  # subprocess and json take start-up time, which plain text need not pay

    return ask_worker(raw, reader, name, limits or Limits(), charset)


def draft_extracted(
    found: Extracted, raw: bytes, name: str, *, path: str | None = None, url: str | None = None
) -> ParsedArticle:
    """The article of a document: `name` for messages, `path` if it is a file, `url` if it was fetched from there.

    Its `sha256` is of the document's bytes, its `text_sha256` of the extracted text, which a summary carries.
    """
    article = Article(
        id="",
        text=found.text,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=path,
        url=url or found.url,
        title=found.title,
        publisher=found.publisher,
        author=found.author,
        published=found.published,
        language=found.language,
        stored=True,
        reader=found.reader,
        text_sha256=hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest(),
        pages=found.pages,
    )
    return ParsedArticle(article, name, found.warnings)


def _ending(name: str) -> str:
    """The letters after a name's last dot, in lower case; for an address, without what follows "?" or "#"."""
    if "://" in name:
        name = re.split(r"[?#]", name, maxsplit=1)[0]
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def _by_magic(head: bytes, ending: str, declared: str) -> Reader | None:
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1_024] and "pdf" in (ending, declared[-3:])):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OLD_OFFICE):
        raise InputError("an old Office document (.doc, .xls, .ppt), which is not read; save it as .docx")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head)
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "mhtml" if _MHTML_START.search(head) and b"multipart/related" in head.lower() else None


def _zipped(head: bytes) -> Reader | None:
    """What a ZIP archive holds, as far as its first entries show; None leaves it to the name."""
    if head[30:38] == b"mimetype":
        if b"application/epub+zip" in head[38:80]:
            raise InputError(_REFUSED["epub"])
        return "odt" if b"opendocument.text" in head[38:100] else None
    return "docx" if b"word/" in head else None
