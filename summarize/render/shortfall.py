"""What a finished summary lacks of what its reader asked for, in words, and the error it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import GateError, InputError, ProviderError, SummarizeError
from ..records import Summary

# What the reader asked for and did not get. Extras that were left out (a side, a citation, a headline) are no loss, and
# with a replaced sentence nothing is missing.
_LOST = frozenset(("sentence_dropped", "call_lost", "reply_cut_off"))
_SAID: dict[str, tuple[type[SummarizeError], str, str]] = {  # the error, the words for one, the words for more
    "fallback": (ProviderError, "the model could not be used, so the summary was written without it", ""),
    "inputs": (InputError, "1 input was not used", "{count:,} inputs were not used"),
    "off_topic": (
        InputError,
        "1 article is about something else and left out",
        "{count:,} articles are about something else and left out",
    ),
    "language": (InputError, "the summary is not in the language you asked for", ""),
    "checks": (GateError, "checks failed on {claims}", ""),
    "lost": (GateError, "part of what the model wrote was lost", ""),
    "unread": (GateError, "the model did not read every sentence", ""),
}


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

    @property
    def error(self) -> type[SummarizeError]:
        """The error that it is where nothing may be missing (`strict`)."""
        return _SAID[self.kind][0]

    @property
    def message(self) -> str:
        """What is missing, in words."""
        _, one, more = _SAID[self.kind]
        return (more if self.count > 1 else one).format(count=self.count, claims=", ".join(self.claims))


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
