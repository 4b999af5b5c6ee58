"""Which articles share one report. So far: what the user says, and verbatim copies.

Two articles of which one holds most of the other's five-word runs are one text. Rewritten copies share almost none and
are not claimed to be found: unknown stays unknown, each such article is its own origin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

from ..records import Article, Confidence, Evidence, Origin, Sentence
from ..text.words import squeeze

_RUN = 5  # words in a run
_CONTAINED = 0.5  # share of the shorter article's runs that the longer one holds; verbatim copies with cuts keep 0.9
_SAMPLED = 7  # letters of the words that begin a run; about one word in ten has as many


def find_origins(articles: Sequence[Article], sentences: Sequence[Sentence]) -> tuple[Origin, ...]:
    """Group articles by origin, in the order of their first article. Every article is in exactly one origin."""
    group = list(range(len(articles)))
    confidence: dict[int, Confidence] = {}
    bodies = _bodies(articles, sentences)
    for first, other in _copies(bodies):
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
            evidence=_shared_sentence([bodies[n] for n in numbers]) if confidence.get(root) == "inferred" else (),
            confidence=confidence.get(root) or ("given" if articles[numbers[0]].origin else None),
        )
        for place, (root, numbers) in enumerate(members.items(), 1)
    )


def _shared_sentence(bodies: Sequence[Sequence[Sentence]]) -> tuple[Evidence, ...]:
    """The longest sentence that stands in the first article and word for word in another, in both places."""
    first = {_squeezed(sentence): sentence for sentence in bodies[0]}
    shared = [(first[key], other) for body in bodies[1:] for other in body if (key := _squeezed(other)) in first]
    pair = max(shared, key=lambda pair: len(pair[0].text), default=())
    return tuple(Evidence(each.article, each.start, each.end, each.text, "match") for each in pair)


def _squeezed(sentence: Sentence) -> str:
    return squeeze(sentence.text).lower()


def _named_alike(articles: Sequence[Article]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [(first.setdefault(article.origin.casefold(), n), n) for n, article in enumerate(articles) if article.origin]


def _bodies(articles: Sequence[Article], sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The body sentences of each article, in the articles' order."""
    bodies: dict[str, list[Sentence]] = {article.id: [] for article in articles}
    for sentence in sentences:
        if sentence.zone == "body":
            bodies[sentence.article].append(sentence)
    return list(bodies.values())


def _copies(bodies: Sequence[Sequence[Sentence]]) -> list[tuple[int, int]]:
    """Pairs of articles of which one holds most of the other. Candidates come from an index of sampled runs."""
    holders: dict[int, list[int]] = defaultdict(list)
    sketches: list[frozenset[int]] = []
    pairs: list[tuple[int, int]] = []
    for n, runs in enumerate(_sketches(bodies)):
        shared = Counter(m for run in runs for m in holders[run][-4:])
        pairs.extend(
            (m, n) for m, count in shared.most_common(4) if count >= _CONTAINED * min(len(sketches[m]), len(runs))
        )
        for run in runs:
            holders[run].append(n)
        sketches.append(runs)
    return pairs


def _sketches(bodies: Sequence[Sequence[Sentence]]) -> Iterator[frozenset[int]]:
    """Sampled runs of each article's body, as numbers (winnowing by content, Schleimer et al. 2003).

    A run is five words from a word of seven letters on: the same ones in every copy, a tenth of all. Where blanks part
    no words, a run is a sentence.
    """
    for sentences in bodies:
        words = " ".join([sentence.text for sentence in sentences]).lower().split()
        if len(words) < 3 * len(sentences):
            yield frozenset(map(_number, words))
            continue
        starts = [i for i, length in enumerate(map(len, words)) if length == _SAMPLED]
        yield frozenset([_number(" ".join(words[i : i + _RUN])) for i in starts])


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
