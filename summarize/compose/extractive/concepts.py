"""What sentences say, as sets of concepts with weights: the objective that `selection` maximises.

A concept is a content word (a stem) or a pair of neighbouring ones (Gillick and Favre 2009). It weighs more the more
text groups hold it and the earlier it comes in them; a text group is an article with its copies (docs/decisions/0017).
Linear in the text; only the most promising passages are compared with each other.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from ...nlp.doc import Doc
from ...nlp.names import word_likeness
from ...nlp.similarity import dot, idf, postings, unit_vector
from ...nlp.tokenize import terms

# Chosen on 36 clusters of other events by ROUGE, flat around these values (benchmarks/README.md).
_POSITION_DECAY = 0.6  # weight of a concept first met in sentence n of an article: (1 + n) ** -0.6
_FEW_TEXT_GROUPS = 3  # from the fourth on, positions count less and less
_WORD_WEIGHT = 0.26  # weight of a single word, relative to a pair
_CENTRAL_WEIGHT = 0.52  # weight of being said by other text groups too, relative to covering concepts, per word
_SHORTLIST = 1500  # passages compared with each other; five long articles have 200
NEWS_SENTENCES = 3  # body sentences at the top of an article that tell its news
SAME_TOPIC = 0.15  # smallest cosine of two passages that tell of the same thing
_MOST_PAIRS = 1_000_000  # pairs of passages that share a term; rare terms go first
# A capitalised word inside a sentence: its capital shows that it is a name, not the start of a sentence.
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-z][^\W\d_]{5,}|(?<=[^\W_], )[^\W\d_a-z][^\W\d_]{5,}")
_BUCKET = 40  # name words with the same first letters, compared pairwise; news has a handful


@dataclass(frozen=True, slots=True)
class WeighedPassage:
    """A sentence as it is weighed: its length in words and every place where it occurs.

    A place is (text group, number of body sentences before it in its article); equal sentences are one passage.
    """

    text: str
    language: str
    words: int
    places: tuple[tuple[int, int], ...]
    quoted: tuple[str, ...] = ()  # its quotations, without their marks

    @property
    def opens_article(self) -> bool:
        """Whether an article begins with it."""
        return any(not place for _, place in self.places)

    @property
    def text_group(self) -> int:
        """The text group of its first place."""
        return self.places[0][0]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is chosen together: one passage, or one with the passage before it that it needs. Numbers of passages.

    `speaker` is the stem of the name of the person who speaks in it, "" for none; `expects` says that it tells what
    somebody expects, not what happened; `ongoing` that it tells what goes on, not what was done; `figured`
    that it says how much or how many; `subjectivity` counts its signs of a writer who judges or points back to
    something; `general` says that it gives no name, day, figure or quotation.
    """

    passages: tuple[int, ...]
    speaker: str = ""
    expects: bool = False
    ongoing: bool = False
    figured: bool = False
    subjectivity: int = 0
    general: bool = False


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of all passages, numbered. `of[i]` holds passage i's; `weights` is by concept number.

    `terms[i]` are passage i's stems. `shortlist` are the passages worth examining, in order. For each of them,
    `central` gives what it is worth that other text groups say the same, in the units of `weights`, `tellers` how many
    groups say the same thing, its own included, `vectors` its TF-IDF vector. `titles` are the stems of titles and
    headings.
    """

    of: tuple[array[int], ...]
    weights: array[float]
    terms: tuple[tuple[str, ...], ...]
    shortlist: tuple[int, ...]
    central: dict[int, float]
    tellers: dict[int, int]
    vectors: dict[int, dict[str, float]]
    titles: tuple[frozenset[str], ...] = ()

    def titled(self, passages: Sequence[int]) -> float:
        """The mean share of the titles' stems that passages hold together, 0 to 1; 0 without titles."""
        told = frozenset(stem for i in passages for stem in self.terms[i])
        shares = [len(title & told) / len(title) for title in self.titles]
        return sum(shares) / len(shares) if shares else 0.0

    def similarity(self, i: int, j: int) -> float:
        """Cosine of two shortlisted passages, 0 to 1; 0 for others."""
        return dot(self.vectors.get(i, {}), self.vectors.get(j, {}))

    def weight(self, i: int) -> float:
        """The weight of all concepts of a passage."""
        return sum(map(self.weights.__getitem__, self.of[i]))


