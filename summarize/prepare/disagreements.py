"""Figures and days on which articles differ, by a strict rule: the same thing, another value, no other reading.

Two articles differ if each gives one figure or day for a thing, in sentences on one matter, and neither mentions the
other's anywhere. That misses most disagreements and asserts hardly any false one: comparing bare numbers finds
contradictions with an F1 of 0.16 (the project's design, section 6). Compares no opinions, and never says who is right.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from ..lang.language import PHRASES, load_language, pattern_of, pattern_of_all, words_of_all
from ..nlp.numbers import measure_of
from ..nlp.numeric_values import Value, agrees, values
from ..nlp.quantities import (
    FATES,
    Quantity,
    clock_times,
    days,
    may_be_one,
    question_of,
    same_value,
    tallies,
)
from ..nlp.similarity import idf, postings, set_cosine
from ..nlp.speech_verbs import VERBS
from ..nlp.tokenize import terms, words
from ..records import Article, Disagreement, Evidence, Position, Sentence
from ..story import MATTER, Difference, Story, content_words, figures_told, foreign_articles, may_tell

_ALIKE = 0.5  # smallest cosine of sentences about one figure, if no fate says what is counted
_LEAST_SHARED = 3  # content words that such sentences must share
_NAMELESS = ("money", "share", "day", "time", "tally")  # whose figure does not say what it is of
_BEFORE_IT, _BEHIND_IT = 4, 2  # content words next to such a figure that say it
_THING_SHARED = 3  # the same where the word beside two amounts is one: it says what they are of
_SETTING = 3  # content words that two tolls share with the openings of their articles, which say of what
_NEWS = 4  # body sentences of an article that tell its news
_COMMON = 40  # sentences that hold a word at most, for it to nominate pairs
_LISTED = 24  # disagreements
_SIDES = 6  # shown of one disagreement
_UNDATED = "; not all of these articles have a date, so it may be a change over time"

_PART = rf"\s{PHRASES}\b"  # "12 of the dead were children", "12 of them": a part, no total
_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|of|the) (?:1[5-9]|20)\d\d\b")
_UNSURE = rf"\b{PHRASES}\b[^.,;]{{0,20}}$"
_UNREAL = re.compile(r"(?i)[^.,;]{0,20}\b(?:(?:could|might|may) (?:have|be)|would have)\b")
_BEFORE = 40  # characters in front of a figure in which it can be put in doubt
_MEASURED = ("money", "time", "tally")
_ONSET = frozenset(("(onset)",))  # the thing of "it happened at", "it struck at"
_VOTE = frozenset(("(vote)",))
_CLAUSE = re.compile(r"[,;:()]\s")
_DIGIT = re.compile(r"\d")
_PURPOSE = re.compile(r"\s(?:for|para|por)\s((?:[^\W\d_]+\s){0,3}[^\W\d_]+)")

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _FigureInSentence:
    """One figure of one article (its place), in its sentence with that sentence's content words."""

    place: int
    sentence: Sentence
    quantity: Quantity
    content: frozenset[str]
    things: frozenset[str] = frozenset()  # stems that say what an amount or a time is of
    is_lone: bool = True  # nothing else is counted in the sentence: "two schools house 80 families" tells a part


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
        self._openings: dict[str, frozenset[str]] = {}  # content words of each article's first sentence
        self._numbers: dict[str, int] = {}  # of those sentences
        for sentence in self._sentences:
            if sentence.article not in self._openings:
                self._openings[sentence.article] = frozenset(terms(sentence.text, language))
                self._numbers[sentence.article] = sentence.number
        self._figures: dict[str, list[Value]] = {}
        self._groups: dict[_Key, list[_FigureInSentence]] = defaultdict(list)
        for sentence in self._sentences:
            if _DIGIT.search(sentence.text) or (len(articles) <= _COMMON and may_tell(sentence.text, language)):
                for said in self._read(sentence, places[sentence.article]):
                    self._groups[said.quantity.key].append(said)

    def _read(self, sentence: Sentence, place: int) -> Iterator[_FigureInSentence]:
        """The figures of a sentence that count something, each thing once: with two figures a thing has none."""
        text = sentence.text
        if pattern_of(self._language, "other_events").search(text) or _YEAR.search(text):
            return
        part, unsure = pattern_of_all("part_of", _PART, 0), pattern_of_all("unsure_before_figures", _UNSURE)
        found = [each for each in figures_told(sentence.text, self._language) if each.of]
        times = Counter(each.key for each in found)
        content = content_words(sentence.text, found, self._language) if found else frozenset()
        for each in found:
            whole = times[each.key] == 1 and each.value.low == each.value.high and not part.match(text, each.end)
            before = text[max(0, each.start - _BEFORE) : each.start]
            if whole and not unsure.search(before) and not _UNREAL.match(text, each.end):
                lone = not any(
                    other.value.kind == "count" and other.of not in FATES for other in found if other != each
                )
                yield _FigureInSentence(place, sentence, each, content, self._things(text, each), lone)

    def _things(self, text: str, found: Quantity) -> frozenset[str]:
        """What an amount or a time is of: the content word in front of it, and the first of what it is for.

        Verbs that say no more than that something happened are one thing.
        """
        if found.of == "day":
            return self._begun(text, found)
        if found.of not in _MEASURED:
            counts = found.value.kind == "count" and found.of not in FATES
            return frozenset((found.of,)) if counts and not measure_of(text, found.end) else frozenset()
        if found.of == "tally":
            return _VOTE
        said = words(_CLAUSE.split(text[: found.start])[-1].lower())
        if found.of == "time":
            return _ONSET if not words_of_all("onsets").isdisjoint(said) else _head(said, self._language)
        purpose = _PURPOSE.match(text, found.end)
        behind = terms(purpose[1], self._language)[:1] if purpose else []
        return _head(said, self._language) | frozenset(behind)

    def _begun(self, text: str, day: Quantity) -> frozenset[str]:
        """What began on a day, as far as the words in front of it say so: "the leak started on Monday"."""
        said = words(_CLAUSE.split(text[: day.start])[-1].lower())
        place = next((n for n, word in enumerate(said) if word in words_of_all("onsets")), 0)
        return _head(said[:place], self._language)

    def disputed(self) -> Iterator[list[list[_FigureInSentence]]]:
        """The sides of each difference: figures that agree with each other and with no figure of another side."""
        for key, group in self._groups.items():
            if len({said.place for said in group}) > 1:
                outcome = key[0] in FATES
                for matter in [group] if outcome else self._alike(group):
                    if sides := self._sides(matter, outcome=outcome):
                        yield sides

    def _sides(self, matter: Sequence[_FigureInSentence], *, outcome: bool) -> list[list[_FigureInSentence]]:
        """The figures of a matter by value, from articles that give one each; the first side decides the matter.

        [] where fewer than two sides are left.
        """
        given: dict[int, list[_FigureInSentence]] = defaultdict(list)
        for said in matter:
            given[said.place].append(said)
        sides: list[list[_FigureInSentence]] = []
        for own in given.values():
            same = [said for said in own if same_value(said.quantity, own[0].quantity)]
            # the toll an article opens with is its toll; further down stand parts and other events
            if len(same) < len(own) and not (outcome and self._is_news(own[0])):
                continue
            side = next((side for side in sides if may_be_one(side[0].quantity, own[0].quantity)), None)
            if side:
                side += same
            elif (
                not sides or not outcome or any(self._on_one_matter(said, other) for said in same for other in sides[0])
            ):
                sides.append(same)
        sides = self._unmixed(sides)[:_SIDES]
        return sides if len(sides) > 1 else []

    def _unmixed(self, sides: list[list[_FigureInSentence]]) -> list[list[_FigureInSentence]]:
        """The sides without articles that also mention another side's figure: those know of both."""
        kept = []
        for side in sides:
            others = [other[0].quantity.value for other in sides if other is not side]
            alone = [said for said in side if not self._knows(said, others)]
            if alone:
                kept.append(alone)
        return kept

    def _knows(self, said: _FigureInSentence, others: Sequence[Value]) -> bool:
        """Whether an article that gives a figure mentions another's; beside the toll it opens with only right there.

        "Killed 21, up from 18" replaces the other figure; a report that opens with 21 and has "police spoke of 18"
        further down tells of a difference.
        """
        if said.quantity.of in FATES and self._is_news(said):
            return any(agrees(other, value) for other in others for value in values(said.sentence.text, self._language))
        return self._mentions(said.sentence.article, others)

    def _mentions(self, article: str, figures: Sequence[Value]) -> bool:
        if article not in self._figures:
            texts = self._texts[article]
            self._figures[article] = [value for text in texts for value in values(text, self._language)]
            self._figures[article] += [each.value for text in texts for each in days(text, self._language)]
            self._figures[article] += [each.value for text in texts for each in clock_times(text)]
            self._figures[article] += [each.value for text in texts for each in tallies(text, self._language)]
        return any(agrees(figure, value) for figure in figures for value in self._figures[article])

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        """The sentences of each article that give figures; read only if figures differ."""
        found: dict[str, list[str]] = defaultdict(list)
        for sentence in self._sentences:
            if may_tell(sentence.text, self._language):
                found[sentence.article].append(sentence.text)
        return found

    def _on_one_matter(self, one: _FigureInSentence, other: _FigureInSentence) -> bool:
        """Whether two tolls share words, or stand at the top of articles whose openings tell one event."""
        shared = (one.content & other.content) - _telling_nothing(self._language)
        if len(shared) >= MATTER:
            return True
        told_alike = all(said.is_lone and self._is_news(said) for said in (one, other))
        return told_alike and self._in_one_setting(one, other)

    def _is_news(self, said: _FigureInSentence) -> bool:
        return said.sentence.number - self._numbers[said.sentence.article] < _NEWS

    def _in_one_setting(self, one: _FigureInSentence, other: _FigureInSentence) -> bool:
        mine, theirs = (said.content | self._openings[said.sentence.article] for said in (one, other))
        return len((mine & theirs) - {one.quantity.of} - _telling_nothing(self._language)) >= _SETTING

    def _is_of_one_thing(self, one: _FigureInSentence, other: _FigureInSentence) -> bool:
        """Whether the words beside two amounts or times say that they are of one thing, in sentences on one matter."""
        if one.things.isdisjoint(other.things):
            return False
        if one.things in (_ONSET, _VOTE):
            return self._in_one_setting(one, other)
        at_the_top = self._is_news(one) and self._is_news(other) and self._in_one_setting(one, other)
        if one.quantity.value.kind == "count":
            return at_the_top and one.is_lone and other.is_lone
        return at_the_top or len(one.content & other.content) >= _THING_SHARED

    def _of_two_things(self, one: _FigureInSentence, other: _FigureInSentence) -> bool:
        """Whether the words beside two days, times, amounts or shares differ: "a kettle for", "a radio for"."""
        if one.quantity.of not in _NAMELESS:
            return False
        mine, theirs = (self._beside(said) for said in (one, other))
        return bool(mine - theirs) and bool(theirs - mine)

    def _beside(self, said: _FigureInSentence) -> frozenset[str]:
        """The content words next to a figure, without those that only say who says so."""
        text = said.sentence.text
        head, comma, tail = text.rpartition(",")
        if comma and said.quantity.end <= len(head) and not VERBS.isdisjoint(tail.lower().strip(". ”").split()):
            text = head
        before = terms(text[: said.quantity.start], self._language)[-_BEFORE_IT:]
        return frozenset((*before, *terms(text[said.quantity.end :], self._language)[:_BEHIND_IT]))

    def _alike(self, group: Sequence[_FigureInSentence]) -> list[list[_FigureInSentence]]:
        """Groups of sentences that are alike in most of their words, found through the words that few of them hold."""
        holders = postings(said.content for said in group)
        rarity = idf({term: len(numbers) for term, numbers in holders.items()}, len(group))
        weights = {term: 1 + weight for term, weight in rarity.items()}  # the words that all hold count too
        by_thing: dict[str, list[int]] = defaultdict(list)
        for number, said in enumerate(group):
            for thing in said.things:
                if len(by_thing[thing]) < _COMMON:
                    by_thing[thing].append(number)
        taken: set[int] = set()
        groups = []
        for number, said in enumerate(group):
            near = Counter(n for term in said.content if len(holders[term]) <= _COMMON for n in holders[term])
            named = {n for thing in said.things for n in by_thing[thing]}
            same = [n for n in sorted({*near, *named}) if n > number and n not in taken and (
                (near[n] >= _LEAST_SHARED and set_cosine(said.content, group[n].content, weights) >= _ALIKE
                 and not self._of_two_things(said, group[n])) or self._is_of_one_thing(said, group[n]))]  # fmt: skip
            if number not in taken and same:
                taken.update((number, *same))
                groups.append([said, *(group[n] for n in same)])
        return groups


