"""Chooses what to write from: a model picks sentence numbers, and code merges the picks of all calls.

A point is one thing that happened, was said or is disputed, given as the numbers of the sentences that tell it. Points
of several calls that tell the same are merged before any is left out; the least important by rank are left out, and
more separate reports lift a point. The writing model sees the source sentences themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from math import log2, sqrt
from typing import TypeAlias

from ...llm import Call, Reply
from ...nlp.tokenize import count_words, term_set
from ..eligibility import judge as judge_eligibility
from .generation import GenerationContext, make_call, material_budget, prompt_overhead
from .parsing import Unusable, parse_selection
from .prompt_sheet import PromptSheet, pack
from .source_sentences import SourceSentence

Selecting: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Selection]"

WORDS_A_SENTENCE = 21  # of a summary
_WORDS_A_FACT = 15
_GENEROUS = 1.3  # points requested per fact of the summary, divided by the square root of the number of calls
_FEWEST_POINTS = 4  # fewest points requested from a call
_WORDS_CHOSEN = 4  # times the summary's words; the chosen sentences may have so many
SHRINKS = 0.7  # of its tokens that a selection may have left when it is selected again; else ranks decide
_SAME_POINT = 0.5  # share of the shorter sentence's content words; two sentences that share so much tell the same
_LEAST_SHARED = 4  # content words that such sentences must have in common
_SAME_POINT_OF_SUBJECT = 0.75  # the share needed if all of these are words of the story's subject, such as its names
_OF_THE_SUBJECT = 0.4  # share of all leading sentences that hold a word from which it is the subject's
_FEW_LEADS = 5  # leading sentences that may hold a word before that is asked
_LEAST_RARE = 2  # other words in common that make the lower share enough
_LEADS = 3  # leading sentences of a point that others are compared with, so that no chain ties a whole story together
_TOO_COMMON = 400  # leading sentences that hold a word beyond which it brings nobody together
_TELLS_MORE = 0.4  # share of a sentence's content words that the point's others lack, from which it tells more
_MOST_SHOWN = 5  # sentences of a point that the summary is written from; the others may confirm it


@dataclass(frozen=True, slots=True)
class Selection:
    """Points by importance, places for which no usable reply came, and why."""

    points: tuple[Point, ...] = ()
    lost: frozenset[int] = frozenset()
    troubles: tuple[str, ...] = ()
    failure: Unusable | None = None


def select_points(context: GenerationContext) -> Selecting:
    """Have all sentences read and the important ones chosen; chosen again if they do not fit into one call."""
    room = material_budget(context.prompts["select"], context.request)
    overhead = prompt_overhead(context.prompts["select"], context.request)
    writer = replace(context.writer, brief=True)  # who else tells it matters when points are merged
    chunks = pack(writer, room, calls=context.request.max_parallel_calls, overhead=overhead)
    selection = yield from _select(context, [writer.write(chunk) for chunk in chunks], "select")
    level = 1
    most = material_budget(context.prompts["write"], context.request)
    while selection.points and (before := _tokens(context, selection.points)) > most:
        level += 1
        sheets = _sheets_of_points(context, selection.points, room)
        if len(sheets) > 1:
            again = yield from _select(context, sheets, f"select {level}.")
            unheard = (point for point in selection.points if again.lost.intersection(point.places))
            points = _with_confirmations(again.points, selection.points)
            selection = replace(selection, points=tuple(dict.fromkeys((*points, *unheard))))
        if len(sheets) == 1 or _tokens(context, selection.points) > SHRINKS * before:
            break
    return replace(selection, points=tuple(_fitting(context, selection.points, most)))


def points_sheet(context: GenerationContext, points: Sequence[Point]) -> PromptSheet:
    """The chosen sentences as the writing prompt shows them."""
    return context.writer.write_points(
        [(_shown_places(context, point), context.reports(point.places)) for point in points]
    )


def sentences_wanted(words: int) -> int:
    """How many sentences a summary of so many words has."""
    return max(2, round(words / WORDS_A_SENTENCE))


def facts_wanted(words: int) -> int:
    """How many facts a summary of so many words can tell."""
    return max(2, round(words / _WORDS_A_FACT))


def _select(context: GenerationContext, sheets: Sequence[PromptSheet], name: str) -> Selecting:
    """One level of calls, all at once; each that yields nothing usable is repeated once, with the reason."""
    wanted = _GENEROUS * facts_wanted(context.request.words) / sqrt(len(sheets))
    lines = max(_FEWEST_POINTS, round(wanted))
    names = [f"{name}{'' if name.endswith('.') else ' '}{n}/{len(sheets)}" for n in range(1, len(sheets) + 1)]

    def call(place: int, note: str = "") -> Call:
        return make_call(context, names[place], "select", sheets[place], {"lines": lines, "note": note})

    replies = yield tuple(map(call, range(len(sheets))))
    found = [parse_selection(reply, prompt_sheet.places) for reply, prompt_sheet in zip(replies, sheets, strict=True)]
    bad = {n: each for n, each in enumerate(found) if isinstance(each, Unusable) and each.failure != "refused"}
    if bad:
        seconds = yield tuple(call(n, f" Your last reply was no use: {each.why}.") for n, each in bad.items())
        for n, reply in zip(bad, seconds, strict=True):
            found[n] = parse_selection(reply, sheets[n].places)
    unusable = [each for each in found if isinstance(each, Unusable)]
    return Selection(
        points=tuple(merge_points(context.sources, _points(found, sheets, 2 * lines), context.story.language)),
        lost=frozenset(
            place
            for each, prompt_sheet in zip(found, sheets, strict=True)
            if isinstance(each, Unusable)
            for place in prompt_sheet.places.values()
        ),
        troubles=tuple(
            f"{named}: {each.why}" for named, each in zip(names, found, strict=True) if isinstance(each, Unusable)
        ),
        failure=unusable[0] if len(unusable) == len(found) else None,
    )


def _points(found: Sequence[list[tuple[int, ...]] | Unusable], sheets: Sequence[PromptSheet], most: int) -> list[Point]:
    """The points of all calls, at most `most` of each, with their ranks."""
    return [
        Point(tuple(prompt_sheet.places[number] for number in numbers), ((call, rank),))
        for call, (each, prompt_sheet) in enumerate(zip(found, sheets, strict=True))
        if not isinstance(each, Unusable)
        for rank, numbers in enumerate(each[:most], 1)
    ]


def _with_confirmations(points: Sequence[Point], before: Sequence[Point]) -> tuple[Point, ...]:
    """The points chosen again, each with all that confirmed it when it was first chosen."""
    known = {place: point.places for point in before for place in point.places}

    def confirmed(point: Point) -> Point:
        others = (other for place in point.places for other in known.get(place, ()))
        return replace(point, places=tuple(dict.fromkeys((*point.places, *others))))

    return tuple(map(confirmed, points))


def _fitting(context: GenerationContext, points: Sequence[Point], most: int) -> list[Point]:
    """The most important points that fit a call, with about four times the words of the summary.

    A point counts by its best rank, and the more the more separate reports tell it. Equals come from different calls.
    """
    words = 0
    kept: list[Point] = []
    for point in sorted(points, key=lambda point: point.best / (1 + log2(context.reports(point.places)))):
        if words >= _WORDS_CHOSEN * context.request.words:
            break
        if kept and _tokens(context, [point]) > most:
            continue
        kept.append(_cut(context, point, most))
        most -= _tokens(context, kept[-1:])
        words += sum(count_words(context.sources[place].text) for place in _shown_places(context, kept[-1]))
    return kept


def _shown_places(context: GenerationContext, point: Point) -> tuple[int, ...]:
    """What the summary is written from: each sentence, with the one before it if it needs that."""
    language = context.story.language
    places: dict[int, None] = {}
    for place in sentences_to_show(context.sources, point, language):
        sentence, before = context.sources[place].sentences[0], context.sources[max(0, place - 1)].sentences[0]
        follows = before.article == sentence.article and sentence.number - before.number == 1
        if follows and judge_eligibility(sentence.text, language=language).fault == "orphan":
            places.setdefault(place - 1)
        places.setdefault(place)
    return tuple(places)


def _cut(context: GenerationContext, point: Point, most: int) -> Point:
    """The point with as many of its sentences as `most` tokens allow, the clearest first."""
    while len(point.places) > 1 and _tokens(context, [point]) > most:
        point = replace(point, places=point.places[:-1])
    return point


def _tokens(context: GenerationContext, points: Sequence[Point]) -> int:
    return sum(
        context.writer.point_tokens(_shown_places(context, point), context.reports(point.places)) for point in points
    )


def _sheets_of_points(context: GenerationContext, points: Sequence[Point], room: int) -> list[PromptSheet]:
    """Sheets of points, evenly filled, to be selected again."""
    points = [_cut(context, point, room) for point in points]
    weights = [_tokens(context, [point]) for point in points]
    share = sum(weights) / -(-sum(weights) // room)
    packs: list[list[Point]] = [[]]
    load = 0
    for point, weight in zip(points, weights, strict=True):
        if packs[-1] and (load + weight > room or load >= share):
            packs.append([])
            load = 0
        packs[-1].append(point)
        load += weight
    return [points_sheet(context, each) for each in packs if each]


@dataclass(frozen=True, slots=True)
class Point:
    """Source sentences (places) that tell one thing, the clearest first; `ranks`: its best rank per call, from 1."""

    places: tuple[int, ...]
    ranks: tuple[tuple[int, int], ...] = ()

    @property
    def best(self) -> int:
        """Its best rank."""
        return min(rank for _, rank in self.ranks)


def merge_points(sources: Sequence[SourceSentence], points: Sequence[Point], language: str) -> list[Point]:
    """Merge points that share a sentence, or lead with sentences that tell the same; best ranks first."""
    # Only the leading sentences are compared: the further ones may tell of something else as well.
    ordered = sorted(points, key=lambda point: (point.best, point.ranks))
    said = [frozenset(term_set(sources[point.places[0]].text, language)) for point in ordered]
    counts = Counter(term for each in said for term in each)
    merger = _Merger(
        frozenset(term for term, count in counts.items() if count > max(_FEW_LEADS, _OF_THE_SUBJECT * len(said)))
    )
    for point, each in zip(ordered, said, strict=True):
        merger.add(point, each)
    return [_joined(group) for group in merger.groups]


def sentences_to_show(sources: Sequence[SourceSentence], point: Point, language: str) -> tuple[int, ...]:
    """The sentences of a point to write from: the first, and those that tell more than the ones before them."""
    shown: list[int] = []
    told: set[str] = set()
    for place in point.places:
        said = term_set(sources[place].text, language)
        new = said - told
        figure = any(term[0].isdigit() for term in new)  # another figure is another version
        if not shown or figure or len(new) >= _TELLS_MORE * len(said):
            shown.append(place)
            told |= said
    return tuple(shown[:_MOST_SHOWN])


class _Merger:
    """Groups of points being formed. `subject` are words that many of the leading sentences hold."""

    def __init__(self, subject: frozenset[str]) -> None:
        self._subject = subject
        self.groups: list[list[Point]] = []
        self._group_of: dict[int, int] = {}  # by place
        self._leads: list[tuple[int, frozenset[str]]] = []  # group and terms
        self._postings: dict[str, list[int]] = defaultdict(list)  # leads by term

    def add(self, point: Point, said: frozenset[str]) -> None:
        """Put a point into the group it belongs to, or into one of its own; a sentence is in one group only."""
        shared = (self._group_of[place] for place in point.places if place in self._group_of)
        group = next(shared, self._group_with_same_lead(said))
        if group == len(self.groups):
            self.groups.append([])
        places = tuple(place for place in point.places if self._group_of.setdefault(place, group) == group)
        self.groups[group].append(Point(places, point.ranks))
        if sum(each == group for each, _ in self._leads[-_TOO_COMMON:]) < _LEADS:
            for term in said:
                self._postings[term].append(len(self._leads))
            self._leads.append((group, said))

    def _group_with_same_lead(self, said: frozenset[str]) -> int:
        """The group that leads with the most similar sentence; a new group's number if none is similar enough."""
        near = Counter(lead for term in said for lead in self._postings[term][:_TOO_COMMON])
        best, found = 0.0, len(self.groups)
        for lead, shared in sorted(near.items()):
            group, other = self._leads[lead]
            share = shared / min(len(said), len(other))
            rare = len((said & other) - self._subject) >= _LEAST_RARE
            if shared >= _LEAST_SHARED and share >= (_SAME_POINT if rare else _SAME_POINT_OF_SUBJECT) and share > best:
                best, found = share, group
        return found


def _joined(group: Sequence[Point]) -> Point:
    """One point from several: the clearest sentence of each first, then the second ones; its best rank in each call."""
    longest = max(len(point.places) for point in group)
    places = dict.fromkeys(p for n in range(longest) for point in group for p in point.places[n : n + 1])
    ranks: dict[int, int] = {}
    for call, rank in (each for point in group for each in point.ranks):
        ranks[call] = min(rank, ranks.get(call, rank))
    return Point(tuple(places), tuple(sorted(ranks.items())))
