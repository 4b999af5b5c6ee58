"""An OpenAI-compatible endpoint on 127.0.0.1 that fails on demand: what vcrpy cannot hold.

A script gives each request, by its number (from 0), an `Act`. Requests are recorded; a chunked reply can drip, break
off, be reset, or be gzip that is none. It lives inside a test's event loop and ends with it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.loopback import loopback, read_request

KEY = "sk-test-0123456789abcdefXYZ"


@dataclass(frozen=True)
class Act:
    """What to do with one request: wait, answer with a status, headers and body, drip the body, break or reset."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    drip: float = 0.0  # seconds between the body's bytes
    cut: bool = False  # close before the last chunk
    reset: bool = False  # close without an answer
    kind: str = "application/json"


def completion(text: str | None = "{}", finish: str = "stop", **message: Any) -> bytes:
    """A whole chat completion of 7 prompt tokens and 3 more."""
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "choices": [
                {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
            ],
            "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
        }
    ).encode()


def events(*texts: str, finish: str | None = "stop", done: bool = True) -> bytes:
    """The same as a stream of events."""
    parts: list[dict[str, Any]] = [{"choices": [{"index": 0, "delta": {"content": text}}]} for text in texts]
    if finish:
        parts.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        parts.append({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}})
    lines = [f"data: {json.dumps(part)}\n\n" for part in parts]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def error(message: str, **more: Any) -> bytes:
    return json.dumps({"error": {"message": message, **more}}).encode()


OK = Act(body=completion('{"a": 1}'))
STREAM = Act(body=events('{"a":', " 1}"), kind="text/event-stream")


@dataclass
class FaultServer:
    """`async with FaultServer(script) as server`: the script is a list of acts (the last one repeats) or a function."""

    script: Sequence[Act] | Callable[[int, dict[str, Any]], Act]
    requests: list[dict[str, Any]] = field(default_factory=list)
    answered: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    most: int = 0  # requests answered at once; others get a 429

    async def __aenter__(self) -> FaultServer:
        self._life = loopback(self._answer)
        self.url = await self._life.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._life.__aexit__(None, None, None)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head, raw = await read_request(reader)
        lines = head.split("\r\n")[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = json.loads(raw)
        self.requests.append(body)
        self.headers.append(headers)
        self.times.append(asyncio.get_running_loop().time())
        number = len(self.requests) - 1
        if self.most and self.under_way >= self.most:
            return await _send(writer, Act(429, error("too many requests")))
        self.under_way += 1
        self.most_under_way = max(self.under_way, self.most_under_way)
        try:
            act = self.script(number, body) if callable(self.script) else self.script[min(number, len(self.script) - 1)]
            await asyncio.sleep(act.wait)
            if act.status == 200:
                self.answered.append(body)
        finally:
            self.under_way -= 1
        return await _send(writer, act)


async def _send(writer: asyncio.StreamWriter, act: Act) -> bool:
    if act.reset:
        writer.transport.abort()
        return False
    lines = [f"HTTP/1.1 {act.status} X", f"content-type: {act.kind}", "transfer-encoding: chunked"]
    lines += [f"{name}: {value}" for name, value in act.headers]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    size = 1 if act.drip else max(len(act.body), 1)
    for start in range(0, len(act.body), size):
        part = act.body[start : start + size]
        writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        await writer.drain()
        await asyncio.sleep(act.drip)
    if not act.cut:
        writer.write(b"0\r\n\r\n")
    await writer.drain()
    return not act.cut


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body)
