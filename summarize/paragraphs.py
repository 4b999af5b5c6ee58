"""The sentences of a summary, in order, gathered into paragraphs. Knows only a sentence's text and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from .nlp.tokenize import count_words

# A paragraph of a news text; longer ones are hard to scan on a screen.
PARAGRAPH_WORDS = 80
_WITH_NEXT = 120  # words, if the last sentence may depend on the one before it
_BESIDE = 200  # characters: a short sentence may stand between them


class _Span(Protocol):
    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class _HasTextAndPlace(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def paragraph(self) -> int: ...
    @property
    def evidence(self) -> Sequence[_Span]: ...


Told = TypeVar("Told", bound=_HasTextAndPlace)


def in_paragraphs(claims: Iterable[Told]) -> Iterator[list[Told]]:
    """Claims gathered into paragraphs: those of their writer, if not too long; else of about 80 words at most.

    A sentence that directly follows the one before it in its article stays with it, because it may depend on it.
    """
    paragraph: list[Told] = []
    length = 0
    for claim in claims:
        words = count_words(claim.text)
        together = paragraph and (claim.paragraph > 0 or _is_adjacent(paragraph[-1], claim))
        most = _WITH_NEXT if together else PARAGRAPH_WORDS
        if paragraph and (length + words > most or claim.paragraph != paragraph[-1].paragraph):
            yield paragraph
            paragraph, length = [], 0
        paragraph.append(claim)
        length += words
    if paragraph:
        yield paragraph


def _is_adjacent(before: _HasTextAndPlace, claim: _HasTextAndPlace) -> bool:
    """Whether two claims stand next to each other in an article, ignoring line breaks and list marks."""
    if not before.evidence or not claim.evidence:
        return False
    one, two = before.evidence[0], claim.evidence[0]
    return one.article == two.article and 0 <= two.start - one.end <= _BESIDE
