"""Has documents parsed by a child process, and ends it if it hangs, dies or exceeds its limits. Trusts no reply.

One process is kept for the next document, because starting it takes a second; it ends with this one.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import threading
from dataclasses import fields
from typing import Any

from ...child_process import bare_environment, boot_code, command
from ...errors import InputError
from ..extracted import Extracted, Limits, Reader

_BOOT = boot_code("ingest.sandbox.worker")
_MOST = 70_000_000  # bytes of a reply: ten million characters, at worst all escaped, and what is around them
_NO_ANSWER = "the process that read it gave no usable answer"
_START = 30.0  # seconds a process may take to load its libraries the first time, on a busy machine
_TEXTS = ("title", "author", "published", "publisher", "url", "language")
_NAMES = frozenset(field.name for field in fields(Extracted))


class Worker:
    """One child process and the pipes to it. Not for two threads at once."""

    def __init__(self) -> None:
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
        clock = threading.Timer(seconds + (_START if self.fresh else 0), self._overrun)
        self.fresh = False
        clock.start()
        try:
            header = json.dumps(request).encode()
            self.process.stdin.write(len(header).to_bytes(4, "big") + header + raw)
            self.process.stdin.flush()
            size = int.from_bytes(self.process.stdout.read(4), "big")
            reply = self.process.stdout.read(size) if size <= _MOST else b""
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
        try:
            code = self.process.wait(0.3)
        except subprocess.TimeoutExpired:  # it lives, but what it sent was no reply
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


def ask_worker(raw: bytes, reader: Reader, name: str, limits: Limits, charset: str | None) -> Extracted:
    """Have one document read by the child process. Raises `InputError`, its message only the cause."""
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