@cache
def _telling_nothing(language: str) -> frozenset[str]:
    """Stems that say nothing of which event it is: people, and what became of them."""
    said = {*load_language(language).outcomes, *words_of_all("people")}
    return frozenset(stem for word in said for stem in terms(word, language))


def _head(said: Sequence[str], language: str) -> frozenset[str]:
    """The last content word that says what an amount or a time is of; none that a preposition hangs on another.

    "Tickets for the ferry to Marwick cost" are of the tickets.
    """
    place, hanging = len(said), words_of_all("prepositions")
    while place:
        place -= 1
        found = () if said[place] in words_of_all("measuring") else terms(said[place], language)
        lead = place - 1
        while lead >= 0 and said[lead] not in hanging and not terms(said[lead], language):
            lead -= 1
        if found and (lead < 0 or said[lead] not in hanging):
            return frozenset(found)
    return frozenset()


def _difference(
    identity: str, sides: list[list[_FigureInSentence]], articles: Sequence[Article], language: str
) -> Difference:
    first = [side[0] for side in sides]
    kind, doubt = _kind(sides, articles)
    quantity = first[0].quantity
    asked = question_of(quantity.of, first[0].sentence.text[quantity.end :], quantity.value.kind)
    if any(said.quantity.bound for said in first):
        doubt = "; a figure is a limit or rounded, so more than one may hold" + doubt
    figures = " or ".join(dict.fromkeys(said.quantity.value.text for said in first))
    record = Disagreement(
        id=identity,
        point=f"{asked}: {figures}{doubt}",
        kind=kind,
        positions=tuple(_position(side, articles) for side in sides),
    )
    around = tuple((side[0].quantity, frozenset().union(*(said.content for said in side))) for side in sides)
    return Difference(record, around, language)


def _position(side: Sequence[_FigureInSentence], articles: Sequence[Article]) -> Position:
    spans = dict.fromkeys(Evidence.of(said.sentence, "match") for said in side)
    days = sorted(day for said in side if (day := articles[said.place].published))
    return Position(
        text=" ".join(side[0].sentence.text.split()), evidence=tuple(spans), published=days[0] if days else None
    )


def _kind(
    sides: Sequence[Sequence[_FigureInSentence]], articles: Sequence[Article]
) -> tuple[Literal["contradiction", "change_over_time"], str]:
    """A change over time if the sides' articles are from different days; else a contradiction, any doubt stated."""
    days = [{(articles[said.place].published or "")[:10] for said in side} for side in sides]
    if any("" in each for each in days):
        return "contradiction", _UNDATED
    apart = all(one.isdisjoint(other) for n, one in enumerate(days) for other in days[:n])
    return ("change_over_time", "") if apart else ("contradiction", "")
