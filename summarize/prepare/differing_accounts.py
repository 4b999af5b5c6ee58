"""Matters that independent reports tell differently, side by side and without a verdict.

`telling_pairs` decides what may be compared; here the pairs of one matter become one entry, and the five most central
matters are kept.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Protocol

from ..lang.language import words_of_all
from ..nlp.quantities import question_of
from ..nlp.stances import predicates
from ..nlp.tokenize import COMPOUND, terms
from ..records import Article, Disagreement, Evidence, Position
from ..story import Story, foreign_articles
from .telling_pairs import BRING, Pair, TellingPairs, Told

SHOWN = 5
_SIDES = 3  # sides per matter
_EARLY = 4  # after so many sentences a place in the article counts half
_READ = 2_000  # sentences of a large story that are read: the first of each article, where its matter stands
_POINTS = {
    "answer": "How {name} answered {thing}",
    "guilt": "Whether {name} admits or denies {thing}",
    "presence": "Whether {name} took part in {thing}",
    "bringing": "Whether {thing} has been presented or is still being prepared",
    "at_meeting": "What was said in the meeting {place}",
    "doer": "Who did it: {thing}",
    "polarity": "Whether or not: {thing}",
    "members": "Who took part in the meeting {place}",
}
_BREAK = re.compile(r"[,;:.!?“”\"]\s")
_REACH = 60  # characters in which they stand
_LIST_MARK = re.compile(r"\A[-–—•*·]\s+")  # at a sentence's start: an item of a list
_LED = 4  # words between a preposition and the name it leads to: "with Vice President JD Vance"


class _Listed(Protocol):
    """What is needed of a difference: its entry in the summary."""

    @property
    def record(self) -> Disagreement: ...


def find_differing_accounts(
    story: Story, off_topic: frozenset[str], differences: Sequence[_Listed] = ()
) -> tuple[Disagreement, ...]:
    """The matters that the reports of a story tell differently; what the `differences` list already is left to them."""
    told = _read(story, off_topic)
    if len({each.origin for each in told}) < 2:
        return ()
    weights = _weights(told)
    listed = [{(span.article, span.start) for side in each.record.positions for span in side.evidence}
              for each in differences]  # fmt: skip
    matters: dict[tuple[str, tuple[str, ...]], list[Pair]] = defaultdict(list)
    for pair in TellingPairs(told, story.language).find():
        places = {_place(each) for _, each in pair.sides}
        if not any(places <= each for each in listed):
            matters[pair.kind, pair.about].append(pair)
    ranked = sorted(
        ((_best(pairs, weights), kind, about) for (kind, about), pairs in matters.items()),
        key=lambda entry: (-sum(weights[_place(told)] for _, told in entry[0][:2]), entry[1], entry[2]),
    )
    return tuple(_records(ranked, story.articles, story.language))


def _read(story: Story, off_topic: frozenset[str]) -> list[Told]:
    """The body sentences that are compared: at most 2,000, as many from the beginning of each article, in order."""
    aside = off_topic | foreign_articles(story)
    body = [each for each in story.sentences if each.zone == "body" and each.article not in aside]
    if len(body) > _READ:
        first = sorted(range(len(body)), key=lambda place: (body[place].number, place))[:_READ]
        body = [body[place] for place in sorted(first)]
    places = {article.id: place for place, article in enumerate(story.articles)}
    origins = {name: number for number, origin in enumerate(story.origins) for name in origin.articles}
    return [Told(each, places[each.article], origins[each.article], story.doc(each.text)) for each in body]


def _weights(told: Sequence[Told]) -> dict[tuple[str, int], float]:
    """How central each sentence is: how many reports have its words, on average, and how early it comes."""
    heard: dict[str, set[int]] = defaultdict(set)
    for each in told:
        for stem in each.doc.stems:
            heard[stem].add(each.origin)
    reports = max(map(len, heard.values()), default=1)
    return {
        _place(each): sum(len(heard[stem]) for stem in each.doc.stems) / (reports * (len(each.doc.stems) or 1))
        + 1 / (1 + each.sentence.number / _EARLY)
        for each in told
    }


def _place(told: Told) -> tuple[str, int]:
    return told.sentence.article, told.sentence.start


def _best(pairs: Sequence[Pair], weights: Mapping[tuple[str, int], float]) -> list[tuple[str, Told]]:
    """The most central pair of a matter, with a third side if another report has one."""

    def weight(sides: Iterable[tuple[str, Told]]) -> float:
        return math.fsum(weights[_place(each)] for _, each in sides)

    first = min(pairs, key=lambda pair: (-weight(pair.sides), [_place(told) for _, told in pair.sides]))
    chosen = list(first.sides)
    others = sorted(
        {(side, _place(told)): told for pair in pairs for side, told in pair.sides}.items(),
        key=lambda item: (-weights[item[0][1]], item[0]),
    )
    for (side, _), told in others:
        new = side and all(side != known and told.origin != each.origin for known, each in chosen)
        if new and len(chosen) < _SIDES:
            chosen.append((side, told))
    return chosen


def _records(
    ranked: Sequence[tuple[list[tuple[str, Told]], str, tuple[str, ...]]], articles: Sequence[Article], language: str
) -> Iterable[Disagreement]:
    shown: set[tuple[str, int]] = set()
    count = 0
    for sides, kind, about in ranked:
        places = {_place(told) for _, told in sides}
        if count == SHOWN or places <= shown:
            continue
        shown |= places
        count += 1
        in_order = sorted(sides, key=lambda side: (side[1].place, side[1].sentence.start))
        yield Disagreement(
            id=f"t{count}",
            point=_point(kind, about, in_order, language),
            kind="told_differently",
            positions=tuple(_position(told, articles) for _, told in in_order),
        )


def _point(kind: str, about: tuple[str, ...], sides: Sequence[tuple[str, Told]], language: str) -> str:
    """What a matter is called, as far as can be in the words of the sentences, which stand in quotation marks."""
    if kind == "figure":
        text = sides[0][1].sentence.text
        behind = text[text.find(sides[0][0]) + len(sides[0][0]) :]
        return f"{question_of(about[0], behind)}: {' or '.join(dict.fromkeys(side for side, _ in sides))}"
    named = ((told, name) for _, told in sides for name in told.names if name.words[-1] == about[0])
    told, name = next(named, (sides[0][1], None))
    written = name.text if name else about[0]
    place = _led(told.sentence.text, name.start, name.end) if name else ""
    place = f"“{place}”" if place else f"(“{written}”)"
    return _POINTS[kind].format(name=written, thing=_thing(about[-1], sides, language), place=place)


def _led(text: str, start: int, end: int) -> str:
    """A name with the preposition that leads to it; "" where none stands close in front."""
    before = list(COMPOUND.finditer(text, max(0, start - _REACH), start))[-_LED:]
    leads = [word for word in before if word[0].lower() in words_of_all("prepositions")]
    joined = leads and not _BREAK.search(text, leads[-1].end(), start)
    return text[leads[-1].start() : end] if joined else ""


def _thing(stem: str, sides: Sequence[tuple[str, Told]], language: str) -> str:
    """What a matter is about, as a sentence writes it: the “counter-offer”, the “counter proposal”, “Marwick”."""
    for _, told in sides:
        text = told.sentence.text
        found = list(COMPOUND.finditer(text))
        for word, behind in zip_longest(found, found[1:]):
            brought = _is_brought(word[0], language)
            if stem in terms(word[0].lower(), language) or (stem == BRING and brought):
                in_two = behind and text[word.end() : behind.start()] == " " and _is_brought(behind[0], language)
                whole = text[word.start() : behind.end() if in_two else word.end()]
                return f"the “{whole}”" if in_two or brought else f"“{whole}”"
    return f"“{stem}”"


def _is_brought(word: str, language: str) -> bool:
    """Whether a word is an offer, a deal or a draft, which reports present."""
    known = predicates(language)
    return known is not None and any(known.bring.fullmatch(stem) for stem in terms(word.lower(), language))


def _position(told: Told, articles: Sequence[Article]) -> Position:
    sentence = told.sentence
    span = Evidence.of(sentence, "match")
    text = _LIST_MARK.sub("", " ".join(sentence.text.split()))
    return Position(text=text, evidence=(span,), published=articles[told.place].published)
