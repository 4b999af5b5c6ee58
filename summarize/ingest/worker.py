"""The child process that parses documents: one after another, within limits, so that a hostile one does no harm.

It reads requests from its standard input and writes replies to its standard output: four bytes of length, big-endian,
then JSON; a request's JSON is followed by the document's bytes. It writes no file and opens no connection.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import InputError
from .extracted import Extracted, Reader

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's clock still ends what hangs
    resource = None  # type: ignore[assignment]

_READERS = {  # documents that need no outside information: (module, function)
    "pdf": ("pdf", "read_pdf"),
    "docx": ("office", "read_docx"),
    "odt": ("office", "read_odt"),
    "rtf": ("office", "read_rtf"),
    "eml": ("mail", "read_mail"),
}
_MAX_KEPT_MEMORY = 200_000_000  # bytes of memory; a larger process takes no further document


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
    if reader == "html":
        from .readers.html_page import read_html

        return read_html(raw, charset, address)
    if reader == "mhtml":
        from .readers.mail import read_mhtml

        return read_mhtml(raw)
    if reader == "items":
        from .readers.feed_items import read_items

        return read_items(raw, charset)
    module, function = _READERS[reader]
    read: Callable[[bytes], Extracted] = getattr(import_module(f".readers.{module}", __package__), function)
    return read(raw)


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
