"""The parts of an article that `zones` decides about, and how much each has to do with the event.

A part is a paragraph, a dateline or site name glued to one, or a sentence of an enormous one. Cohesion is the share of
a part's terms that the reports tell again, computed when first asked for: most parts are never in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...lang.language import Language
from ...nlp.tokenize import terms
from ...records import ZoneKind
from . import boilerplate
from .glued_prefixes import (
    advert_lengths,
    clock_length,
    dateline_length,
    head_length,
    label_length,
    split_at_separators,
)
from .line_features import LineFeatures
from .paragraphs import Block, make_block
from .sentences import split_block

_LONG_WORDS = 100  # a longer paragraph is judged sentence by sentence
_ENORMOUS = 50_000  # characters; a longer paragraph is not an article in one line and is kept unchanged
_LIST_WORDS = 32  # most words of a list's line
_LIST_ITEMS = 60  # most lines between a list's lead-in and its item
_HEADLINE_WORDS = 30  # most words of a headline with its site's name
_FIRST_LINES = 6  # lines above the report among which the headline is
_SOLID_WORDS = 8  # a paragraph of so many words that ends like a sentence can be report by its shape alone
_USUAL_LEAST = 0.2  # shortest typical share; an article of a few lines repeats little
_SAMPLE = 24  # articles that make up the event's vocabulary; more would only add noise


class Cohesion:
    """The vocabulary of one article, compared with that of its event."""

    def __init__(self, blocks: Sequence[Block], language: str) -> None:
        self._blocks = blocks
        self.language = language
        self._bags: dict[int, frozenset[str]] = {}
        self._shares: dict[int, float] = {}
        self._event: Counter[str] = Counter()
        self._counted = False

    def join(self, event: Counter[str], *, counted: bool) -> None:
        """Set in how many of the event's articles each term occurs; `counted` says whether this one is among them."""
        self._event, self._counted = event, counted

    def bag(self, i: int) -> frozenset[str]:
        """The distinct terms of a paragraph."""
        if i not in self._bags:
            self._bags[i] = frozenset(terms(self._blocks[i].shape.text, self.language))
        return self._bags[i]

    def relevance(self, i: int) -> float:
        """How much of a paragraph the reports tell again; 1.0 is usual for this article's paragraphs."""
        return self.share(i) / self._usual

    def share(self, i: int) -> float:
        """The share of a paragraph's terms that other articles' reports or several of this one's passages hold."""
        if i not in self._shares:
            bag, own, event = self.bag(i), self.core, self._event
            known = sum(event[term] > (self._counted and term in own) or own[term] > 1 for term in bag)
            self._shares[i] = known / len(bag) if bag else 0.0
        return self._shares[i]

    @cached_property
    def core(self) -> Counter[str]:
        """In how many report-like paragraphs each term occurs; not the last third, where teasers live."""
        return Counter(term for i in self._solid for term in self.bag(i))

    @cached_property
    def _solid(self) -> list[int]:
        solid = [i for i, block in enumerate(self._blocks) if is_solid(block) and not block.shape.site_phrases]
        return solid[: max(3, (2 * len(solid) + 2) // 3)]

    @cached_property
    def _usual(self) -> float:
        shares = sorted(self.share(i) for i in self._solid)
        return max(_USUAL_LEAST, shares[len(shares) // 2]) if shares else 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """In how many of a story's sampled articles each term occurs. Every `step`-th article is one of them.

    `first` is the number in the story of the first article that is to be told (`share_event`).
    """

    terms: Counter[str]
    step: int
    first: int = 0

    @classmethod
    def of(cls, terms: dict[str, int], step: int, first: int) -> Event:
        """An event from plain values."""
        return cls(Counter(terms), step, first)


def sampling_step(articles: int) -> int:
    """The step between sampled articles: at most 24 are sampled, evenly spread, for the event's vocabulary."""
    return max(1, -(-articles // _SAMPLE))


def event_of(sample: Iterable[Cohesion], step: int) -> Event:
    """The event that sampled articles tell of."""
    return Event(Counter(term for article in sample for term in article.core), step)


def share_event(articles: Sequence[Cohesion], event: Event | None = None) -> None:
    """Give a story's articles their common vocabulary, or the whole story's if they are only a part of it."""
    step = sampling_step(len(articles))
    event = event or event_of(articles[::step], step)
    for number, article in enumerate(articles, event.first):
        article.join(event.terms, counted=number % event.step == 0)


def is_solid(block: Block) -> bool:
    """Whether a block is a sentence or more."""
    return block.size >= _SOLID_WORDS and block.shape.ends_sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an article with what has been decided about it. `inner`: one sentence of an enormous paragraph."""

    block: Block
    cohesion: Cohesion
    number: int
    paragraph: int
    kind: ZoneKind | None = None
    reason: str = ""
    inner: bool = False

    def marked(self, kind: ZoneKind, reason: str) -> Part:
        """This part with a decision, unless one has already been taken."""
        return self if self.kind else replace(self, kind=kind, reason=reason)

    @property
    def size(self) -> int:
        """Number of words."""
        return self.block.size

    @property
    def relevance(self) -> float:
        """Cohesion with the event, 1.0 being usual for this article's paragraphs."""
        return self.cohesion.relevance(self.number)

    @property
    def solid(self) -> bool:
        """Whether it is a sentence or more."""
        return is_solid(self.block)

    def follows(self, other: Part) -> bool:
        """Whether both are sentences of one enormous paragraph."""
        return self.inner and other.inner and self.paragraph == other.paragraph


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block and the paragraph it came from, marked if its place alone says what it is."""

    block: Block
    paragraph: int
    reason: str = ""
    inner: bool = False


def make_parts(text: str, blocks: Sequence[Block], language: Language) -> tuple[list[Part], Cohesion]:
    """Cut blocks into parts; `cohesion` still waits for the event's vocabulary (see `share_event`)."""
    pieces = [piece for n, block in enumerate(blocks) for piece in _headline(text, block, n)]
    pieces = [piece for each in _without_front(text, pieces, language) for piece in _sentences(text, each, language)]
    pieces[-1:] = [piece for last in pieces[-1:] for piece in _without_pointer(text, last)]
    pieces[-1:] = [piece for last in pieces[-1:] for piece in _without_loose_end(text, last, language)]
    cohesion = Cohesion([piece.block for piece in pieces], language.code)
    parts = [
        Part(p.block, cohesion, n, p.paragraph, "boilerplate" if p.reason else None, p.reason, p.inner)
        for n, p in enumerate(pieces)
    ]
    return parts, cohesion


def in_list(parts: Sequence[Part], i: int) -> bool:
    """Whether a short line belongs to a list that a colon introduced."""
    for place in range(i, max(0, i - _LIST_ITEMS), -1):
        if parts[place].kind or parts[place].block.shape.ends_sentence or parts[place].size > _LIST_WORDS:
            return False
        if parts[place - 1].block.shape.introduces:
            return True
    return False


def _headline(text: str, block: Block, number: int) -> Iterator[_Piece]:
    """Cut a line of headline, site name and byline: the longest short piece is the headline; text may follow last.

    A separator belongs to the site's name beside it."""
    shape = block.shape
    spans = split_at_separators(shape.text[:400]) if number < _FIRST_LINES else []
    if len(spans) < 2 or (len(spans) == 2 and (shape.ends_sentence or block.size > _HEADLINE_WORDS)):
        yield _Piece(block, number)
        return
    spans[-1] = (spans[-1][0], len(shape.text))
    sizes = [len(shape.text[a:b].split()) for a, b in spans]
    head = max(range(len(spans)), key=lambda i: (sizes[i] <= _HEADLINE_WORDS, sizes[i]))
    sites = [i != head and size <= _HEADLINE_WORDS for i, size in enumerate(sizes)]
    for i, (a, b) in enumerate(spans):
        start = spans[i - 1][1] if sites[i] and i and not sites[i - 1] else a
        end = spans[i + 1][0] if i + 1 < len(spans) and (sites[i] or not sites[i + 1]) else b
        reason = "site name or byline beside the headline" if sites[i] else ""
        yield _Piece(make_block(text, block.start + start, block.start + end), number, reason)


def _without_front(text: str, pieces: Sequence[_Piece], language: Language) -> Iterator[_Piece]:
    """Take datelines, bylines with a time and the times of a live blog off the paragraphs they are glued to."""
    live = sum(clock_length(piece.block.shape.text) > 0 for piece in pieces) > 1
    first, dated = True, False
    for piece in pieces:
        if piece.reason:
            yield piece
            continue
        is_report = is_solid(piece.block) or piece.block.size > _LONG_WORDS
        may_begin = is_report and not boilerplate.caption(piece.block.shape.text)
        places = {"first": first and may_begin, "early": may_begin and not dated and piece.paragraph < _FIRST_LINES}
        length, reason = _front(piece, language, places, live=live)
        first, dated = first and not is_report, dated or reason == "dateline"
        yield from _cut_off(text, piece, length, reason)


def _front(piece: _Piece, language: Language, places: Mapping[str, bool], *, live: bool) -> tuple[int, str]:
    """Length and reason of what is glued to a paragraph's front. `places` are those of `dateline_length`."""
    shape = piece.block.shape
    if piece.paragraph < _FIRST_LINES and _begins_with_counter(shape):
        return 2, "counter of comments or shares"
    if piece.paragraph < _FIRST_LINES and (length := head_length(shape.text, language)):
        return length, "headline, byline and time in one line"
    if length := dateline_length(shape.text, language, **places):
        return length, "dateline"
    if length := label_length(shape.text):
        return length, "label of a paragraph"
    return (clock_length(shape.text) if live and not shape.stamp else 0), "time of an entry"


def _begins_with_counter(shape: LineFeatures) -> bool:
    """Whether a headline begins with the 0 of a counter: no headline does so by itself."""
    return shape.text.startswith("0 ") and shape.text[2:3].isupper() and not shape.ends_sentence


def _cut_off(text: str, piece: _Piece, length: int, reason: str) -> Iterator[_Piece]:
    start, end = piece.block.start, piece.block.end
    if length:
        yield _Piece(make_block(text, start, start + length), piece.paragraph, reason, piece.inner)
        yield _Piece(make_block(text, start + length, end), piece.paragraph, inner=piece.inner)
    else:
        yield piece


def _without_pointer(text: str, last: _Piece) -> Iterator[_Piece]:
    """Cut the article's last sentence from its paragraph if it merely says what can be found on the web."""
    start, end = last.block.start, last.block.end
    if last.reason or not (length := boilerplate.pointer_length(last.block.shape.text)):
        yield last
        return
    yield replace(last, block=make_block(text, start, end - length))
    yield replace(last, block=make_block(text, end - length, end), reason="where more can be found")


def _without_loose_end(text: str, last: _Piece, language: Language) -> Iterator[_Piece]:
    """Cut the article's last sentence from its paragraph if it has no end and the paragraph is the report's."""
    shape = last.block.shape
    is_report = not (last.reason or shape.site_voice or shape.link_like or "@" in shape.text)
    if is_report and not shape.ends_sentence and len(shape.text) <= _ENORMOUS:
        start = split_block(text, last.block.start, last.block.end, language)[-1][0]
        if start > last.block.start:
            yield replace(last, block=make_block(text, last.block.start, start), inner=True)
            last = replace(last, block=make_block(text, start, last.block.end), inner=True)
    yield last


def _sentences(text: str, piece: _Piece, language: Language) -> Iterator[_Piece]:
    """The sentences of an enormous paragraph, else the paragraph itself; labels of advertisements apart."""
    if piece.reason:
        yield piece
    elif piece.block.size <= _LONG_WORDS or len(piece.block.shape.text) > _ENORMOUS:
        yield from _without_adverts(text, piece)
    else:
        for start, end in split_block(text, piece.block.start, piece.block.end, language):
            yield from _without_adverts(text, _Piece(make_block(text, start, end), piece.paragraph, inner=True))


def _without_adverts(text: str, piece: _Piece) -> Iterator[_Piece]:
    block = piece.block
    front, back = advert_lengths(block.shape.text)
    if not (front or back):
        yield piece
        return
    spans = [(block.start, block.start + front), (block.start + front, block.end - back), (block.end - back, block.end)]
    for n, (start, end) in enumerate(spans):
        if start < end:
            reason = "" if n == 1 else "label of an advertisement"
            yield _Piece(make_block(text, start, end), piece.paragraph, reason, piece.inner)
