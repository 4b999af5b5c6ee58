"""A stretch of text with its annotations: words, stems, quotations, speaker, dates, numbers, names, each found once.

Pure functions on strings (its neighbours) find them; a `Doc` remembers their results. It knows nothing about articles
and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from .dates import DateMention, dates
from .names import Name, folded_parts, names
from .noun_phrases import Speaker
from .numbers import Figure, read_figures, shares_of, years_of
from .quotations import Quotation, read_marks
from .speakers import find_speaker, outside_quotations, quoted_share
from .tokenize import count_words, terms, words

_KEPT = 12_000  # sentences whose annotations are kept at once: those of some 300 articles


@dataclass(frozen=True)
class Doc:
    """One sentence or heading. `language` is a two-letter code; offsets of annotations are characters of `text`.

    `lowercase_words` are words that the story writes in small letters: at a sentence's start, a capital on one of them
    does not make it a name.
    """

    text: str
    language: str = "en"
    lowercase_words: Collection[str] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple(words(self.text))

    @cached_property
    def folded(self) -> frozenset[str]:
        """The words in the form in which names are compared: small letters, no accents, no points."""
        return frozenset(folded_parts(self.words))

    @cached_property
    def size(self) -> int:
        """Its length in words, as an editor counts."""
        return count_words(self.text)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The stems of the content words, in order."""
        return tuple(terms(self.text, self.language))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The same, each once."""
        return frozenset(self.terms)

    @cached_property
    def _marks(self) -> tuple[tuple[Quotation, ...], bool]:
        return read_marks(self.text)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The outer quotations."""
        return tuple(found for found in self._marks[0] if found.depth == 0)

    @property
    def is_balanced(self) -> bool:
        """Whether every quotation mark has its partner."""
        return self._marks[1]

    @cached_property
    def outside(self) -> str:
        """The text with its quotations blanked out, character for character."""
        return outside_quotations(self.text, self.quotations)

    @cached_property
    def quoted_share(self) -> float:
        """The share of its letters and digits that is quoted."""
        return quoted_share(self.text, self.outside)

    @cached_property
    def speaker(self) -> Speaker:
        """Who says it, or what is quoted in it."""
        return find_speaker(self.text, self.quotations)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates."""
        return dates(self.text, self.language)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers outside dates, each with its unit, its bound and what it counts."""
        return tuple(read_figures(self.text, self.language, self.dates))

    @cached_property
    def years(self) -> tuple[Figure, ...]:
        """The years that its dates state, as numbers."""
        return tuple(years_of(self.dates))

    @cached_property
    def shares(self) -> tuple[Figure, ...]:
        """The shares that two of its numbers form: "one in four"."""
        return tuple(shares_of(self.text, self.language))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names, without the dates in or beside them."""
        taken = [(found.start, found.end) for found in self.dates]
        kept = []
        for name in names(self.text, self.language, self.lowercase_words):
            if any(start <= name.start < end for start, end in taken):
                continue
            day = next((start for start, end in taken if name.start < start < name.end), None)
            kept.append(_cut(name, day - name.start) if day else name)
        return tuple(kept)


class Docs:
    """The docs of texts that are read again and again, as a story's sentences are; those asked for last are kept."""

    def __init__(self) -> None:
        self.of: Callable[[str, str], Doc] = lru_cache(_KEPT)(Doc)  # of a text and its language


def _cut(name: Name, length: int) -> Name:
    """A name without the day that is part of it: "The Post Thursday"."""
    text = name.text[:length].rstrip()
    count = len([*folded_parts(text.split())])
    return replace(name, end=name.start + len(text), text=text, words=name.words[:count])