def find_concepts(
    passages: Sequence[WeighedPassage], heads: Sequence[WeighedPassage] = (), doc: Callable[[str, str], Doc] = Doc
) -> Concepts:
    """Number the concepts of passages and weigh them.

    `heads` are titles, abstracts and headings: what they name is news, so it counts as standing at their places. They
    are never chosen and bring in no concepts of their own. `doc` gives a text in a language with its annotations.
    """
    found = _terms([*passages, *heads], doc)
    numbering = _Numbering()
    of = tuple(array("l", numbering.concepts(each)) for each in found)
    weights = _weights([*passages, *heads], of, numbering)
    titles = tuple(title for each in found[len(passages) :] if (title := frozenset(each)))
    found, of = found[: len(passages)], of[: len(passages)]
    total = sum(sum(map(weights.__getitem__, each)) for each in of)
    shortlist = _shortlist(passages, of, weights)
    per_word = _CENTRAL_WEIGHT * total / (sum(passage.words for passage in passages) or 1)
    vectors = _unit_vectors({i: found[i] for i in shortlist})
    best = _best_by_text_group(passages, vectors)
    agreement = {i: fsum(row.values()) for i, row in best.items()}
    most = max(agreement.values(), default=0.0) or 1.0
    central = {i: per_word * passages[i].words * agreement[i] / most for i in shortlist}
    tellers = {i: 1 + sum(value >= SAME_TOPIC for value in row.values()) for i, row in best.items()}
    return Concepts(of, weights, found, shortlist, central, tellers, vectors, titles)


def _terms(passages: Sequence[WeighedPassage], doc: Callable[[str, str], Doc]) -> tuple[tuple[str, ...], ...]:
    """The stems of each passage; the spellings of one name are one stem."""
    usual = find_variants((p.text for p in passages), passages[0].language) if passages else {}
    found = (doc(passage.text, passage.language).terms for passage in passages)
    return tuple(tuple(usual.get(term, term) for term in each) if usual else each for each in found)


class _Numbering:
    """Numbers for concepts. A pair's key packs its words' numbers, which is smaller and faster than a tuple."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._numbers: dict[int, int] = {}
        self.single = bytearray()  # by concept number: whether it is a single word

    def concepts(self, stems: Sequence[str]) -> list[int]:
        """The numbers of the distinct words and pairs of a passage, in order."""
        words = [self._words.setdefault(stem, len(self._words)) for stem in stems]
        pairs = [(a + 1) << 32 | b for a, b in pairwise(words)]
        return [self._number(key) for key in dict.fromkeys([*words, *pairs])]

    def _number(self, key: int) -> int:
        number = self._numbers.setdefault(key, len(self._numbers))
        if number == len(self.single):
            self.single.append(key < 1 << 32)
        return number


def _weights(passages: Sequence[WeighedPassage], of: Sequence[array[int]], numbering: _Numbering) -> array[float]:
    """Sum over text groups of (1 + position)^-decay at the concept's first place there, times their number."""
    size = len(numbering.single)
    decayed, text_groups, last_text_group = array("d", [0.0]) * size, array("l", [0]) * size, array("l", [-1]) * size
    places = sorted(
        (text_group, position, i) for i, passage in enumerate(passages) for text_group, position in passage.places
    )
    decay = _decay(len({text_group for text_group, *_ in places}))
    for text_group, position, i in places:
        value = (1 + position) ** -decay
        for concept in of[i]:
            if last_text_group[concept] != text_group:
                last_text_group[concept] = text_group
                text_groups[concept] += 1
                decayed[concept] += value
    share = (1.0, _WORD_WEIGHT)
    return array("d", (w * n * share[one] for w, n, one in zip(decayed, text_groups, numbering.single, strict=True)))


