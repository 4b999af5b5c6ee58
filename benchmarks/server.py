"""An OpenAI-compatible server on 127.0.0.1 with a stated latency model, which answers as much as it is asked for.

`writer.py` makes what it writes: sentences of the prompt in the requested form. A reply is sent token by token, with
the real vocabulary; prompts are measured here by their characters.
`python -m benchmarks.server '{"slots": 8}'` prints its URL, and ends with its standard input, or after `seconds`.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from codecs import getincrementaldecoder
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from .loopback import loopback, read_request
from .writer import reply_to

_KINDS = {
    "You write one neutral": "write", "You choose sentences": "select", "You mend sentences": "repair",
    "You check one sentence": "check",
}  # fmt: skip
FEWEST_CHARACTERS = 3  # per token, over thousands of them
PROMPT_CHARACTERS = 4.5  # per token: more than in a reply, because a prompt holds less JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How the server behaves. Seconds of wall time; no reply is longer than `most_tokens`.

    `slots` requests are answered at once; others wait in line, or get a 429 if `refuse` is set. Every `fail_every`th
    request gets a 500 (0: none). `rpm` requests per minute are let in, `burst` of them at once (0: any number); others
    get a 429 with Retry-After. A prompt longer than `window` tokens gets a 400. The server ends after `seconds`.
    """

    first_token: float = 0.4
    tokens_a_second: float = 80.0
    most_tokens: int = 8_192
    slots: int = 16
    refuse: bool = False
    fail_every: int = 0
    rpm: float = 0.0
    burst: int = 1
    window: int = 128_000
    seconds: float = 1800.0


@dataclass(slots=True, kw_only=True)
class Served:
    """One request. Times are monotonic seconds of this machine, 0.0 for what did not happen; tokens see above.

    `kind` is the template of one of our prompts, else "text". `needed` is the time that the latency model alone takes.
    """

    kind: str
    arrived: float
    began: float = 0.0
    first: float = 0.0
    ended: float = 0.0
    status: int = 0
    tokens: int = 0
    needed: float = 0.0
    prompt: str = ""


