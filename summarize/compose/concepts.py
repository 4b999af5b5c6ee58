"""What sentences say, as sets of concepts with weights: the objective that `coverage` maximises.

A concept is a content word (a stem) or a pair of neighbouring ones (Gillick and Favre 2009). It weighs more the more
origins hold it and the earlier it stands in them. Everything is linear in the text; equal sentences are met once.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.words import terms
from .spellings import find_variants

# Chosen on 36 clusters of other events by ROUGE, flat around these values (benchmarks/README.md).
_POSITION_DECAY = 0.4  # weight of a concept first met in sentence n of an article: (1 + n) ** -0.4
_MOST_PAIRS = 2_000_000  # products of two passages that share a term; some thousand sentences need no cap
_WORD_WEIGHT = 0.5  # a single word weighs so much of a pair
_CENTRAL_WEIGHT = 0.5  # being said by other origins too, against covering concepts, per word


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


def find_concepts(passages: Sequence[Passage], heads: Sequence[Passage] = ()) -> Concepts:
    """Number the concepts of passages and weigh them.

    `heads` are titles, abstracts and headings: what they name is news, so it counts as standing at their places. They
    are never chosen and bring in no concepts of their own.
    """
    written = [terms(passage.text, passage.language) for passage in passages]
    usual = find_variants((p.text for p in passages), passages[0].language) if passages else {}
    found = tuple(tuple(usual.get(term, term) for term in each) for each in written)
    numbers: dict[object, int] = {}
    of = tuple(array("l", (numbers.setdefault(c, len(numbers)) for c in _concepts(each))) for each in found)
    single = bytearray(len(numbers))
    for concept, number in numbers.items():
        single[number] = isinstance(concept, str)
    named = [[terms(head.text, head.language)] for head in heads]
    heads_of = [[numbers[c] for c in _concepts([usual.get(t, t) for t in each[0]]) if c in numbers] for each in named]
    weights = _weights([*passages, *heads], [*of, *(array("l", each) for each in heads_of)], single)
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
    """How well the other origins say what each passage says, scaled to concept weight per word."""
    agreement = _agreement(passages, _unit_vectors(found))
    most = max(agreement, default=0.0) or 1.0
    words = sum(passage.words for passage in passages) or 1
    per_word = _CENTRAL_WEIGHT * sum(weights[c] for each in of for c in each) / words
    return tuple(per_word * p.words * share / most for p, share in zip(passages, agreement, strict=True))


def _agreement(passages: Sequence[Passage], vectors: Sequence[dict[str, float]]) -> list[float]:
    """For each passage: the sum over other origins of the best cosine any passage of theirs reaches.

    Rare terms are compared first and the work is capped: beyond some thousand articles the commonest terms are left
    out, which say least about which passages belong together.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for stem in vector:
            holders[stem].append(i)
    likeness: list[dict[int, float]] = [{} for _ in passages]
    work = 0
    for stem, held in sorted(holders.items(), key=lambda item: (len(item[1]), item[0])):
        work += len(held) ** 2
        if work > _MOST_PAIRS:
            break
        for place, i in enumerate(held):
            for j in held[place + 1 :]:
                if passages[i].origin != passages[j].origin:
                    product = vectors[i][stem] * vectors[j][stem]
                    likeness[i][j] = likeness[i].get(j, 0.0) + product
    return _best_by_origin(passages, likeness)


def _best_by_origin(passages: Sequence[Passage], likeness: Sequence[dict[int, float]]) -> list[float]:
    best: list[dict[int, float]] = [{} for _ in passages]
    for i, row in enumerate(likeness):
        for j, value in row.items():
            for one, other in ((i, j), (j, i)):
                origin = passages[other].origin
                best[one][origin] = max(best[one].get(origin, 0.0), value)
    for i, passage in enumerate(passages):
        for origin in {origin for origin, _ in passage.places} - {passage.origin}:
            best[i][origin] = 1.0
    return [sum(row.values()) for row in best]


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
