"""The model path's work that is measured in a fresh process: this program's; `others` has what people use instead.

`python -m benchmarks.model_jobs NAME ARGUMENTS` prints figures as JSON; the first argument is the server's URL.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import others
from .corpus import articles_of
from .measure import peak_memory

if TYPE_CHECKING:
    from summarize.records import Event, LoadResult

INPUT_TOKENS = 60_000


def ours(url: str, workload: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Summarize a workload with a model at a URL. `settings` are those of `summarize` and override this benchmark's.

    Imports of the client are done beforehand and reported separately. Gives wall and CPU seconds of everything and of
    the imports, peak memory in bytes (`before`: with the articles read and the client imported), the monotonic time at
    which the first words could be shown, tokens of all texts and of the kept sentences, and what the summary says of
    itself.
    """
    from summarize import OpenAIModel, load_articles, summarize

    articles = load_articles(articles_of(workload))
    cached_only = bool(settings.get("offline"))
    imports = 0.0 if cached_only else _import_client()
    before = peak_memory()
    watch = _Watch()
    chosen = {"cache": "none", "input_tokens": INPUT_TOKENS, "words": others.WORDS, **settings}
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
        "words": sum(len(claim.text.split()) for claim in summary.claims),
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
        from summarize.cli.progress import StreamedReply

        self._written = StreamedReply()
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


def _tokens(articles: LoadResult) -> dict[str, int]:
    """Tokens of the articles' texts, and of those sentences that a model may be sent, each place counted."""
    from summarize.prepare.clustering.off_topic import find_off_topic
    from summarize.prepare.preparation import prepare_story
    from summarize.tokens import count_tokens

    story = prepare_story(articles.articles)
    off_topic = find_off_topic(story).articles
    kept = [each.text for each in story.sentences if each.zone == "body" and each.article not in off_topic]
    source = sum(count_tokens(article.text) for article in articles)
    return {"source": source, "kept": count_tokens(" ".join(kept))}


if __name__ == "__main__":
    jobs: dict[str, Callable[..., dict[str, Any]]] = {"ours": ours, **others.JOBS}
    print(json.dumps(jobs[sys.argv[1]](*json.loads(sys.argv[2]))))
