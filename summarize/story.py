"""A story as the rooms above read it: articles with their zones, sentences and origins, and the figures that differ.

`prepare` makes both; here is what can be asked of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .lang.language import load_language
from .nlp.dates import names_of_days
from .nlp.doc import Doc, Docs
from .nlp.numerals import cardinals
from .nlp.numeric_values import Value, agrees, values
from .nlp.quantities import Quantity, clock_times, days, may_be_one, quantities, same_value, tallies
from .nlp.tokenize import TermCounts, terms
from .records import Article, Disagreement, Notice, Origin, Sentence, Zone

_LONGEST_TITLE = 300  # characters; a longer line is a paragraph that looks like a title
_READ = 8_000  # characters of an article that are compared with others
MATTER = 2  # content words that two sentences on one fate must share
_TELLING = 5  # a smaller number counts too many things to be known by its value
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, prepared. `zones`, `text_groups` and `languages` run parallel to `articles`.

    `sentences` are in order. Articles with the same number among the `text_groups` are one text, because one copies the
    other or the user says so; rewrites of one report are one of the `origins`, but several texts.
    `term_counts` run parallel too if they are already counted, else they are empty. `language` is the summary's. An
    article whose own language cannot be determined counts as being in it.
    """

    articles: tuple[Article, ...]
    zones: tuple[tuple[Zone, ...], ...]
    sentences: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    language: str
    warnings: tuple[Notice, ...] = ()
    text_groups: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    term_counts: tuple[TermCounts, ...] = ()
    docs: Docs = field(default_factory=Docs, repr=False, compare=False)

    def doc(self, text: str) -> Doc:
        """A sentence in the story's language with its annotations: each is found once, whoever asks."""
        return self.docs.of(text, self.language)


def foreign_articles(story: Story) -> frozenset[str]:
    """Ids of the articles in another language than the summary's."""
    pairs = zip(story.articles, story.languages, strict=False)
    return frozenset(article.id for article, language in pairs if language != story.language)


def with_titles(story: Story) -> tuple[Article, ...]:
    """The articles, each with the title that its text was found to begin with, if no other is known."""
    pairs = zip(story.articles, story.zones, strict=True)
    return tuple(
        article if article.title else replace(article, title=_title(article, zones)) for article, zones in pairs
    )


def _title(article: Article, zones: Sequence[Zone]) -> str | None:
    """The title in a text, on one line; None if there is none, or it is too long for a title."""
    found = next((zone for zone in zones if zone.kind == "title"), None)
    words = " ".join(article.text[found.start : found.end].split()) if found else ""
    return words if 0 < len(words) <= _LONGEST_TITLE else None


def text_told(article: Article, sentences: Iterable[Sentence]) -> str:
    """What an article tells: its title and every zone except boilerplate, as far as it is read."""
    texts, read = [article.title] if article.title else [], 0
    for sentence in sentences:
        if sentence.zone != "boilerplate" and read < _READ:
            texts.append(sentence.text)
            read += len(sentence.text)
    return "\n".join(texts)


