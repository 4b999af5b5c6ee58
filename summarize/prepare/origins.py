"""Which articles share one report. So far: what the user says, and verbatim copies.

Two articles of which one holds most of the other's five-word runs are one text. Rewritten copies share almost none and
are not claimed to be found: unknown stays unknown, each such article is its own origin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from ..records import Article, Confidence, Origin, Sentence
from ..text.words import WORD

_RUN = 5  # words in a run
_CONTAINED = 0.5  # share of the shorter article's runs that the longer one holds; verbatim copies with cuts keep 0.9
_ONE_IN = (
    4  # runs are compared when the hash of their first word says so: the same ones in every copy, a quarter of all
)


def find_origins(articles: Sequence[Article], sentences: Sequence[Sentence]) -> tuple[Origin, ...]:
    """Group articles by origin, in the order of their first article. Every article is in exactly one origin."""
    group = list(range(len(articles)))
    confidence: dict[int, Confidence] = {}
    for first, other in _copies(articles, sentences):
        confidence[_join(group, first, other)] = "inferred"
    for first, other in _named_alike(articles):
        confidence[_join(group, first, other)] = "given"
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(articles)):
        members[_root(group, number)].append(number)
    return tuple(
        Origin(
            id=f"o{place}",
            name=next((articles[n].origin for n in numbers if articles[n].origin), None),
            articles=tuple(articles[n].id for n in numbers),
            confidence=confidence.get(root) or ("given" if articles[numbers[0]].origin else None),
        )
        for place, (root, numbers) in enumerate(members.items(), 1)
    )


def _named_alike(articles: Sequence[Article]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [(first.setdefault(article.origin.casefold(), n), n) for n, article in enumerate(articles) if article.origin]


def _copies(articles: Sequence[Article], sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Pairs of articles of which one holds most of the other. Candidates come from an index of sampled runs."""
    holders: dict[int, list[int]] = defaultdict(list)
    sketches: list[frozenset[int]] = []
    pairs = []
    for n, runs in enumerate(_sketches(articles, sentences)):
        shared = Counter(m for run in runs for m in holders[run][-4:])
        pairs.extend(
            (m, n) for m, count in shared.most_common(4) if count >= _CONTAINED * min(len(sketches[m]), len(runs))
        )
        for run in runs:
            holders[run].append(n)
        sketches.append(runs)
    return pairs


def _sketches(articles: Sequence[Article], sentences: Sequence[Sentence]) -> Iterator[frozenset[int]]:
    """The sampled five-word runs of each article's body, as numbers (MinHash by fraction, Irber et al. 2022)."""
    body: dict[str, list[str]] = {article.id: [] for article in articles}
    for sentence in sentences:
        if sentence.zone == "body":
            body[sentence.article].append(sentence.text)
    for texts in body.values():
        words = WORD.findall(" ".join(texts).lower())
        starts = (i for i in range(max(1, len(words) - _RUN + 1)) if words and _is_sampled(words[i]))
        yield frozenset(_number(" ".join(words[i : i + _RUN])) for i in starts)


@lru_cache(maxsize=200_000)
def _is_sampled(word: str) -> bool:
    return _number(word) % _ONE_IN == 0


def _number(text: str) -> int:
    """A text's hash that is the same in every process, unlike hash()."""
    return crc32(text.encode("utf-8", "replace"))


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def _join(group: list[int], one: int, other: int) -> int:
    low, high = sorted((_root(group, one), _root(group, other)))
    group[high] = low
    return low
