"""Another provider in ten lines: anything with `async def complete(call) -> Reply` can write the summary.

This one speaks to a server with Ollama's interface on this machine, using only the standard library. With an `identity`
its replies can be kept in the cache; faults that may pass should be raised as `RetryableError`. Run it with

    python examples/own_provider.py seeds/ NAME_OF_A_MODEL
"""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.request import Request, urlopen

from summarize import Call, Reply, load_articles, render_markdown, summarize

URL = "http://127.0.0.1:11434/api/chat"


class OllamaModel:
    """A model served by Ollama."""

    def __init__(self, name: str, url: str = URL) -> None:
        self.name, self.url, self.identity = name, url, f"ollama {url} {name}"

    async def complete(self, call: Call) -> Reply:
        """Answer one call, in a thread, because the standard library's client blocks."""
        messages = [{"role": role, "content": content} for role, content in call.messages]
        body = {"model": self.name, "messages": messages, "format": dict(call.schema) or None, "stream": False}
        request = Request(self.url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - ours
        said = json.load(await asyncio.to_thread(urlopen, request, timeout=300))
        text, asked, written = said["message"]["content"], said["prompt_eval_count"], said["eval_count"]
        return Reply(text=text, prompt_tokens=asked, completion_tokens=written)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python examples/own_provider.py FOLDER MODEL")
    print(render_markdown(summarize(load_articles([sys.argv[1]]), model=OllamaModel(sys.argv[2]))))
