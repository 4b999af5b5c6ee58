"""What a finished summary means to a batch: its exit code and reason, and what the index shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..records import Summary
from ..render.shortfall import find_shortfall

# The exit code under `strict`, and the reason in words.
_REASONS = {
    "fallback": (5, "the model could not be used; the embedded engine wrote it"),
    "inputs": (4, "{count} of the inputs could not be used"),
    "off_topic": (4, "{count} of the articles are set aside completely"),
    "language": (4, "the summary is not in the language asked for"),
    "checks": (7, "checks failed on {claims}"),
    "lost": (7, "some of what the model wrote was dropped or lost"),
    "unread": (7, "the model did not read every sentence"),
}


def why_incomplete(summary: Summary) -> tuple[int, str]:
    """The exit code that `strict` gives an incomplete summary, and the reason; (0, "") for a complete one."""
    found = find_shortfall(summary)
    if found is None:
        return 0, ""
    code, why = _REASONS[found.kind]
    return code, why.format(count=found.count, claims=", ".join(found.claims))


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
