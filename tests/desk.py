"""The desk: an OpenAI-compatible endpoint on 127.0.0.1 that answers with what was written for exactly that prompt.

Answers are kept in `tests/data/desk/NAME.yaml`, each under the SHA-256 of the prompt it was written for. A prompt that
nobody has answered is written to a file to be read, and refused. The desk invents nothing: it knows no facts.

A sentence cites lines as "24 The first words of line 24". When a prompt has changed, `accept` finds the same words in
it and files the answer under the new prompt; a plain number is kept as it is, for answers that are meant to be wrong.
Prompts that ask whether a sentence is supported are answered by that sentence, from `readings` of the scenario.

`python -m tests.desk` lets one try the program with a model that is none: it answers for `seeds/`, for an hour.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Written = dict[str, Any]  # one answer as its file holds it
_LINE = re.compile(r"^(\d+) (?!\[)(.*)$", re.MULTILINE)
_WORDS = 8  # of a cited line, kept beside its number
_MEND = "\nTo mend:\n"
_PIECE = 160  # characters of an event of a streamed reply
_SIGNS = {"You write one neutral": "write", "You choose sentences": "select", "You mend sentences": "repair"}
_CITING = ("headline", "sentences", "disagreements", "positions", "mended", "points", "cites")
ANY = "*"  # the reading of every sentence that has none of its own


def prompt_hash(messages: Sequence[Mapping[str, str]]) -> str:
    """The identity of a prompt: SHA-256 of its messages."""
    return hashlib.sha256(json.dumps(messages, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def lines_of(messages: Sequence[Mapping[str, str]]) -> dict[int, str]:
    """The numbered lines of a prompt's material."""
    material = messages[-1]["content"].partition(_MEND)[0]
    return {int(number): text for number, text in _LINE.findall(material)}


def _quoted_passage(asked: str) -> str:
    """A line of a reading: the sentence's first words beside the first words of its first passage."""
    lines = asked.splitlines()
    sentence = next(line.partition(": ")[2] for line in lines if line.startswith("Sentence: "))
    passage = next(line for line in lines[1:] if not line.startswith(("#", "before: ")))
    return f"{' '.join(sentence.split()[:3])} | {' '.join(passage.split()[:6])}"


def kind_of(body: Mapping[str, Any]) -> str:
    """Which template a request comes from, by the words it begins with; "check" when it is none of those that write."""
    first = body["messages"][0]["content"]
    return next((kind for sign, kind in _SIGNS.items() if first.startswith(sign)), "check")


@dataclass
class Desk:
    """`with Desk(answers, outbox) as desk: desk.url`. `readings` are replies by the sentence that is to be read.

    `used` are the answers given, in order, as they should be kept; `rebuilt` tells what `accept` filed anew.
    """

    answers: Sequence[Written]
    outbox: Path
    accept: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)
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
        if kind_of(body) == "check" and (reading := self._reading(body)):
            return 200, "application/json", json.dumps(_completion(body, {"around": reading})).encode()
        written = self._find(body)
        if written is None:
            return _error(404, f"nobody has answered this prompt; read {self._put_out(body).name}")
        self.used.append(written)
        if body.get("stream"):
            return 200, "text/event-stream", b"".join(_events(body, written))
        return 200, "application/json", json.dumps(_completion(body, written)).encode()

    def _reading(self, body: Mapping[str, Any]) -> str:
        """The reply to a prompt that asks whether a sentence is supported; "" when nobody has written one."""
        asked = body["messages"][-1]["content"]
        own = (reply for sentence, reply in self.readings.items() if sentence != ANY and sentence in asked)
        verdict = next(own, self.readings.get(ANY, ""))
        return verdict if "|" in verdict or not verdict else f"{_quoted_passage(asked)}\n{verdict}"

    def _find(self, body: Mapping[str, Any]) -> Written | None:
        identity, kind = prompt_hash(body["messages"]), kind_of(body)
        known = next((each for each in self.answers if each.get("prompt") == identity), None)
        if known or not self.accept:
            return known
        return self._refiled(kind, lines_of(body["messages"]), identity)

    def _refiled(self, kind: str, lines: Mapping[int, str], identity: str) -> Written | None:
        """An answer for a new prompt: one not yet filed, or one that fits whole; of selections the points that fit."""
        taken = {id(each.get("from", each)) for each in self.used}
        alike = [each for each in self.answers if each["template"] == kind and id(each) not in taken]
        for each in sorted(alike, key=lambda each: "prompt" in each):
            moved = _moved(each, lines)
            if moved:
                self.rebuilt.append(f"{kind} {identity[:12]}: an answer moved as it was")
                return {**moved, "prompt": identity, "from": each}
        points = self._points(lines) if kind == "select" else []
        if not points:
            return None
        self.rebuilt.append(f"{kind} {identity[:12]}: {len(points)} points chosen before; read it")
        return {"template": kind, "points": points, "prompt": identity}

    def _points(self, lines: Mapping[int, str]) -> list[list[int | str]]:
        """The points of all selections, in their order, as far as these lines hold them."""
        found: dict[tuple[int | str, ...], None] = {}
        for point in (point for each in self.answers for point in each.get("points", ())):
            moved = [_moved_cite(cite, lines) for cite in point if isinstance(cite, str)]
            found.setdefault(tuple(cite for cite in moved if cite))
        return [list(point) for point in found if point]

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
    if isinstance(written, list):
        parts = [_moved(each, lines) if isinstance(each, dict | list) else _moved_cite(each, lines) for each in written]
        return None if None in parts else parts
    moved = {
        key: _moved(value, lines) if key in _CITING else value for key, value in written.items() if key != "prompt"
    }
    return None if any(moved[key] is None for key in _CITING if key in moved) else moved


