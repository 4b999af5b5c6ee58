"""Which articles are copies of one text, and which are rewrites of one report. Joins nothing itself.

Of two copies, one holds most of the other's five-word runs. Rewriting leaves hardly any of them, but leaves names,
figures and their order: rewrites tell the same facts, sentence by sentence, in much the same order. Three marks are
added up: how many of one article's names and figures the other holds, how well its sentences find a counterpart there,
and whether the counterparts are in the same order. Reporters who saw the same event independently agree far less on
each. Two articles that retell one document (a complaint, a press release) look alike too: they share a source, if not a
report. Rewrites need a script with capitals; where nothing is found, nothing is claimed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import TypeAlias
from zlib import crc32

from ...nlp.doc import Doc
from ...nlp.similarity import idf, postings, set_cosines
from ...nlp.tokenize import terms, without_invisible, words
from ...records import Alignment, Evidence, Sentence

_RUN = 5  # words in a run
_CONTAINED = 0.5  # share of the shorter article's runs that the longer one holds; shortened verbatim copies keep 0.9
_SHORT = 700  # characters; in a shorter text all runs are taken
_FEW = 4  # sampled runs; with fewer, chance decides what two texts share
_SAMPLED = 7  # characters of the words that begin a run; about one word in ten has as many
# Measured on 18 hand-made rewrites (light to heavy), 6 independent retellings and 172 pairs of real articles: the sum
# of the three marks is 2.2 or more for two rewrites of three, and below that for all pairs but those that retell
# one document.
_ENOUGH = 2.2
_FACTS = (0.6, 0.2)  # share of the shorter list of names and figures that both hold: usual value and spread
_ORDER = (0.3, 0.35)  # Kendall's rank correlation of the counterparts, weighted by similarity
_LIKENESS = (0.2, 0.15)  # mean cosine of a sentence with its best counterpart
_LEAST_ALIGNED = 5  # counterparts; three-sentence notices about one announcement are alike by nature
_LEAST_FACTS = 8
_SHARED_TERMS = 3  # that two sentences must share to be compared
_COUNTERPART = 0.1  # smallest cosine of counterparts that count for the order
_CLEAR = 0.2  # smallest cosine of counterparts that are shown
_SHOWN_TERMS = 8
_ALL_PAIRS = 12  # up to so many articles every pair is compared
_RARE = 12  # beyond that, a fact that more articles share nominates no pairs
_NOMINEES = 4  # others with which an article is then compared
_PREFIX = 6  # first letters that identify a name, whatever its ending
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")  # most words begin with one, so it is tested first

_Likenesses: TypeAlias = Mapping[tuple[int, int], float]  # cosines of sentences, by their numbers in both articles


def find_copies(bodies: Sequence[Sequence[Sentence]], sketches: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """Pairs of articles (numbers) of which one holds most of the other. Candidates come from an index of sampled runs.

    `bodies` are the articles' body sentences, `sketches` their sampled runs (`sketch`).
    """
    holders: dict[int, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for n, runs in enumerate(sketches):
        shared = Counter(m for run in runs for m in holders[run][-4:])
        for m, count in shared.most_common(4):
            least = min(len(sketches[m]), len(runs))
            sampled = least >= _FEW and not (_is_short(bodies[m]) or _is_short(bodies[n]))
            if count >= _CONTAINED * least if sampled else _holds(bodies[m], bodies[n]):
                pairs.append((m, n))
        for run in runs:
            holders[run].append(n)
    return pairs


def _is_short(sentences: Sequence[Sentence]) -> bool:
    """Whether a text in a script with blanks is too short for sampling its runs."""
    length = sum(len(sentence.text) for sentence in sentences)
    return length < _SHORT and len(_words(sentences)) >= 3 * len(sentences)


def _holds(one: Sequence[Sentence], other: Sequence[Sentence]) -> bool:
    """Whether one of two articles holds most runs of the other; for those too short to be sampled."""
    runs = [{tuple(said[i : i + _RUN]) for i in range(len(said) - _RUN + 1)} for said in map(_words, (one, other))]
    least = min(map(len, runs))
    return len(runs[0] & runs[1]) >= _CONTAINED * least if least else _words(one) == _words(other)


def _words(sentences: Sequence[Sentence]) -> list[str]:
    text = " ".join([sentence.text for sentence in sentences]).lower()
    return without_invisible(text).split()


def sketch(sentences: Sequence[Sentence]) -> list[int]:
    """Sampled runs of an article's body, as numbers (winnowing by content, Schleimer et al. 2003).

    A run is five words, as blanks separate them, of which the first has seven characters, marks included: the same runs
    in every copy, a tenth of all. In scripts without blanks between words, a run is a sentence.
    """
    said = _words(sentences)
    if len(said) < 3 * len(sentences):
        return [*map(_number, said)]
    starts = [i for i, length in enumerate(map(len, said)) if length == _SAMPLED]
    if _is_short(sentences):  # chance would choose too few
        starts = list(range(max(min(1, len(said)), len(said) - _RUN + 1)))
    return [_number(" ".join(said[i : i + _RUN])) for i in starts]


def _number(text: str) -> int:
    """A hash of a text that is the same in every process, unlike hash()."""
    return crc32(text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Two articles (numbers) that tell one report, and the sentences that show it. `of` is how many could be aligned.

    `of` counts the body sentences of the article with fewer.
    """

    first: int
    second: int
    alignments: tuple[Alignment, ...]
    of: int


