"""How good the gate is: labelled sentences, and finished summaries changed in one place.

Judges nothing: tests hold the floors.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarize.check.context import context_of

from summarize import Summary, load_articles, render_json, summarize
from summarize.check.gate import check_claim
from summarize.check.verify import verify_summary
from summarize.records import Claim

from .corruptions import KINDS, Corruption, Stock, corruptions, stock_of
from .gate_cases import PARTS, ROOT, SUPPORTED, articles_of, cases, judge, table

Rows = list[tuple[str, ...]]
RECORDED = ("direct", "nested", "spellings")  # runs on the seeds, answered by hand as a good model would
LENGTHS = (120, 250, 400)  # words of the embedded engine's summaries


@dataclass(frozen=True, slots=True)
class Found:
    """What `verify` or the gate says of one corruption: whether it is found, and whether the message names it."""

    corruption: Corruption
    found: bool
    named: bool


def labelled(_: argparse.Namespace) -> Rows:
    """Judge the labelled sentences: what is caught, what is missed, what wrongly fails."""
    return table({part: judge(cases(part)) for part in PARTS})


def changed(options: argparse.Namespace) -> Rows:
    """Change finished summaries of the seeds in one place at a time, and let `verify` look for it."""
    count = 70 if options.quick else 500
    sources = {
        "selected without a model": in_summaries(embedded(), count),
        "written by a model (recorded)": in_summaries(recorded(), count),
        "paraphrases of the labelled part": in_paraphrases(count),
    }
    rows: Rows = [
        ("what was changed in sentences", *(f"{name}: {word}" for name in sources for word in ("of", "found", "named")))
    ]
    tallies = [_tally(found) for found in sources.values()]
    for kind in (*KINDS, "all"):
        cells = [str(number) for tally in tallies for number in tally.get(kind, (0, 0, 0))]
        rows.append((kind, *cells))
    alarms = [untouched(embedded()), untouched(recorded()), _untouched_paraphrases()]
    rows.append(("nothing: false alarms", *(str(cell) for of, wrong in alarms for cell in (of, wrong, ""))))
    return rows


def in_summaries(summaries: Sequence[Summary], count: int, *, seed: int = 0) -> list[Found]:
    """Corrupt sentences of finished summaries, prove each changed summary again, and say what was found."""
    stock = _stock()
    made: list[Found] = []
    for place, summary in enumerate(summaries):
        share = count // len(summaries) + (place < count % len(summaries))
        plain = json.loads(render_json(summary))
        for corruption in corruptions(summary.claims, stock, share, seed=seed + place):
            findings = verify_summary(_with(plain, corruption.claim), root=ROOT)
            said = [finding.message for finding in findings if finding.claim == corruption.claim.id]
            made.append(Found(corruption, bool(said), _names(said, corruption)))
    return made


def in_paraphrases(count: int, *, seed: int = 0) -> list[Found]:
    """Corrupt the labelled paraphrases of the seeds' sentences and let the gate judge them."""
    context = context_of(articles_of("seeds"))
    made = []
    for corruption in corruptions(_paraphrases(), _stock(), count, seed=seed):
        said = [check.detail for check in check_claim(corruption.claim, context) if check.outcome == "fail"]
        made.append(Found(corruption, bool(said), _names(said, corruption)))
    return made


def untouched(summaries: Iterable[Summary]) -> tuple[int, int]:
    """Count the sentences of finished summaries, and those that `verify` wrongly doubts."""
    total = wrong = 0
    for summary in summaries:
        findings = verify_summary(json.loads(render_json(summary)), root=ROOT)
        total += len(summary.claims)
        wrong += len({finding.claim for finding in findings if finding.claim})
    return total, wrong


@cache
def embedded() -> tuple[Summary, ...]:
    """Give summaries of the seeds made without a model."""
    articles = load_articles([str(ROOT / "seeds")])
    return tuple(summarize(articles, words=words) for words in LENGTHS)


@cache
def recorded() -> tuple[Summary, ...]:
    """Give summaries of the seeds as recorded model runs write them; nothing is sent."""
    from tests.replay import scenario  # needs the development tools

    return tuple(scenario(name).play()[0] for name in RECORDED)


def _paraphrases() -> list[Claim]:
    return [case.claim for part in PARTS for case in cases(part) if case.story == "seeds" and case.label == SUPPORTED]


def _untouched_paraphrases() -> tuple[int, int]:
    context = context_of(articles_of("seeds"))
    failed = [any(check.outcome == "fail" for check in check_claim(claim, context)) for claim in _paraphrases()]
    return len(failed), sum(failed)


@cache
def _stock() -> Stock:
    return stock_of([article.text for article in articles_of("seeds")])


def _with(summary: dict[str, Any], claim: Claim) -> dict[str, Any]:
    """A summary's JSON with one claim replaced."""
    claims = [
        {**item, "text": claim.text, "attributed_to": claim.attributed_to} if item["id"] == claim.id else item
        for item in summary["claims"]
    ]
    return {**summary, "claims": claims}


def _names(said: Iterable[str], corruption: Corruption) -> bool:
    """Whether a message holds a word that was put in, or the one that was taken out."""
    words = [*corruption.after.split(), *corruption.before.split()]
    return any(word in message for message in said for word in words)


def _tally(found: Iterable[Found]) -> dict[str, tuple[int, int, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for each in found:
        for kind in (each.corruption.kind, "all"):
            counts.update([(kind, 0)] + [(kind, 1)] * each.found + [(kind, 2)] * (each.found and each.named))
    return {kind: (counts[kind, 0], counts[kind, 1], counts[kind, 2]) for kind in (*KINDS, "all")}
