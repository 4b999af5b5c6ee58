"""Which other sentences say the same as a claim: further evidence, or mere repeats.

Evidence must really say the same: it holds most of the claim's term mass, no other figure, and denies nothing the
claim affirms. A weaker likeness only makes a sentence a repeat, which is why it was left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Sentence
from ..text.values import agrees, values

_SAME = 0.6  # share of the claim's term mass another sentence must hold to be evidence for it
_SAME_BACK = 0.35  # and share of the other's that the claim must hold: it is about the same thing, not a list of things
_REPEAT = 0.45  # share from which a sentence is set aside as a repeat
_COMMON = 400  # terms in more sentences than this do not nominate: all-pairs work stays linear
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|n['’]t|cannot|refus\w+|reject\w+|den(?:y|ies|ied)|não|nunca|sem|nem|nega\w*|rejeit\w+|no|ni|sin|niega|rechaz\w+|ne|pas|jamais|sans|nicht|kein\w*|nie|ohne|non|mai|senza)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Corroboration:
    """By sentence number: `evidence[claim]` are others that say the same; `repeats[other]` is the claim it repeats."""

    evidence: dict[int, tuple[int, ...]]
    repeats: dict[int, int]


def corroborate(
    sentences: Sequence[Sentence], terms: Sequence[Sequence[str]], picked: Sequence[int], language: str
) -> Corroboration:
    """Find for each picked sentence the others that hold its content. Numbers index `sentences` and `terms`."""
    mass = _Mass(terms, picked)
    evidence: dict[int, tuple[int, ...]] = {}
    repeats: dict[int, tuple[float, int]] = {}
    for claim in picked:
        same = []
        for other, share in mass.holders(claim):
            if other in picked:
                continue
            back = mass.share(other, claim)
            elsewhere = sentences[other].article != sentences[claim].article
            if (
                elsewhere
                and share >= _SAME
                and back >= _SAME_BACK
                and _agree(sentences[claim], sentences[other], language)
            ):
                same.append(other)
            elif max(share, back) >= _REPEAT and share > repeats.get(other, (0.0, 0))[0]:
                repeats[other] = (share, claim)
        evidence[claim] = tuple(sorted(same))
    taken = {other for others in evidence.values() for other in others}
    return Corroboration(evidence, {other: claim for other, (_, claim) in repeats.items() if other not in taken})


class _Mass:
    """Inverse-document-frequency mass of sentences, and how much of it others hold."""

    def __init__(self, terms: Sequence[Sequence[str]], claims: Sequence[int]) -> None:
        self._sets = [frozenset(each) for each in terms]
        frequency: Counter[str] = Counter()
        for each in self._sets:
            frequency.update(each)
        self._rarity = {term: math.log(1 + len(terms) / n) for term, n in frequency.items()}
        asked = frozenset().union(*(self._sets[i] for i in claims)) - {t for t, n in frequency.items() if n > _COMMON}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for i, each in enumerate(self._sets):
            for term in each & asked:
                self._holders[term].append(i)

    def share(self, one: int, other: int) -> float:
        """Share of one sentence's mass that the other holds."""
        total = sum(self._rarity[term] for term in self._sets[one])
        held = sum(self._rarity[term] for term in self._sets[one] & self._sets[other])
        return held / total if total else 0.0

    def holders(self, claim: int) -> list[tuple[int, float]]:
        """Sentences that share at least two nominating terms with a claim, with the share of its mass they hold."""
        nominated = Counter(i for term in self._sets[claim] for i in self._holders.get(term, ()))
        return [(i, self.share(claim, i)) for i, n in sorted(nominated.items()) if n > 1 and i != claim]


def _agree(claim: Sentence, other: Sentence, language: str) -> bool:
    """Whether neither sentence has a figure the other lacks, and both deny or neither does."""
    if len(_NEGATION.findall(claim.text)) % 2 != len(_NEGATION.findall(other.text)) % 2:
        return False
    mine, theirs = values(claim.text, language), values(other.text, language)
    return all(any(agrees(value, found) for found in theirs) for value in mine)
