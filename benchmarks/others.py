"""What people use instead, as jobs of `benchmarks.model_jobs`: a plain call, scripts by hand, LangChain, LlamaIndex.

All ask for a summary of 250 words and get no citations and no checks. Each gives wall and CPU seconds, peak memory, the
words of its summary, and `lost` if it ended without one.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Sequence
from importlib.util import find_spec
from typing import Any

from .corpus import articles_of
from .measure import peak_memory

WORDS = 250
WINDOW = 128_000  # tokens of a prompt
PACKS = 16  # calls at once
CHARACTERS = 4  # per token, or more
_REPLY = 1_000  # tokens
_SUMMARIZE = "Write one neutral summary, in about {words} words, of these articles about one event.\n\n{texts}"
_NOTE = "Summarize this neutrally in about 150 words.\n\n{texts}"
_MERGE = "Write one neutral summary, in about {words} words, of these summaries of articles about one event.\n\n{texts}"
_QUERY = "Write one neutral summary of these articles about one event, in about {words} words."
_INSTALLED = {"langchain": "langchain_openai", "llamaindex": "llama_index.core"}

Program = Callable[[], Coroutine[Any, Any, str]]


def is_installed(job: str) -> bool:
    """Whether the packages that a job needs are there."""
    needed = _INSTALLED.get(job)
    try:
        return needed is None or find_spec(needed) is not None
    except ModuleNotFoundError:  # not even the package that it is a part of
        return False


def plain(url: str, workload: str) -> dict[str, Any]:
    """One call with all articles: the cheapest there is, as long as they fit."""

    async def run() -> str:
        async with _client(url) as client:
            return await _ask(client, _filled(_SUMMARIZE, _texts(workload)))

    return _measured(run)


def gather(url: str, workload: str) -> dict[str, Any]:
    """The articles divided into at most 16 calls, all at once, then one call for their summaries."""

    async def run() -> str:
        texts = _texts(workload)
        packs = [texts[start::PACKS] for start in range(min(PACKS, len(texts)))]
        async with _client(url) as client:
            notes = await asyncio.gather(*(_ask(client, _filled(_NOTE, pack)) for pack in packs))
            return await _ask(client, _filled(_MERGE, notes))

    return _measured(run)


def map_reduce(url: str, workload: str) -> dict[str, Any]:
    """One call per article, all at once, then one call for all the summaries: what many scripts do."""

    async def run() -> str:
        async with _client(url) as client:
            notes = await asyncio.gather(*(_ask(client, _filled(_NOTE, [text])) for text in _texts(workload)))
            return await _ask(client, _filled(_MERGE, notes))

    return _measured(run)


def langchain(url: str, workload: str) -> dict[str, Any]:
    """LangChain's map-reduce: a batch with one call per article; summaries are merged in groups until one is left."""
    os.environ.setdefault("LANGCHAIN_TRACING_V2", "false")  # nothing leaves this machine
    from langchain_openai import ChatOpenAI

    async def run() -> str:
        model = ChatOpenAI(model="benchmark", base_url=url, api_key="none", max_completion_tokens=_REPLY)
        asks: list[Any] = [_filled(_NOTE, [text]) for text in _texts(workload)]
        while len(notes := await model.abatch(asks, config={"max_concurrency": PACKS})) > 1:
            asks = [_filled(_MERGE, group) for group in _grouped([str(note.content) for note in notes])]
        return str(notes[0].content)

    return _measured(run)


def llamaindex(url: str, workload: str) -> dict[str, Any]:
    """LlamaIndex's tree: as many texts in a prompt as its window holds, then the same over the answers."""
    from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
    from llama_index.core.llms import CustomLLM
    from llama_index.core.response_synthesizers import TreeSummarize

    class Benchmark(CustomLLM):
        """The server, asked through the openai client: LlamaIndex's own adapter wants an older one."""

        @property
        def metadata(self) -> LLMMetadata:
            """The window that the tree packs for."""
            return LLMMetadata(context_window=WINDOW, num_output=_REPLY, model_name="benchmark")

        async def acomplete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
            """One call."""
            async with _client(url) as client:
                return CompletionResponse(text=await _ask(client, prompt))

        def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
            """The tree has only one level if everything fits; then it may not await."""
            return asyncio.run(self.acomplete(prompt))

        def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:
            """Nothing here streams."""
            raise NotImplementedError

    async def run() -> str:
        tree = TreeSummarize(llm=Benchmark(), use_async=True)
        return str(await tree.aget_response(_QUERY.format(words=WORDS), _texts(workload)))

    return _measured(run)


def _texts(workload: str) -> list[str]:
    return [record["text"] for record in articles_of(workload)]


def _grouped(texts: Sequence[str]) -> list[list[str]]:
    """Texts in groups that fit a prompt, in their order."""
    groups: list[list[str]] = [[]]
    for text in texts:
        if sum(map(len, groups[-1])) + len(text) > WINDOW * CHARACTERS:
            groups.append([])
        groups[-1].append(text)
    return groups


def _filled(template: str, texts: Sequence[str]) -> str:
    return template.format(words=WORDS, texts="\n\n".join(texts))


def _client(url: str) -> Any:
    """The openai client as shipped, with its own two retries."""
    from openai import AsyncOpenAI

    return AsyncOpenAI(base_url=url, api_key="none")


async def _ask(client: Any, prompt: str) -> str:
    messages = [{"role": "user", "content": prompt}]
    reply = await client.chat.completions.create(model="benchmark", messages=messages, max_tokens=_REPLY)
    return str(reply.choices[0].message.content)


def _measured(run: Program) -> dict[str, Any]:
    """Measure a program; its failure is a figure too. Its imports are done beforehand."""
    import openai.resources.chat

    assert openai.resources.chat
    wall, cpu = time.monotonic(), time.process_time()
    try:
        words = len(asyncio.run(run()).split())
    except openai.OpenAIError:
        words = 0
    figures = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "peak": peak_memory()}
    return {**figures, "words": words, "lost": not words}


JOBS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "plain": plain,
    "gather": gather,
    "map_reduce": map_reduce,
    "langchain": langchain,
    "llamaindex": llamaindex,
}
