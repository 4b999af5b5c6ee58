"""A stretch of text with its annotations: words, stems, quotations, speaker, dates, numbers, names, each found once.

Pure functions on strings (its neighbours) find them; a `Doc` remembers their results. It knows nothing about articles
and decides nothing. `find_day_cut` says where a sentence's only day is an aside that can be cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ..lang.language import load_language
from .dates import DateMention, dates
from .names import Name, folded_parts, names
from .noun_phrases import Speaker
from .numbers import Figure, read_figures, shares_of, years_of
from .quotations import Quotation, read_marks
from .speakers import find_speaker, outside_quotations, quoted_share
from .tokenize import count_words, terms, words

_KEPT = 12_000  # sentences whose annotations are kept at once: those of some 300 articles
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+\Z")
_LOOK_BACK = 40  # characters before a day that are searched for its preposition and the word before that
_ENDS = frozenset(".!")
_OPENS_WELL = re.compile(r"[^\W\d_]")


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


def find_day_cut(sentence: Doc) -> tuple[int, int] | None:
    """The span (characters) of the one day that can be taken out, its comma and blank with it; None where none can.

    "The council voted, on Friday, for the bridge", "On Friday, Ruiz said no", "Ruiz said on Friday.": the words around
    it stay intact. A sentence with a second date, with a day inside a quotation, or whose grammar needs the day, keeps
    it.
    """
    text, data, found = sentence.text, load_language(sentence.language), sentence.dates
    if not data.before_weekdays or len(found) != 1 or found[0].weekday is None or found[0].month or found[0].day:
        return None
    start, end = found[0].start, found[0].end
    if sentence.outside[start:end] != text[start:end]:
        return None
    led = _word_before(text, start)
    leads = led is not None and led[1] in data.before_weekdays
    start = led[0] if led and leads else start
    if leads and not start:
        return _at_the_start(text, end)
    after_comma = text[:start].rstrip().endswith(",")
    if leads and after_comma:
        return _between_commas(text, len(text[:start].rstrip()) - 1, end)
    verb = _word_before(text, start)
    if verb and verb[1] in data.speech_verbs | data.ambiguous_speech_verbs and _breaks(text, end):
        return len(text[:start].rstrip()), end
    return None


def without(text: str, cut: tuple[int, int]) -> str:
    """The text without a span."""
    return text[: cut[0]] + text[cut[1] :]


def _word_before(text: str, place: int) -> tuple[int, str] | None:
    """Where the word right before a place begins, and the word in lower case."""
    match = _WORD_BEFORE.search(text, max(0, place - _LOOK_BACK), place)
    return (match.start(), match[1].lower()) if match else None


def _at_the_start(text: str, end: int) -> tuple[int, int] | None:
    """ "On Friday, " before a word with a capital, which can open the sentence unchanged."""
    behind = text[end + 1 :]
    rest = end + 1 + len(behind) - len(behind.lstrip())
    opens = _OPENS_WELL.match(text, rest)
    return (0, rest) if text[end : end + 1] == "," and rest > end + 1 and opens and opens[0].isupper() else None


def _between_commas(text: str, comma: int, end: int) -> tuple[int, int] | None:
    """Both commas go with the day, or at the end the one before it; an earlier comma may belong to the second."""
    if text[end : end + 1] == "," and "," not in text[:comma] and text[end + 1 : end + 2].isspace():
        return comma, end + 1
    return (comma, end) if _ends(text, end) else None


def _breaks(text: str, end: int) -> bool:
    """Whether the sentence ends here, or continues after a comma with a word."""
    return _ends(text, end) or (text[end : end + 1] == "," and bool(_OPENS_WELL.match(text[end + 1 :].lstrip())))


def _ends(text: str, end: int) -> bool:
    return text[end : end + 1] in _ENDS and not text[end + 1 : end + 2].strip()
