"""How much a paragraph has to do with the event: the share of its terms that the reports tell again.

Everything is computed when first asked for, because most paragraphs are never in doubt. Judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...nlp.tokenize import terms
from .paragraphs import Block

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
