"""Figures and days on which articles differ, by a strict rule: the same thing, another value, no other reading.

Two articles differ if each gives one figure or day for a thing, in sentences on one matter, and neither mentions the
other's anywhere. That misses most disagreements and asserts hardly any false one: comparing bare numbers finds
contradictions with an F1 of 0.16 (the project's design, section 6). Compares no opinions, and never says who is right.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from ..nlp.dates import names_of_days
from ..nlp.numerals import cardinals
from ..nlp.numeric_values import Value, agrees, values
from ..nlp.quantities import Quantity, clock_times, days, quantities
from ..nlp.speech_verbs import VERBS
from ..nlp.tokenize import terms
from ..records import Article, Disagreement, Evidence, Position, Sentence
from .story import Story, foreign_articles

_MATTER = 2  # content words that two sentences on one fate must share
_ALIKE = 0.5  # smallest cosine of sentences about one figure, if no fate says what is counted
_LEAST_SHARED = 3  # content words that such sentences must share
_NAMELESS = ("money", "share", "day", "time")  # whose figure does not say what it is of
_BEFORE_IT, _BEHIND_IT = 4, 2  # content words next to such a figure that say it
_COMMON = 40  # sentences that hold a word at most, for it to nominate pairs
_LISTED = 24  # disagreements
_SIDES = 6  # shown of one disagreement
_POINTS = {
    "killed": "How many were killed",
    "injured": "How many were injured",
    "missing": "How many are missing",
    "arrested": "How many were arrested",
    "rescued": "How many were rescued",
    "displaced": "How many were displaced",
    "money": "Which amount it is",
    "share": "Which share it is",
    "day": "On which day it is",
    "time": "At what time it is",
}
FATES = frozenset(("killed", "injured", "missing", "arrested", "rescued", "displaced"))
# Words of sentences that look back on other events or compare with them.
_LOOKS_BACK = re.compile(
    r"(?i)\b(?:last (?:year|month|week|decade|century|time)|previous|previously|earlier|since|worst|deadliest|history"
    r"|annual|every|average|years?|decades?|passado|pasado|letzten|recalls?|recalled)\b"
)
_UNDATED = "; not all of these articles have a date, so it may be a change over time"

_TELLING = 5  # a smaller number counts too many things to be known by its value
_NEAR = Decimal("0.12")  # share by which a rounded figure may miss another and still be the same
# "12 of the dead were children", "12 of them": a part, no total.
_PART = re.compile(r"\s(?:of (?:the|them|those|these|whom)|d[oae]s|des|der|de los|de las)\b")
_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|of|the) (?:1[5-9]|20)\d\d\b")
_UNSURE = re.compile(r"(?i)\b(?:fear(?:ed|s)?|den(?:y|ies|ied)(?: that)?|not|no|rumou?rs?|up to)\b[^.,;]{0,20}$")
_UNREAL = re.compile(r"(?i)[^.,;]{0,20}\b(?:could|might|may|would) (?:have|be)\b")
_BEFORE = 40  # characters in front of a figure in which it can be put in doubt
_DIGIT = re.compile(r"\d")

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """One figure of one article (its place), in its sentence with that sentence's content words."""

    place: int
    sentence: Sentence
    quantity: Quantity
    content: frozenset[str]


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
        found = _told(text, self.language)
        if not found:
            return frozenset()
        content = _content(text, found, self.language)
        return frozenset(
            place
            for place, (quantity, around) in enumerate(self.sides)
            if any(same_value(other, quantity) for other in found)
            and len(content & around) >= min(_MATTER, len(around))
        )

    def is_echo(self, text: str) -> bool:
        """Whether a text gives one side's number for something on the same matter: "the 18 victims", "18 funerals".

        Small numbers count too many things to be identified by their value.
        """
        found = _counts(text, self.language)
        if not found:
            return False
        content = _content(text, _told(text, self.language), self.language)
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


def find_differences(
    articles: Sequence[Article], sentences: Sequence[Sentence], language: str = "en"
) -> tuple[Difference, ...]:
    """The differences about figures and days in a story's body sentences, in the order of their first sentences.

    At most 24: if more are found, the articles are hardly about one event.
    """
    ledger = _Ledger(articles, sentences, language)
    found = sorted(ledger.disputed(), key=lambda sides: (sides[0][0].place, sides[0][0].sentence.start))[:_LISTED]
    return tuple(_difference(f"d{number}", sides, articles, language) for number, sides in enumerate(found, 1))


def differences_of(story: Story, off_topic: frozenset[str]) -> tuple[Difference, ...]:
    """The differences among the articles of a story that are on its topic and in its language."""
    aside = off_topic | foreign_articles(story)
    articles = [article for article in story.articles if article.id not in aside]
    sentences = [sentence for sentence in story.sentences if sentence.article not in aside]
    return find_differences(articles, sentences, story.language)