@dataclass
class Server:
    """`async with Server(Service()) as server`: `server.url` is the base URL, `server.served` what was asked of it."""

    service: Service = field(default_factory=Service)
    served: list[Served] = field(default_factory=list)
    url: str = ""
    under_way: int = 0
    most_under_way: int = 0
    _level: float = 0.0  # requests the rate limit still lets in
    _filled: float = 0.0

    async def __aenter__(self) -> Server:
        self._free = asyncio.Semaphore(self.service.slots)
        self._clock = asyncio.get_running_loop().time
        self._level, self._filled = self.service.burst, self._clock()
        self._life = loopback(self._serve)
        self.url = await self._life.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._life.__aexit__(None, None, None)

    def report(self) -> dict[str, Any]:
        """What any GET gives: every request, with its prompt's exact length in tokens instead of its text."""
        from summarize.tokens import count_tokens

        calls = [{**asdict(each), "prompt": count_tokens(each.prompt)} for each in self.served]
        return {"calls": calls, "most_under_way": self.most_under_way}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head, body = await read_request(reader)
        if head.startswith("GET "):
            _send(writer, 200, self.report())
        else:
            await self._answer(json.loads(body), writer)
        await writer.drain()
        return True

    async def _answer(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        """Answer one request, or refuse it."""
        served = Served(kind=_kind(body), arrived=self._clock(), prompt=_prompt(body))
        self.served.append(served)
        refusal, headers = self._refusal(served)
        if refusal:
            served.status, served.ended = refusal, self._clock()
            _send(writer, refusal, {"error": {"message": f"refused with {refusal}", "type": "benchmark"}}, headers)
            return
        async with self._slot():
            served.began = self._clock()
            limit = body.get("max_completion_tokens") or body.get("max_tokens") or self.service.most_tokens
            text = reply_to(body, min(self.service.most_tokens, limit))
            pieces = in_tokens(text)
            served.tokens = len(pieces)
            served.needed = self.service.first_token + served.tokens / self.service.tokens_a_second
            await (self._stream if body.get("stream") else self._whole)(served, pieces, writer)
            served.status, served.ended = 200, self._clock()

    def _refusal(self, served: Served) -> tuple[int, dict[str, str]]:
        """The status to refuse a request with, and headers; 0 to let it in."""
        service = self.service
        if is_longer(served.prompt, service.window):
            return 400, {}
        if service.refuse and self.under_way >= service.slots:
            return 429, {}
        if service.rpm:
            rate, now = service.rpm / 60, self._clock()
            self._level, self._filled = min(service.burst, self._level + rate * (now - self._filled)), now
            if self._level < 1:
                return 429, {"retry-after": str(math.ceil((1 - self._level) / rate))}
            self._level -= 1
        return (500, {}) if service.fail_every and len(self.served) % service.fail_every == 0 else (0, {})

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        async with self._free:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            try:
                yield
            finally:
                self.under_way -= 1

    async def _whole(self, served: Served, pieces: Sequence[str], writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(served.needed)
        served.first = self._clock()
        message = {"role": "assistant", "content": "".join(pieces)}
        _send(writer, 200, {**_frame("message", message, "stop"), "usage": _usage(served)})

    async def _stream(self, served: Served, pieces: Sequence[str], writer: asyncio.StreamWriter) -> None:
        """Send a token at a time, each when it is due."""
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        start = served.began + self.service.first_token
        for number, piece in enumerate(pieces):
            await asyncio.sleep(start + number / self.service.tokens_a_second - self._clock())
            served.first = served.first or self._clock()
            _event(writer, _frame("delta", {"content": piece}, None))
        _event(writer, _frame("delta", {}, "stop"))
        _event(writer, {"choices": [], "usage": _usage(served)})
        _event(writer, None)
        writer.write(b"0\r\n\r\n")


def is_longer(prompt: str, tokens: int) -> bool:
    """Whether an English prompt has more than so many tokens; they are counted only if characters leave it open."""
    from summarize.tokens import count_tokens

    return len(prompt) > FEWEST_CHARACTERS * tokens and count_tokens(prompt) > tokens


def in_tokens(text: str) -> list[str]:
    """A text cut into its tokens; one that ends inside a character gives the character to the next."""
    from summarize.tokens import load_encoding

    encoding, decoder = load_encoding("o200k_base"), getincrementaldecoder("utf-8")()
    return [decoder.decode(encoding.decode_single_token_bytes(token)) for token in encoding.encode_ordinary(text)]


def _send(writer: asyncio.StreamWriter, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
    body = json.dumps(value).encode()
    lines = [f"HTTP/1.1 {status} X", "content-type: application/json", f"content-length: {len(body)}"]
    lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)


def _event(writer: asyncio.StreamWriter, value: object) -> None:
    line = f"data: {json.dumps(value) if value else '[DONE]'}\n\n".encode()
    writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")


def _frame(part: str, message: Mapping[str, object], finish: str | None) -> dict[str, object]:
    kind = "chat.completion" if part == "message" else "chat.completion.chunk"
    choice = {"index": 0, part: message, "finish_reason": finish}
    return {"id": "chatcmpl-0", "object": kind, "created": 0, "model": "benchmark", "choices": [choice]}


def _usage(served: Served) -> dict[str, int]:
    prompt = math.ceil(len(served.prompt) / PROMPT_CHARACTERS)
    return {"prompt_tokens": prompt, "completion_tokens": served.tokens, "total_tokens": prompt + served.tokens}


def _kind(body: Mapping[str, Any]) -> str:
    """The template that a request comes from, by its first words; "text" for what other programs ask."""
    first = body["messages"][0]["content"].partition("\n")[0]
    return next((kind for words, kind in _KINDS.items() if first.startswith(words)), "text")


def _prompt(body: Mapping[str, Any]) -> str:
    """All that a provider counts as the prompt."""
    return "\n".join(message["content"] for message in body["messages"])


async def _main(service: Service) -> None:
    """Serve until standard input ends, or the time is over. The vocabulary is read before the first request comes."""
    in_tokens("")
    async with Server(service) as server:
        print(server.url, flush=True)
        ended = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(ended), sys.stdin)
        with suppress(TimeoutError):
            async with asyncio.timeout(service.seconds):
                await ended.read()


if __name__ == "__main__":
    asyncio.run(_main(Service(**json.loads(sys.argv[1]) if sys.argv[1:] else {})))
