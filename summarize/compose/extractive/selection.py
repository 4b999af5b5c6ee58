"""Choose the passages that cover most concept weight within a length: lazy cost-scaled greedy, then exchanges.

The value of a passage is the weight of the concepts it adds, plus its centrality in the same proportion. It can only
fall while others are chosen, so a stale value is an upper bound and is recomputed only when it leads (Minoux 1978; for
the greedy rule see Lin and Bilmes 2010). Deterministic: ties go to the earlier passage.
"""

from __future__ import annotations

import heapq
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...nlp.quotations import fold_quotes
from ...prepare import differing_values
from .concepts import SAME_TOPIC, Concepts, Passage

# Chosen like the weights in `concepts`: on 36 clusters of other events, flat around these values.
_COST_POWER = 0.45  # value / words ** 0.45: below 1, so that long sentences that say much are not starved
SLACK = 1.077  # how much longer than asked a summary may be, to end with a whole sentence
_HEARD_WORDS = 24  # words per text group; with that much budget all text groups are to be heard
_FAIR_SHARE = 0.995  # the unit that makes a text group heard may be so many equal shares of the length that is left
_LEAD_DECAY = 0.34  # as such, a unit is worth (1 + n) ** -0.34 as its article's nth sentence: its news comes first
_ALIKE = 0.38  # cosine from which two passages say the same thing: only one of them is printed
_TWINS = 0.45  # share of the shorter one's stems from which sentences of two articles tell the same
_NEWS = 3  # so many sentences at the top of an article tell its news
_QUOTED = 4  # letters of a word in small letters that a quotation has and a title of a work has not
USED = 0.85  # share of the length to be used while there is material
MANY_TELLINGS = 4  # from this many on, what several of them tell is told first
_TELLERS = 3  # text groups that make a topic
_TOPIC_COST = 0.9  # agreement / words ** 0.9: the shorter of two that tell the same
_EVENT_COST = 0.5  # worth of the sentence that tells the event / words ** 0.5: the fuller one, as it is told once
_EVENT_NEWS = 3  # what the sentence covers beside what other text groups say too, in the worth of the one for the event
_UNTITLED = 1.5  # worth there of one that says nothing of what titles say, beside 2.5 for one that says all of it
_ONGOING = 0.6  # worth there of one that says what goes on, beside one that says what has been done
_FIGURED = 1.2  # worth there of one that says how much or how many
_FULL = 12  # a sentence of so many words is likely to tell who did what
_EXPECTED = 0.3  # worth of a unit that tells what somebody expects, beside one that tells what happened
_COLOURED = 0.4  # worth of a unit in which the writer judges: another that tells the same goes first
_JUDGES = 0.85  # the same of a first sentence as the one that tells the event: no other may tell it
_TOLD = 0.5  # worth of a unit whose topic has been told, as the one that makes a text group heard
_ASIDE_WORDS = 20  # longest unit in which a principal is given the word
_ROUNDS = 8  # of exchanges at most; most clusters need fewer than three
_ENOUGH = 0.6  # share of the length from which on no sentence in which the writer judges comes in
_HALF = 0.4  # share of the length up to which what is told again comes in before the summary stays short
_EXCHANGED = 250  # passages tried in exchanges: the best by their own value


@dataclass(frozen=True, slots=True)
class _Limits:
    """From which share of its stems a sentence tells what has been told.

    `opening` of the shorter one's, beside one of another article where either opens its article; `news` where the other
    is of its article's news; `known` beside two chosen ones of other articles together.
    """

    opening: float
    news: float
    known: float


