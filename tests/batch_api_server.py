"""A Batch API on 127.0.0.1: files in (multipart), batches, files out; it shuffles, loses, repeats and ends as told.

`answer` gives the completion for a request's body. `ending` is asked for each batch, by its number from 0, how it ends.
`before` and `after` are told the name of each request ("upload", "submit", "list", "look", "fetch") before it is done
and before it is answered: a test may end its client there.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_FILENAME = re.compile(rb'filename="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a batch ends, after so many looks. Names are `custom_id`s by place: those of the lines in the file.

    `lost` lines stand nowhere, `expired` ones among the errors with `reason`, `refused` ones have that status and body.
    `repeated` stand twice, and `noise` are further lines as they are. Lines come in the order that `order` makes.
    """

    status: str = "completed"
    looks: int = 1
    lost: Callable[[int], bool] = lambda _: False
    expired: Callable[[int], bool] = lambda _: False
    refused: Callable[[int, dict[str, Any]], tuple[int, dict[str, Any]] | None] = lambda *_: None
    repeated: Callable[[int], bool] = lambda _: False
    noise: tuple[bytes, ...] = ()
    reason: str = "batch_expired"
    why: str = ""
    order: Callable[[list[bytes]], list[bytes]] = lambda lines: lines[::-1]


@dataclass
class BatchServer:
    """`with BatchServer(answer) as server: server.url`."""

    answer: Callable[[dict[str, Any]], dict[str, Any]]
    ending: Callable[[int], Ending] = lambda _: Ending()
    before: Callable[[str], None] = lambda _: None
    after: Callable[[str], None] = lambda _: None
    status: Callable[[str], int] = lambda _: 200  # of each request by its name
    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    answered: list[str] = field(default_factory=list)  # requests that were answered and are paid, as JSON

    def __enter__(self) -> BatchServer:
        served = self
        self._lock = threading.RLock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                served._serve(self, b"")

            def do_POST(self) -> None:
                served._serve(self, self.rfile.read(int(self.headers.get("content-length") or 0)))

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:  # a client that was ended
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/openai/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def lines(self, batch: str) -> list[dict[str, Any]]:
        """The lines that were submitted."""
        return [json.loads(line) for line in self.files[self.batches[batch]["input_file_id"]].splitlines()]

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        name, do = self._found(handler.command, handler.path.partition("?")[0].removeprefix("/openai/v1"))
        self.keys.add(handler.headers.get("authorization", ""))
        self.requests.append(name)
        self.before(name)
        status = self.status(name)
        with self._lock:
            told = do(body) if status == 200 else {"error": {"message": f"no {name} now"}}
        self.after(name)
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        handler.send_response(404 if told == _NOTHING else status)
        handler.send_header("content-type", "application/octet-stream" if raw is told else "application/json")
        handler.send_header("content-length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    def _found(self, method: str, path: str) -> tuple[str, Callable[[bytes], Any]]:
        """The name of a request, and what does it."""
        _, kind, *rest = path.split("/")
        named = rest[0] if rest else ""
        known: dict[tuple[str, ...], tuple[str, Callable[[bytes], Any]]] = {
            ("POST", "files"): ("upload", self._upload),
            ("GET", "files", named): ("file", lambda _: {"id": named, "object": "file", "purpose": "batch"}),
            ("GET", "files", named, "content"): ("fetch", lambda _: self.files.get(named, _NOTHING)),
            ("POST", "batches"): ("submit", self._submit),
            ("GET", "batches"): ("list", lambda _: self._list()),
            ("GET", "batches", named): ("look", lambda _: self._look(named)),
            ("POST", "batches", named, "cancel"): ("cancel", lambda _: self._end(named, _CANCELLED)),
        }
        return known[method, kind, *rest]

    def _list(self) -> dict[str, Any]:
        return {"object": "list", "data": list(self.batches.values())[::-1], "has_more": False}

    def _upload(self, body: bytes) -> dict[str, Any]:
        boundary = body.partition(b"\r\n")[0]
        part = next(part for part in body.split(boundary) if b"filename=" in part)
        found = _FILENAME.search(part)
        assert found
        name = f"file-{len(self.files)}"
        self.files[name] = part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
        self.names[name] = found[1].decode()
        return {"id": name, "object": "file", "purpose": "batch", "filename": self.names[name], "status": "processed"}

    def _submit(self, body: bytes) -> dict[str, Any]:
        asked = json.loads(body)
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        number = len(self.batches)
        name = f"batch_{number}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "status": "validating",
            "created_at": number,
            "number": number,
            "endpoint": asked["endpoint"],
            "completion_window": "24h",
            "input_file_id": asked["input_file_id"],
            "metadata": asked["metadata"],
            "looks": 0,
            "output_file_id": None,
            "error_file_id": None,
        }
        return self.batches[name]

    def _look(self, name: str) -> Any:
        batch = self.batches.get(name)
        if batch is None:
            return _NOTHING
        batch["looks"] += 1
        ending = self.ending(batch["number"])
        if batch["status"] not in _ENDS:
            batch["status"] = "in_progress"
            if batch["looks"] > ending.looks:
                self._end(name, ending)
        return batch

    def _end(self, name: str, ending: Ending) -> dict[str, Any]:
        batch, output, errors = self.batches[name], list(ending.noise), []
        for place, line in enumerate(self.lines(name) if ending.status != "failed" else []):
            head = {"id": f"r{place}", "custom_id": line["custom_id"]}
            if ending.lost(place):
                continue
            if ending.expired(place):
                error = {"code": ending.reason, "message": f"this request was not done: {ending.reason}"}
                errors.append(json.dumps({**head, "response": None, "error": error}).encode())
                continue
            refused = ending.refused(place, line["body"])
            if refused:
                answer = {"status_code": refused[0], "request_id": "q", "body": {"error": refused[1]}}
                errors.append(json.dumps({**head, "response": answer, "error": None}).encode())
                continue
            self.answered.append(json.dumps(line["body"]["messages"]))
            answer = {"status_code": 200, "request_id": f"q{place}", "body": self.answer(line["body"])}
            output += [json.dumps({**head, "response": answer, "error": None}).encode()] * (1 + ending.repeated(place))
        batch["status"] = ending.status
        if ending.why:
            batch["errors"] = {"object": "list", "data": [{"code": "x", "message": ending.why}]}
        for kind, lines in (("output", output), ("error", errors)):
            if lines:
                self.files[f"{kind}-{name}"] = b"".join(line + b"\n" for line in ending.order(lines))
                batch[f"{kind}_file_id"] = f"{kind}-{name}"
        return batch


_CANCELLED = Ending(status="cancelled", expired=lambda _: True, reason="batch_cancelled")
_NOTHING = {"error": {"message": "there is none"}}
_ENDS = ("completed", "failed", "expired", "cancelled")


def completion(text: str, prompt: int = 100, written: int = 10) -> dict[str, Any]:
    """The body of an answer."""
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "c", "object": "chat.completion", "choices": [choice], "usage": usage}
