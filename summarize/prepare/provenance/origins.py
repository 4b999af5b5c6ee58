"""Which articles share one report: what the user says, what they credit, copies, rewrites. Unknown stays unknown.

Every article is in exactly one origin. What joins articles is kept as evidence, with its confidence: given by the user,
stated in the text, or inferred by comparison. Head counts inside a report ("five sources said") join and part nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ...nlp.doc import Doc
from ...nlp.similarity import DisjointSets
from ...nlp.tokenize import normalize_whitespace
from ...records import Alignment, Article, Confidence, Evidence, Origin, Sentence
from .credits import Credit, usual_name
from .near_duplicates import find_copies, find_rewrites

_SHOWN = 3  # credits, or pairs of rewrites, that are described in words
_LISTED = 8  # citations, or runs of them, that name the copies of a text
_SUREST: tuple[Confidence, ...] = ("given", "stated", "inferred")


class _Facts(Protocol):
    """What is needed of an article: its sentences, the medium it credits, sampled runs, names and figures."""

    @property
    def sentences(self) -> Sequence[Sentence]: ...
    @property
    def credit(self) -> Credit | None: ...
    @property
    def runs(self) -> Iterable[int]: ...
    @property
    def names(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why articles were joined, collected while they are. `why` says it; for copies, `pair` (numbers) does."""

    confidence: Confidence
    why: str = ""
    evidence: tuple[Evidence, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    pair: tuple[int, int] | None = None


@dataclass(slots=True)
class _Groups:
    """Articles (numbers) joined pair by pair, with the reasons by group."""

    sets: DisjointSets
    reasons: dict[int, dict[_Reason, None]] = field(default_factory=lambda: defaultdict(dict))  # each once, in order

    def join(self, one: int, other: int, reason: _Reason) -> None:
        low, high = sorted((self.sets.root(one), self.sets.root(other)))
        if low != high:
            self.sets.join(low, high)
            self.reasons[low] |= self.reasons.pop(high, {})
        self.reasons[low].setdefault(reason)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a story's articles come from. Every article is in exactly one origin, in the order of first articles.

    `text_groups` are numbers, parallel to the articles: articles with the same number are one text, by copying or
    because the user says so. Rewrites are one origin but several texts: they confirm nothing, but what a rewriting desk
    keeps is news.
    """

    origins: tuple[Origin, ...]
    text_groups: tuple[int, ...]


def find_origins(articles: Sequence[Article], known: Sequence[_Facts], doc: Callable[[str], Doc] = Doc) -> Provenance:
    """Group articles by origin, and by text group. `doc` gives a sentence in the story's language, annotated."""
    origin_groups, text_groups = _Groups(DisjointSets(len(articles))), _Groups(DisjointSets(len(articles)))
    bodies = [[sentence for sentence in each.sentences if sentence.zone == "body"] for each in known]
    credits = [each.credit for each in known]
    given = [usual_name(article.origin or "") for article in articles]
    for one, other in _same_name_pairs(given):
        for each in (origin_groups, text_groups):
            each.join(one, other, _Reason("given", "you gave them the same origin"))
    for one, other in _same_name_pairs([credit.medium if credit else "" for credit in credits]):
        origin_groups.join(one, other, _credited(credits[one], credits[other]))
    sketches = [frozenset(each.runs) for each in known]
    for one, other in (pair for pair in find_copies(bodies, sketches) if not _are_parted(given, *pair)):
        shared = _shared_sentence(bodies[one], bodies[other])
        for each in (origin_groups, text_groups):
            each.join(one, other, _Reason("inferred", evidence=shared, pair=(one, other)))
    distinct = _longest_copies(origin_groups, bodies)
    facts = [each.names if body else frozenset() for each, body in zip(known, distinct, strict=True)]
    for found in find_rewrites(distinct, doc, facts):
        if _are_parted(given, found.first, found.second):
            continue
        origin_groups.join(found.first, found.second, _rewritten(found.first, found.second, found.alignments, found.of))
    return Provenance(
        _origins(articles, origin_groups, credits), tuple(map(text_groups.sets.root, range(len(articles))))
    )


def _are_parted(given: Sequence[str], one: int, other: int) -> bool:
    """Whether the user says that two articles have different origins."""
    return bool(given[one] and given[other]) and given[one].casefold() != given[other].casefold()


def _origins(articles: Sequence[Article], groups: _Groups, credits: Sequence[Credit | None]) -> tuple[Origin, ...]:
    return tuple(
        _origin(
            f"o{place}",
            [articles[n] for n in numbers],
            [credits[n] for n in numbers],
            list(groups.reasons.get(root, ())),
        )
        for place, (root, numbers) in enumerate(groups.sets.groups().items(), 1)
    )


def _origin(
    identity: str, articles: Sequence[Article], credits: Sequence[Credit | None], reasons: Sequence[_Reason]
) -> Origin:
    """One origin of these articles. A single article has a reason only if it names its origin, or the user does."""
    given = next((article.origin for article in articles if article.origin), None)
    credit = next((credit for credit in credits if credit), None)
    if len(articles) == 1:
        reasons = [_Reason("given", "you gave it")] if given else []
        if credit:
            reasons = [_credited(credit)]
    ordered = sorted(reasons, key=lambda reason: _SUREST.index(reason.confidence))
    return Origin(
        id=identity,
        name=given or (credit.medium if credit else None),
        articles=tuple(article.id for article in articles),
        evidence=tuple(dict.fromkeys(span for reason in ordered for span in reason.evidence)),
        confidence=ordered[0].confidence if ordered else None,
        why="; ".join(_told(ordered)),
        alignments=tuple(pair for reason in ordered for pair in reason.alignments),
    )


def _told(reasons: Sequence[_Reason]) -> list[str]:
    """The reasons in words, each once: credits with their words, copies of a text together, a few of many rewrites."""
    credited: dict[str, dict[str, None]] = {}
    for reason in reasons:
        if reason.why and not reason.alignments:
            words = (f"“{' '.join(span.text.split())}”" for span in reason.evidence)
            credited.setdefault(reason.why, {}).update(dict.fromkeys(words))
    told = [why + (f" ({', '.join(list(words)[:_SHOWN])})" if words else "") for why, words in credited.items()]
    pairs = [reason.pair for reason in reasons if reason.pair]
    told += [f"{_listed(copies)} have most of their wording in common" for copies in _copies(pairs)]
    rewrites = list(dict.fromkeys(reason.why for reason in reasons if reason.alignments))
    more = len(rewrites) - _SHOWN
    others = [f"so {'does 1 more pair' if more == 1 else f'do {more} more pairs'} of them"] if more > 0 else []
    return [*told, *rewrites[:_SHOWN], *others]


def _copies(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The articles (numbers) that pairs join, group by group."""
    joined = DisjointSets(max((other for _, other in pairs), default=-1) + 1)
    for one, other in pairs:
        joined.join(one, other)
    return list(joined.groups(sorted({number for pair in pairs for number in pair})).values())


def _listed(members: Sequence[int]) -> str:
    """Numbers in order as citations: "[1] and [4]", "[1], [3] to [7] and [9]"."""
    runs: list[list[int]] = []
    for number in members:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = []
    for run in runs:
        said += [f"[{run[0] + 1}] to [{run[-1] + 1}]"] if len(run) > 2 else [f"[{number + 1}]" for number in run]
    if len(said) > _LISTED:
        left = len(members) - sum(len(run) for run in runs[:_LISTED])
        said = [*said[:_LISTED], f"{left} more"]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part)


def _credited(*credits: Credit | None) -> _Reason:
    known = [credit for credit in credits if credit]
    credit = "they credit" if len(known) > 1 else "it credits"
    spans = tuple(span for each in known for span in each.evidence)
    return _Reason("stated", f"{credit} {known[0].medium}", spans)


def _rewritten(one: int, other: int, alignments: tuple[Alignment, ...], of: int) -> _Reason:
    why = (
        f"{len(alignments)} of the {of} sentences of [{one + 1}] tell what a sentence of [{other + 1}] tells, "
        "mostly in its order: likely one report, or one source"
    )
    return _Reason("inferred", why, (), alignments)


def _longest_copies(groups: _Groups, bodies: Sequence[Sequence[Sentence]]) -> list[Sequence[Sentence]]:
    """The bodies, empty for all of a group except its longest: copies would show only the same, fragments less."""
    longest: dict[int, int] = {}
    for number, body in enumerate(bodies):
        root = groups.sets.root(number)
        if root not in longest or len(body) > len(bodies[longest[root]]):
            longest[root] = number
    kept = set(longest.values())
    return [body if number in kept else () for number, body in enumerate(bodies)]


def _shared_sentence(one: Sequence[Sentence], other: Sequence[Sentence]) -> tuple[Evidence, ...]:
    """The longest sentence that both hold word for word, in both places."""
    first = {_squeezed(sentence): sentence for sentence in one}
    shared = [(first[key], sentence) for sentence in other if (key := _squeezed(sentence)) in first]
    pair = max(shared, key=lambda pair: len(pair[0].text), default=())
    return tuple(Evidence.of(each, "match") for each in pair)


def _squeezed(sentence: Sentence) -> str:
    return normalize_whitespace(sentence.text).lower()


def _same_name_pairs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of the first number with a name and every later one with it; "" is not a name."""
    first: dict[str, int] = {}
    pairs = ((first.setdefault(name.casefold(), number), number) for number, name in enumerate(names) if name)
    return [(one, other) for one, other in pairs if one != other]
