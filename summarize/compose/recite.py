"""Which sentences a claim really rests on: of those the model cites the ones that carry it, and those it forgot.

The measure is the share of the claim's inverse-document-frequency mass that a sentence holds; citing by it agrees
better with people than models' own markers (the project's design, section 6). A sentence is added only when the claim
passes every check on it alone. Never changes a claim's words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from ..records import Check, CitedBy, Claim, Evidence
from ..text.values import values
from ..text.words import folded_words, is_negation, term_set, terms, words
from .statements import Statement


class Judge(Protocol):
    """The gate of the story, as the pipeline hands it in."""

    def __call__(self, claim: Claim) -> tuple[Check, ...]:
        """The checks of a claim on its evidence."""
        ...

    def confirms(self, claim: Claim) -> bool:
        """Whether the evidence says all of the claim."""
        ...


_CARRIES = 0.30  # share of the claim's mass from which a cited sentence carries it (the gate's own floor)
_ADDS = 0.10  # share that a weaker one must add to what the others hold
_TELLS = 0.25  # share of a claim's words outside names that its evidence must hold: paraphrases change most of them
_FINDS = 0.6  # share from which a sentence carries a claim that cites others
_MATCHES = 0.45  # share from which a sentence that was not cited is evidence, if every check passes on it alone
_COMMON = 400  # terms in more statements than this nominate nobody: the work stays linear
_REPEATS = 0.8  # share of the mass of both from which two texts say the same
_NOUN_CAPITALS = frozenset(("de", "lb"))
_NOMINEES = 40  # sentences tried for one claim at most, the likeliest first


@dataclass(frozen=True, slots=True)
class Recital:
    """The statements under a claim, by number: cited by the model and kept, and added by likeness."""

    cited: tuple[int, ...]
    matched: tuple[int, ...] = ()


class Reciter:
    """Weighs claims against the statements of one story."""

    def __init__(
        self, statements: Sequence[Statement], language: str, judge: Judge, foreign: frozenset[str] = frozenset()
    ) -> None:
        """`foreign` are articles (ids) in another language, whose words a claim cannot share: what cites them stays."""
        self._statements, self._language, self._judge, self._foreign = statements, language, judge, foreign

    def share(self, text: str, numbers: Iterable[int]) -> float:
        """The share of a text's mass that statements hold together, 0 to 1."""
        said = set(terms(text, self._language))
        held: set[str] = set().union(*(self._of(number) for number in numbers))
        return self._mass(said & held) / (self._mass(said) or 1.0)

    def recite(self, claim: Claim, cited: Sequence[int]) -> Recital:
        """Choose the evidence of a claim that passes its checks on all statements it cites."""
        kept = self._kept(claim, cited)
        articles = {article for number in kept for article in self._statements[number].articles}
        matched: list[int] = []
        for number in self._nominees(claim.text, frozenset(cited)):
            strange = set(self._statements[number].articles) - articles
            if strange and self.confirms(claim, (number,)):
                matched.append(number)
                articles |= strange
        return Recital(kept, tuple(sorted(matched)))

    def find(self, claim: Claim) -> tuple[int, ...]:
        """A statement that carries a claim alone, whatever the model cites; () when there is none."""
        nominees = self._nominees(claim.text, frozenset(), _FINDS)
        return next(((number,) for number in nominees if self.passes(claim, (number,))), ())

    def tells(self, text: str, numbers: Sequence[int]) -> bool:
        """Whether statements hold enough of what a text says besides names; True for a text of names only.

        Statements in another language may hold all of it.
        """
        if any(map(self.is_foreign, numbers)):
            return True
        said = set(terms(self._without_names(text), self._language))
        held = {term for number in numbers for term in terms(self._statements[number].text, self._language)}
        return len(said & held) >= _TELLS * len(said)

    def likest(self, text: str, floor: float) -> list[int]:
        """Statements that hold at least `floor` of a text's mass or lie in it by that share, likeliest first."""
        said = set(terms(text, self._language))
        whole = self._mass(said) or 1.0
        found = []
        for number in self._sharing(said):
            common = self._mass(said & self._of(number))
            share = max(common / whole, common / (self._mass(self._of(number)) or 1.0))
            if share >= floor:
                found.append((-share, number))
        return [number for _, number in sorted(found)]

    def repeats(self, text: str, other: str) -> bool:
        """Whether two texts say nearly the same: most words, all names, numbers and negations in common."""
        one, two = set(terms(text, self._language)), set(terms(other, self._language))
        common = self._mass(one & two)
        alike = common >= _REPEATS * self._mass(one) and common >= _REPEATS * self._mass(two)
        return (
            alike and self._stays(text, two) and self._stays(other, one) and self._figures(text) == self._figures(other)
        )

    def _stays(self, text: str, there: set[str]) -> bool:
        """Whether all capitalised words of a text are among these terms."""
        capitals = " ".join(word for word in words(text) if word[0].isupper())
        return there.issuperset(terms(capitals, self._language))

    def _figures(self, text: str) -> tuple[frozenset[object], bool]:
        """The numbers of a text, and whether it negates."""
        numbers = frozenset((value.kind, value.low, value.high, value.unit) for value in values(text, self._language))
        return numbers, any(map(is_negation, folded_words(text)))

    def passes(self, claim: Claim, numbers: Sequence[int]) -> bool:
        """Whether a claim passes every check on these statements alone."""
        evidence = evidence_of(self._statements, numbers, "match", copies=False)
        return self.tells(claim.text, numbers) and not faults_of(self._judge(replace(claim, evidence=evidence)))

    def confirms(self, claim: Claim, numbers: Sequence[int]) -> bool:
        """Whether these statements say all of a claim: evidence that nobody cited must."""
        evidence = evidence_of(self._statements, numbers, "match", copies=False)
        return self.tells(claim.text, numbers) and self._judge.confirms(replace(claim, evidence=evidence))

    def _kept(self, claim: Claim, cited: Sequence[int]) -> tuple[int, ...]:
        """Drop what does not carry the claim, unless the claim then fails a check."""
        said = set(terms(claim.text, self._language))
        whole = self._mass(said) or 1.0
        kept: list[int] = []
        held: set[str] = set()
        for number in sorted(cited, key=lambda each: -self._mass(said & self._of(each))):
            own = said & self._of(number)
            carries = self.is_foreign(number) or self._mass(own) >= _CARRIES * whole
            if carries or self._mass(own - held) >= _ADDS * whole:
                kept.append(number)
                held |= own
        dropped = len(kept) < len(cited)
        return tuple(cited) if not kept or (dropped and not self.passes(claim, kept)) else tuple(sorted(kept))

    def _without_names(self, text: str) -> str:
        """The words that begin small; the whole text where every noun has a capital."""
        if self._language in _NOUN_CAPITALS:
            return text
        return " ".join(word for word in words(text) if not word[0].isupper() and not word[0].isdigit())

    def _nominees(self, text: str, cited: frozenset[int], floor: float = _MATCHES) -> list[int]:
        """Statements not cited that hold enough of a text's mass, the likeliest first."""
        said = set(terms(text, self._language))
        whole = self._mass(said) or 1.0
        shares = [
            (-self._mass(said & self._of(number)) / whole, number)
            for number in self._sharing(said)
            if number not in cited
        ]
        return [number for share, number in sorted(shares)[:_NOMINEES] if -share >= floor]

    def _sharing(self, said: set[str]) -> list[int]:
        """Statements that share at least two terms with a claim, or one when it has no more."""
        counts = Counter(number for term in said for number in self._holders.get(term, ()))
        least = min(2, len(said))
        return sorted(number for number, count in counts.items() if count >= least)

    def is_foreign(self, number: int) -> bool:
        """Whether a statement stands only in articles of another language."""
        return bool(self._foreign) and self._foreign.issuperset(self._statements[number].articles)

    def _of(self, number: int) -> frozenset[str]:
        return frozenset(self._terms[number])

    def _mass(self, found: Iterable[str]) -> float:
        heaviest = self._heaviest
        return math.fsum(self._rarity.get(term, heaviest) for term in found)  # exact: the order of a set is chance

    @cached_property
    def _terms(self) -> list[tuple[str, ...]]:
        """The distinct terms of each statement: as tuples a fifth of the memory of sets."""
        return [tuple(term_set(statement.text, self._language)) for statement in self._statements]

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(term for each in self._terms for term in each)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        return {term: math.log(1 + len(self._terms) / count) for term, count in self._frequency.items()}

    @cached_property
    def _heaviest(self) -> float:
        return math.log(1 + len(self._terms))

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(self._terms):
            for term in each:
                if self._frequency[term] <= _COMMON:
                    holders[term].append(number)
        return holders


def evidence_of(
    statements: Sequence[Statement], numbers: Iterable[int], by: CitedBy, *, copies: bool = True
) -> tuple[Evidence, ...]:
    """The places of statements as evidence; without `copies` only the first place of each."""
    return tuple(
        Evidence(each.article, each.start, each.end, each.text, by)
        for number in numbers
        for each in (statements[number].sentences if copies else statements[number].sentences[:1])
    )


def faults_of(checks: Iterable[Check]) -> tuple[str, ...]:
    """What failed, in words."""
    return tuple(f"{check.name}: {check.detail}" for check in checks if check.outcome == "fail")
