"""Pairs of sentences in independent reports that are on one matter and tell it differently.

A pair is made only if words show that both speak of one matter: one actor and one object on opposed sides, one rare
thing presented or still being prepared, one meeting with named people, one list of those who took part, one figure with
the same words around it. At most 40 sentences are compared for each. Ranks nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, takewhile
from typing import TypeVar

from ..lang.language import WHOLE, pattern_of_all
from ..nlp.dates import names_of_days
from ..nlp.doc import Doc
from ..nlp.names import Name, names, word_likeness
from ..nlp.quantities import FATES, Quantity, may_be_one, quantities
from ..nlp.stances import Predicates, Stance, predicates, stances
from ..nlp.tokenize import term_set, terms_of, words
from ..records import Sentence

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
_SIDE_OF = {True: "no", False: "yes"}
_DENIED = 5  # words behind "denies that" in which the two stand that say what
_SHARED_CLAIM, _CLAIM_SHARE = 3, 0.4  # stems, and share of the shorter one's, that a claim and its denial share
_QUOTED = re.compile('[“”"«»‘„]')
_NEAR = 25  # characters behind "by" in which a name begins
_OPPOSED = ("answer", "guilt", "presence")
_BETWEEN_LISTED = rf"[,&—–]|^[’']s\s$|{WHOLE}"  # between two names of one list
_FIGURE = re.compile(r"\d")
BRING = "(proposal)"  # stands for offers, deals and drafts alike

_Item = TypeVar("_Item")


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
