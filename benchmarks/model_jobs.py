"""The work of the model path that is measured inside a fresh process: the program's, and what people write by hand.

`python -m benchmarks.model_jobs NAME ARGUMENTS` prints figures as JSON; the first argument is the server's URL.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from .corpus import SEEDS, make_articles
from .measure import peak_memory

if TYPE_CHECKING:
    from summarize.records import Event, Intake

INPUT_TOKENS = 60_000
WORDS = 250
_ASK = "Summarize this article neutrally in about 150 words.\n\n{}"
_MERGE = "Write one neutral summary of about 250 words of these summaries of articles about one event.\n\n{}"
_REFINE = "This is a summary so far:\n\n{}\n\nRefine it with this article. About 250 words.\n\n{}"
_REPLY = 300  # tokens


def articles_of(workload: str) -> list[dict[str, str]]:
    """The records of a workload: `seeds`, `seeds×4`, or a number of distinct articles of 700 words.

    `100+1` is one more at the end, `1+100` the same one more at the front.
    """
    if not workload.startswith("seeds"):
        parts = workload.split("+")
        records = make_articles(sum(map(int, parts)), "varied")
        return [records[-1], *records[:-1]] if parts[0] == "1" and len(parts) == 2 else records
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    copies = 4 if workload.endswith("4") else 1
    return [{"text": text, "publisher": f"Paper {n}"} for n in range(copies) for text in texts]


def ours(url: str, workload: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Summarize a workload with a model at a URL. `settings` are those of `summarize`, and go over this benchmark's.

    Imports of the client are done before, and told apart. Gives wall and CPU seconds of all and of the imports, peak
    memory in bytes (`before`: with the articles read and the client imported), the monotonic time at which the first
    words could be shown, tokens of all texts and of the kept sentences, and what the summary says of itself.
    """
    from summarize import OpenAIModel, load_articles, summarize

    articles = load_articles(articles_of(workload))
    cached_only = bool(settings.get("offline"))
    imports = 0.0 if cached_only else _import_client()
    before = peak_memory()
    watch = _Watch()
    chosen = {"cache": "none", "input_tokens": INPUT_TOKENS, "words": WORDS, **settings}
    chosen.pop("offline", None)
    wall, cpu = time.monotonic(), time.process_time()
    summary = summarize(articles, model=OpenAIModel("benchmark", base_url=url), on_event=watch, **chosen)
    figures = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "peak": peak_memory()}
    return {
        **figures,
        "imports": imports,
        "before": before,
        "openai": "openai" in sys.modules,
        "first_words": watch.first,
        "calls": summary.usage.calls,
        "cached": summary.usage.cached_calls,
        "claims": len(summary.claims),
        "warnings": [notice.code for notice in summary.warnings],
        **_tokens(articles),
    }


def _import_client() -> float:
    """Import what a sent call needs, and give the CPU seconds it takes."""
    start = time.process_time()
    import openai.resources.chat
    import tenacity

    assert openai.resources.chat and tenacity
    return time.process_time() - start


class _Watch:
    """Notes when the first words of the last streamed reply could be shown."""

    def __init__(self) -> None:
        from summarize.cli.streaming import Written

        self._written = Written()
        self._shown = False
        self.first = 0.0

    def __call__(self, event: Event) -> None:
        if event.stage != "words":
            return
        if event.done == len(event.detail):
            self._shown = False
        self._written.feed(event)
        if not self._shown and self._written.sentences():
            self._shown, self.first = True, time.monotonic()


def _tokens(articles: Intake) -> dict[str, int]:
    """Tokens of the articles' texts, and of those sentences that a model may be sent, each place counted."""
    from summarize.prepare import find_strangers, prepare_story
    from summarize.tokens import count_tokens

    story = prepare_story(articles.articles)
    off_topic = find_strangers(story).off_topic
    kept = [each.text for each in story.sentences if each.zone == "body" and each.article not in off_topic]
    source = sum(count_tokens(article.text) for article in articles)
    return {"source": source, "kept": count_tokens(" ".join(kept))}


def map_reduce(url: str, workload: str) -> dict[str, Any]:
    """One call an article, all at once, then one call for all the summaries: what a competent script does."""

    async def run() -> str:
        async with _client(url) as client:
            asks = [_ASK.format(record["text"]) for record in articles_of(workload)]
            summaries = await asyncio.gather(*(_ask(client, ask) for ask in asks))
            return await _ask(client, _MERGE.format("\n\n".join(summaries)))

    return _by_hand(run)


def refine(url: str, workload: str) -> dict[str, Any]:
    """One article after the other into a growing summary."""

    async def run() -> str:
        async with _client(url) as client:
            first, *rest = [record["text"] for record in articles_of(workload)]
            answer = await _ask(client, _ASK.format(first))
            for text in rest:
                answer = await _ask(client, _REFINE.format(answer, text))
            return answer

    return _by_hand(run)


def _client(url: str) -> Any:
    """The openai client as it comes, with its own two retries."""
    from openai import AsyncOpenAI

    return AsyncOpenAI(base_url=url, api_key="none")


async def _ask(client: Any, prompt: str) -> str:
    messages = [{"role": "user", "content": prompt}]
    reply = await client.chat.completions.create(model="benchmark", messages=messages, max_tokens=_REPLY)
    return str(reply.choices[0].message.content)


def _by_hand(run: Callable[[], Coroutine[Any, Any, str]]) -> dict[str, Any]:
    """Measure a program written by hand; its failure is a figure too."""
    from openai import OpenAIError

    _import_client()
    wall, cpu = time.monotonic(), time.process_time()
    try:
        lost = not asyncio.run(run())
    except OpenAIError:
        lost = True
    return {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "peak": peak_memory(), "lost": lost}


if __name__ == "__main__":
    jobs: dict[str, Callable[..., dict[str, Any]]] = {"ours": ours, "map_reduce": map_reduce, "refine": refine}
    print(json.dumps(jobs[sys.argv[1]](*json.loads(sys.argv[2]))))
