"""Pack statements into chunks that fit a budget of tokens: no chunk over it, no statement lost, none sent twice.

What belongs together stays together: a quotation and its speaker, a list and its lead-in, as long as they fit at all.
Chunks do not depend on articles that come later: an article added at the end changes the chunks it is put into and at
most one more, so replies for all others are still in the cache.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..errors import LimitError
from ..records import Sentence
from ..text.quotations import is_balanced
from ..text.speech import find_speaker
from .numbering import NAMED, Descriptions, Tally, Weights, fits_on_sheet
from .statements import Statement

Chunk = tuple[int, ...]  # numbers of statements, ascending

_OPENERS = '“"„«‘「『'
_SMALL = 5  # a call's material is at least so many times its frame, else fewer calls are made
_ROOM = 0.8  # share of the room that spreading may plan with; articles differ in length


def pack(statements: Sequence[Statement], weights: Weights, room: int, *, slots: int, frame: int) -> tuple[Chunk, ...]:
    """Pack all statements into chunks of at most `room` tokens each, in as many as `slots` where they fit.

    `frame` is what a prompt takes besides its material, in tokens; calls much smaller than it are not made. Every
    statement must fit into an empty chunk: see `longest_statement`.
    """
    packer = _Packer(statements, weights, room)
    every = range(len(statements))
    if fits_on_sheet(statements, weights, every, room):
        return (tuple(every),)
    return packer.spread(min(slots, sum(weights.statements) // (_SMALL * frame))) or packer.fill()


def longest_statement(room: int, descriptions: Descriptions) -> int:
    """The most tokens a statement may have so that it fits into an empty chunk below its heading."""
    headings = sorted((tokens for _, tokens in descriptions.values()), reverse=True)[:NAMED]
    return room - sum(headings) - 40  # the numbers of at most six articles, of the group and of the line


class _Packer:
    """The ways to fill chunks of one size. A run is a range of statements' numbers."""

    def __init__(self, statements: Sequence[Statement], weights: Weights, room: int) -> None:
        self._statements, self._weights, self._room = statements, weights, room

    def length(self, numbers: Iterable[int]) -> int:
        """Tokens of a sheet of these statements."""
        tally = Tally(self._statements, self._weights)
        for number in numbers:
            tally.add(number)
        return tally.tokens

    def fill(self) -> tuple[Chunk, ...]:
        """Fill chunk after chunk; the last two share what is left evenly, so that none is a crumb."""
        starts = [0]
        tally = Tally(self._statements, self._weights)
        for number in range(len(self._statements)):
            while not tally.add(number, self._room):
                if number == starts[-1]:
                    raise LimitError(f"one sentence has more tokens than the {self._room} a call has room for")
                starts.append(self._cut(starts[-1], number))
                tally = Tally(self._statements, self._weights)
                for each in range(starts[-1], number):
                    tally.add(each)
        if len(starts) > 1:
            starts[-1] = self._even(starts[-2], len(self._statements))
        return tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(self._statements)]))

    def _cut(self, start: int, end: int) -> int:
        """The last place up to `end` where a chunk may end; `end` itself when that would cost half the chunk."""
        places = range(end, start + (end - start) // 2, -1)
        return next((place for place in places if not self._clings(place)), end)

    def _even(self, start: int, end: int) -> int:
        """Where to cut a run in two so that both fit and the longer half is as short as can be."""
        low, high = start + 1, end - 1
        while low < high:  # the first half grows with the cut, the second shrinks: find where they cross
            middle = (low + high) // 2
            if self.length(range(start, middle)) < self.length(range(middle, end)):
                low = middle + 1
            else:
                high = middle
        best = min((cut for cut in (low - 1, low) if cut > start), key=lambda cut: self._longer(start, cut, end))
        kept = self._cut(start, best)
        return kept if self._longer(start, kept, end) <= self._room else best

    def _longer(self, start: int, cut: int, end: int) -> int:
        return max(self.length(range(start, cut)), self.length(range(cut, end)))

    def spread(self, count: int) -> tuple[Chunk, ...]:
        """Deal articles out to `count` chunks, each to the shortest so far; () when they do not fit with ease."""
        total = sum(self._weights.statements)
        if count < 2 or total > _ROOM * count * self._room:
            return ()
        chunks: list[list[int]] = [[] for _ in range(count)]
        loads = [(0, n) for n in range(count)]
        for piece in self._pieces(_power_of_two(total // count, self._room)):
            load, n = heapq.heappop(loads)
            chunks[n].extend(piece)
            heapq.heappush(loads, (load + sum(self._weights.statements[i] for i in piece), n))
        dealt = tuple(tuple(sorted(chunk)) for chunk in chunks if chunk)
        return dealt if all(self.length(chunk) <= self._room for chunk in dealt) else ()

    def _pieces(self, most: int) -> Iterator[range]:
        """Whole articles, or as much of them as `most` tokens hold, in order."""
        start = weight = 0
        for number, statement in enumerate(self._statements):
            if number > start:
                same = statement.articles[0] == self._statements[start].articles[0]
                if not same or weight + self._weights.statements[number] > most:
                    cut = self._cut(start, number) if same else number
                    yield range(start, cut)
                    start, weight = cut, sum(self._weights.statements[cut:number])
            weight += self._weights.statements[number]
        yield range(start, len(self._statements))

    def _clings(self, number: int) -> bool:
        """Whether a statement needs the one before it: an item its lead-in, a quotation its speaker."""
        return _needs(self._statements[number - 1].sentences[0], self._statements[number].sentences[0])


def _power_of_two(share: int, room: int) -> int:
    """The next power of two, so that one article more does not cut all others elsewhere; at most the room."""
    return min(1 << max(1, share).bit_length(), room)


def _needs(before: Sentence, sentence: Sentence) -> bool:
    """Whether two neighbours belong together."""
    if sentence.article != before.article or sentence.number - before.number > 1:
        return False
    if before.text.endswith((":", "：")):
        return True
    if sentence.lead is not None:
        return before.lead == sentence.lead
    if sentence.number == before.number:  # parts of one over-long sentence
        return False
    quoted = sentence.text[0] in _OPENERS and find_speaker(sentence.text).kind in ("", "pronoun")
    return quoted or not is_balanced(before.text)
