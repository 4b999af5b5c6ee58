"""What the engine needs from the checks, which it does not import: the pipeline passes both in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...llm import Call, Reply
from ...records import Check, Claim, Evidence


class ClaimChecker(Protocol):
    """Compares values; asks no model."""

    def check(self, claim: Claim) -> Claim:
        """The claim with its checks, `meaning` not run, and with further evidence that holds a value it needs."""
        ...


class Reading(Protocol):
    """What a reader says about a claim: the check `meaning`, and articles (ids) whose passages alone say it all."""

    @property
    def check(self) -> Check:
        """The check `meaning`."""
        ...

    @property
    def alone(self) -> tuple[str, ...]:
        """Ids of the articles."""
        ...


class ClaimReader(Protocol):
    """Has a model read a claim beside its passages."""

    def call(self, claim: Claim, further: Sequence[Evidence] = ()) -> Call:
        """The question. `further` are passages of other articles that may support the claim alone."""
        ...

    def read(self, claim: Claim, reply: Reply, further: Sequence[Evidence] = ()) -> Reading:
        """The answer. A reply that failed gives a check that was not run."""
        ...