class _Ledger:
    """The figures of a story by what they count."""

    def __init__(self, articles: Sequence[Article], sentences: Sequence[Sentence], language: str) -> None:
        self._language = language
        self._sentences = [sentence for sentence in sentences if sentence.zone == "body"]
        places = {article.id: place for place, article in enumerate(articles)}
        self._figures: dict[str, list[Value]] = {}
        self._groups: dict[_Key, list[_Said]] = defaultdict(list)
        for sentence in self._sentences:
            if _DIGIT.search(sentence.text) or (len(articles) <= _COMMON and _may_tell(sentence.text, language)):
                for said in self._read(sentence, places[sentence.article]):
                    self._groups[said.quantity.key].append(said)

    def _read(self, sentence: Sentence, place: int) -> Iterator[_Said]:
        """The figures of a sentence that count something, each thing once: with two figures a thing has none."""
        text = sentence.text
        if _LOOKS_BACK.search(text) or _YEAR.search(text):
            return
        found = [each for each in _told(sentence.text, self._language) if each.of]
        times = Counter(each.key for each in found)
        content = _content(sentence.text, found, self._language) if found else frozenset()
        for each in found:
            whole = times[each.key] == 1 and each.value.low == each.value.high and not _PART.match(text, each.end)
            before = text[max(0, each.start - _BEFORE) : each.start]
            if whole and not _UNSURE.search(before) and not _UNREAL.match(text, each.end):
                yield _Said(place, sentence, each, content)

    def disputed(self) -> Iterator[list[list[_Said]]]:
        """The sides of each difference: figures that agree with each other and with no figure of another side."""
        for key, group in self._groups.items():
            if len({said.place for said in group}) > 1:
                outcome = key[0] in FATES
                for matter in [group] if outcome else self._alike(group):
                    if sides := self._sides(matter, outcome=outcome):
                        yield sides

    def _sides(self, matter: Sequence[_Said], *, outcome: bool) -> list[list[_Said]]:
        """The figures of a matter by value, from articles that give one each; the first side decides the matter.

        [] where fewer than two sides are left, or where they may be one figure.
        """
        given: dict[int, list[_Said]] = defaultdict(list)
        for said in matter:
            given[said.place].append(said)
        sides: list[list[_Said]] = []
        for own in given.values():
            if any(not same_value(said.quantity, own[0].quantity) for said in own):
                continue
            side = next((side for side in sides if same_value(side[0].quantity, own[0].quantity)), None)
            if side:
                side += own
            elif (
                not sides or not outcome or any(self._on_one_matter(said, other) for said in own for other in sides[0])
            ):
                sides.append(list(own))
        sides = self._unmixed(sides)[:_SIDES]
        return sides if len(sides) > 1 and not may_be_one([side[0].quantity for side in sides]) else []

    def _unmixed(self, sides: list[list[_Said]]) -> list[list[_Said]]:
        """The sides without articles that also mention another side's figure: those know of both."""
        kept = []
        for side in sides:
            others = [other[0].quantity.value for other in sides if other is not side]
            alone = [said for said in side if not self._mentions(said.sentence.article, others)]
            if alone:
                kept.append(alone)
        return kept

    def _mentions(self, article: str, figures: Sequence[Value]) -> bool:
        if article not in self._figures:
            texts = self._texts[article]
            self._figures[article] = [value for text in texts for value in values(text, self._language)]
            self._figures[article] += [each.value for text in texts for each in days(text, self._language)]
            self._figures[article] += [each.value for text in texts for each in clock_times(text)]
        return any(agrees(figure, value) for figure in figures for value in self._figures[article])

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        """The sentences of each article that give figures; read only if figures differ."""
        found: dict[str, list[str]] = defaultdict(list)
        for sentence in self._sentences:
            if _may_tell(sentence.text, self._language):
                found[sentence.article].append(sentence.text)
        return found

    def _on_one_matter(self, one: _Said, other: _Said) -> bool:
        return len(one.content & other.content) >= _MATTER

    def _of_two_things(self, one: _Said, other: _Said) -> bool:
        """Whether the words beside two days, times, amounts or shares differ: "a kettle for", "a radio for"."""
        if one.quantity.of not in _NAMELESS:
            return False
        mine, theirs = (self._beside(said) for said in (one, other))
        return bool(mine - theirs) and bool(theirs - mine)

    def _beside(self, said: _Said) -> frozenset[str]:
        """The content words next to a figure, without those that only say who says so."""
        text = said.sentence.text
        head, comma, tail = text.rpartition(",")
        if comma and said.quantity.end <= len(head) and not VERBS.isdisjoint(tail.lower().strip(". ”").split()):
            text = head
        before = terms(text[: said.quantity.start], self._language)[-_BEFORE_IT:]
        return frozenset((*before, *terms(text[said.quantity.end :], self._language)[:_BEHIND_IT]))

    def _alike(self, group: Sequence[_Said]) -> list[list[_Said]]:
        """Groups of sentences that are alike in most of their words, found through the words that few of them hold."""
        postings: dict[str, list[int]] = defaultdict(list)
        for number, said in enumerate(group):
            for term in said.content:
                postings[term].append(number)
        idf = {term: math.log(1 + len(group) / len(numbers)) + 1 for term, numbers in postings.items()}
        taken: set[int] = set()
        groups = []
        for number, said in enumerate(group):
            near = Counter(n for term in said.content if len(postings[term]) <= _COMMON for n in postings[term])
            others = [n for n, count in sorted(near.items()) if n > number and count >= _LEAST_SHARED]
            same = [n for n in others if n not in taken and _cosine(said.content, group[n].content, idf) >= _ALIKE
                    and not self._of_two_things(said, group[n])]  # fmt: skip
            if number not in taken and same:
                taken.update((number, *same))
                groups.append([said, *(group[n] for n in same)])
        return groups


