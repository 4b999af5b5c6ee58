"""What one check of a claim found, and how it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..records import Check, CheckName
from .passages import Found, Lookup, Passage


@dataclass
class Findings:
    """What one check found, gathered value by value. The worst outcome counts; `passages` hold uncited finds."""

    name: CheckName
    noun: str  # what it looks for, in the singular: "name"
    looked_at: int = 0
    failed: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def take(self, written: str, found: Found, lookup: Lookup) -> None:
        """Note a value that was found; if it is only in an article that is not cited, the check is unclear."""
        if found.scope == "elsewhere":
            place = lookup.story.citation([found.passage.article])
            self.unclear.append(f"{quoted(written)} is not in {lookup.where()}, only in {place}, which is not cited")
        elif found.scope in ("near", "article"):
            self.passages.append(found.passage)

    def check(self) -> Check:
        """The check as it appears in the summary."""
        if self.failed:
            return Check(self.name, "fail", "; ".join(self.failed[:2]))
        if self.unclear:
            return Check(self.name, "unclear", "; ".join(self.unclear[:2]))
        if not self.looked_at:
            return Check(self.name, "pass", f"no {self.noun}s in it")
        count = f"{self.looked_at} {self.noun}{'s' * (self.looked_at != 1)}"
        return Check(self.name, "pass", f"{count} found in the sources")


def quoted(text: str) -> str:
    """A token of a claim for a message, in quotation marks unless it has its own."""
    return text if text[:1] in "“\"'‘«„" else f"“{text}”"


def beside(found: Sequence[str]) -> str:
    """What the cited spans have instead, for a message: " (there: …)"."""
    shown = list(dict.fromkeys(found))[:3]
    return f" (the cited passages have {', '.join(map(quoted, shown))})" if shown else ""
