"""What a finished summary lacks of what its reader asked for. Callers put it in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..records import Summary

# What the reader asked for and did not get. Extras that were left out (a side, a citation, a headline) are no loss, and
# with a replaced sentence nothing is missing.
_LOST = frozenset(("sentence_dropped", "call_lost", "reply_cut_off"))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The gravest thing that is missing.

    `kind`: "fallback" (the model could not be used), "inputs" (`count` were not used), "off_topic" (`count` articles
    were set aside whole), "language" (not the one asked for), "checks" (`claims`, by id, failed one), "lost" (part of
    what a model wrote) or "unread" (sentences that a model was to read).
    """

    kind: Literal["fallback", "inputs", "off_topic", "language", "checks", "lost", "unread"]
    count: int = 0
    claims: tuple[str, ...] = ()


def find_shortfall(summary: Summary) -> Shortfall | None:
    """What is missing; None for a complete summary."""
    codes = {notice.code for notice in summary.warnings}
    if "fallback" in codes:
        return Shortfall("fallback")
    if missing := sum(not each.duplicate for each in summary.skipped):
        return Shortfall("inputs", missing)
    if off_topic := len({each.article for each in summary.omitted if each.reason == "off_topic"}):
        return Shortfall("off_topic", off_topic)
    if "language" in codes:
        return Shortfall("language")
    failed = tuple(claim.id for claim in summary.claims if any(check.outcome == "fail" for check in claim.checks))
    if failed:
        return Shortfall("checks", claims=failed)
    unread = Shortfall("unread") if "not_read" in codes else None
    return Shortfall("lost") if codes & _LOST else unread
