"""Packs source sentences into chunks that fit a budget: none over it, no sentence lost, none sent twice.

What belongs together stays together, if it fits at all: a quotation and its speaker, a list and its lead-in. If there
is room to spare, an article's chunk is chosen by its words, not by its place: an article added anywhere changes the
chunk it is put into and one or two more, so replies for all others are still in the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from ...errors import LimitError
from ...nlp.quotations import is_balanced
from ...nlp.speakers import find_speaker
from ...records import Sentence
from .prompt_sheet import SheetWriter, TokenCounter

Chunk = tuple[int, ...]  # places of source sentences, ascending

_OPENERS = '“"„«‘「『'
_FRAMES_OF_MATERIAL = 8  # a call's material is at least so many times its frame; otherwise fewer calls are made
_PLANNED = 0.8  # share of the room that spreading may plan with; articles differ in length
_FULL_SHARE = 1.25  # times its even share that a chunk may take before others are asked
_PIECES_A_SHARE = 4  # pieces that make a chunk's share: smaller ones would tear articles apart, larger ones not spread


def pack(writer: SheetWriter, room: int, *, calls: int, overhead: int) -> tuple[Chunk, ...]:
    """Pack all source sentences into chunks of at most `room` tokens each, in as many as `calls` if they fit.

    `overhead` is what a prompt takes besides its material, in tokens; calls much smaller than that are not made. Every
    sentence must fit into an empty chunk: see `prompt_sheet.longest_sentence`.
    """
    every = range(len(writer.sources))
    if writer.fits(every, room):
        return (tuple(every),)
    packer = _Packer(writer, room)
    return packer.spread(min(calls, sum(writer.tokens) // (_FRAMES_OF_MATERIAL * overhead))) or packer.fill()


class _Packer:
    """The ways to fill chunks of one size. A run is a range of places."""

    def __init__(self, writer: SheetWriter, room: int) -> None:
        self._writer, self._room = writer, room
        self._sources, self._tokens = writer.sources, writer.tokens

    def fill(self) -> tuple[Chunk, ...]:
        """Fill chunk after chunk; the last two share what is left evenly, so that none is tiny."""
        starts = [0]
        counter = TokenCounter(self._writer)
        for number in range(len(self._sources)):
            while not counter.add(number, self._room):
                if number == starts[-1]:
                    raise LimitError(f"one sentence has more tokens than the {self._room} a call has room for")
                starts.append(self._cut(starts[-1], number))
                counter = TokenCounter(self._writer)
                for each in range(starts[-1], number):
                    counter.add(each)
        if len(starts) > 1:
            starts[-1] = self._even(starts[-2], len(self._sources))
        return tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(self._sources)]))

    def _cut(self, start: int, end: int) -> int:
        """The last place up to `end` where a chunk may end; `end` itself if that would cost half the chunk."""
        places = range(end, start + (end - start) // 2, -1)
        return next((place for place in places if not self._belongs_with_previous(place)), end)

    def _even(self, start: int, end: int) -> int:
        """Where to cut a run in two so that both parts fit and the longer one is as short as possible."""
        low, high = start + 1, end - 1
        while low < high:  # the first half grows with the cut, the second shrinks: find where they cross
            middle = (low + high) // 2
            if self._writer.count(range(start, middle)) < self._writer.count(range(middle, end)):
                low = middle + 1
            else:
                high = middle
        best = min((cut for cut in (low - 1, low) if cut > start), key=lambda cut: self._longer(start, cut, end))
        kept = self._cut(start, best)
        return kept if self._longer(start, kept, end) <= self._room else best

    def _longer(self, start: int, cut: int, end: int) -> int:
        return max(self._writer.count(range(start, cut)), self._writer.count(range(cut, end)))

    def spread(self, count: int) -> tuple[Chunk, ...]:
        """Deal articles out to `count` chunks by their words; () if they do not fit easily.

        Rendezvous hashing with bounded loads (Thaler and Ravishankar 1998; Mirrokni et al. 2018): a piece goes to the
        first chunk with room, in an order that its own words give.
        """
        total = sum(self._tokens)
        if count < 2 or total > _PLANNED * count * self._room:
            return ()
        full = min(_rounded_up(_FULL_SHARE * total / count), self._room)
        chunks: list[list[int]] = [[] for _ in range(count)]
        loads = [0] * count
        for key, piece in sorted((self._key(piece), piece) for piece in self._pieces(-(-full // _PIECES_A_SHARE))):
            weight = sum(self._tokens[i] for i in piece)
            n = next((n for n in _ranking(key, count) if loads[n] + weight <= full), loads.index(min(loads)))
            chunks[n].extend(piece)
            loads[n] += weight
        dealt = tuple(tuple(sorted(chunk)) for chunk in chunks if chunk)
        return dealt if all(self._writer.count(chunk) <= self._room for chunk in dealt) else ()

    def _pieces(self, most: int) -> Iterator[tuple[int, ...]]:
        """Whole articles, or as much of them as `most` tokens hold, in order."""
        start = weight = 0
        for number, source in enumerate(self._sources):
            if number > start:
                same = source.articles[0] == self._sources[start].articles[0]
                if not same or weight + self._tokens[number] > most:
                    cut = self._cut(start, number) if same else number
                    yield tuple(range(start, cut))
                    start, weight = cut, sum(self._tokens[cut:number])
            weight += self._tokens[number]
        yield tuple(range(start, len(self._sources)))

    def _key(self, piece: tuple[int, ...]) -> bytes:
        return hashlib.sha256(self._sources[piece[0]].text.encode("utf-8", "surrogatepass")).digest()

    def _belongs_with_previous(self, number: int) -> bool:
        """Whether a sentence needs the one before it: an item its lead-in, a quotation its speaker."""
        return _belong_together(self._sources[number - 1].sentences[0], self._sources[number].sentences[0])


def _rounded_up(tokens: float) -> int:
    """Rounded up to three binary digits, so that an additional article seldom moves the bound of all chunks."""
    step = 1 << max(0, int(tokens).bit_length() - 3)
    return -(-int(tokens) // step) * step


def _ranking(key: bytes, count: int) -> list[int]:
    """The chunks in the order in which a piece asks them for room."""
    return sorted(range(count), key=lambda n: hashlib.sha256(key + n.to_bytes(4, "big")).digest())


def _belong_together(before: Sentence, sentence: Sentence) -> bool:
    """Whether two neighbours belong together."""
    if sentence.article != before.article or sentence.number - before.number > 1:
        return False
    if before.text.endswith((":", "：")):
        return True
    if sentence.lead is not None:
        return before.lead == sentence.lead
    if sentence.number == before.number:  # parts of one overlong sentence
        return False
    quoted = sentence.text[0] in _OPENERS and find_speaker(sentence.text).kind in ("", "pronoun")
    return quoted or not is_balanced(before.text)
