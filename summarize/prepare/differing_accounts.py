"""Matters that independent reports tell differently, side by side and without a verdict.

Sentences are paired only if words show that both speak of one matter: one actor and one object on opposed sides, one
rare thing presented or still being prepared, one meeting with named people, one list of those who took part, one figure
with the same words around it. At most 40 sentences are compared for each. The pairs of one matter become one entry, and
the five most central matters are kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, takewhile, zip_longest
from typing import TypeVar

from ..lang.language import WHOLE, pattern_of_all, words_of_all
from ..nlp.dates import names_of_days
from ..nlp.doc import Doc
from ..nlp.names import Name, names, word_likeness
from ..nlp.quantities import FATES, Quantity, may_be_one, quantities, question_of
from ..nlp.stances import Predicates, Stance, predicates, stances
from ..nlp.tokenize import COMPOUND, term_set, terms, terms_of, words
from ..records import Article, Disagreement, Evidence, Position, Sentence
from ..story import Difference, Story, foreign_articles

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
_COMPARED = 40  # sentences per kind of matter
_LONGEST = 60  # words of a sentence that is shown
_RARE = 0.12  # share of the sentences that hold a name at most, for it to say which meeting it is
_RARE_WORD = 0.04  # and a word that says which thing is presented
_FEW = 3  # sentences that may hold either, however short the story
_BESIDE = 5  # words on either side of a figure that say what it is of
_SHARED_BESIDE = 3  # stems among them that two figures of one thing share
_SHARED = 6  # stems that sentences with two figures of one thing share
_FATED = 1  # the same where a fate ("injured") says what is counted
_GAP = 5  # words between two names of one list
_LONG_NAME = 5  # letters from which a name may be spelled in two ways
_NEGATED = 3  # words around an auxiliary in which "not" stands, or what makes a thing only possible
_TOLD_BEHIND = 3  # content words among them
_DENIED = 5  # words behind "denies that" in which the two stand that say what
_SHARED_CLAIM, _CLAIM_SHARE = 3, 0.4  # stems, and share of the shorter one's, that a claim and its denial share
_QUOTED = re.compile('[“”"«»‘„]')
_NEAR = 25  # characters behind "by" in which a name begins
_OPPOSED = ("answer", "guilt", "presence")
_BETWEEN_LISTED = rf"[,&—–]|^[’']s\s$|{WHOLE}"  # between two names of one list
_FIGURE = re.compile(r"\d")
BRING = "(proposal)"  # stands for offers, deals and drafts alike
_Item = TypeVar("_Item")


def find_differing_accounts(
    story: Story, off_topic: frozenset[str], differences: Sequence[Difference] = ()
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


@dataclass(frozen=True)
class Told:
    """A body sentence with the places of its article and its origin, its annotations, names and stances."""

    sentence: Sentence
    place: int
    origin: int
    doc: Doc
    names: tuple[Name, ...] = ()
    stances: tuple[Stance, ...] = ()

    @cached_property
    def named(self) -> frozenset[str]:
        """The last word of each name, folded."""
        return frozenset(name.words[-1] for name in self.names)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences on one matter (`kind`, and what tells it from others), each with the side it stands on."""

    kind: str
    about: tuple[str, ...]
    sides: tuple[tuple[str, Told], tuple[str, Told]]


