"""Which other sentences say the same as a claim: further evidence, or mere repeats.

Evidence must really say the same: it holds most of the claim's term mass, no other figure, and denies nothing that the
claim affirms. A weaker similarity makes a sentence only a repeat, and that is why it was left out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...lang.patterns import denials
from ...nlp.antonyms import contrary
from ...nlp.doc import Doc
from ...nlp.names import names, same_name, similarity
from ...nlp.numeric_values import agrees, values
from ...prepare import differing_values
from ...records import Sentence
from .selection import Unit

_SAME = 0.6  # share of the claim's term mass that another sentence must hold to be evidence for it
_SAME_BACK = 0.35  # and share of the other's that the claim must hold: it is about the same thing, not a list of things
_NAMED = 0.8  # share of the claim's names that evidence must name
_REPEAT = 0.45  # smallest share at which a sentence is set aside as a repeat
_COMMON = 400  # terms in more sentences than this nominate none, so that the work stays linear


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
    idf_weight = _Mass(terms, claims)
    picked = {i for claim in claims for i in claim.passages}
    evidence: list[tuple[int, ...]] = []
    repeats: dict[int, tuple[float, int]] = {}
    for place, claim in enumerate(claims):
        same = []
        for other, share, back in idf_weight.postings(claim):
            if other in picked:
                continue
            if share >= _SAME and back >= _SAME_BACK and _confirms(sentences, claim, other, doc):
                same.append(other)
            elif max(share, back) >= _REPEAT and share > repeats.get(other, (0.0, 0))[0]:
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


class _Mass:
    """Inverse-document-frequency mass of claims and sentences, and how much of it they share."""

    def __init__(self, terms: Sequence[Sequence[str]], claims: Sequence[Unit]) -> None:
        self._sets = [frozenset(each) for each in terms]
        frequency: Counter[str] = Counter()
        for each in self._sets:
            frequency.update(each)
        self._idf = {term: math.log(1 + len(terms) / n) for term, n in frequency.items()}
        asked = frozenset().union(*(self._sets[i] for claim in claims for i in claim.passages))
        asked = frozenset(term for term in asked if frequency[term] <= _COMMON)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for i, each in enumerate(self._sets):
            for term in each & asked:
                self._postings[term].append(i)

    def postings(self, claim: Unit) -> list[tuple[int, float, float]]:
        """Sentences that share terms with a claim: their numbers, the share of its mass they hold, and of their own."""
        mine = frozenset().union(*(self._sets[i] for i in claim.passages))
        nominated = Counter(i for term in mine for i in self._postings.get(term, ()))
        others = sorted(i for i, n in nominated.items() if n > 1 and i not in claim.passages)
        return [(i, self._share(mine, self._sets[i]), self._share(self._sets[i], mine)) for i in others]

    def _share(self, one: frozenset[str], other: frozenset[str]) -> float:
        # fsum: a set's order differs from process to process, and with it the last bits of a plain sum
        total = math.fsum(self._idf[term] for term in one)
        return math.fsum(self._idf[term] for term in one & other) / total if total else 0.0


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
    return heard and len(found) >= _NAMED * len(mine)
