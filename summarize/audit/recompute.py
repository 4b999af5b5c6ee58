"""What a summary says of its sources, against what is found again: sentences and their dispositions, reports,
disagreements, names.

It prepares the proved articles once more, so it can only judge summaries from the same version of this program. A
sentence that was left out for lack of room ("budget") cannot be told from one that cannot stand alone ("orphan"):
that was the engine's choice, and is not recomputed. Of reports, figures and spellings it covers only what a rule
decides; what a model reported in addition is judged passage by passage elsewhere.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, get_args

from ..nlp.speakers import find_speaker
from ..records import Article, Claim, Disagreement, NamedPerson, Origin, Sentence, ZoneKind
from ..version import VERSION
from .findings import FindingCollector
from .source_files import Sources

if TYPE_CHECKING:
    from ..story import Difference, Story

_ZONES = frozenset(get_args(ZoneKind)) - {"body"}
_Span = tuple[int, int]
_DECIDED = ("articles", "name", "confidence", "why", "evidence", "alignments")  # all of an origin except its id
_Place = tuple[object, object]  # article, start


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


def settings_of(run: Mapping[str, object]) -> Mapping[str, object]:
    """The settings that a run was made with; none if the file lists none."""
    config = run.get("config")
    return config if isinstance(config, Mapping) else {}


def recompute_dispositions(
    story: Story, sources: Sources, dispositions: Dispositions, run: Mapping[str, object], ledger: FindingCollector
) -> None:
    """Compare the dispositions of all sentences with the sentences themselves, as they were found again."""
    found: dict[str, list[Sentence]] = {}
    for sentence in story.sentences:
        found.setdefault(sentence.article, []).append(sentence)
    whole, used = True, 0
    for article in story.articles:
        disposition = _Article(article, found.get(article.id, []), dispositions, sources.names[article.id])
        whole = disposition.compare(ledger) and whole
        used += disposition.used()
    recompute_origins(story, dispositions.origins, ledger)
    if run.get("engine") != "draft":  # a draft's reader decides which sentences differ; names are its writer's
        recompute_disagreements(story, dispositions.disagreements, dispositions.claims, ledger)
        recompute_told_differently(story, dispositions.told_differently, ledger)
        recompute_names(story, settings_of(run).get("spellings"), dispositions.names, ledger)
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


def recompute_origins(story: Story, said: object, ledger: FindingCollector) -> None:
    """Find the origins of all articles again, and note each that the file does not have."""
    listed = [{key: item.get(key) for key in _DECIDED} for item in _mappings(said)]
    for origin in story.origins:
        true = _as_json(origin)
        if {key: true[key] for key in _DECIDED} not in listed:
            who = ", ".join(origin.articles)
            found = f"{origin.confidence or 'of no known report'}{f', {origin.name}' if origin.name else ''}"
            ledger.add(f"origins: read again, {who} is one origin ({found})", token=who, where="origins")


def recompute_disagreements(story: Story, said: object, claims: Sequence[Claim], ledger: FindingCollector) -> None:
    """Find the differing figures again; note each that the file does not list, and each claim that takes a side."""
    from ..prepare.clustering.off_topic import find_off_topic
    from ..prepare.disagreements import differences_of

    differences = differences_of(story, find_off_topic(story).articles)
    listed = [[_places(position.get("evidence")) for position in _mappings(item.get("positions"))]
              for item in _mappings(said)]  # fmt: skip
    for difference in differences:
        if not any(_is_listed(difference, positions) for positions in listed):
            point = difference.record.point
            ledger.add(f"disagreements: read again, the articles differ: {point}", token=point, where="disagreements")
        for place in difference.one_sided([claim.text for claim in claims]):
            claim = claims[place]
            if not claim.attributed_to and not find_speaker(claim.text).kind:
                ledger.add(f"it takes a side: {difference.record.point}", claim=claim.id, token=claim.text)


def recompute_told_differently(story: Story, said: object, ledger: FindingCollector) -> None:
    """Find what is told differently again; note each entry that the file lacks or changes, and each it adds."""
    from ..prepare.clustering.off_topic import find_off_topic
    from ..prepare.differing_accounts import find_differing_accounts
    from ..prepare.disagreements import differences_of

    off_topic = find_off_topic(story).articles
    found = find_differing_accounts(story, off_topic, differences_of(story, off_topic))
    _compare_lists("told_differently", "point", found, said, ledger)


def recompute_names(story: Story, wanted: object, said: object, ledger: FindingCollector) -> None:
    """Find the spellings of persons again, and note where the file has others."""
    from ..prepare.people import find_people

    wanted = wanted if isinstance(wanted, str) else ""
    people = find_people(story.articles, story.sentences, story.origins, story.language, wanted)
    _compare_lists("names", "name", people, said, ledger)


def _compare_lists(
    name: str, key: str, found: Sequence[NamedPerson | Disagreement], said: object, ledger: FindingCollector
) -> None:
    """Note each record found again that a list of the file lacks or changes, and each that it adds, by its `key`."""
    true = [_as_json(each) for each in found]
    listed = said if isinstance(said, list) else []
    for each in true:
        if each not in listed:
            ledger.add(f"{name}: {each[key]} is not listed as found again", token=each[key], where=name)
    for item in listed:
        if item not in true:
            called = item.get(key) if isinstance(item, Mapping) else item
            ledger.add(f"{name}: {called!r:.60} is not found again as it is listed", token=called, where=name)


def _is_listed(difference: Difference, positions: Sequence[set[_Place]]) -> bool:
    """Whether two sides of a difference have separate passages under one disagreement."""
    sides = [{(item.article, item.start) for item in each.evidence} for each in difference.record.positions]
    return sum(any(side & places for places in positions) for side in sides) > 1


def _places(evidence: object) -> set[_Place]:
    found = [(item.get("article"), item.get("start")) for item in _mappings(evidence)]
    return {place for place in found if isinstance(place[0], str) and isinstance(place[1], int)}


def _as_json(record: Origin | NamedPerson | Disagreement) -> dict[str, object]:
    """A record as a file gives it: with lists for tuples."""
    found: dict[str, object] = json.loads(json.dumps(asdict(record)))
    return found


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