class TellingPairs:
    """The body sentences of independent reports; `told` are those of a story's own language, in order."""

    def __init__(self, told: Sequence[Told], language: str) -> None:
        self._language, self._known = language, predicates(language)
        self._count = len(told)
        self._held = Counter(stem for each in told for stem in each.doc.stems)
        self._short = [each for each in told if each.doc.size <= _LONGEST]
        self._sure: set[str] = set()  # words of names that a capital amid a sentence shows
        self._ordinary = {word for each in told for word in each.doc.words if word.islower()}

    def find(self) -> Iterator[Pair]:
        """All pairs, by kind; a matter may come in several."""
        if self._known:
            read = [self._read(each) for each in self._short if _is_telling(each.sentence.text, self._known)]
            self._sure = {word for each in read for name in each.names if name.certain for word in name.words}
            yield from self._answers(read)
            yield from self._stages(read)
            yield from self._meetings(read, self._known)
            yield from self._lists(read, self._known)
            yield from self._denied(self._known)
            yield from self._doers(self._known)
        yield from self._figures()

    def _read(self, told: Told) -> Told:
        text = told.sentence.text
        named = names(text, self._language, self._ordinary)
        return Told(told.sentence, told.place, told.origin, told.doc, named, stances(text, self._language, named))

    def _answers(self, read: Sequence[Told]) -> Iterator[Pair]:
        """Opposed sides of one actor on one object."""
        for family in _OPPOSED:
            each = [(told, said) for told in read for said in told.stances if said.family == family and said.actor]
            actors = list(dict.fromkeys(said.actor for _, said in each))
            for (one, said), (other, answered) in _compared(each, _of):
                if said.side == answered.side or not _same(said.actor, answered.actor):
                    continue
                shared = {stem for stem in self._objects(said) & self._objects(answered) if stem != said.actor}
                if shared:
                    actor = next(name for name in actors if _same(name, said.actor))
                    yield Pair(family, (actor, min(shared)), ((said.side, one), (answered.side, other)))

    def _objects(self, said: Stance) -> frozenset[str]:
        """What a stance is about, offers and deals as one."""
        bring = self._known.bring if self._known else None
        return frozenset(BRING if bring and bring.fullmatch(stem) else stem for stem in said.about)

    def _stages(self, read: Sequence[Told]) -> Iterator[Pair]:
        """One rare thing that is presented in one report and prepared in another."""
        each = [(told, said) for told in read for said in told.stances if said.family == "bringing"]
        for (one, said), (other, answered) in _compared(each, _of):
            shared = {stem for stem in said.about & answered.about if self._is_rare(stem, _RARE_WORD)}
            if said.side != answered.side and shared:
                yield Pair("bringing", (min(shared),), ((said.side, one), (answered.side, other)))

    def _meetings(self, read: Sequence[Told], known: Predicates) -> Iterator[Pair]:
        """What was said in a meeting that both reports place by the same names."""
        each = [(told, said) for told in read for said in told.stances
                if said.family == "at_meeting" and known.meeting.search(told.sentence.text)]  # fmt: skip
        for (one, said), (other, answered) in _compared(each, _of):
            both = self._shared_names(one, other)
            if said.side != answered.side and len(both) > 1 and (rare := self._rarest(both)):
                yield Pair("at_meeting", (rare,), ((said.side, one), (answered.side, other)))

    def _lists(self, read: Sequence[Told], known: Predicates) -> Iterator[Pair]:
        """Who took part in a meeting at one place: lists that share a name and differ in one."""
        each = []
        for told in read:
            verb = known.gathered.search(told.sentence.text)
            listed = self._listed(told, verb.start()) if verb else frozenset()
            if verb and len(listed) > 1:
                places = {name.words[-1] for name in told.names if name.start >= verb.end()}
                each.append((told, listed, places - names_of_days(self._language)))
        for (one, those, here), (other, others, there) in _compared(each, lambda item: item[0]):
            common = {name for name in those for another in others if _same(name, another)}
            place = self._rarest({name for name in here for another in there if _same(name, another)})
            if place and common and (len(common) < len(those) or len(common) < len(others)):
                yield Pair("members", (place,), (("", one), ("", other)))

    def _listed(self, told: Told, place: int) -> frozenset[str]:
        """The names of the list that ends in front of a place: between them commas, "and", a few words."""
        listed: set[str] = set()
        text, end = told.sentence.text, place
        listing = pattern_of_all("joins_names", _BETWEEN_LISTED, 0)
        sure = [name for name in told.names if name.certain or not self._sure.isdisjoint(name.words)]
        for name in reversed([name for name in sure if name.end <= place]):
            between = text[name.end : end]
            count = len(words(between))
            if count > _GAP or (listed and count > 1 and not listing.search(between)):  # "Special Envoy Steve ..."
                break
            listed.add(name.words[-1])
            end = name.start
        return frozenset(listed)

    def _denied(self, known: Predicates) -> Iterator[Pair]:
        """What one report says and another denies: "were insured", "were not insured"."""
        said: dict[tuple[str, ...], list[tuple[Told, bool]]] = defaultdict(list)
        for told in self._short:
            for stems, denied in _states(told.sentence.text, self._language, known):
                said[stems].append((told, denied))
        for stems, each in said.items():
            if len(each) > _COMPARED or len({denied for _, denied in each}) == 1:
                continue
            for (one, no), (other, not_so) in _compared(each, _of):
                if no != not_so and self._is_one_claim(stems, one, other):
                    yield Pair(
                        "polarity", stems[-1:], (("no" if no else "yes", one), ("no" if not_so else "yes", other))
                    )

    def _doers(self, known: Predicates) -> Iterator[Pair]:
        """Whom two reports name for one deed: "was designed by Moss", "was designed by Orsin"."""
        done: dict[str, list[tuple[Told, str]]] = defaultdict(list)
        for told in self._short:
            for stem, place in _passives(told.sentence.text, self._language, known):
                named = self._read(told).names
                doer = next((name.words[-1] for name in named if place <= name.start <= place + _NEAR), "")
                if doer and self._is_rare(stem, _RARE_WORD):
                    done[stem].append((told, doer))
        for stem, each in done.items():
            for (one, doer), (other, another) in _compared(each, _of):
                apart = not any(_same(doer, name) for name in self._named(other)) and not any(
                    _same(another, name) for name in self._named(one)
                )
                if apart and (one.doc.stems & other.doc.stems) - {stem}:
                    yield Pair("doer", (stem,), ((doer, one), (another, other)))

    def _named(self, told: Told) -> set[str]:
        """The words of an article's sentences, which may name whom another report names."""
        return {word.lower() for each in self._short if each.place == told.place for word in words(each.sentence.text)}

    def _is_one_claim(self, stems: tuple[str, ...], one: Told, other: Told) -> bool:
        """Whether two sentences with one predicate are on one matter: by many words, or as nothing else has it."""
        shared = (one.doc.stems & other.doc.stems).difference(stems)
        least = min(len(one.doc.stems), len(other.doc.stems))
        if len(shared) >= _SHARED_CLAIM and _CLAIM_SHARE * least <= len(shared):
            return True
        return self._held[stems[-1]] == len((one, other))

    def _figures(self) -> Iterator[Pair]:
        """One thing's figures, known by the words around them."""
        groups: dict[tuple[str, ...], list[tuple[Told, Quantity, frozenset[str]]]] = defaultdict(list)
        for told in self._short:
            text = told.sentence.text
            found = quantities(text, self._language) if _FIGURE.search(text) else ()
            times = Counter(each.key for each in found)
            for each in found:
                if each.of and times[each.key] == 1:
                    groups[each.key].append((told, each, self._beside(text, each)))
        for key, members in groups.items():
            least = _FATED if key[0] in FATES else _SHARED_BESIDE
            for (one, said, around), (other, answered, there) in _compared(members, lambda item: item[0]):
                differ = not may_be_one(said, answered)
                if differ and len(around & there) >= least and self._on_one_matter(one, other):
                    about = (key[0], *sorted(around & there)[:2])
                    yield Pair("figure", about, ((said.value.text, one), (answered.value.text, other)))

    def _on_one_matter(self, one: Told, other: Told) -> bool:
        """Whether two sentences share half of the shorter one's words, and are not of two people."""
        shared = {stem for stem in one.doc.stems & other.doc.stems if not _FIGURE.search(stem)}
        if len(shared) < _SHARED or 2 * len(shared) < min(len(one.doc.stems), len(other.doc.stems)):
            return False
        mine, theirs = self._read(one), self._read(other)
        return not mine.named or not theirs.named or bool(self._shared_names(mine, theirs))

    def _beside(self, text: str, found: Quantity) -> frozenset[str]:
        before, behind = words(text[: found.start])[-_BESIDE:], words(text[found.end :])[:_BESIDE]
        return frozenset(term_set(" ".join((*before, *behind)), self._language))

    def _shared_names(self, one: Told, other: Told) -> set[str]:
        days = names_of_days(self._language)
        return {name for name in one.named - days for another in other.named if _same(name, another)}

    def _rarest(self, found: set[str]) -> str:
        """The rarest of some names, "" where none is rare."""
        ranked = sorted(found, key=lambda name: (self._times(name), name))
        return ranked[0] if ranked and self._is_rare(ranked[0], _RARE) else ""

    def _times(self, name: str) -> int:
        return sum(self._held[stem] for stem in term_set(name, self._language))

    def _is_rare(self, word: str, share: float) -> bool:
        times = self._held[word] or self._times(word)
        return times <= max(_FEW, share * self._count)