def find_rewrites(
    bodies: Sequence[Sequence[Sentence]], doc: Callable[[str], Doc], facts: Sequence[frozenset[str]]
) -> tuple[Rewrite, ...]:
    """Every pair of articles that looks like two texts of one report.

    `bodies` are their body sentences, `facts` the names and figures in them.
    """
    pairs = [
        (one, two)
        for one, two in _nominated(facts)
        if min(len(bodies[one]), len(bodies[two])) >= _LEAST_ALIGNED and _contained(facts[one], facts[two])
    ]
    comparison = _Comparison(bodies, facts, doc, sorted({number for pair in pairs for number in pair}))
    found = (comparison.of(one, two) for one, two in pairs)
    return tuple(rewrite for rewrite in found if rewrite)


def names_and_figures(body: Sequence[Sentence]) -> frozenset[str]:
    """Names and figures: words that begin with a digit, or with a capital that no sentence start explains."""
    found = set()
    for sentence in body:
        for place, word in enumerate(words(sentence.text)):
            first = word[0]
            if first not in _SMALL and (first.isdigit() or (place and first.isupper())):
                found.add(word.lower()[:_PREFIX])
    return frozenset(found)


def _nominated(facts: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs worth comparing: all of a few articles; of many, those that share most facts that few others have."""
    if len(facts) <= _ALL_PAIRS:
        return list(combinations(range(len(facts)), 2))
    holders = postings(facts)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for fact in sorted(holders):
        if len(holders[fact]) <= _RARE:
            for one, two in combinations(holders[fact], 2):
                shared[one][two] += 1
                shared[two][one] += 1
    pairs = {
        (min(one, two), max(one, two))
        for one, others in shared.items()
        for two, count in sorted(others.items(), key=lambda item: (-item[1], item[0]))[:_NOMINEES]
        if count > 1
    }
    return sorted(pairs)


def _contained(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two lists of facts share so much that the other marks can still decide."""
    least = min(len(one), len(two))
    return least >= _LEAST_FACTS and len(one & two) >= (_FACTS[0] - _FACTS[1]) * least


class _Comparison:
    """What two articles of a story are compared by: facts of all articles, terms of those in question."""

    def __init__(
        self,
        bodies: Sequence[Sequence[Sentence]],
        facts: Sequence[frozenset[str]],
        doc: Callable[[str], Doc],
        asked: Sequence[int],
    ) -> None:
        self._bodies, self._facts, self._doc = bodies, facts, doc
        self._texts = {n: [doc(sentence.text).stems for sentence in bodies[n]] for n in asked}
        frequency = Counter(term for each in self._texts.values() for sentence in each for term in sentence)
        total = sum(map(len, self._texts.values()))
        self._idf = idf(frequency, total)

    def of(self, one: int, two: int) -> Rewrite | None:
        """Two articles as a rewrite, if their marks add up to one."""
        if len(self._bodies[one]) > len(self._bodies[two]):
            one, two = two, one
        similarity = set_cosines(self._texts[one], self._texts[two], self._idf, _SHARED_TERMS)
        pairs = [(i, j, value) for i, j, value in _counterparts(similarity) if value >= _COUNTERPART]
        clear = sorted((i, j) for i, j, value in pairs if value >= _CLEAR)
        if len(clear) < _LEAST_ALIGNED or self._marks(one, two, similarity, pairs) < _ENOUGH:
            return None
        return Rewrite(one, two, tuple(self._alignment(one, two, i, j) for i, j in clear), len(self._bodies[one]))

    def _marks(self, one: int, two: int, similarity: _Likenesses, pairs: Sequence[tuple[int, int, float]]) -> float:
        """The sum of the three marks, each as its distance from the usual value, in spreads."""
        best: dict[int, float] = defaultdict(float)
        for (i, _), value in similarity.items():
            best[i] = max(best[i], value)
        facts = len(self._facts[one] & self._facts[two]) / min(len(self._facts[one]), len(self._facts[two]))
        sure = min(1.0, len(pairs) / (_LEAST_ALIGNED + 1))  # the order of only a few pairs may be chance
        return (
            _mark(facts, _FACTS)
            + _mark(fsum(best.values()) / len(self._bodies[one]), _LIKENESS)
            + _mark(_order(pairs), _ORDER) * sure
        )

    def _alignment(self, one: int, two: int, i: int, j: int) -> Alignment:
        """Two sentences side by side, with the rarest words they share, as the first one writes them."""
        first, second = self._bodies[one][i], self._bodies[two][j]
        shared = self._texts[one][i] & self._texts[two][j]
        rarest = sorted(shared, key=lambda term: (-self._idf[term], term))[:_SHOWN_TERMS]
        written: dict[str, str] = {}
        said = self._doc(first.text)
        for word in said.words:
            for term in terms(word, said.language):
                written.setdefault(term, word)
        found = sorted((first.text.find(word), word) for term in rarest if len(word := written.get(term, "")) > 1)
        return Alignment(
            Evidence.of(first, "match"),
            Evidence.of(second, "match"),
            tuple(dict.fromkeys(word for _, word in found)),
        )


def _mark(value: float, usual: tuple[float, float]) -> float:
    return (value - usual[0]) / usual[1]


def _counterparts(similarity: _Likenesses) -> list[tuple[int, int, float]]:
    """Sentences that are each other's best match: numbers and cosine."""
    forward: dict[int, tuple[float, int]] = {}
    backward: dict[int, tuple[float, int]] = {}
    for (i, j), value in similarity.items():
        forward[i] = max(forward.get(i, (0.0, 0)), (value, -j))
        backward[j] = max(backward.get(j, (0.0, 0)), (value, -i))
    return [(i, -j, value) for i, (value, j) in forward.items() if backward[-j][1] == -i]


def _order(pairs: Sequence[tuple[int, int, float]]) -> float:
    """Kendall's tau of the counterparts' places, each pair weighted by similarity; 0 for fewer than two."""
    agreed = total = 0.0
    for (i, j, one), (k, m, two) in combinations(pairs, 2):
        weight = one * two
        total += weight
        agreed += weight if (i - k) * (j - m) > 0 else -weight
    return agreed / total if total else 0.0
