"""The desk: an OpenAI-compatible endpoint on 127.0.0.1 that answers with what was written for exactly that prompt.

Answers are kept in `tests/data/desk/NAME.yaml`, each under the SHA-256 of the prompt it was written for. A prompt that
nobody has answered is written to a file to be read, and refused. The desk invents nothing: it knows no facts.

A sentence cites lines as "24 The first words of line 24". When a prompt has changed, `accept` finds the same words in
it and files the answer under the new prompt; a plain number is kept as it is, for answers that are meant to be wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Written = dict[str, Any]  # one answer as its file holds it
_LINE = re.compile(r"^(\d+) (?!\[)(.*)$", re.MULTILINE)
_ASKED = re.compile(r"text of (\d+) sentences")
_BRACKET = re.compile(r" \([^()]*\)$")  # behind a note in a merge
_WORDS = 8  # of a cited line, kept beside its number
_MEND = "\nTo mend:\n"
_PIECE = 160  # characters of an event of a streamed reply
_SIGNS = {"repair": "You mend", "extract": "You take notes", "merge": "numbered notes", "direct": ""}
_KEYS = ("headline", "sentences", "disagreements")


def prompt_hash(messages: Sequence[Mapping[str, str]]) -> str:
    """The identity of a prompt: SHA-256 of its messages."""
    return hashlib.sha256(json.dumps(messages, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def lines_of(messages: Sequence[Mapping[str, str]]) -> dict[int, str]:
    """The numbered lines of a prompt's material."""
    material = messages[-1]["content"].partition(_MEND)[0]
    return {int(number): text for number, text in _LINE.findall(material)}


def kind_of(body: Mapping[str, Any]) -> str:
    """Which template a request comes from: the schema's name, or the keys the schema in its prompt asks for."""
    named = body.get("response_format", {}).get("json_schema", {}).get("name")
    system = body["messages"][0]["content"]
    return named or next(
        kind
        for kind, sign in (
            ("repair", "You mend"),
            ("extract", "You take notes"),
            ("merge", "numbered notes"),
            ("direct", ""),
        )
        if sign in system
    )


