"""Choose the passages that cover most concept weight within a length: lazy cost-scaled greedy, then exchanges.

The objective is monotone and submodular (covered weight + centrality + a bonus for each origin heard), so the greedy
choice has a guarantee (Lin and Bilmes 2010) and a passage's gain can only fall, which makes lazy evaluation exact
(Minoux 1978). Deterministic: ties go to the earlier passage.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .concepts import Concepts, Passage

_COST_POWER = 0.65  # gain / words ** 0.65: below 1, long sentences that say much are not starved
_SLACK = 1.06  # a summary may be 6 % longer than asked, to end with a whole sentence
_ROUNDS = 8  # of exchanges at most; five clusters of six need fewer than three
_EXCHANGED = 250  # passages tried in exchanges: the best by their own weight
_HEARD_WORDS = 24  # words of budget for each origin from which all are to be heard
_UNHEARD = 1.5  # a passage of an origin not heard yet counts so many times


@dataclass(frozen=True, slots=True)
class Unit:
    """What is chosen together: one passage, or one with the passage before it that it needs. Numbers of passages."""

    passages: tuple[int, ...]


class _Objective:
    """Value of a set of passages, kept up to date while passages come and go."""

    def __init__(self, passages: Sequence[Passage], concepts: Concepts, words: int) -> None:
        self._passages = passages
        self._concepts = concepts
        self._times = bytearray(len(concepts.weights))  # how often each concept is covered; more than 255 never occurs
        self._heard: dict[int, int] = {}
        origins = len({passage.origin for passage in passages})
        self.hears_all = words >= _HEARD_WORDS * origins
        self._unheard = _UNHEARD if self.hears_all else 1.0

    def gain_of(self, i: int) -> float:
        """What passage i would add, the origin's bonus left aside."""
        weights, times = self._concepts.weights, self._times
        return self._concepts.central[i] + sum(weights[c] for c in self._concepts.of[i] if not times[c])

    def gain(self, unit: Unit) -> float:
        """What a unit would add."""
        gain = 0.0
        for i in unit.passages:
            gain += self.gain_of(i) * (1.0 if self._heard.get(self._passages[i].origin) else self._unheard)
            self._count(i, 1)
        for i in unit.passages:
            self._count(i, -1)
        return gain

    def take(self, unit: Unit) -> None:
        """Put a unit into the set."""
        for i in unit.passages:
            self._count(i, 1)

    def drop(self, unit: Unit) -> None:
        """Take a unit out of the set."""
        for i in unit.passages:
            self._count(i, -1)

    def _count(self, i: int, step: int) -> None:
        for concept in self._concepts.of[i]:
            self._times[concept] += step
        origin = self._passages[i].origin
        self._heard[origin] = self._heard.get(origin, 0) + step


def choose(passages: Sequence[Passage], concepts: Concepts, units: Sequence[Unit], words: int) -> list[Unit]:
    """The units to print, in no particular order, at most `words` × 1.05 long together."""
    objective = _Objective(passages, concepts, words)
    lengths = [sum(passages[i].words for i in unit.passages) for unit in units]
    chosen = _greedy(objective, units, lengths, _SLACK * words)
    chosen = _exchange(objective, units, lengths, chosen, _SLACK * words)
    if objective.hears_all:
        chosen = _hear_all(objective, passages, units, lengths, chosen, _SLACK * words)
    return [units[n] for n in chosen]


def _greedy(objective: _Objective, units: Sequence[Unit], lengths: Sequence[int], most: float) -> list[int]:
    """Take the unit with the best gain per cost again and again; a stale gain is refreshed before it is believed."""
    heap = [(-objective.gain(unit) / lengths[n] ** _COST_POWER, n, 0) for n, unit in enumerate(units)]
    heapq.heapify(heap)
    chosen: list[int] = []
    taken: set[int] = set()
    used = 0
    while heap:
        rank, n, seen = heapq.heappop(heap)
        if used + lengths[n] > most or not taken.isdisjoint(units[n].passages):
            continue
        if seen < len(chosen):
            heapq.heappush(heap, (-objective.gain(units[n]) / lengths[n] ** _COST_POWER, n, len(chosen)))
        elif rank < 0:
            chosen.append(n)
            taken.update(units[n].passages)
            used += lengths[n]
            objective.take(units[n])
    return chosen


def _exchange(
    objective: _Objective, units: Sequence[Unit], lengths: Sequence[int], chosen: list[int], most: float
) -> list[int]:
    """Swap a chosen unit for a better one while that gains; the greedy order often ends one swap short."""
    chosen = list(chosen)
    pool = sorted(range(len(units)), key=lambda n: (-objective.gain(units[n]), n))[:_EXCHANGED]
    for _ in range(_ROUNDS):
        swap = _best_swap(objective, units, lengths, chosen, pool, most)
        if swap is None:
            break
        out, new = swap
        objective.drop(units[chosen[out]])
        objective.take(units[new])
        chosen[out] = new
    return chosen


def _hear_all(  # noqa: PLR0913 - the search's whole state; a class would only rename it
    objective: _Objective,
    passages: Sequence[Passage],
    units: Sequence[Unit],
    lengths: Sequence[int],
    chosen: list[int],
    most: float,
) -> list[int]:
    """For each origin not heard, swap its best unit against the one whose loss hurts least and silences nobody."""
    chosen = list(chosen)
    speaker = [passages[unit.passages[-1]].origin for unit in units]
    for origin in sorted(set(speaker) - {speaker[n] for n in chosen}):
        heard = Counter(speaker[n] for n in chosen)
        own = [n for n in range(len(units)) if speaker[n] == origin]
        pool = sorted(own, key=lambda n: (-objective.gain(units[n]), n))[:_EXCHANGED]
        spare = [n for n in chosen if heard[speaker[n]] > 1]
        swap = _best_swap(objective, units, lengths, chosen, pool, most, worst=-math.inf, among=spare)
        if swap is not None:
            objective.drop(units[chosen[swap[0]]])
            objective.take(units[swap[1]])
            chosen[swap[0]] = swap[1]
    return chosen


def _best_swap(  # noqa: PLR0913 - the search's whole state; a class would only rename it
    objective: _Objective,
    units: Sequence[Unit],
    lengths: Sequence[int],
    chosen: list[int],
    pool: list[int],
    most: float,
    *,
    worst: float = 1e-9,
    among: Sequence[int] | None = None,
) -> tuple[int, int] | None:
    """The best exchange as (place in `chosen`, unit), if it gains more than `worst`; only units `among` may go."""
    used = sum(lengths[n] for n in chosen)
    best, best_gain = None, worst
    for out, old in enumerate(chosen):
        if among is not None and old not in among:
            continue
        objective.drop(units[old])
        lost = objective.gain(units[old])
        others = {i for n in chosen if n != old for i in units[n].passages}
        for new in pool:
            if new == old or used - lengths[old] + lengths[new] > most or not others.isdisjoint(units[new].passages):
                continue
            if (gain := objective.gain(units[new]) - lost) > best_gain:
                best, best_gain = (out, new), gain
        objective.take(units[old])
    return best
