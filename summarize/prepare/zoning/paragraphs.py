"""Paragraphs of an article, and how much each has to do with the event. Decides nothing.

A block is a line, or a run of lines that a fixed line width cut apart. A part is a block, a dateline or site name glued
to one, or a sentence of an enormous one, with what `zones` has decided about it. Cohesion is the share of a part's
terms that the reports tell again, computed when first asked for: most parts are never in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ...nlp.tokenize import terms
from ...records import ZoneKind
from .lines import LineFeatures, Span, lines_of

_WRAP_LEAST, _WRAP_MOST = 45, 110  # characters: widths at which people and mail programs break lines
_ENDS = '.!?:”"'
_TOP_LINES = 4  # lines searched for a headline that a line break cut in two
_CUT_WORDS = 5  # fewest words in each half of such a headline
_LIST_WORDS = 32  # most words of a list's line
_LIST_ITEMS = 60  # most lines between a list's lead-in and its item
_SOLID_WORDS = 8  # a paragraph of so many words that ends like a sentence can be report by its shape alone
_USUAL_LEAST = 0.2  # shortest typical share; an article of a few lines repeats little
_SAMPLE = 24  # articles that make up the event's vocabulary; more would only add noise


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: characters start..end of the article, without white space at either end, and its shape."""

    start: int
    end: int
    shape: LineFeatures

    @property
    def size(self) -> int:
        """Number of words; of characters in scripts without spaces."""
        return self.shape.size


def make_block(text: str, start: int, end: int) -> Block:
    """The block of text[start:end], without white space at its ends."""
    piece = text[start:end]
    bare = piece.lstrip()
    start += len(piece) - len(bare)
    bare = bare.rstrip()
    return Block(start, start + len(bare), LineFeatures(bare))


def find_blocks(text: str) -> list[Block]:
    """The paragraphs of a text in order. Blank lines are in no block."""
    lines = list(lines_of(text))
    if _is_wrapped(text, lines):
        lines = _unwrapped(text, lines)
    lines = _with_whole_headline(text, lines)
    return [Block(start, end, LineFeatures(text[start:end])) for start, end in lines]


def is_solid(block: Block) -> bool:
    """Whether a block is a sentence or more."""
    return block.size >= _SOLID_WORDS and block.shape.ends_sentence


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
    def shape(self) -> LineFeatures:
        """What its text looks like and says."""
        return self.block.shape

    @property
    def size(self) -> int:
        """Number of words."""
        return self.block.size

    @property
    def bag(self) -> frozenset[str]:
        """Its distinct terms."""
        return self.cohesion.bag(self.number)

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


def in_list(parts: Sequence[Part], i: int) -> bool:
    """Whether a short line belongs to a list that a colon introduced."""
    for place in range(i, max(0, i - _LIST_ITEMS), -1):
        if parts[place].kind or parts[place].shape.ends_sentence or parts[place].size > _LIST_WORDS:
            return False
        if parts[place - 1].shape.introduces:
            return True
    return False


def _with_whole_headline(text: str, lines: list[Span]) -> list[Span]:
    """Join a headline's two lines: the first breaks off, the second continues in small letters."""
    for i, ((start, end), (after, stop)) in enumerate(pairwise(lines[:_TOP_LINES])):
        first, second = text[start:end], text[after:stop]
        broken = text[end - 1] not in _ENDS and second[0].islower() and len(text[end:after].splitlines()) < 2
        if broken and len(first.split()) >= _CUT_WORDS and len(second.split()) >= _CUT_WORDS // 2:
            return [*lines[:i], (start, stop), *lines[i + 2 :]]
    return lines


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines end in mid-sentence at about the same width."""
    if len(lines) < 6:
        return False
    wide = _usual_width(lines)
    if not _WRAP_LEAST <= wide <= _WRAP_MOST:
        return False
    full = [end for start, end in lines if end - start > 0.75 * wide]
    open_ended = sum(text[end - 1] not in _ENDS for end in full)
    return len(full) > 0.5 * len(lines) and open_ended > 0.5 * len(full)


def _usual_width(lines: list[Span]) -> int:
    return sorted(end - start for start, end in lines)[int(0.9 * len(lines))]


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """Join each line to the one before it, unless a blank line, a list mark or a short line comes between."""
    wide = _usual_width(lines)
    joined = [lines[0]]
    for (before, after), (start, end) in pairwise(lines):
        blank = len(text[after:start].splitlines()) > 1 and text[after:start].strip(" \t") not in ("\n", "\r", "\r\n")
        if blank or after - before < 0.6 * wide or LineFeatures(text[start:end]).bullet:
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined
