"""The account of all input sentences: those used and those omitted, by reason, add up to all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..errors import GateError
from ..records import Accounting, Omission


def account(sentences: int, omitted: Sequence[Omission]) -> Accounting:
    """Count the dispositions of `sentences` input sentences. Raises GateError when more were omitted than there are."""
    counts = Counter(omission.reason for omission in omitted)
    if len({(omission.article, omission.start) for omission in omitted}) != len(omitted) or len(omitted) > sentences:
        raise GateError("the account of the sentences does not add up: one is counted twice")
    return Accounting(sentences, sentences - len(omitted), dict(sorted(counts.items())))
