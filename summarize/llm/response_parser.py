"""A server's answer, read: whole or as a stream of events, into one `Reply` - or into the fault that it is.

Nothing here is trusted before it is read: the caller bounds sizes, shapes are checked, nothing is repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import Finish, Reply
from .provider_errors import Failed, Fault, Kind, fault_of_status, is_secret, redact, without_key, without_page

_FINISH: Mapping[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "content_filter",
    "refusal": "refusal",
}
_DATA = b"data:"
_THINK_OPEN, _THINK_CLOSE = "<think>", "</think>"
_CHARACTERS = 4  # per token of reasoning, if the server shows its text but does not count it
_TIER = re.compile(r"[a-z_]{1,20}")


@dataclass(slots=True)
class Answer:
    """One answer as it comes in. `secret` is the key, `content_type` the header, `most` the largest size in bytes.

    `most_text` is the longest text with its reasoning, in characters, however it is packed. `done` says that the server
    has finished; `thought` counts characters of reasoning text, which is not the reply's. All methods raise `Failed`.
    """

    secret: str
    content_type: str
    most: int
    most_text: int = 1_000_000
    done: bool = False
    thought: int = 0
    _size: int = 0
    _length: int = 0  # characters of text and reasoning
    _apart: int = 0  # characters of reasoning in a field of its own
    _tier: str = ""
    _begun: bool = False  # the reply's own text has begun
    _front: str = ""  # what came before that
    _held: str = ""  # the end of what came, while it may be the beginning of the key
    _text: list[str] = field(default_factory=list)
    _refusal: list[str] = field(default_factory=list)
    _finish: object = None
    _usage: Mapping[str, Any] = field(default_factory=dict)
    _rest: bytearray = field(default_factory=bytearray)

    def feed(self, chunk: bytes) -> str:
        """Take the next bytes and give the reply's text that came with them; a whole answer gives none."""
        self._size += len(chunk)
        if self._size > self.most:
            raise _too_large(f"the server's answer is larger than {self.most:,} bytes")
        self._rest += chunk
        return self._events() if self._streamed and b"\n" in chunk else ""

    @property
    def _streamed(self) -> bool:
        return "event-stream" in self.content_type.lower()

    def _events(self) -> str:
        """Read the whole lines that are there."""
        before = len(self._text)
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            data = line[len(_DATA) :].strip() if line.startswith(_DATA) else b""
            if data == b"[DONE]":
                self.done = True
            elif data:
                self._take(_document(data, self.content_type, self.secret), "delta")
        self._held += "".join(self._text[before:])
        cut = len(self._held) if self.done else len(self._held) - _begun_key(self._held, self.secret)
        words, self._held = _clean(self._held[:cut], self.secret), self._held[cut:]
        return self._shown(words)

    def _shown(self, words: str) -> str:
        """Hold words back while they may be reasoning in front of the reply."""
        if self._begun:
            return words
        self._front += words
        start = self._front.lstrip()
        if start.startswith(_THINK_OPEN) and _THINK_CLOSE not in start:
            self.thought += len(words)
            return ""
        if not start or (len(start) < len(_THINK_OPEN) and _THINK_OPEN.startswith(start)):
            return ""
        self._begun = True
        return _without_thoughts(start)

    def _take(self, document: dict[str, Any], part: str) -> None:
        choices = document.get("choices")
        if document.get("error") and not choices:
            raise Failed(_fault_inside(document, self.secret))
        if isinstance(document.get("usage"), dict):
            self._usage = document["usage"]
        if not isinstance(choices, list) or (part == "message" and not choices):
            raise Failed(Fault(kind=Kind.MALFORMED, message="the server's answer has no choices", status=200))
        choice = choices[0] if choices and isinstance(choices[0], dict) else {}
        self._finish = choice.get("finish_reason") or self._finish
        tier = document.get("service_tier")
        self._tier = tier if isinstance(tier, str) and _TIER.fullmatch(tier) else self._tier
        message = choice.get(part)
        if isinstance(message, dict):
            self._add(message)

    def _add(self, message: Mapping[str, Any]) -> None:
        """Keep a message's text, and count what it shows of the model's reasoning."""
        text = _text(message.get("content"))
        thought = len(_text(message.get("reasoning_content")) or _text(message.get("reasoning")))
        self._text.append(text)
        self._refusal.append(_text(message.get("refusal")))
        self._apart += thought
        self.thought += thought
        self._length += len(text) + thought
        if self._length > self.most_text:
            raise _too_large(f"the reply is longer than {self.most_text:,} characters, many times what was asked for")

    def reply(self) -> Reply:
        """Give the reply once all has come in: a cut stream and an empty answer are faults."""
        if not self._streamed:
            self._take(_document(bytes(self._rest), self.content_type, self.secret), "message")
        elif not self.done and not self._finish:
            raise Failed(Fault(kind=Kind.LOST, message="the answer broke off before its end", status=200))
        refusal = _clean("".join(self._refusal), self.secret)
        finish = "refusal" if refusal else _FINISH.get(str(self._finish), "stop")
        whole = _clean("".join(self._text), self.secret)
        text = _without_thoughts(whole)
        if finish == "stop" and not text.strip():
            raise Failed(Fault(kind=Kind.EMPTY, message="the server's answer is empty", status=200))
        seen = (self._apart + len(whole) - len(text)) // _CHARACTERS
        return Reply(text=text, finish=finish, refusal=refusal, tier=self._tier, **_tokens(self._usage, seen))