def side_of(text: str, differences: Sequence[Difference]) -> str:
    """The id of the first disagreement in which a text takes a side, "" if there is none."""
    return next((each.record.id for each in differences if each.is_side(text) or each.is_echo(text)), "")


def _difference(identity: str, sides: list[list[_Said]], articles: Sequence[Article], language: str) -> Difference:
    first = [side[0] for side in sides]
    kind, doubt = _kind(sides, articles)
    quantity = first[0].quantity
    counts = quantity.value.kind == "count" and quantity.of not in FATES  # "60 days" are not a day
    counted = (not counts and _POINTS.get(quantity.of)) or f"How many {_noun(first[0])}"
    if any(said.quantity.bound for said in first):
        doubt = "; a figure is a limit or rounded, so more than one may hold" + doubt
    figures = " or ".join(dict.fromkeys(said.quantity.value.text for said in first))
    record = Disagreement(
        id=identity,
        point=f"{counted}: {figures}{doubt}",
        kind=kind,
        positions=tuple(_position(side, articles) for side in sides),
    )
    around = tuple((side[0].quantity, frozenset().union(*(said.content for said in side))) for side in sides)
    return Difference(record, around, language)


def _noun(said: _Said) -> str:
    """What is counted, as the article writes it."""
    rest = said.sentence.text[said.quantity.end :].split()
    return rest[0].strip(".,;:!?") if rest else "it is"


def _position(side: Sequence[_Said], articles: Sequence[Article]) -> Position:
    spans = dict.fromkeys(
        Evidence(said.sentence.article, said.sentence.start, said.sentence.end, said.sentence.text, "match")
        for said in side
    )
    days = sorted(day for said in side if (day := articles[said.place].published))
    return Position(
        text=" ".join(side[0].sentence.text.split()), evidence=tuple(spans), published=days[0] if days else None
    )


def _kind(
    sides: Sequence[Sequence[_Said]], articles: Sequence[Article]
) -> tuple[Literal["contradiction", "change_over_time"], str]:
    """A change over time if the sides' articles are from different days; else a contradiction, any doubt stated."""
    days = [{(articles[said.place].published or "")[:10] for said in side} for side in sides]
    if any("" in each for each in days):
        return "contradiction", _UNDATED
    apart = all(one.isdisjoint(other) for n, one in enumerate(days) for other in days[:n])
    return ("change_over_time", "") if apart else ("contradiction", "")


def _may_tell(text: str, language: str) -> bool:
    """Whether a text may hold a figure or a day: a digit, the name of a number, a weekday or a month."""
    if _DIGIT.search(text):
        return True
    said = [word.strip(".,;:!?“”\"'()") for word in text.lower().replace("-", " ").split()]
    return not (cardinals(language).keys().isdisjoint(said) and names_of_days(language).isdisjoint(said))


@lru_cache(maxsize=8192)  # a sentence is asked once for each difference
def _told(text: str, language: str) -> tuple[Quantity, ...]:
    """The figures and days of a text."""
    if not _may_tell(text, language):
        return ()
    dated = (*days(text, language), *clock_times(text))
    counted = (each for each in quantities(text, language) if not any(d.start <= each.start < d.end for d in dated))
    return (*counted, *dated)


@lru_cache(maxsize=8192)
def _counts(text: str, language: str) -> tuple[Value, ...]:
    """The counts in a text that are large enough to show by themselves what is counted."""
    found = values(text, language) if _may_tell(text, language) else ()
    return tuple(each for each in found if each.kind == "count" and each.low >= _TELLING)


def may_be_one(told: Sequence[Quantity]) -> bool:
    """Whether limits and rounded figures leave room for one figure: those that are near do.

    Reports that say "at least 12" and "at least 19" do not tell the same.
    """
    low, high = min(each.value.low for each in told), max(each.value.low for each in told)
    return any(each.bound for each in told) and high - low <= _NEAR * high and high > low


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are of one thing and may be one figure."""
    return one.key == other.key and agrees(one.value, other.value)


def _content(text: str, found: Sequence[Quantity], language: str) -> frozenset[str]:
    """The content words of a text without its figures and their units."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return frozenset(terms(text, language))


def _cosine(one: frozenset[str], other: frozenset[str], idf: dict[str, float]) -> float:
    def idf_weight(found: frozenset[str]) -> float:
        return math.fsum(idf[term] for term in found)

    return idf_weight(one & other) / math.sqrt((idf_weight(one) * idf_weight(other)) or 1.0)
