"""What sentences say, as sets of concepts with weights: the objective that `coverage` maximises.

A concept is a content word (a stem) or a pair of neighbouring ones (Gillick and Favre 2009). It weighs more the more
origins hold it and the earlier it stands in them. Everything is linear in the text; equal sentences are met once.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.words import terms
from .spellings import find_variants

# Chosen on 36 clusters of other events by ROUGE, flat around these values (benchmarks/README.md).
_POSITION_DECAY = 0.3  # weight of a concept first met in sentence n of an article: (1 + n) ** -0.3
_WORD_WEIGHT = 0.2  # a single word weighs so much of a pair
_CENTRAL_WEIGHT = 0.2  # being like the whole story, against covering concepts, per word


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as the optimiser sees it: its length in words and every place it stands at.

    A place is (origin, how many body sentences stand before it in its article); equal sentences are one passage.
    """

    text: str
    language: str
    words: int
    places: tuple[tuple[int, int], ...]

    @property
    def origin(self) -> int:
        """The origin of its first place."""
        return self.places[0][0]


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of all passages, numbered. `of[i]` holds passage i's; `weights` is by concept number.

    `central[i]` is what passage i is worth for being like the story as a whole, in the units of `weights`.
    """

    of: tuple[array[int], ...]
    weights: array[float]
    central: tuple[float, ...]
    terms: tuple[tuple[str, ...], ...]


def find_concepts(passages: Sequence[Passage]) -> Concepts:
    """Number the concepts of passages and weigh them."""
    written = [terms(passage.text, passage.language) for passage in passages]
    usual = find_variants((p.text for p in passages), passages[0].language) if passages else {}
    found = tuple(tuple(usual.get(term, term) for term in each) for each in written)
    numbers: dict[object, int] = {}
    of = tuple(array("l", (numbers.setdefault(c, len(numbers)) for c in _concepts(each))) for each in found)
    single = bytearray(len(numbers))
    for concept, number in numbers.items():
        single[number] = isinstance(concept, str)
    weights = _weights(passages, of, single)
    return Concepts(of, weights, _central(passages, of, weights, found), found)


def _concepts(stems: Sequence[str]) -> list[object]:
    """The distinct words and pairs of a passage, in order."""
    return list(dict.fromkeys([*stems, *zip(stems, stems[1:], strict=False)]))


def _weights(passages: Sequence[Passage], of: Sequence[array[int]], single: bytearray) -> array[float]:
    """Sum over origins of (1 + position)^-decay at the concept's first place there, times the number of origins."""
    decayed = array("d", bytes(8 * len(single)))
    origins = array("l", bytes(array("l").itemsize * len(single)))
    last_origin = array("l", [-1]) * len(single)
    places = sorted((origin, position, i) for i, passage in enumerate(passages) for origin, position in passage.places)
    for origin, position, i in places:
        value = (1 + position) ** -_POSITION_DECAY
        for concept in of[i]:
            if last_origin[concept] != origin:
                last_origin[concept] = origin
                origins[concept] += 1
                decayed[concept] += value
    return array(
        "d", (w * n * (_WORD_WEIGHT if word else 1.0) for w, n, word in zip(decayed, origins, single, strict=True))
    )


def _central(
    passages: Sequence[Passage], of: Sequence[array[int]], weights: array[float], found: Sequence[Sequence[str]]
) -> tuple[float, ...]:
    """Likeness to the sum of all origins' centroids, X(Xᵀ1) in one pass, scaled to concept weight per word."""
    vectors = _unit_vectors(found)
    total: Counter[str] = Counter()
    by_origin: dict[int, Counter[str]] = {}
    for passage, vector in zip(passages, vectors, strict=True):
        for origin in {origin for origin, _ in passage.places}:
            centroid = by_origin.setdefault(origin, Counter())
            for stem, value in vector.items():
                centroid[stem] += value
    for centroid in by_origin.values():
        length = math.sqrt(sum(v * v for v in centroid.values())) or 1.0
        for stem, value in centroid.items():
            total[stem] += value / length
    likeness = [sum(value * total[stem] for stem, value in vector.items()) for vector in vectors]
    most = max(likeness, default=0.0) or 1.0
    words = sum(passage.words for passage in passages) or 1
    per_word = _CENTRAL_WEIGHT * sum(weights[c] for each in of for c in each) / words
    return tuple(per_word * p.words * like / most for p, like in zip(passages, likeness, strict=True))


def _unit_vectors(found: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """TF-IDF vectors of length one; inverse document frequency over the story's own sentences."""
    document_frequency = Counter(stem for each in found for stem in set(each))
    rarity = {stem: math.log(1 + len(found) / n) for stem, n in document_frequency.items()}
    vectors = []
    for each in found:
        vector = {stem: n * rarity[stem] for stem, n in Counter(each).items()}
        length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        vectors.append({stem: v / length for stem, v in vector.items()})
    return vectors