def _moved_cite(cite: int | str, lines: Mapping[int, str]) -> int | str | None:
    if isinstance(cite, int):
        return _shown(cite, lines[cite]) if cite in lines else cite
    words = re.sub(r"^\d+ ", "", cite)
    return next((_shown(number, text) for number, text in lines.items() if text.startswith(words)), None)


def _shown(number: int, text: str) -> str:
    return f"{number} {' '.join(text.split(' ')[:_WORDS])}"


def _numbers(cites: Sequence[int | str]) -> list[str]:
    return [str(cite).split(" ")[0] for cite in cites]


def _sentence(item: Written, style: str) -> str:
    """A sentence as the model would write it, its numbers in front or, in other styles, behind it."""
    numbers = _numbers(item["cites"])
    if style == "plain":
        return f"[{','.join(numbers)}]{' ~' if item.get('minor') else ''} {item['text']}"
    behind = "".join(f"[{number}]" for number in numbers)
    return f"- {item['text']} {behind}" if style == "bullets" else f"{item['text'].rstrip('.')} {behind}."


def _text(written: Written) -> str:
    """The reply's text in its style and in what the writer put around it, cut where they cut it."""
    style = written.get("style", "plain")
    lines = [",".join(_numbers(point)) for point in written.get("points", ())]
    if headline := written.get("headline"):
        numbers = ",".join(_numbers(headline["cites"]))
        lines.append(f"# {headline['text']} [{numbers}]" if style == "plain" else f"**Headline:** {headline['text']}")
    sentences = [_sentence(item, style) for item in written.get("sentences", ())]
    lines += [" ".join(sentences)] if style == "paragraph" else sentences
    for each in written.get("disagreements", ()):
        lines.append("! " + " | ".join([each["point"], *(_sentence(side, "plain") for side in each["positions"])]))
    for each in written.get("mended", ()):
        lines.append(f"{each['item']} " + (_sentence(each, "plain") if each["cites"] else "-"))
    text = written.get("around", "{}").replace("{}", "\n".join(lines), 1)
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


ADVICE = """\
The desk answers at {url}
with what was written by hand for the five articles in seeds/ ({name}). In another terminal:
  export OPENAI_BASE_URL={url} OPENAI_API_KEY=none
  summarize seeds/ --model desk --no-cache
It reads nothing: every sentence that is to be checked it calls supported. A prompt that nobody has answered is refused.
It ends by itself after {seconds:g} seconds, or with Ctrl-C.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer until the time is over. Says first where, and what to type."""
    from tests.replay import scenario

    parser = argparse.ArgumentParser(prog="python -m tests.desk", description="A model that is none, on 127.0.0.1.")
    parser.add_argument("name", nargs="?", default="direct", help="a scenario of tests/data/desk (default: direct)")
    parser.add_argument("--seconds", type=float, default=3600.0, help="how long it answers (default: 3600)")
    given = parser.parse_args(arguments)
    content = scenario(given.name).content
    with (
        tempfile.TemporaryDirectory() as outbox,
        Desk(content["answers"], Path(outbox), readings=content.get("readings", {})) as desk,
    ):
        sys.stdout.write(ADVICE.format(url=desk.url, name=given.name, seconds=given.seconds))
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            time.sleep(given.seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