@dataclass
class Desk:
    """`with Desk(answers, outbox) as desk: desk.url`. `refuses` are response formats the server says it does not know.

    `complete` says that every call of the run was answered once: only then are merges put together from sentences.
    `used` are the answers given, in order, as they should be kept; `rebuilt` tells what `accept` put together anew.
    """

    answers: Sequence[Written]
    outbox: Path
    accept: bool = False
    complete: bool = True
    refuses: Sequence[str] = ()
    used: list[Written] = field(default_factory=list)
    rebuilt: list[str] = field(default_factory=list)
    unanswered: list[Path] = field(default_factory=list)

    def __enter__(self) -> Desk:
        desk = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, kind, reply = desk.respond(body)
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def respond(self, body: Mapping[str, Any]) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer to one request."""
        asked = body.get("response_format", {}).get("type", "text")
        if asked in self.refuses:
            return _error(400, f"response_format: {asked} is not supported by this server")
        written = self._find(body)
        if written is None:
            return _error(404, f"nobody has answered this prompt; read {self._put_out(body).name}")
        self.used.append(written)
        if body.get("stream"):
            return 200, "text/event-stream", b"".join(_events(body, written))
        return 200, "application/json", json.dumps(_completion(body, written)).encode()

    def _find(self, body: Mapping[str, Any]) -> Written | None:
        identity, kind = prompt_hash(body["messages"]), kind_of(body)
        known = next((each for each in self.answers if each.get("prompt") == identity), None)
        if known or not self.accept:
            return known
        asked = _ASKED.search(body["messages"][0]["content"]) if kind != "extract" else None
        return self._refiled(kind, lines_of(body["messages"]), identity, int(asked[1]) if asked else 1)

    def _refiled(self, kind: str, lines: Mapping[int, str], identity: str, asked: int) -> Written | None:
        """An answer for a new prompt: one not yet filed, one that fits whole, or the sentences that fit, if enough."""
        taken = {id(each.get("from", each)) for each in self.used}
        alike = [each for each in self.answers if each["template"] == kind and id(each) not in taken]
        for each in sorted(alike, key=lambda each: "prompt" in each):
            moved = _moved(each, lines)
            if moved:
                self.rebuilt.append(f"{kind} {identity[:12]}: an answer moved as it was")
                return {**moved, "prompt": identity, "from": each}
        if kind != "extract" and not self.complete:
            return None
        pool = {key: self._pool(kind, key, lines) for key in _KEYS}
        pool["sentences"] += self._repeated(pool["sentences"], lines, asked) if kind == "merge" else []
        held = next((each for each in self.answers if each["template"] == kind), {})
        if len(pool["sentences"]) < asked:
            return None
        self.rebuilt.append(f"{kind} {identity[:12]}: put together from {len(pool['sentences'])} sentences; read it")
        first = {key: pool["sentences"][0][key] for key in ("text", "cites")}
        whole = {**pool, "headline": next(iter(pool["headline"]), first)}
        return {"template": kind, "prompt": identity, **{key: whole[key] for key in _KEYS if key in held}}

    def _repeated(self, found: Sequence[Written], lines: Mapping[int, str], asked: int) -> list[Written]:
        """Notes of this prompt that no found sentence cites, word for word, the weightiest first, up to `asked`."""
        cited = {str(cite).split(" ")[0] for each in found for cite in each["cites"]}
        notes = {each["text"]: each for answer in self.answers for each in answer.get("sentences", ())}
        own = [
            {**notes[text], "cites": [_shown(number, line)]}
            for number, line in lines.items()
            if str(number) not in cited and (text := _BRACKET.sub("", line)) in notes
        ]
        return sorted(own, key=lambda each: -each["weight"])[: max(0, asked - len(found))]

    def _pool(self, kind: str, key: str, lines: Mapping[int, str]) -> list[Written]:
        """What the filed answers of a template hold under a key, as far as these lines carry it."""
        filed = [each[key] for each in self.answers if each["template"] == kind and key in each and "prompt" in each]
        items = [item for each in filed for item in (each if isinstance(each, list) else [each])]
        found = [moved for item in items if (moved := _moved_item(item, lines)) is not None]
        return list({each.get("text", each.get("point")): each for each in found}.values())

    def _put_out(self, body: Mapping[str, Any]) -> Path:
        """Write a prompt to a file for a person to answer."""
        self.outbox.mkdir(parents=True, exist_ok=True)
        identity = prompt_hash(body["messages"])
        path = self.outbox / f"{kind_of(body)}-{identity[:12]}.txt"
        texts = "\n\n".join(f"--- {each['role']}\n{each['content']}" for each in body["messages"])
        path.write_text(f"prompt: {identity}\n\n{texts}\n", encoding="utf-8")
        self.unanswered.append(path)
        return path


def _moved(written: Written, lines: Mapping[int, str]) -> Written | None:
    """An answer with its citations found again in these lines; None when one is not there."""
    moved = {key: value for key, value in written.items() if key != "prompt"}
    for key in ("sentences", "disagreements"):
        if key in written:
            moved[key] = [_moved_item(item, lines) for item in written[key]]
    if "headline" in written:
        moved["headline"] = _moved_item(written["headline"], lines)
    lost = any(
        moved.get(key) is None or (isinstance(moved[key], list) and None in moved[key]) for key in _KEYS if key in moved
    )
    return None if lost else moved


def _moved_item(item: Written, lines: Mapping[int, str]) -> Written | None:
    if "positions" in item:
        positions = [_moved_item(each, lines) for each in item["positions"]]
        return None if None in positions else {**item, "positions": positions}
    cites = [_moved_cite(cite, lines) for cite in item["cites"]]
    return None if None in cites else {**item, "cites": cites}


def _moved_cite(cite: int | str, lines: Mapping[int, str]) -> int | str | None:
    if isinstance(cite, int):
        return _shown(cite, lines[cite]) if cite in lines else cite
    words = re.sub(r"^\d+ ", "", cite)
    return next((_shown(number, text) for number, text in lines.items() if text.startswith(words)), None)


def _shown(number: int, text: str) -> str:
    return f"{number} {' '.join(text.split(' ')[:_WORDS])}"


def _numbered(item: Written) -> Written:
    """A sentence as the model would write it: citations as numbers."""
    if "positions" in item:
        return {**item, "positions": [_numbered(each) for each in item["positions"]]}
    return {**item, "cites": [cite if isinstance(cite, int) else int(cite.split(" ")[0]) for cite in item["cites"]]}


def _text(written: Written) -> str:
    """The reply's text: JSON with a sentence a line, in what the writer put around it, cut where they cut it."""
    parts = []
    for key in _KEYS:
        value = written.get(key)
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(_numbered(item), ensure_ascii=False) for item in value)
            parts.append(f'"{key}": [\n{rows}\n]' if rows else f'"{key}": []')
        elif value:
            parts.append(f'"{key}": {json.dumps(_numbered(value), ensure_ascii=False)}')
    text = "{" + ",\n".join(parts) + "}"
    text = written.get("around", "{}").replace("{}", text, 1)
    return text[: written["cut"]] if "cut" in written else text


def _usage(body: Mapping[str, Any], text: str) -> dict[str, int]:
    from summarize.tokens import count_tokens

    prompt, completion = sum(count_tokens(each["content"]) for each in body["messages"]), count_tokens(text)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _completion(body: Mapping[str, Any], written: Written) -> dict[str, Any]:
    refusal = written.get("refusal")
    text = "" if refusal else _text(written)
    message = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
    finish = "length" if "cut" in written else "stop"
    return {
        "object": "chat.completion",
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": _usage(body, refusal or text),
    }


def _events(body: Mapping[str, Any], written: Written) -> Iterator[bytes]:
    """The same reply, piece by piece."""
    key, text = ("refusal", written["refusal"]) if written.get("refusal") else ("content", _text(written))
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    parts: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": {key: piece}, "finish_reason": None}]} for piece in pieces
    ]
    parts.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "length" if "cut" in written else "stop"}]})
    parts.append({"choices": [], "usage": _usage(body, text)})
    for part in parts:
        event = {"object": "chat.completion.chunk", "model": body["model"], **part}
        yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
    yield b"data: [DONE]\n\n"


def _error(status: int, message: str) -> tuple[int, str, bytes]:
    return (
        status,
        "application/json",
        json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode(),
    )