def _too_large(message: str) -> Failed:
    return Failed(Fault(kind=Kind.TOO_LARGE, message=message, status=200))


def _tokens(usage: Mapping[str, Any], seen: int) -> dict[str, Any]:
    """The counts of a reply. `seen` is our guess at its tokens of reasoning, for a server that does not report them.

    Some providers (xAI, Gemini) leave reasoning out of the reply's tokens and charge for it all the same: then only the
    total holds it.
    """
    prompt, written = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    beside = max(0, _count(usage.get("total_tokens")) - prompt - written) if written else 0
    named = _detail(usage, "completion_tokens_details", "reasoning_tokens") or beside
    return {
        "prompt_tokens": prompt,
        "completion_tokens": written + beside,
        "cached_prompt_tokens": _detail(usage, "prompt_tokens_details", "cached_tokens"),
        "written_prompt_tokens": _detail(usage, "prompt_tokens_details", "cache_write_tokens"),
        "reasoning_tokens": named or (min(seen, written) if written else seen),
    }


def _detail(usage: Mapping[str, Any], details: str, name: str) -> int:
    found = usage.get(details)
    return _count(found.get(name)) if isinstance(found, dict) else 0


def _document(body: bytes, content_type: str, secret: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        return document
    kind = redact(content_type, secret) or "without a content type"
    start = redact(without_page(body[:20_000].decode("utf-8", "replace")), secret)
    message = f"the server's answer is {kind}, not a JSON object ({start})"
    raise Failed(Fault(kind=Kind.MALFORMED, message=message, status=200))


def _fault_inside(document: Mapping[str, Any], secret: str) -> Fault:
    """Some gateways report errors inside a 200, with the status as the error's code. The 200 may have been charged."""
    error = document["error"]
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code <= 599 else 500
    return replace(fault_of_status(status, json.dumps({"error": error}), secret=secret), charged=True)


def _text(content: object) -> str:
    """The text of a message's content, which may be a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str))


def _clean(text: str, secret: str) -> str:
    """Text that can be written anywhere: no lone surrogates, and not the key, should a server echo it."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return without_key(text, secret)


def _begun_key(text: str, secret: str) -> int:
    """Length of the end of a text that may be the beginning of the key."""
    if not is_secret(secret):
        return 0
    longest = min(len(secret) - 1, len(text))
    return next((size for size in range(longest, 0, -1) if text.endswith(secret[:size])), 0)


def _without_thoughts(text: str) -> str:
    """Take off the reasoning that some servers leave in front of the reply."""
    start = text.lstrip()
    if start.startswith(_THINK_OPEN):
        _, closed, rest = start.partition(_THINK_CLOSE)
        return rest.lstrip() if closed else ""
    return text


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
