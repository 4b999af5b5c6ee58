"""Which reader a document needs, and what a reader gives. A child process (`serve`) parses it, within limits.

A document that is plain text or records needs no reader; its text is what its bytes decode to. A child process that
hangs, dies or exceeds its limits is ended, and no reply is trusted. One process is kept for the next document, because
starting it takes a second; it ends with this one.

The child reads requests from its standard input and writes replies to its standard output: four bytes of length,
big-endian, then JSON; a request's JSON is followed by the document's bytes. It writes no file and opens no connection.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, fields
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from ..child_process import bare_environment, boot_code, command
from ..errors import InputError
from ..records import Article
from .extracted import Extracted, Limits, Reader
from .record_files import ParsedArticle

_BOOT = boot_code("ingest.documents")
_MAX_REPLY_BYTES = 70_000_000  # bytes of a reply: ten million characters, at worst all escaped, and what is around them
_NO_ANSWER = "the process that read it gave no usable answer"
_START_SECONDS = 30.0  # seconds a process may take to load its libraries the first time, on a busy machine
_TEXTS = ("title", "author", "published", "publisher", "url", "language")
_NAMES = frozenset(field.name for field in fields(Extracted))
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

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's clock still ends what hangs
    resource = None  # type: ignore[assignment]

_READERS = {  # module and function
    "html": ("html_page", "read_html"),
    "mhtml": ("mail", "read_mhtml"),
    "pdf": ("pdf", "read_pdf"),
    "docx": ("office", "read_docx"),
    "odt": ("office", "read_odt"),
    "rtf": ("office", "read_rtf"),
    "eml": ("mail", "read_mail"),
    "items": ("feed_items", "read_items"),
}
_MAX_KEPT_MEMORY = 200_000_000  # bytes of memory; a larger process takes no further document


class Worker:
    """One child process and the pipes to it. Not for two threads at once."""

    def __init__(self) -> None:
        import subprocess  # takes start-up time, which plain text need not pay

        self.fresh = True
        self.late = False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
                command(_BOOT),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=bare_environment(),
                start_new_session=True,  # Ctrl-C is meant for us; we end the child ourselves
            )
        except OSError as error:
            raise InputError(f"the process that reads documents cannot be started ({error.strerror})") from error

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def ask(self, request: dict[str, object], raw: bytes, seconds: float) -> bytes:
        """One reply, b"" if the process ended instead of answering. Kills it after `seconds` of wall time."""
        assert self.process.stdin and self.process.stdout  # noqa: S101 - pipes, as asked for above
        clock = threading.Timer(seconds + (_START_SECONDS if self.fresh else 0), self._overrun)
        self.fresh = False
        clock.start()
        try:
            header = json.dumps(request).encode()
            self.process.stdin.write(len(header).to_bytes(4, "big") + header + raw)
            self.process.stdin.flush()
            size = int.from_bytes(self.process.stdout.read(4), "big")
            reply = self.process.stdout.read(size) if size <= _MAX_REPLY_BYTES else b""
            return reply if len(reply) == size else b""
        except OSError:  # the pipe broke: the process died before it had read everything
            return b""
        finally:
            clock.cancel()

    def close(self) -> None:
        """End the process and close the pipes; harmless if it has ended."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not sent can no longer be flushed
                    continue
        self.process.wait()

    def why_it_ended(self, limits: Limits) -> str:
        """Why it ended, in words."""
        from subprocess import TimeoutExpired

        try:
            code = self.process.wait(0.3)
        except TimeoutExpired:  # it lives, but what it sent was no reply
            return _NO_ANSWER
        if self.late or code == -getattr(signal, "SIGXCPU", 0):
            return f"reading it takes longer than {limits.seconds:g} s"
        if code == -getattr(signal, "SIGKILL", 0):
            return "the system ended the process that read it, most likely for lack of memory"
        return f"the process that read it crashed (exit {code})"

    def _overrun(self) -> None:
        self.late = True
        self.process.kill()