def _decay(text_groups: int) -> float:
    """How much position in the article counts: with many reports their agreement tells more, and first lines repeat."""
    return _POSITION_DECAY * min(1.0, (_FEW_TEXT_GROUPS - 1) / max(1, text_groups - 1)) ** 3


def _shortlist(passages: Sequence[WeighedPassage], of: Sequence[array[int]], weights: array[float]) -> tuple[int, ...]:
    """The passages with the most concept weight for their length, in their order."""
    if len(passages) <= _SHORTLIST:
        return tuple(range(len(passages)))
    worth = [sum(map(weights.__getitem__, each)) / (p.words or 1) ** 0.5 for p, each in zip(passages, of, strict=True)]
    return tuple(sorted(sorted(range(len(passages)), key=lambda i: (-worth[i], i))[:_SHORTLIST]))


def _comparable(vectors: dict[int, dict[str, float]]) -> dict[str, list[int]]:
    """The passages that hold each term, rarest term first, as far as the work is worthwhile.

    The work is capped: the most common terms say least about what belongs together.
    """
    numbers = tuple(vectors)
    comparable, work = {}, 0
    for stem, held in sorted(postings(vectors.values()).items(), key=lambda item: (len(item[1]), item[0])):
        work += len(held) ** 2
        if work > _MOST_PAIRS:
            break
        comparable[stem] = [numbers[place] for place in held]
    return comparable


def _best_by_text_group(
    passages: Sequence[WeighedPassage], vectors: dict[int, dict[str, float]]
) -> dict[int, dict[int, float]]:
    """For each passage, its highest similarity to a passage of each other text group, 1 for one with the same words.

    One passage is compared at a time, so that the similarities of all pairs are never in memory together.
    """
    text_group = {i: passages[i].text_group for i in vectors}
    best: dict[int, dict[int, float]] = {
        i: dict.fromkeys({place for place, _ in passages[i].places} - {own}, 1.0) for i, own in text_group.items()
    }
    comparable = _comparable(vectors)
    rank = {stem: place for place, stem in enumerate(comparable)}
    for i, vector in vectors.items():
        similarity: dict[int, float] = defaultdict(float)
        for stem in sorted(vector.keys() & rank.keys(), key=rank.__getitem__):
            value = vector[stem]
            for j in comparable[stem]:
                similarity[j] += value * vectors[j][stem]
        own, row = text_group[i], best[i]
        for j, value in similarity.items():
            if text_group[j] != own and value > row.get(text_group[j], 0.0):
                row[text_group[j]] = value
    return best


def _unit_vectors(found: dict[int, Sequence[str]]) -> dict[int, dict[str, float]]:
    """TF-IDF vectors of length one; inverse document frequency over these sentences."""
    rarity = idf(Counter(stem for each in found.values() for stem in set(each)), len(found))
    return {i: unit_vector({stem: n * rarity[stem] for stem, n in Counter(each).items()}) for i, each in found.items()}


def find_variants(texts: Iterable[str], language: str) -> dict[str, str]:
    """For each term that is a rarer spelling of a name (Zelenskyy): the term of its most frequent spelling."""
    counts = Counter(match.group().lower() for text in texts for match in _NAME.finditer(text))
    buckets: dict[str, list[str]] = defaultdict(list)
    for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        buckets[word[0] + word[2]].append(word)
    variants: dict[str, str] = {}
    for bucket in buckets.values():
        for place, rare in enumerate(bucket[:_BUCKET]):
            usual = next((word for word in bucket[:place] if word_likeness(rare, word) == "variant"), None)
            if usual and (pair := [*terms(rare, language), *terms(usual, language)])[0] != pair[-1]:
                variants[pair[0]] = variants.get(pair[-1], pair[-1])
    return variants
