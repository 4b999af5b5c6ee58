"""The work that is measured in a fresh process. `python -m benchmarks.jobs NAME ARGUMENTS` prints figures as JSON.

Each figure has a fresh process, because peak memory never falls and caches never empty.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from html import escape
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import TYPE_CHECKING, Any

from .corpus import articles_of, make_articles, make_pile
from .measure import UNIT, cpu_of, peak_memory

if TYPE_CHECKING:
    from summarize.records import Group, Summary


def engine(count: int, kind: str, rounds: int) -> dict[str, float]:
    """Summarize `count` articles to 250 words: CPU seconds (medians) of reading and summarizing, memory in bytes.

    One small story goes first, so that imports do not count. `before` is the peak once the records are made. `claims`
    shows that the work was done.
    """
    from summarize import load_articles, summarize

    records = make_articles(count, kind)
    summarize(load_articles(make_articles(2, kind, seed=1)), words=250)
    before = peak_memory()
    reading = median(cpu_of(lambda: load_articles(records)) for _ in range(rounds))
    articles = load_articles(records)
    summaries: list[Summary] = []
    cpu = median(cpu_of(lambda: summaries.append(summarize(articles, words=250))) for _ in range(rounds))
    claims = len(summaries[0].claims)
    return {"reading": reading, "cpu": cpu, "before": before, "peak": peak_memory(), "claims": claims}


def group(count: int) -> dict[str, float]:
    """Sort a pile of `count` articles into stories: CPU seconds, memory in bytes, stories found and true.

    `right` is the share of joined pairs that tell of one story, `whole` the share of one story's pairs that are joined.
    """
    from summarize import group_articles, load_articles

    records = make_pile(count)
    group_articles(load_articles(records[:20]))
    articles = load_articles(records)
    before = peak_memory()
    found: list[tuple[Group, ...]] = []
    cpu = cpu_of(lambda: found.append(group_articles(articles)))
    truth = {article.id: record["story"] for article, record in zip(articles, records, strict=True)}
    both = Counter((n, truth[article.id]) for n, each in enumerate(found[0]) for article in each.articles)
    pairs = [
        sum(n * (n - 1) for n in counts)
        for counts in (both.values(), _sizes(found[0]), Counter(truth.values()).values())
    ]
    return {
        "cpu": cpu,
        "before": before,
        "peak": peak_memory(),
        "stories": len(found[0]),
        "true": len(set(truth.values())),
        "right": pairs[0] / (pairs[1] or 1),
        "whole": pairs[0] / (pairs[2] or 1),
    }


def _sizes(groups: tuple[Group, ...]) -> list[int]:
    return [len(each.articles) for each in groups]


def throughput(count: int, rounds: int) -> dict[str, float]:
    """Split and count `count` articles, each time together with one bare tiktoken pass over all of them.

    Gives megabytes (UTF-8), MB/s of the bare pass, and for each kind of work its MB/s and its ratio to the bare pass
    that ran just before it (medians).
    """
    from summarize.lang.language import load_language
    from summarize.prepare.zoning.sentences import split_sentences
    from summarize.tokens import count_pieces, count_tokens, load_encoding

    texts = [record["text"] for record in make_articles(count, "varied")]
    whole = "\n\n".join(texts)
    megabytes = len(whole.encode()) / 1e6
    english = load_language("en")
    cuts = [[end for _, end in split_sentences(text, english)] for text in texts]
    encode = load_encoding("o200k_base").encode_ordinary
    work: dict[str, Callable[[], object]] = {
        "split": lambda: [split_sentences(text, english) for text in texts],
        "count": lambda: [count_tokens(text) for text in texts],
        "pieces": lambda: [count_pieces(text, ends) for text, ends in zip(texts, cuts, strict=True)],
    }
    bare: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, task in work.items():
            bare.append(cpu_of(lambda: encode(whole)))
            taken[name].append(cpu_of(task))
    figures = {"megabytes": megabytes, "bare": megabytes / median(bare)}
    for at, (name, times) in enumerate(taken.items()):
        figures[name] = megabytes / median(times)
        figures[f"{name}_ratio"] = median(b / t for b, t in zip(bare[at :: len(work)], times, strict=True))
    return figures


def reading(megabytes: float, pages: int) -> dict[str, float]:
    """Read, zone and split a text of `megabytes`, and read web pages of about 30 kB, from files.

    Gives CPU seconds (for pages including the child process, with wall seconds too) and the child's peak memory.
    """
    from summarize import load_articles, prepare_story
    from summarize.ingest.documents import close_workers

    prepare_story(load_articles(make_articles(2, "varied", seed=1)))  # imports do not count
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "long.txt")
        articles = make_articles(int(megabytes * 240) + 1, "varied")
        whole = "\n\n".join(article["text"] for article in articles)[: int(megabytes * 1e6)]
        text.write_text(whole, encoding="utf-8")
        plain = median(cpu_of(lambda: prepare_story(load_articles([text]))) for _ in range(3))
        text.unlink()
        for number in range(pages):
            page = web_page(number, articles[number % len(articles)]["text"])
            Path(folder, f"{number}.html").write_text(page, encoding="utf-8")
        started, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
        own = cpu_of(lambda: load_articles([folder]))
        wall = time.perf_counter() - started
        close_workers()
    child = getrusage(RUSAGE_CHILDREN)
    spent = child.ru_utime + child.ru_stime - before.ru_utime - before.ru_stime
    return {"text": plain, "pages": own + spent, "wall": wall, "peak": child.ru_maxrss * UNIT}


def web_page(number: int, text: str) -> str:
    """A page as news sites make them: an article among menus, teasers, styles and scripts."""
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    teasers = "".join(f'<li class="teaser"><a href="/{n}"><span>Another story, {n}</span></a></li>' for n in range(150))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Story {number} | The Example</title>'
        f'<meta property="og:title" content="Story {number}"><style>{".a, .b { color: #333 } " * 100}</style>'
        f"<script>{'var a = 1; ' * 500}</script></head><body><header><nav><ul>{teasers}</ul></nav></header><main>"
        f'<article><h1>Story {number}</h1><div class="body">{body}</div></article></main>'
        f"<aside><ul>{teasers}</ul></aside><footer><p>The Example</p></footer></body></html>"
    )


def page(count: int, rounds: int) -> dict[str, float]:
    """Write the review page of `count` articles of 2,100 words: CPU seconds (median), characters of articles and page.

    `aside` shows that the work was done: the number of set-aside sentences on the page.
    """
    from summarize import load_articles, render_html, summarize

    thirds = [make_articles(count, "varied", seed=seed) for seed in range(3)]
    records = [parts[0] | {"text": "\n\n".join(part["text"] for part in parts)} for parts in zip(*thirds, strict=True)]
    summary = summarize(load_articles(records), words=250)
    pages = [render_html(summary)]
    cpu = median(cpu_of(lambda: pages.append(render_html(summary))) for _ in range(rounds))
    length = sum(len(record["text"]) for record in records)
    return {"cpu": cpu, "articles": length, "page": len(pages[-1]), "aside": pages[-1].count('class="o o-')}


def gate(count: int, rounds: int) -> dict[str, float]:
    """Check twelve reworded sentences against `count` articles: CPU seconds (median), context included."""
    from dataclasses import replace

    from summarize import load_articles, prepare_story
    from summarize.check import ClaimChecker, StoryText, check_claims
    from summarize.records import Claim, Evidence

    articles = list(load_articles(make_articles(count, "varied")))
    claims = []
    for number in range(12):
        article = articles[number % count]
        start = article.text.index("\n\n") + 2 if number >= count else 0
        text = article.text[start : article.text.index(".", start) + 1]
        evidence = Evidence(article.id, start, start + len(text), text)
        claims.append(Claim(id=f"c{number}", text=f"Meanwhile, {text}", evidence=(evidence,)))
    story = prepare_story(articles, language="en")

    def checker() -> ClaimChecker:
        return ClaimChecker(StoryText(story.articles, lambda: story.sentences, "en", story.origins))

    check_claims([replace(claims[0])], checker())  # imports do not count
    return {"cpu": median(cpu_of(lambda: check_claims(claims, checker())) for _ in range(rounds))}


BEAT = 0.005  # seconds between two looks at a loop
_IDLE = 2.0  # seconds in which nothing is done


def loop(workload: str, url: str) -> dict[str, float]:
    """How late a beat of 5 ms comes on an event loop, in seconds: while nothing is done, and while summaries are made.

    `url` is a server's, "" for the embedded engine. The `first` summary of a process pays for imports and vocabulary,
    the `next` one does not. `beats` is the number of looks at the next.
    """
    import asyncio

    from summarize import OpenAIModel, asummarize

    articles = articles_of(workload)
    model = OpenAIModel("benchmark", base_url=url) if url else None

    async def measured() -> dict[str, float]:
        told: dict[str, float] = {}
        for name in ("idle", "first", "next"):
            work = (
                asummarize(articles, model=model, words=250, cache="none") if name != "idle" else asyncio.sleep(_IDLE)
            )
            found = await _lateness(work)
            shown = {"median": median(found), "p99": found[len(found) * 99 // 100], "most": found[-1]}
            told |= {f"{name}_{what}": value for what, value in shown.items()} | {"beats": len(found)}
        return told

    return asyncio.run(measured())


async def _lateness(work: Coroutine[Any, Any, object]) -> list[float]:
    """How late each beat came while work was done on the same loop, in seconds, sorted."""
    import asyncio

    late, task = list[float](), asyncio.ensure_future(work)
    while not task.done():
        due = time.perf_counter() + BEAT
        await asyncio.sleep(BEAT)
        late.append(max(0.0, time.perf_counter() - due))
    await task
    return sorted(late)


if __name__ == "__main__":
    work: dict[str, Callable[..., dict[str, float]]]
    work = {"engine": engine, "group": group, "throughput": throughput, "reading": reading, "page": page, "gate": gate,
            "loop": loop}  # fmt: skip
    job = work[sys.argv[1]]
    print(json.dumps(job(*json.loads(sys.argv[2]))))