def _states(text: str, language: str, known: Predicates) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The predicates of a sentence up to its first quotation, and whether they are denied.

    They are participles behind an auxiliary and, where a report denies that something is so, two content words side by
    side. None of what is only possible, asked or narrowed ("not only").
    """
    text = _QUOTED.split(text, maxsplit=1)[0].lower()
    denial = known.denies_that.search(text)
    if denial:
        behind = [stem for word in words(text[denial.end() :])[:_DENIED] for stem in terms_of(word, language)]
        yield from ((pair, True) for pair in pairwise(behind[:_TOLD_BEHIND]))
        return
    said = words(text)
    if not any(word in known.negations or _denies(word) for word in said):
        content = [(place, stem) for place, word in enumerate(said) for stem in terms_of(word, language)]
        for (place, one), (_, other) in pairwise(content):
            if known.unreal.isdisjoint(said[max(0, place - _NEGATED) : place]):
                yield (one, other), False
    yield from _participles(said, language, known)


def _participles(said: Sequence[str], language: str, known: Predicates) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The content words right behind an auxiliary and its "not", as predicates."""
    for place, word in enumerate(said):
        before = said[max(0, place - _NEGATED) : place]
        auxiliary = word.removesuffix("n't").removesuffix("n’t")
        if auxiliary not in known.copulas or not known.unreal.isdisjoint(before):
            continue
        behind = list(takewhile(lambda each: not terms_of(each, language), said[place + 1 : place + 1 + _NEGATED]))
        end = place + 1 + len(behind)
        denied = _denies(word) or not known.plain_negations.isdisjoint((*behind, *before[-1:]))
        if known.narrowing.isdisjoint((*behind, *said[end + 1 : end + 2])):
            yield from ((stems, denied) for each in said[end : end + 1] if (stems := terms_of(each, language)))


def _passives(text: str, language: str, known: Predicates) -> Iterator[tuple[str, int]]:
    """The stems of the predicates of which a sentence names who did it, each with the place where the name begins."""
    for match in known.done_by.finditer(text):
        before = words(text[: match.start()].lower())[-_NEGATED:]
        stems = terms_of(match[1].lower(), language)
        if len(stems) == 1 and known.unreal.isdisjoint(before):
            yield stems[0], match.end()


def _denies(word: str) -> bool:
    return word.endswith(("n't", "n’t"))


def _is_telling(text: str, known: Predicates) -> bool:
    return bool(known.pattern.search(text) or known.gathered.search(text))


def _of(item: tuple[Told, object]) -> Told:
    return item[0]


def _compared(each: Sequence[_Item], told: Callable[[_Item], Told]) -> Iterator[tuple[_Item, _Item]]:
    """The pairs of different origins among the first 40."""
    for one, other in combinations(each[:_COMPARED], 2):
        if told(one).origin != told(other).origin:
            yield one, other


def _same(one: str, other: str) -> bool:
    """Whether two words of names are one, spelled in two ways at most."""
    return one == other or (min(len(one), len(other)) >= _LONG_NAME and word_likeness(one, other) != "different")
