"""What a summary says of its sources' sentences, against those found again: number, zones, dispositions.

It prepares the proved articles once more, so it can only judge summaries from the same version of this program. A
sentence that was left out for lack of room ("budget") cannot be told from one that cannot stand alone ("orphan"):
that was the engine's choice, and is not recomputed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from ..records import Article, Claim, Sentence, ZoneKind
from ..version import VERSION
from .findings import FindingCollector
from .recompute_story import retrace_disagreements, retrace_names, retrace_origins, retrace_told_differently
from .source_files import Sources

if TYPE_CHECKING:
    from ..prepare import Story

_ZONES = frozenset(get_args(ZoneKind)) - {"body"}
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What a summary says of its sentences: by article, cited spans, and left-out ones as (start, end, reason)."""

    cited: Mapping[str, Sequence[_Span]]
    omitted: Mapping[str, Sequence[tuple[int, int, str]]]
    counts: tuple[int | None, int | None] = field(default=(None, None))  # sentences, used
    names: object = None  # of persons, as the file lists them
    origins: object = None
    disagreements: object = None
    told_differently: object = None
    claims: Sequence[Claim] = ()


def is_ours(run: Mapping[str, object]) -> bool:
    """Whether this version made a summary, so that its decisions can be recomputed."""
    return run.get("version") == VERSION


def recount(
    story: Story, sources: Sources, dispositions: Dispositions, run: Mapping[str, object], ledger: FindingCollector
) -> None:
    """Compare the dispositions of all sentences with the sentences themselves, as they were found again."""
    config = run.get("config")
    spellings = config.get("spellings") if isinstance(config, Mapping) else None
    found: dict[str, list[Sentence]] = {}
    for sentence in story.sentences:
        found.setdefault(sentence.article, []).append(sentence)
    whole, used = True, 0
    for article in story.articles:
        disposition = _Article(article, found.get(article.id, []), dispositions, sources.names[article.id])
        whole = disposition.compare(ledger) and whole
        used += disposition.used()
    retrace_origins(story, dispositions.origins, ledger)
    if run.get("engine") != "draft":  # a draft's reader decides which sentences differ; names are its writer's
        retrace_disagreements(story, dispositions.disagreements, dispositions.claims, ledger)
        retrace_told_differently(story, dispositions.told_differently, ledger)
        retrace_names(story, spellings, dispositions.names, ledger)
    if whole:  # a model's run may cut over-long sentences, and then counts their parts
        _compare_counts((len(story.sentences), used), dispositions.counts, ledger)


def _compare_counts(true: tuple[int, int], said: tuple[int | None, int | None], ledger: FindingCollector) -> None:
    for name, number, claimed in zip(("sentences", "used"), true, said, strict=True):
        if claimed is not None and claimed != number:
            ledger.add(f"accounting: {name} is {claimed}; counted again it is {number}", token=claimed)


class _Article:
    """One article's sentences and what the summary says of them."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], dispositions: Dispositions, name: str) -> None:
        self.sentences, self.name = sentences, name
        self.cited = dispositions.cited.get(article.id, ())
        self.omitted = dispositions.omitted.get(article.id, ())
        self.starts = [sentence.start for sentence in sentences]

    def compare(self, ledger: FindingCollector) -> bool:
        """Compare every reason with its sentence's zone; gives whether all left-out spans are whole sentences."""
        whole = True
        for start, end, reason in self.omitted:
            sentence = self._at(start)
            if sentence is None or sentence.end < end:
                spot = f"characters {start}-{end} of {self.name}"
                ledger.add(f"omitted: {spot} are no sentence of it", token=start, where=self.name)
                continue
            whole = whole and (sentence.start, sentence.end) == (start, end)
            self._compare_reason(sentence, reason, ledger)
        return whole

    def used(self) -> int:
        """The number of sentences that citations touch."""
        touched: set[int] = set()
        for start, end in self.cited:
            first = max(0, bisect_right(self.starts, start) - 1)
            for n in range(first, bisect_right(self.starts, end - 1)):
                if self.sentences[n].end > start:
                    touched.add(n)
        return len(touched)

    def _at(self, place: int) -> Sentence | None:
        n = bisect_right(self.starts, place) - 1
        return self.sentences[n] if n >= 0 and place < self.sentences[n].end else None

    def _compare_reason(self, sentence: Sentence, reason: str, ledger: FindingCollector) -> None:
        fitting = reason in (sentence.zone, "off_topic") if sentence.zone in _ZONES else reason not in _ZONES
        if not fitting:
            spot = f"characters {sentence.start}-{sentence.end} of {self.name}"
            message = f"omitted: the reason {reason} does not fit {spot}, whose zone is {sentence.zone}"
            ledger.add(message, token=reason, where=self.name)
