"""Sentences that several rooms say to the user in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def not_read(reasons: Iterable[str]) -> list[str]:
    """That sentences were not read by a model, once per reason; `reasons` has one for each sentence."""
    return [
        f"{count} sentences were not read: {reason}" if count > 1 else f"a sentence was not read: {reason}"
        for reason, count in Counter(reasons).items()
    ]
