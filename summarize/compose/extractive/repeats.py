"""Which sentences say the same: as one another, so that one is printed; as a claim, so that they are its evidence.

Evidence must really say the same: it holds most of the claim's term mass, no other figure, and denies nothing that the
claim affirms. A weaker similarity makes a sentence only a repeat, and that is why it was left out. Sentences with the
same words are one candidate from the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...lang.language import denials
from ...nlp.doc import Doc
from ...nlp.names import names, same_name, similarity
from ...nlp.numeric_values import agrees, values
from ...nlp.quotations import fold_quotes
from ...nlp.similarity import TermIndex
from ...nlp.stances import contrary
from ...records import Sentence
from ...story import differing_values
from ..draft import REPEAT_SHARE
from .concepts import NEWS_SENTENCES, SAME_TOPIC, Concepts, Unit, WeighedPassage

# Two passages of which only one is printed.
_SAME_COSINE = 0.38  # from which two passages tell the same
_SAME_STEMS = 0.45  # share of the shorter one's stems from which sentences of two articles tell the same
_OWN_STEMS = 0.5  # and those of one article, which come back to a thing to say more of it,
_OWN_SHARED = 4  # where they share so many: a short one about the same person says something else
_WORDING = re.compile(r"\b[^\W\d_A-Z]{4,}")  # a word in small letters: a quotation has one, the title of a work has not

# A sentence beside a claim.
_EVIDENCE_SHARE = 0.6  # share of the claim's term mass that another sentence must hold to be evidence for it
_EVIDENCE_BACK = 0.35  # and share of the other's that the claim must hold: about the same thing, not a list of things
_EVIDENCE_NAMES = 0.8  # share of the claim's names that evidence must name
_SHARED = 2  # terms that a sentence must share with a claim to be compared with it


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share of its stems a sentence repeats what is told in other articles.

    `leads` of the shorter one's, where both sentences open their articles; `opening` where one does; `news` where the
    other is of its article's news too; `known` beside two chosen ones together.
    """

    leads: float
    opening: float
    news: float
    known: float


FIRST_LIMITS = Limits(0.25, 0.4, 0.33, 0.42)
SECOND_LIMITS = Limits(0.4, 0.4, 0.4, 0.5)  # where the summary is too short
LAST_LIMITS = Limits(0.5, 0.5, 0.5, 0.6)  # where it is far too short


class Repeats:
    """Which passages and units tell the same, so that only one of them is printed. Both are identified by number."""

    def __init__(self, passages: Sequence[WeighedPassage], concepts: Concepts, units: Sequence[Unit]) -> None:
        self._passages, self._concepts, self._units = passages, concepts, units
        self.text_groups = [passages[unit.passages[-1]].text_group for unit in units]
        self._first_places = [min(place for _, place in passage.places) for passage in passages]
        self._limits = FIRST_LIMITS
        self._same: dict[tuple[int, int], bool] = {}  # for the pairs of passages asked for
        self._stems: dict[tuple[int, ...], frozenset[str]] = {}
        self._quotations: dict[int, frozenset[str]] = {}

    def limit(self, limits: Limits) -> None:
        """Judge by other limits from now on."""
        self._limits = limits
        self._same.clear()

    def is_same(self, i: int, j: int) -> bool:
        """Whether two passages tell the same; sentences of two articles do so even where only common words tell it.

        Not where they give different figures.
        """
        pair = (i, j) if i < j else (j, i)
        if pair not in self._same:
            elsewhere = self._passages[i].text_group != self._passages[j].text_group
            same = self._concepts.similarity(i, j) > _SAME_COSINE or self._share_stems(i, j, elsewhere)
            same = same or self._quotes_again(i, j)
            self._same[pair] = same and not (elsewhere and self._differ(i, j))
        return self._same[pair]

    def retells(self, n: int, m: int) -> bool:
        """Whether two units of two articles tell the same, where one of them is a pair of sentences."""
        mine, theirs = self._units[n].passages, self._units[m].passages
        if len(mine) + len(theirs) == 2 or self.text_groups[n] == self.text_groups[m]:
            return False
        return _share(self._stems_of(*mine), self._stems_of(*theirs), _SAME_STEMS)

    def is_known_from(self, n: int, chosen: Iterable[int]) -> bool:
        """Whether two chosen units of other articles together have told what a unit tells."""
        mine = unknown = self._stems_of(*self._units[n].passages)
        others = [m for m in chosen if self.text_groups[m] != self.text_groups[n]]
        for _ in range(2):
            known = (self._stems_of(*self._units[m].passages) for m in others)
            unknown -= max((unknown & stems for stems in known), key=len, default=frozenset())
        is_known = len(mine) - len(unknown) >= self._limits.known * len(mine) > 0
        return is_known and not any(
            self._differ(i, j) for m in others for i in self._units[n].passages for j in self._units[m].passages
        )

    def same_topic(self, n: int, m: int) -> bool:
        """Whether two units tell of the same thing, which is less than to tell the same of it."""
        mine, theirs = self._units[n].passages, self._units[m].passages
        return any(self._concepts.similarity(i, j) >= SAME_TOPIC for i in mine for j in theirs)

    def _differ(self, i: int, j: int) -> bool:
        """Whether two passages of two articles give another figure for one thing: neither repeats the other."""
        one, other = self._passages[i], self._passages[j]
        return differing_values(one.text, other.text, one.language) is not None

    def _share_stems(self, i: int, j: int, elsewhere: bool) -> bool:
        if not elsewhere:
            mine, theirs = self._stems_of(i), self._stems_of(j)
            return len(mine & theirs) >= _OWN_SHARED and _share(mine, theirs, _OWN_STEMS)
        first, second = sorted((self._first_places[i], self._first_places[j]))
        return _share(self._stems_of(i), self._stems_of(j), self._limit(first, second))

    def _limit(self, first: int, second: int) -> float:
        """The share from which sentences at two places of their articles, in order, tell the same."""
        if first:
            return _SAME_STEMS
        if not second:
            return self._limits.leads
        return self._limits.news if second < NEWS_SENTENCES else self._limits.opening

    def _quotes_again(self, i: int, j: int) -> bool:
        """Whether one passage has a quotation of the other, or a part of it."""
        return any(one in other or other in one for one in self._quoted(i) for other in self._quoted(j))

    def _quoted(self, i: int) -> frozenset[str]:
        if i not in self._quotations:
            self._quotations[i] = _quoted_phrases(self._passages[i].quoted)
        return self._quotations[i]

    def _stems_of(self, *passages: int) -> frozenset[str]:
        if passages not in self._stems:
            self._stems[passages] = frozenset(stem for i in passages for stem in self._concepts.terms[i])
        return self._stems[passages]


