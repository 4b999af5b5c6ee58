"""Which other sentences say the same as a claim: further evidence, or mere repeats.

Evidence must really say the same: it holds most of the claim's term mass, no other figure, and denies nothing that the
claim affirms. A weaker similarity makes a sentence only a repeat, and that is why it was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...lang.patterns import denials
from ...nlp.doc import Doc
from ...nlp.names import names, same_name, similarity
from ...nlp.numeric_values import agrees, values
from ...nlp.similarity import TermIndex
from ...nlp.stances import contrary
from ...prepare import differing_values
from ...records import Sentence
from .selection import Unit

_SAME = 0.6  # share of the claim's term mass that another sentence must hold to be evidence for it
_SAME_BACK = 0.35  # and share of the other's that the claim must hold: it is about the same thing, not a list of things
_NAMED = 0.8  # share of the claim's names that evidence must name
_REPEAT = 0.45  # smallest share at which a sentence is set aside as a repeat
_SHARED = 2  # terms that a sentence must share with a claim to be compared with it


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
