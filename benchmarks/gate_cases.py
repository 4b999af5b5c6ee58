"""The labelled sentences of `tests/data/gate/`, judged by the gate: what it catches, misses and wrongly fails.

Two parts: `dev` was read while the checks were written, `held` only measured. A case counts as caught when any check
fails; `named` also asks that one of the checks fails that the label expects. A supported claim that fails is a false
alarm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from summarize.check.context import Context, context_of

from summarize.check.gate import check_claim
from summarize.records import Article, Check, Claim, Evidence

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "gate"
PARTS = ("dev", "held")
SUPPORTED = "supported"
COMPUTED = "computed"  # faithful only by calculation; the gate need not see it


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled claim with its evidence. `checks` are those of which one should fail; none for a supported claim."""

    id: str
    story: str
    language: str
    claim: Claim
    label: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a case: the checks that failed."""

    case: Case
    failed: tuple[Check, ...]

    @property
    def named(self) -> bool:
        """Whether a check failed that the label expects."""
        return any(check.name in self.case.checks for check in self.failed)


def cases(part: str) -> Iterator[Case]:
    """Read the cases of a part, `dev` or `held`."""
    for line in (DATA / f"gate.{part}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = tuple(
            Evidence(span["article"], span["start"], span["end"], span["text"]) for span in row["evidence"]
        )
        homes = len({span.article for span in evidence})
        speaker = row.get("attributed_to")
        claim = Claim(id=row["id"], text=row["claim"], evidence=evidence, attributed_to=speaker, articles=homes)
        yield Case(row["id"], row["story"], row["language"], claim, row["label"], tuple(row["checks"]))


@cache
def articles_of(story: str) -> tuple[Article, ...]:
    """Give the articles of a story: the seeds, or what was written for this data."""
    if story == "seeds":
        paths = sorted((ROOT / "seeds").glob("*.txt"))
        return tuple(Article(id=f"seeds/{p.name}", text=p.read_text(encoding="utf-8"), sha256="") for p in paths)
    lines = (DATA / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["story"] == story]
    return tuple(Article(id=row["id"], text=row["text"], sha256="", published=row["published"]) for row in rows)


def judge(found: Iterable[Case]) -> list[Verdict]:
    """Run the gate on cases, each in the context of its story."""
    contexts: dict[str, Context] = {}
    verdicts = []
    for case in found:
        if case.story not in contexts:
            contexts[case.story] = context_of(articles_of(case.story), case.language)
        checks = check_claim(case.claim, contexts[case.story])
        verdicts.append(Verdict(case, tuple(check for check in checks if check.outcome == "fail")))
    return verdicts


def shares(verdicts: Iterable[Verdict]) -> tuple[float, float]:
    """Give the share of altered claims that are caught and of supported claims that wrongly fail, 0 to 1."""
    read = list(verdicts)
    altered = [verdict for verdict in read if verdict.case.label not in (SUPPORTED, COMPUTED)]
    kept = [verdict for verdict in read if verdict.case.label == SUPPORTED]
    return sum(bool(v.failed) for v in altered) / len(altered), sum(bool(v.failed) for v in kept) / len(kept)


def table(parts: Mapping[str, list[Verdict]]) -> list[tuple[str, ...]]:
    """Make the rows of the table: per label the cases, and how many were caught, for every part."""
    plain = {SUPPORTED, COMPUTED}
    labels = sorted({verdict.case.label for read in parts.values() for verdict in read} - plain)
    heads = (f"{part}: {word}" for part in parts for word in ("cases", "caught", "by the check expected"))
    rows: list[tuple[str, ...]] = [("altered claims, by what was altered", *heads)]
    for label in labels:
        rows.append((label.replace("_", " "), *_caught([_of(read, {label}) for read in parts.values()])))
    rows.append(("all altered", *_caught([_of(read, set(labels)) for read in parts.values()])))
    for label, name in ((SUPPORTED, "faithful paraphrases"), (COMPUTED, "faithful only by calculation")):
        cells: list[str] = []
        for read in parts.values():
            kept = _of(read, {label})
            cells += [str(len(kept)), f"{sum(bool(verdict.failed) for verdict in kept)} false alarms", ""]
        rows.append((name, *cells))
    return rows


def _of(read: Iterable[Verdict], labels: set[str]) -> list[Verdict]:
    return [verdict for verdict in read if verdict.case.label in labels]


def _caught(parts: Iterable[list[Verdict]]) -> Iterator[str]:
    for chosen in parts:
        yield str(len(chosen))
        yield str(sum(bool(verdict.failed) for verdict in chosen))
        yield str(sum(verdict.named for verdict in chosen))
