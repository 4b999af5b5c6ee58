"""What texts share, weighted by rarity: inverse document frequency, cosines, an inverted index, groups joined in pairs.

All rules that weigh terms or compare texts by them do it here, so that "rare" and "similar" mean one thing everywhere.
Terms are strings, texts are known by their indexes, from 0. Compares, never decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, repeat
from math import fsum, hypot, log, sqrt
from operator import mul
from typing import TypeAlias

COMMON = 400  # a stem in more texts proposes none, so that the work stays linear
CANDIDATES = 40  # most texts proposed for one text, those that share most first

Weights: TypeAlias = Mapping[str, float]


def idf(held: Mapping[str, int], texts: float, prior: float = 0.0) -> dict[str, float]:
    """The inverse document frequency of terms, log(1 + N / n) (Spärck Jones 1972).

    `held` says how many of `texts` hold each, n and N. `prior` counts as so many more texts that hold each: what all
    texts of a small pile hold must weigh something.
    """
    return {term: log(1 + texts / (count + prior)) for term, count in held.items()}


def damped(counts: Mapping[str, int]) -> dict[str, float]:
    """The weight of how often a text holds each term, 1 + log n: ten times says more than once, but not ten times."""
    return {term: 1 + log(count) for term, count in counts.items()}


def unit_vector(weights: Weights) -> dict[str, float]:
    """The same direction with length 1, so that `dot` of two is their cosine; all zeros stay zeros."""
    length = hypot(*weights.values()) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def dot(one: Weights, other: Weights) -> float:
    """The product of two sparse vectors; of unit vectors it is their cosine (Salton, Wong and Yang 1975)."""
    if len(one) > len(other):
        one, other = other, one
    return float(sum(map(mul, one.values(), map(other.get, one, repeat(0.0)))))


def cosine(one: Weights, other: Weights) -> float:
    """The cosine of two sparse vectors of any length; 0 if one of them is zero."""
    lengths = dot(one, one) * dot(other, other)
    return dot(one, other) / sqrt(lengths) if lengths else 0.0


def mass(terms: Iterable[str], weights: Weights) -> float:
    """What known terms weigh together; exact, as sets have no fixed order."""
    return fsum(weights[term] for term in terms)


def set_cosine(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    """The cosine of two sets of terms, each term standing for the root of its weight; 0 if they share none."""
    common = mass(one & other, weights)
    return common / sqrt(mass(one, weights) * mass(other, weights)) if common else 0.0


def set_cosines(
    some: Sequence[frozenset[str]], others: Sequence[frozenset[str]], weights: Weights, least: int
) -> dict[tuple[int, int], float]:
    """The cosines of all sets of one list and of another that share `least` terms, by their indexes in both."""
    index = postings(others)
    masses = [mass(each, weights) for each in others]
    found = {}
    for i, each in enumerate(some):
        whole = mass(each, weights)
        shared = Counter(j for term in each for j in index.get(term, ()))
        for j in sorted(j for j, count in shared.items() if count >= least):
            found[i, j] = mass(each & others[j], weights) / sqrt(whole * masses[j])
    return found


def postings(texts: Iterable[Iterable[str]], indexed: Collection[str] | None = None) -> dict[str, list[int]]:
    """The indexes of the texts that hold each term, in order; only of the terms that are `indexed`, if given."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, terms in enumerate(texts):
        for term in terms:
            if indexed is None or term in indexed:
                found[term].append(index)
    return dict(found)


class TermIndex:
    """The stems of many texts, their weights, and which texts hold them."""

    def __init__(self, texts: Iterable[Collection[str]], sought: Collection[str] | None = None) -> None:
        """`texts` are the distinct stems of each; only those `sought` propose texts, if given."""
        self._terms = [tuple(each) for each in texts]  # tuples take a fifth of the memory of sets
        held = Counter(chain.from_iterable(self._terms))
        self._idf = idf(held, len(self._terms))
        self._rarest = log(1 + len(self._terms))
        rare = {term for term, count in held.items() if count <= COMMON and (sought is None or term in sought)}
        self._postings = postings(self._terms, rare)

    def of(self, index: int) -> frozenset[str]:
        """The stems of a text."""
        return frozenset(self._terms[index])

    def weight(self, terms: Iterable[str]) -> float:
        """What stems weigh together; an unknown one as much as the rarest."""
        return fsum(self._idf.get(term, self._rarest) for term in terms)  # exact, as sets have no fixed order

    def share(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of a set's weight that another one holds, 0 to 1."""
        return self.weight(one & other) / (self.weight(one) or 1.0)

    def sharing(self, terms: Iterable[str], least: int) -> list[int]:
        """All texts that share so many of these distinct stems, in order."""
        counts = Counter(index for term in terms for index in self._postings.get(term, ()))
        return sorted(index for index, count in counts.items() if count >= least)

    def candidates(self, terms: Collection[str]) -> list[int]:
        """Texts that share at least two stems with these, or one if there are no more; most shared weight first."""
        weights: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for term in sorted(terms):
            for index in self._postings.get(term, ()):
                weights[index] += self._idf[term]
                counts[index] += 1
        least = min(2, len(terms))
        likely = sorted((-weight, index) for index, weight in weights.items() if counts[index] >= least)
        return [index for _, index in likely[:CANDIDATES]]


class DisjointSets:
    """Numbers from 0 in groups that are joined two by two (union-find: Galler and Fischer 1964)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, number: int) -> int:
        """The number that stands for a number's group; halves the path there (Tarjan and van Leeuwen 1984)."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, kept: int, other: int) -> None:
        """Make one group of two; the root of the first stands for both."""
        self._parents[self.root(other)] = self.root(kept)

    def groups(self, numbers: Iterable[int] | None = None) -> dict[int, list[int]]:
        """All numbers, or these, by the root of their group, in their order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._parents)) if numbers is None else numbers:
            found[self.root(number)].append(number)
        return dict(found)
