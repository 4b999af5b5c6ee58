"""Choose the passages that cover most concept weight within a length: lazy cost-scaled greedy, then exchanges.

The value of a passage is the weight of the concepts it adds, plus its centrality in the same proportion. It can only
fall while others are chosen, so a stale value is an upper bound and is recomputed only when it leads (Minoux 1978; for
the greedy rule see Lin and Bilmes 2010). Deterministic: ties go to the earlier passage.

`choose` runs the stages, each a function below it: the sentence that tells the event, a unit from each report, what
many reports tell, then whatever covers most. Before the last one, place and fullness count beside coverage. What
repeats what is decided in `repeats`.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from ..draft import USED
from .concepts import Concepts, Unit, WeighedPassage
from .repeats import LAST_LIMITS, SECOND_LIMITS, Repeats

# Chosen like the weights in `concepts`: on 36 clusters of other events, flat around these values.
SLACK = 1.077  # how much longer than asked a summary may be, to end with a whole sentence
MANY_TEXT_GROUPS = 4  # text groups from which on what several of them tell is told first

# The rank of a unit: its value / words ** 0.45, which does not starve long sentences that say much.
_COST_POWER = 0.45
_SUBJECTIVE = 0.4  # factor of its value for each sign of the writer's own view: another that tells the same goes first
_GENERAL = 0.4  # factor of its value where it gives no name, day, figure or quotation
_MOST_BEFORE_SUBJECTIVE = 0.6  # share of the length from which on no sentence with the writer's own view comes in

# The lead, the sentence that tells the event: (0.5 + title) * worth / words ** 0.5, where `title` is the share of the
# titles' stems it holds, and `worth` what other text groups say too + 3 * its value, times a factor for each trait.
_LEAD_TITLE = 0.5  # for a lead without a stem of a title; one with all of them has 1.5
_LEAD_VALUE = 3
_LEAD_COST_POWER = 0.5  # above that of other units, yet a full sentence is preferred: the event is told once
_LEAD_ONGOING = 0.6  # it says what goes on, not what was done
_LEAD_FIGURE = 1.2  # it says how much or how many
_LEAD_SUBJECTIVE = 0.85  # for each sign of the writer's own view; milder, as no other sentence may tell the event
_EXPECTED = 0.3  # factor of the worth of a unit that tells what somebody expects, not what happened
_FULL_WORDS = 12  # a sentence of so many words is likely to tell who did what

# The unit through which a text group is heard.
_WORDS_PER_SOURCE = 24  # with so many words for each text group, all of them are heard
_FAIR_SHARE = 0.995  # such a unit may be so many equal shares of the length that is left
_PLACE_DECAY = 0.34  # its rank is multiplied by (1 + n) ** -0.34 as its article's nth sentence: its news comes first
_TOPIC_TOLD = 0.5  # and by this where its topic has been told

_TELLERS = 3  # text groups that make a topic
_TOPIC_COST_POWER = 0.9  # agreement / words ** 0.9: the shorter of two that tell the same
_SHORT_QUOTE_WORDS = 20  # longest unit with which a main speaker is heard
_MAIN_SPEAKERS = 2

_ROUNDS = 8  # of exchanges at most; most clusters need fewer than three
_EXCHANGED = 250  # units tried in exchanges: the best by their own value
_FAR_TOO_SHORT = 0.4  # share of the length up to which the loosest limits let repeats in


def choose(
    passages: Sequence[WeighedPassage], concepts: Concepts, units: Sequence[Unit], words: int, told: Sequence[Unit] = ()
) -> list[Unit]:
    """The units to print besides those already `told`: the lead first, the others in no particular order.

    All together are at most `words` × 1.077 long. Every text group is heard if `words` allows it, 24 for each.
    """
    selection = _Selection(passages, concepts, [*units, *told], words)
    selection.take_fixed(len(told))
    _take_lead(selection)
    text_groups = len({passage.text_group for passage in passages})
    if words >= _WORDS_PER_SOURCE * text_groups:
        _cover_all_sources(selection)
    if text_groups >= MANY_TEXT_GROUPS:
        _cover_main_speakers(selection)
        _cover_topics(selection)
        _fill(selection)
    else:
        _fill(selection)
        _exchange(selection)
        _fill(selection)
    _use_the_length(selection, USED * words)
    _let_repeats_in(selection, words)
    return [units[n] for n in selection.chosen if n < len(units)]


class _Selection:
    """The chosen units, and the value of every other one beside them. Units are identified by number."""

    def __init__(
        self, passages: Sequence[WeighedPassage], concepts: Concepts, units: Sequence[Unit], words: int
    ) -> None:
        self.units, self.concepts = units, concepts
        self.repeats = Repeats(passages, concepts, units)
        self.lengths = [sum(passages[i].words for i in unit.passages) for unit in units]
        self.text_groups = self.repeats.text_groups
        self.places = [min(place for _, place in passages[unit.passages[0]].places) for unit in units]
        self.chosen: list[int] = []
        self.left = SLACK * words  # words
        self.lead: int | None = None  # the unit that tells the event; only another first sentence may replace it
        self.must_cover_sources = False  # no exchange may silence a text group
        self._words = words
        self._fixed = 0  # how many units, the last ones, no other may replace
        self._taken: set[int] = set()  # passages
        self._times_covered = array("H", bytes(2 * len(concepts.weights)))  # by concept
        self._covered_sources: Counter[int] = Counter()  # chosen units by text group
        self._central = {i: worth / (concepts.weight(i) or 1.0) for i, worth in concepts.central.items()}

    def take_fixed(self, count: int) -> None:
        """Take the last `count` units: they are in the summary whatever else is chosen."""
        self._fixed = count
        for n in range(len(self.units) - count, len(self.units)):
            self.take(n)

    def take(self, n: int) -> None:
        """Choose a unit."""
        self.chosen.append(n)
        self._taken.update(self.units[n].passages)
        self._count(n, 1)

    def drop(self, n: int) -> None:
        """Give up a chosen unit."""
        self.chosen.remove(n)
        self._taken.difference_update(self.units[n].passages)
        self._count(n, -1)

    def _count(self, n: int, step: int) -> None:
        self.left -= step * self.lengths[n]
        self._covered_sources[self.text_groups[n]] += step
        for i in self.units[n].passages:
            for concept in self.concepts.of[i]:
                self._times_covered[concept] += step

    def size(self) -> int:
        """The words chosen."""
        return sum(self.lengths[n] for n in self.chosen)

    def fits(self, n: int) -> bool:
        """Whether a unit may be taken: there is room for it, and it repeats nothing that is chosen."""
        mine = self.units[n].passages
        return (
            self.lengths[n] <= self.left
            and not (self.units[n].subjectivity and self.size() >= _MOST_BEFORE_SUBJECTIVE * self._words)
            and self._taken.isdisjoint(mine)
            and not any(self.repeats.is_same(i, j) for i in mine for j in self._taken)
            and not any(self.repeats.retells(n, m) for m in self.chosen)
            and not self.repeats.is_known_from(n, self.chosen)
        )

    def opens_article(self, n: int) -> bool:
        """Whether a unit is the first sentence of an article."""
        return not self.places[n] and len(self.units[n].passages) == 1

    def value(self, n: int) -> float:
        """What a unit would add to the chosen ones."""
        weights, times, value = self.concepts.weights, self._times_covered, 0.0
        for i in self.units[n].passages:
            new = sum(weights[c] for c in self.concepts.of[i] if not times[c])
            value += new * (1 + self._central.get(i, 0.0))
        return float(value * _SUBJECTIVE ** self.units[n].subjectivity * (_GENERAL if self.units[n].general else 1.0))

    def rank(self, n: int) -> float:
        """The value of a unit for its length."""
        return self.value(n) / float(self.lengths[n] ** _COST_POWER)

    def best(self, count: int) -> list[int]:
        """The units of most value, in order."""
        return sorted(range(len(self.units)), key=lambda n: (-self.value(n), n))[:count]

    def replaceable(self) -> tuple[int, ...]:
        """The chosen units that any other may replace."""
        return tuple(n for n in self.chosen if n != self.lead and n < len(self.units) - self._fixed)

    def replace(self, old: int, new: int) -> None:
        """Put a unit into the place of a chosen one."""
        place = self.chosen.index(old)
        self.drop(old)
        self.take(new)
        self.chosen.insert(place, self.chosen.pop())

    def gains(self, old: int, pool: Iterable[int]) -> list[tuple[int, float, float]]:
        """What each unit of the pool would gain in place of a chosen one, and what that one is worth there."""
        place, group = self.chosen.index(old), self.text_groups[old]
        self.drop(old)
        lost, silenced = self.value(old), self.must_cover_sources and not self._covered_sources[group]
        gains = [
            (new, self.value(new) - lost, lost)
            for new in pool
            if new != old and self.fits(new) and not (silenced and self.text_groups[new] != group)
        ]
        self.take(old)
        self.chosen.insert(place, self.chosen.pop())
        return gains


def _take_lead(selection: _Selection) -> None:
    """Take the best first sentence of an article, however long it is: what happened, before anything else."""
    if any(not selection.places[n] for n in selection.chosen):
        return
    leads = [n for n in range(len(selection.units)) if selection.opens_article(n) and selection.fits(n)]
    lead = max(leads, key=lambda n: (selection.lengths[n] >= _FULL_WORDS, _lead_rank(selection, n), -n), default=None)
    if lead is not None:
        selection.take(lead)
        selection.lead = lead


def _lead_rank(selection: _Selection, n: int) -> float:
    """Rank of a first sentence as the lead: how much of the event it tells, and how widely that is told."""
    unit, concepts = selection.units[n], selection.concepts
    worth = sum(concepts.central.get(i, 0.0) for i in unit.passages) + _LEAD_VALUE * selection.value(n)
    done = _LEAD_ONGOING if unit.ongoing else 1.0
    worth *= (_EXPECTED if unit.expects else 1.0) * done * _LEAD_SUBJECTIVE**unit.subjectivity
    worth *= _LEAD_FIGURE if unit.figured else 1.0
    return (_LEAD_TITLE + concepts.titled(unit.passages)) * worth / float(selection.lengths[n] ** _LEAD_COST_POWER)


def _cover_all_sources(selection: _Selection) -> None:
    """Take a unit from each text group, the most valuable first, none much longer than an equal share of the rest.

    A text group that has only longer ones is heard last, with its shortest.
    """
    selection.must_cover_sources = True
    heard = {selection.text_groups[n] for n in selection.chosen if not selection.places[n]}
    silent = set(selection.text_groups) - heard
    lengths = selection.lengths
    while silent:
        longest = _FAIR_SHARE * selection.left / len(silent)
        own = [n for n, group in enumerate(selection.text_groups) if group in silent and selection.fits(n)]
        short = [n for n in own if lengths[n] <= longest]
        best = max(short, key=lambda n: (lengths[n] >= _FULL_WORDS, _source_rank(selection, n), -n), default=None)
        best = min(own, key=lambda n: (lengths[n], n), default=None) if best is None else best
        if best is None:
            return
        selection.take(best)
        silent.discard(selection.text_groups[best])


def _source_rank(selection: _Selection, n: int) -> float:
    """Rank of a unit as the one through which its text group is heard: what an article tells first is its news.

    With many text groups that matters more, and one that tells what another has told is not news.
    """
    if len(set(selection.text_groups)) < MANY_TEXT_GROUPS:
        return selection.rank(n) * float((1 + selection.places[n]) ** -_PLACE_DECAY)
    told = _TOPIC_TOLD if any(selection.repeats.same_topic(n, m) for m in selection.chosen) else 1.0
    return told * selection.rank(n) / (1 + selection.places[n])


def _cover_main_speakers(selection: _Selection) -> None:
    """Give the word, briefly, to the two speakers whom the story names most, if they have not spoken yet."""
    for speaker in _main_speakers(selection.units, selection.concepts):
        own = [n for n, unit in enumerate(selection.units) if unit.speaker == speaker and selection.fits(n)]
        short = [n for n in own if selection.lengths[n] <= _SHORT_QUOTE_WORDS]
        if short and not any(selection.units[m].speaker == speaker for m in selection.chosen):
            selection.take(max(short, key=lambda n: (selection.rank(n), -n)))


def _main_speakers(units: Sequence[Unit], concepts: Concepts) -> list[str]:
    """The speakers whose names stand in most passages, the most frequent one first."""
    speakers = {unit.speaker for unit in units} - {""}
    mentions = Counter(stem for each in concepts.terms for stem in speakers.intersection(each))
    return sorted(mentions, key=lambda stem: (-mentions[stem], stem))[:_MAIN_SPEAKERS]


def _cover_topics(selection: _Selection) -> None:
    """Take a unit for each thing that several text groups tell, the most agreed one first."""
    told, repeats = selection.concepts.tellers, selection.repeats
    broad = {n for n, unit in enumerate(selection.units) if min(told.get(i, 0) for i in unit.passages) >= _TELLERS}
    while broad:
        broad = {n for n in broad if selection.fits(n) and not any(repeats.same_topic(n, m) for m in selection.chosen)}
        best = max(broad, key=lambda n: (_topic_rank(selection, n), -n), default=None)
        if best is None:
            return
        selection.take(best)


def _topic_rank(selection: _Selection, n: int) -> float:
    """How widely and well other text groups say what a unit says; what happened goes before what is expected."""
    unit = selection.units[n]
    worth = sum(selection.concepts.central[i] for i in unit.passages)
    worth *= (_EXPECTED if unit.expects else 1.0) * _SUBJECTIVE**unit.subjectivity
    return worth / float(selection.lengths[n] ** _TOPIC_COST_POWER)


def _fill(selection: _Selection, enough: float = math.inf) -> None:
    """Take the unit with the best value for its length again and again, while one fits, up to `enough` words."""
    units = range(len(selection.units))
    heap = [(-selection.rank(n), n, len(selection.chosen)) for n in units if selection.fits(n)]
    heapq.heapify(heap)
    while heap and selection.size() < enough:
        rank, n, seen = heapq.heappop(heap)
        if not selection.fits(n):
            continue
        if seen < len(selection.chosen):  # stale: refresh it before it is believed
            heapq.heappush(heap, (-selection.rank(n), n, len(selection.chosen)))
        elif rank < 0:
            selection.take(n)


def _exchange(selection: _Selection) -> None:
    """Swap a chosen unit for a better one as long as that gains and silences no text group."""
    pool = selection.best(_EXCHANGED)
    for _ in range(_ROUNDS):
        best, most = None, 1e-9
        for old in selection.replaceable():
            for new, gain, _ in selection.gains(old, pool):
                if gain > most:
                    best, most = (old, new), gain
        if best is None:
            return
        selection.drop(best[0])
        selection.take(best[1])


def _use_the_length(selection: _Selection, least: float) -> None:
    """Swap a chosen unit for a longer one where the summary is shorter than `least`, at the least loss of value.

    What comes in is worth at least two thirds of what goes; the lead gives way to any other first sentence.
    """
    if selection.size() >= least:
        return
    pool, lengths = selection.best(_EXCHANGED), selection.lengths
    lead = [] if selection.lead is None else [selection.lead]
    swaps = [
        (gain, old, new)
        for old in (*selection.replaceable(), *lead)
        for new, gain, lost in selection.gains(old, pool)
        if selection.size() - lengths[old] + lengths[new] >= least
        if (selection.opens_article(new) if old == selection.lead else gain >= -lost / 3)
    ]
    if swaps:
        _, old, new = max(swaps, key=lambda swap: (swap[0], -swap[2]))
        selection.replace(old, new)


def _let_repeats_in(selection: _Selection, words: int) -> None:
    """Let in what tells a part of the event again where the summary is much too short, no more than it lacks."""
    for limits, share in ((SECOND_LIMITS, USED), (LAST_LIMITS, _FAR_TOO_SHORT)):
        if selection.size() < share * words:
            selection.repeats.limit(limits)
            _fill(selection, share * words)