_TOLD_ONCE, _RELAXED, _LOOSE = _Limits(0.4, 0.33, 0.42), _Limits(0.4, 0.4, 0.5), _Limits(0.5, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is chosen together: one passage, or one with the passage before it that it needs. Numbers of passages.

    `speaker` is the stem of the name of the person who speaks in it, "" for none; `expects` says that it tells what
    somebody expects, not what happened; `ongoing` that it tells what goes on, not what was done; `figured`
    that it says how much or how many; `colours` are how many signs it has of a writer who judges or points back to
    something.
    """

    passages: tuple[int, ...]
    speaker: str = ""
    expects: bool = False
    ongoing: bool = False
    figured: bool = False
    colours: int = 0


def choose(
    passages: Sequence[Passage], concepts: Concepts, units: Sequence[Unit], words: int, told: Sequence[Unit] = ()
) -> list[Unit]:
    """The units to print besides those already `told`: the event first, the others in no particular order.

    All together are at most `words` × 1.077 long. Every text group is heard if `words` allows it, 24 for each.
    """
    selection = _Selection(passages, concepts, [*units, *told], words)
    selection.take_told(len(told))
    selection.tell_event()
    text_groups = len({passage.text_group for passage in passages})
    if words >= _HEARD_WORDS * text_groups:
        selection.cover_all_sources()
    if text_groups >= MANY_TELLINGS:
        selection.cover_main_speakers()
        selection.tell_topics()
        selection.fill()
    else:
        selection.fill()
        selection.exchange()
        selection.fill()
    selection.use_the_length(USED * words)
    selection.relax(words)
    return [units[n] for n in selection.chosen if n < len(units)]


class _Selection:
    """The chosen units, and the value of every other one beside them. Units are identified by number."""

    def __init__(self, passages: Sequence[Passage], concepts: Concepts, units: Sequence[Unit], words: int) -> None:
        self.chosen: list[int] = []
        self._units = units
        self._concepts = concepts
        self._share = {i: worth / (concepts.weight(i) or 1.0) for i, worth in concepts.central.items()}
        self._times = array("H", bytes(2 * len(concepts.weights)))  # how often each concept is covered
        self._lengths = [sum(passages[i].words for i in unit.passages) for unit in units]
        self._passages = passages
        self._text_groups = [passages[unit.passages[-1]].text_group for unit in units]
        self._places = [min(place for _, place in passages[unit.passages[0]].places) for unit in units]
        self._fixed: set[int] = set()  # units that no other may replace
        self._hears_all = False
        self._event: set[int] = set()  # the one that tells the event; only another first sentence may replace it
        self._same: dict[tuple[int, int], bool] = {}  # whether two passages tell the same, for pairs asked for
        self._stems: dict[tuple[int, ...], frozenset[str]] = {}
        self._heard: Counter[int] = Counter()
        self._taken: set[int] = set()  # passages
        self._words = words
        self._left = SLACK * words
        self._near = [min(place for _, place in passage.places) for passage in passages]
        self._limits = _TOLD_ONCE
        self._quotations: dict[int, frozenset[str]] = {}
        self._many = len(set(self._text_groups)) >= MANY_TELLINGS

    def take_told(self, count: int) -> None:
        """Take the last `count` units: they are in the summary whatever else is chosen."""
        for n in range(len(self._units) - count, len(self._units)):
            self._take(n)
            self._fixed.add(n)

    def tell_event(self) -> None:
        """Take the best first sentence of an article, however long it is: what happened, before anything else."""
        if any(not self._places[n] for n in self.chosen):
            return
        leads = [n for n in range(len(self._units)) if self._is_lead(n) and self._fits(n)]
        best = max(leads, key=lambda n: (self._lengths[n] >= _FULL, self._newsworth(n), -n), default=None)
        if best is not None:
            self._take(best)
            self._fixed.add(best)
            self._event = {best}

    def _newsworth(self, n: int) -> float:
        """Rank of a first sentence as the one that tells the event: how much of it, and how widely that is told."""
        unit = self._units[n]
        worth = sum(self._concepts.central.get(i, 0.0) for i in unit.passages) + _EVENT_NEWS * self._value(n)
        worth *= (_EXPECTED if unit.expects else 1.0) * (_ONGOING if unit.ongoing else 1.0) * _JUDGES**unit.colours
        worth *= _FIGURED if unit.figured else 1.0
        titled = self._concepts.titled(unit.passages)
        return (_UNTITLED + titled) * worth / float(self._lengths[n] ** _EVENT_COST)

    def _is_lead(self, n: int) -> bool:
        """Whether a unit is the first sentence of an article."""
        return not self._places[n] and len(self._units[n].passages) == 1

    def cover_all_sources(self) -> None:
        """Take a unit from each text group, the most valuable first, none much longer than an equal share of the rest.

        A text group that has only longer ones is heard last, with its shortest.
        """
        self._hears_all = True
        silent = set(self._text_groups) - {self._text_groups[n] for n in self.chosen if not self._places[n]}
        while silent:
            longest = _FAIR_SHARE * self._left / len(silent)
            own = [n for n, text_group in enumerate(self._text_groups) if text_group in silent and self._fits(n)]
            short = [n for n in own if self._lengths[n] <= longest]
            best = max(short, key=lambda n: (self._lengths[n] >= _FULL, self._news(n), -n), default=None)
            best = min(own, key=lambda n: (self._lengths[n], n), default=None) if best is None else best
            if best is None:
                return
            self._take(best)
            silent.discard(self._text_groups[best])

    def _news(self, n: int) -> float:
        """Rank of a unit as the one through which its text group is heard: what an article tells first is its news.

        With many text groups that matters more, and one that tells what another has told is not news.
        """
        if not self._many:
            return self._rank(n) * float((1 + self._places[n]) ** -_LEAD_DECAY)
        told = _TOLD if any(self._same_topic(n, m) for m in self.chosen) else 1.0
        return told * self._rank(n) / (1 + self._places[n])

    def cover_main_speakers(self) -> None:
        """Give the word, briefly, to the two speakers whom the story names most, if they have not spoken yet."""
        for speaker in _principals(self._units, self._concepts):
            own = [n for n, unit in enumerate(self._units) if unit.speaker == speaker and self._fits(n)]
            short = [n for n in own if self._lengths[n] <= _ASIDE_WORDS]
            if short and not any(self._units[m].speaker == speaker for m in self.chosen):
                self._take(max(short, key=lambda n: (self._rank(n), -n)))

    def tell_topics(self) -> None:
        """Take a unit for each thing that several text groups tell, the most agreed one first."""
        told = self._concepts.tellers
        broad = {n for n, unit in enumerate(self._units) if min(told.get(i, 0) for i in unit.passages) >= _TELLERS}
        while broad:
            broad = {n for n in broad if self._fits(n) and not any(self._same_topic(n, m) for m in self.chosen)}
            best = max(broad, key=lambda n: (self._topicality(n), -n), default=None)
            if best is None:
                return
            self._take(best)

    def _topicality(self, n: int) -> float:
        """How widely and well other text groups say what a unit says; what happened goes before what is expected."""
        worth = sum(self._concepts.central[i] for i in self._units[n].passages)
        worth *= (_EXPECTED if self._units[n].expects else 1.0) * _COLOURED ** self._units[n].colours
        return worth / float(self._lengths[n] ** _TOPIC_COST)

    def _same_topic(self, n: int, m: int) -> bool:
        """Whether two units tell of the same thing."""
        mine, theirs = self._units[n].passages, self._units[m].passages
        return any(self._concepts.similarity(i, j) >= SAME_TOPIC for i in mine for j in theirs)

    def fill(self, enough: float = math.inf) -> None:
        """Take the unit with the best value for its length again and again, while one fits, up to `enough` words."""
        heap = [(-self._rank(n), n, len(self.chosen)) for n in range(len(self._units)) if self._fits(n)]
        heapq.heapify(heap)
        while heap and self._size() < enough:
            rank, n, seen = heapq.heappop(heap)
            if not self._fits(n):
                continue
            if seen < len(self.chosen):  # stale: refresh it before it is believed
                heapq.heappush(heap, (-self._rank(n), n, len(self.chosen)))
            elif rank < 0:
                self._take(n)

    def exchange(self) -> None:
        """Swap a chosen unit for a better one as long as that gains and silences no text group."""
        pool = sorted(range(len(self._units)), key=lambda n: (-self._value(n), n))[:_EXCHANGED]
        for _ in range(_ROUNDS):
            best, most = None, 1e-9
            for old in self._loose():
                for new, gain, _ in self._gains(old, pool):
                    if gain > most:
                        best, most = (old, new), gain
            if best is None:
                return
            self._drop(best[0])
            self._take(best[1])

    def use_the_length(self, least: float) -> None:
        """Swap a chosen unit for a longer one where the summary is shorter than `least`, at the least loss of value.

        What comes in is worth two thirds of what goes at least; the event's sentence gives way to any other first one.
        """
        if self._size() >= least:
            return
        pool = sorted(range(len(self._units)), key=lambda n: (-self._value(n), n))[:_EXCHANGED]
        swaps = [
            (gain, old, new)
            for old in (*self._loose(), *self._event)
            for new, gain, lost in self._gains(old, pool)
            if self._size() - self._lengths[old] + self._lengths[new] >= least
            if (self._is_lead(new) if old in self._event else gain >= -lost / 3)
        ]
        if swaps:
            _, old, new = max(swaps, key=lambda swap: (swap[0], -swap[2]))
            place = self.chosen.index(old)
            self._drop(old)
            self._take(new)
            self.chosen.insert(place, self.chosen.pop())

    def relax(self, words: int) -> None:
        """Let in what tells a part of the event again where the summary is much too short, no more than it lacks."""
        for limits, share in ((_RELAXED, USED), (_LOOSE, _HALF)):
            if self._size() < share * words:
                self._limits = limits
                self._same.clear()
                self.fill(share * words)

    def _size(self) -> int:
        return sum(self._lengths[n] for n in self.chosen)

    def _loose(self) -> tuple[int, ...]:
        return tuple(n for n in self.chosen if n not in self._fixed)

    def _gains(self, old: int, pool: Iterable[int]) -> list[tuple[int, float, float]]:
        """What each unit of the pool would gain in place of a chosen one, and what that one is worth there."""
        place = self.chosen.index(old)
        self._drop(old)
        lost, silenced = self._value(old), self._hears_all and not self._heard[self._text_groups[old]]
        gains = [
            (new, self._value(new) - lost, lost)
            for new in pool
            if new != old and self._fits(new) and not (silenced and self._text_groups[new] != self._text_groups[old])
        ]
        self._take(old)
        self.chosen.insert(place, self.chosen.pop())
        return gains

    def _value(self, n: int) -> float:
        """What a unit would add to the chosen ones."""
        weights, times, value = self._concepts.weights, self._times, 0.0
        for i in self._units[n].passages:
            new = sum(weights[c] for c in self._concepts.of[i] if not times[c])
            value += new * (1 + self._share.get(i, 0.0))
        return float(value * _COLOURED ** self._units[n].colours)

    def _rank(self, n: int) -> float:
        return self._value(n) / float(self._lengths[n] ** _COST_POWER)

    def _fits(self, n: int) -> bool:
        mine = self._units[n].passages
        return (
            self._lengths[n] <= self._left
            and not (self._units[n].colours and self._size() >= _ENOUGH * self._words)
            and self._taken.isdisjoint(mine)
            and not any(self._alike(i, j) for i in mine for j in self._taken)
            and not any(self._retells(n, m) for m in self.chosen)
            and not self._is_known(n)
        )

    def _is_known(self, n: int) -> bool:
        """Whether two chosen units of other articles together have told what a unit tells."""
        mine = unknown = self._stems_of(*self._units[n].passages)
        others = [m for m in self.chosen if self._text_groups[m] != self._text_groups[n]]
        for _ in range(2):
            known = (self._stems_of(*self._units[m].passages) for m in others)
            unknown -= max((unknown & stems for stems in known), key=len, default=frozenset())
        is_known = len(mine) - len(unknown) >= self._limits.known * len(mine) > 0
        return is_known and not any(
            self._differ(i, j) for m in others for i in self._units[n].passages for j in self._units[m].passages
        )

    def _alike(self, i: int, j: int) -> bool:
        """Whether two passages tell the same; sentences of two articles do so even where only common words tell it.

        Not where they give different figures.
        """
        pair = (i, j) if i < j else (j, i)
        if pair not in self._same:
            elsewhere = self._passages[i].text_group != self._passages[j].text_group
            alike = self._concepts.similarity(i, j) > _ALIKE or (elsewhere and self._twins(i, j))
            alike = alike or self._quotes_again(i, j)
            self._same[pair] = alike and not (elsewhere and self._differ(i, j))
        return self._same[pair]

    def _differ(self, i: int, j: int) -> bool:
        """Whether two passages of two articles give another figure for one thing: neither repeats the other."""
        one, other = self._passages[i], self._passages[j]
        return differing_values(one.text, other.text, one.language) is not None

    def _retells(self, n: int, m: int) -> bool:
        """Whether two units tell the same, where one of them is a pair of sentences."""
        mine, theirs = self._units[n].passages, self._units[m].passages
        if len(mine) + len(theirs) == 2 or self._text_groups[n] == self._text_groups[m]:
            return False
        return _are_twins(self._stems_of(*mine), self._stems_of(*theirs))

    def _twins(self, i: int, j: int) -> bool:
        first, second = sorted((self._near[i], self._near[j]))
        share = _TWINS if first else self._limits.news if second < _NEWS else self._limits.opening
        return _are_twins(self._stems_of(i), self._stems_of(j), share)

    def _quotes_again(self, i: int, j: int) -> bool:
        """Whether one passage has a quotation of the other, or a part of it."""
        return any(one in other or other in one for one in self._quoted(i) for other in self._quoted(j))

    def _quoted(self, i: int) -> frozenset[str]:
        """The quotations of a passage, as they are compared; no single words and no titles of works."""
        if i not in self._quotations:
            self._quotations[i] = _quoted_phrases(self._passages[i].quoted)
        return self._quotations[i]

    def _stems_of(self, *passages: int) -> frozenset[str]:
        if passages not in self._stems:
            self._stems[passages] = frozenset(stem for i in passages for stem in self._concepts.terms[i])
        return self._stems[passages]

    def _take(self, n: int) -> None:
        self.chosen.append(n)
        self._taken.update(self._units[n].passages)
        self._count(n, 1)

    def _drop(self, n: int) -> None:
        self.chosen.remove(n)
        self._taken.difference_update(self._units[n].passages)
        self._count(n, -1)

    def _count(self, n: int, step: int) -> None:
        self._left -= step * self._lengths[n]
        self._heard[self._text_groups[n]] += step
        for i in self._units[n].passages:
            for concept in self._concepts.of[i]:
                self._times[concept] += step


_WORDING = re.compile(rf"\b[^\W\d_A-Z]{{{_QUOTED},}}")


def _quoted_phrases(found: Iterable[str]) -> frozenset[str]:
    """Quotations as they are compared; no single words and no titles of works."""
    return frozenset(
        fold_quotes(each).lower().strip(" ,.'") for each in found if " " in each.strip() and _WORDING.search(each)
    )


def _are_twins(mine: frozenset[str], theirs: frozenset[str], share: float = _TWINS) -> bool:
    least = min(len(mine), len(theirs))
    return bool(least) and len(mine & theirs) >= share * least


def _principals(units: Sequence[Unit], concepts: Concepts) -> list[str]:
    """The two speakers whose names stand in most passages, the more frequent one first."""
    speakers = {unit.speaker for unit in units} - {""}
    mentions = Counter(stem for each in concepts.terms for stem in speakers.intersection(each))
    return sorted(mentions, key=lambda stem: (-mentions[stem], stem))[:2]