@dataclass(frozen=True, slots=True)
class Difference:
    """A disagreement, with what shows whether a text takes a side in it: each side's figure and the words around it."""

    record: Disagreement
    sides: tuple[tuple[Quantity, frozenset[str]], ...]
    language: str

    def is_side(self, text: str) -> bool:
        """Whether a text, read as fact, takes a side: it gives one side's figure for the disputed thing and no other's.

        If the figure changed over time, the newest one is not a side.
        """
        return self._is_one_sided(self.sides_in(text))

    def sides_in(self, text: str) -> frozenset[int]:
        """The places of the sides whose figure for the disputed thing a text gives."""
        found = figures_told(text, self.language)
        if not found:
            return frozenset()
        content = content_words(text, found, self.language)
        return frozenset(
            place
            for place, (quantity, around) in enumerate(self.sides)
            if any(same_value(other, quantity) for other in found) and len(content & around) >= min(MATTER, len(around))
        )

    def is_echo(self, text: str) -> bool:
        """Whether a text gives one side's number for something on the same matter: "the 18 victims", "18 funerals".

        Small numbers count too many things to be identified by their value.
        """
        found = _counts(text, self.language)
        if not found:
            return False
        content = content_words(text, figures_told(text, self.language), self.language)
        return self._is_one_sided(
            frozenset(
                place
                for place, (quantity, around) in enumerate(self.sides)
                if quantity.value.kind == "count"
                and content & around
                and any(agrees(quantity.value, each) for each in found)
            )
        )

    def one_sided(self, texts: Sequence[str]) -> tuple[int, ...]:
        """The places of the texts that take a side, among sentences that belong together; () if all sides are told."""
        told = frozenset().union(*map(self.sides_in, texts))
        return () if len(told) == len(self.sides) else tuple(n for n, text in enumerate(texts) if self.is_side(text))

    def _is_one_sided(self, held: frozenset[int]) -> bool:
        """Whether some sides are held and others are not; the newest of a change over time may stand alone."""
        return 0 < len(held) < len(self.sides) and self._newest not in held

    @property
    def _newest(self) -> int | None:
        """The place of the side with the latest date, if the disagreement is a change over time."""
        days = [(position.published or "")[:10] for position in self.record.positions]
        return days.index(max(days)) if self.record.kind == "change_over_time" else None


def side_of(text: str, differences: Sequence[Difference]) -> str:
    """The id of the first disagreement in which a text takes a side, "" if there is none."""
    return next((each.record.id for each in differences if each.is_side(text) or each.is_echo(text)), "")


def differing_values(one: str, other: str, language: str) -> tuple[Quantity, Quantity] | None:
    """The first figure, time or share that two sentences on one matter tell otherwise; None where they do not.

    Neither figure may stand in the other sentence. Days are left out: of two sentences that tell the same, one may
    say when it was said.
    """
    mine, theirs = figures_told(one, language), figures_told(other, language)
    given = Counter(each.key for each in (*mine, *theirs))
    for said in mine:
        for told in theirs:
            of_one_thing = said.key == told.key and given[said.key] == len((said, told)) and said.of not in ("", "day")
            if of_one_thing and not may_be_one(said, told) and not (_has(told, mine) or _has(said, theirs)):
                return said, told
    return None


def _has(said: Quantity, others: Sequence[Quantity]) -> bool:
    return any(agrees(said.value, other.value) for other in others)


def may_tell(text: str, language: str) -> bool:
    """Whether a text may hold a figure or a day: a digit, the name of a number, a weekday or a month."""
    if _DIGIT.search(text):
        return True
    text = text.lower()  # "twenty-one", "terça-feira"
    said = [word.strip(".,;:!?“”\"'()") for word in (*text.replace("-", " ").split(), *text.split())]
    return not (cardinals(load_language(language)).keys().isdisjoint(said) and names_of_days(language).isdisjoint(said))


@lru_cache(maxsize=8192)  # a sentence is asked once for each difference
def figures_told(text: str, language: str) -> tuple[Quantity, ...]:
    """The figures and days of a text."""
    if not may_tell(text, language):
        return ()
    dated = (*days(text, language), *clock_times(text), *tallies(text, language))
    counted = (each for each in quantities(text, language) if not any(d.start <= each.start < d.end for d in dated))
    return (*counted, *dated)


@lru_cache(maxsize=8192)
def _counts(text: str, language: str) -> tuple[Value, ...]:
    """The counts in a text that are large enough to show by themselves what is counted."""
    found = values(text, language) if may_tell(text, language) else ()
    return tuple(each for each in found if each.kind == "count" and each.low >= _TELLING)


def content_words(text: str, found: Sequence[Quantity], language: str) -> frozenset[str]:
    """The content words of a text without its figures and their units."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return frozenset(terms(text, language))
