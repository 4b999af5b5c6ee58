"""What a finished summary amounts to: whole, or with something missing that the reader asked for; what the index shows.

The command line says the same of a single summary (`cli/run_command.py`); a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..records import Summary

_LOST = ("sentence_dropped", "call_lost", "reply_cut_off", "not_read")


def why_incomplete(summary: Summary) -> tuple[int, str]:
    """The exit code that `strict` gives an incomplete summary, and the reason; (0, "") for a whole one."""
    codes = {notice.code for notice in summary.warnings}
    missing = sum(not each.duplicate for each in summary.skipped)
    off_topic = len({each.article for each in summary.omitted if each.reason == "off_topic"})
    failed = [claim.id for claim in summary.claims if any(check.outcome == "fail" for check in claim.checks)]
    reasons = (
        (5, "the model could not be used; the embedded engine wrote it" if "fallback" in codes else ""),
        (4, f"{missing} of the inputs could not be used" if missing else ""),
        (4, f"{off_topic} of the articles are set aside whole" if off_topic else ""),
        (4, "the summary is not in the language asked for" if "language" in codes else ""),
        (7, f"checks failed on {', '.join(failed)}" if failed else ""),
        (7, "some of what the model wrote was dropped or lost" if codes & set(_LOST) else ""),
    )
    return next(((code, why) for code, why in reasons if why), (0, ""))


@dataclass(frozen=True, slots=True)
class Looks:
    """How much of a summary an editor should look at."""

    failed: int
    unclear: int
    differing: int
    warnings: int

    @property
    def weight(self) -> float:
        """A number to sort by: a failed check weighs most, a warning least."""
        return 10.0 * self.failed + 3.0 * self.differing + self.unclear + 0.1 * min(self.warnings, 9)


def looks_of(summary: Summary) -> Looks:
    """Count the sentences with a failed check, with an unclear one, the points that differ, and the warnings."""
    outcomes = [{check.outcome for check in claim.checks} for claim in summary.claims]
    return Looks(
        failed=sum("fail" in found for found in outcomes),
        unclear=sum("unclear" in found and "fail" not in found for found in outcomes),
        differing=len(summary.disagreements),
        warnings=len(summary.warnings),
    )


def facts_of(summary: Summary) -> dict[str, Any]:
    """What the index shows of a summary."""
    looks = looks_of(summary)
    return {
        "headline": summary.headline or (summary.claims[0].text if summary.claims else ""),
        "sentences": len(summary.claims),
        "articles": len(summary.articles),
        "reports": len(summary.origins),
        "failed": looks.failed,
        "unclear": looks.unclear,
        "differing": looks.differing,
        "warnings": looks.warnings,
        "language": str(summary.run.config.get("language") or ""),
        "engine": summary.run.engine,
        "digest": summary.digest,
    }
