"""A draft: claims with evidence and the disposition of every sentence, before any check. What both engines produce."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..records import Claim, Disagreement, Evidence, Notice, Omission

REPEAT_SHARE = 0.45  # share of term mass from which a sentence is listed as a repeat of a claim, in both engines
USED = 0.85  # share of the length to be used while there is material
TAKES_A_SIDE = "takes a side in the disagreement"  # why a sentence is left out, before the number of the disagreement
_EXCERPT = 90  # characters of a sentence that a notice shows


@dataclass(frozen=True, slots=True)
class Draft:
    """Claims in reading order, every sentence that none of them uses, and the headline with its evidence.

    `parts` is how many sentences there are beyond the story's, because overlong ones were cut: the account counts them.
    """

    headline: str
    headline_evidence: tuple[Evidence, ...]
    claims: tuple[Claim, ...]
    omitted: tuple[Omission, ...]
    warnings: tuple[Notice, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    parts: int = 0


def excerpt(text: str) -> str:
    """The beginning of a text for a notice."""
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


def unread_notices(reasons: Iterable[str]) -> Iterator[Notice]:
    """That sentences were not read by a model, once per reason; `reasons` has one for each sentence."""
    for reason, count in Counter(reasons).items():
        said = f"{count} sentences were not read" if count > 1 else "a sentence was not read"
        yield Notice("not_read", f"{said}: {reason}")