def _quoted_phrases(found: Iterable[str]) -> frozenset[str]:
    """Quotations as they are compared; no single words and no titles of works."""
    return frozenset(
        fold_quotes(each).lower().strip(" ,.'") for each in found if " " in each.strip() and _WORDING.search(each)
    )


def _share(mine: frozenset[str], theirs: frozenset[str], share: float) -> bool:
    """Whether two sets of stems have this share of the smaller one in common."""
    least = min(len(mine), len(theirs))
    return bool(least) and len(mine & theirs) >= share * least


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What belongs to the claims, which are identified by their places from 0.

    `evidence` gives for each claim the numbers of further sentences that say the same; `repeats` gives for the number
    of a sentence that says nothing new the place of the claim it repeats; `differing` does so for one of another
    article that would but for a figure, with both figures in words.
    """

    evidence: tuple[tuple[int, ...], ...]
    repeats: dict[int, int]
    differing: dict[int, tuple[int, str]] = field(default_factory=dict)


def corroborate(
    sentences: Sequence[Sentence], terms: Sequence[Sequence[str]], claims: Sequence[Unit], doc: Callable[[str], Doc]
) -> Corroboration:
    """Find for each claim the other sentences that hold its content. Units number `sentences` and `terms`."""
    said = [frozenset(term for i in claim.passages for term in terms[i]) for claim in claims]
    index = TermIndex((frozenset(each) for each in terms), frozenset().union(*said))
    picked = {i for claim in claims for i in claim.passages}
    evidence: list[tuple[int, ...]] = []
    repeats: dict[int, tuple[float, int]] = {}
    for place, claim in enumerate(claims):
        same = []
        for other in index.sharing(said[place], _SHARED):
            if other in picked:
                continue
            its = index.of(other)
            share, back = index.share(said[place], its), index.share(its, said[place])
            if share >= _EVIDENCE_SHARE and back >= _EVIDENCE_BACK and _confirms(sentences, claim, other, doc):
                same.append(other)
            elif max(share, back) >= REPEAT_SHARE and share > repeats.get(other, (0.0, 0))[0]:
                repeats[other] = (share, place)
        evidence.append(tuple(same))
    taken = {other for others in evidence for other in others}
    told = {other: place for other, (_, place) in repeats.items() if other not in taken}
    differing = dict(_differing(sentences, claims, told, doc))
    return Corroboration(tuple(evidence), {o: n for o, n in told.items() if o not in differing}, differing)


def _differing(
    sentences: Sequence[Sentence], claims: Sequence[Unit], repeats: Mapping[int, int], doc: Callable[[str], Doc]
) -> Iterator[tuple[int, tuple[int, str]]]:
    """The repeats that give a figure otherwise than their claim does."""
    for other, place in repeats.items():
        for i in claims[place].passages:
            if sentences[i].article != sentences[other].article:
                text = sentences[other].text
                found = differing_values(text, sentences[i].text, doc(text).language)
                if found:
                    said, told = (each.value.text for each in found)
                    yield other, (place, f"“{said}”, not “{told}”")
                    break


def _confirms(sentences: Sequence[Sentence], claim: Unit, other: int, doc: Callable[[str], Doc]) -> bool:
    """Whether a sentence of another article says what a claim says, its figures and denials included."""
    first = sentences[claim.passages[0]]
    said = doc(" ".join(sentences[i].text for i in claim.passages))
    elsewhere = sentences[other].article != first.article
    return (
        elsewhere
        and _agree(said.text, sentences[other].text, said.language)
        and _names_same(said, sentences[other].text)
    )


def _agree(claim: str, other: str, language: str) -> bool:
    """Whether the other text has every figure of the claim, and both deny or neither does."""
    negation = denials(language)
    if len(negation.findall(claim)) % 2 != len(negation.findall(other)) % 2:
        return False
    if contrary(claim, other, language):
        return False
    mine, theirs = values(claim, language), values(other, language)
    return all(any(agrees(value, found) for found in theirs) for value in mine)


def _names_same(claim: Doc, other: str) -> bool:
    """Whether the other text names most of whom the claim names, its speaker among them."""
    mine = {name.words: name for name in names(claim.text, claim.language) if name.certain}
    theirs = names(other, claim.language)
    found = [name for name in mine.values() if any(similarity(name, each) != "different" for each in theirs)]
    speaker = claim.speaker
    heard = speaker.kind != "name" or any(same_name(speaker.text, each.text) for each in theirs)
    return heard and len(found) >= _EVIDENCE_NAMES * len(mine)