class _Pool:
    """The one process that is kept, started when needed; threads take turns. A forked process starts its own."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.owner = 0
        self.worker: Worker | None = None

    def ask(self, request: dict[str, object], raw: bytes, limits: Limits) -> dict[str, Any]:
        """The answer to one request, checked to be a JSON object. Raises `InputError` if there is none."""
        with self.turn:
            worker = self._ready()
            try:
                reply = worker.ask(request, raw, limits.seconds)
            except BaseException:  # Ctrl-C in the middle: the process would send this answer to the next question
                self._drop()
                raise
            answer = _object(reply)
            if answer is None:
                cause = worker.why_it_ended(limits)
                self._drop()
                raise InputError(cause)
            if answer.get("last") is not False:  # it has grown large and ends itself
                self._drop()
            return answer

    def close(self) -> None:
        with self.turn:
            self._drop()

    def _ready(self) -> Worker:
        if self.worker and self.owner != os.getpid():
            self.worker = None  # it is the parent's
        if self.worker and not self.worker.alive:
            self._drop()
        if self.worker is None:
            self.worker, self.owner = Worker(), os.getpid()
        return self.worker

    def _drop(self) -> None:
        if self.worker and self.owner == os.getpid():
            self.worker.close()
        self.worker = None


def _object(reply: bytes) -> dict[str, Any] | None:
    """A reply's JSON object, None for anything else: what the process read may have taken it over."""
    try:
        answer = json.loads(reply.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


_pool = _Pool()


atexit.register(_pool.close)


def close_workers() -> None:
    """End the child process; the next document starts another."""
    _pool.close()


def _understood(answer: dict[str, Any]) -> Extracted:
    """An answer turned into the record it must be."""
    if isinstance(cause := answer.get("error"), str):
        raise InputError(cause[:300])
    try:
        return _extracted(answer["found"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(_NO_ANSWER) from error


def _extracted(answer: dict[str, Any]) -> Extracted:
    if set(answer) != _NAMES or not all(isinstance(answer[name], str) for name in ("text", "reader")):
        raise ValueError("not the fields of a document")
    if not all(answer[name] is None or isinstance(answer[name], str) for name in _TEXTS):
        raise ValueError("not a text")
    pages = tuple((int(start), int(number)) for start, number in answer.pop("pages"))
    warnings = tuple((str(code), str(message)) for code, message in answer.pop("warnings"))
    length = len(answer["text"])
    if any(not 0 <= start <= length for start, _ in pages) or list(pages) != sorted(pages):
        raise ValueError("pages out of order")
    return Extracted(**answer, pages=pages, warnings=warnings)


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
    limits = limits or Limits()
    request: dict[str, object] = {
        "reader": reader,
        "charset": charset,
        "address": name if "://" in name else None,
        "size": len(raw),
        "seconds": limits.seconds,
        "memory": limits.memory,
        "characters": limits.characters,
    }
    return _understood(_pool.ask(request, raw, limits))


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
        **{name: getattr(found, name) for name in _TEXTS if name != "url"},
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


def serve() -> None:
    """Answer requests until standard input ends. What a library prints is discarded, so it cannot forge a reply."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    while header := requests.read(4):
        request = json.loads(requests.read(int.from_bytes(header, "big")))
        answer = reply_to(request, requests.read(request["size"]))
        last = _memory() > _MAX_KEPT_MEMORY
        _send(replies, answer | {"last": last})
        if last:
            return


def reply_to(request: dict[str, Any], raw: bytes) -> dict[str, object]:
    """The answer to one request: "found" with the fields of `Extracted`, or "error" with the cause in words."""
    _limit(request)
    try:
        found = read_document(request["reader"], raw, request["charset"], request["address"])
        if len(found.text) > request["characters"]:
            return {"error": f"more than {request['characters']:,} characters of text"}
        return {"found": asdict(found)}
    except InputError as error:
        return {"error": error.message}
    except MemoryError:
        return {"error": f"reading it takes more than {request['memory'] / 1e6:,.0f} MB of memory"}
    except RecursionError:
        return {"error": "it is nested too deeply"}
    except Exception as error:  # a parser may raise anything on a hostile document; the cause is passed on
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return {"error": f"it cannot be read as {request['reader'].upper()} ({cause})"}


def read_document(reader: Reader, raw: bytes, charset: str | None = None, address: str | None = None) -> Extracted:
    """Parse one document in this process. Raises `InputError` and whatever a library raises."""
    module, function = _READERS[reader]
    read: Callable[..., Extracted] = getattr(import_module(f".readers.{module}", __package__), function)
    told = {"html": (charset, address), "items": (charset,)}
    return read(raw, *told.get(reader, ()))


def _limit(request: dict[str, Any]) -> None:
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + request["seconds"]) + 1
    limits = {
        resource.RLIMIT_AS: request["memory"],
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for name, limit in limits.items():
        hard = resource.getrlimit(name)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(name, (soft, hard))
        except (OSError, ValueError):  # macOS has no limit on address space; time is still limited
            continue


def _memory() -> int:
    """The bytes that this process holds; if that cannot be seen, the most it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4_096
    except (OSError, ValueError, IndexError):  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0


def _send(stream: BinaryIO, answer: dict[str, object]) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(len(body).to_bytes(4, "big") + body)
    stream.flush()
