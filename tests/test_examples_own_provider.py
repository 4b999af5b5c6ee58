"""The example of another provider works, against a server of that shape on this machine."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from summarize.llm import Call, Reply
from summarize.llm.runner import ModelRun

EXAMPLE = Path(__file__).parents[1] / "examples" / "own_provider.py"


class Chat(BaseHTTPRequestHandler):
    asked: ClassVar[list[dict]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        said = {"message": {"content": '{"a": 1}'}, "prompt_eval_count": 7, "eval_count": 3}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        pass


def example():
    spec = importlib.util.spec_from_file_location("own_provider", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_example_answers_calls_of_a_run():
    with HTTPServer(("127.0.0.1", 0), Chat) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        model = example().OllamaModel("some-model", f"http://127.0.0.1:{server.server_port}/api/chat")
        call = Call(name="direct", messages=(("user", "Hello"),), schema={"type": "object"})

        async def main() -> tuple[Reply, ...]:
            async with ModelRun(model) as run:
                return await run.answer([call])

        try:
            replies = asyncio.run(main())
        finally:
            server.shutdown()
            thread.join()
    assert replies == (Reply(text='{"a": 1}', prompt_tokens=7, completion_tokens=3),)
    assert Chat.asked == [
        {
            "model": "some-model",
            "messages": [{"role": "user", "content": "Hello"}],
            "format": {"type": "object"},
            "stream": False,
        }
    ]


def test_the_model_of_the_example_is_short():
    lines = EXAMPLE.read_text(encoding="utf-8").split("    async def complete")[1].split("\n\n\n")[0].splitlines()
    assert len([line for line in lines if line.strip()]) <= 10
