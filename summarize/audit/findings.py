"""Read untrusted JSON values, and collect what is wrong with them. Never raises on a wrong value, never repairs one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_MAX_FINDINGS = 1000  # findings kept: a thousand are enough to show that the file is not what it says
_MAX_TOKEN_CHARACTERS = 120  # characters of a token shown in a message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a summary.
    `claim` is the claim's id, "headline", or None for the rest; `token` is the word, figure or value at fault, "" if
    there is none; `where` says what was searched ("[1] a.txt, characters 10-40"); `message` is one line.
    """

    claim: str | None
    token: str
    where: str
    message: str

    def __str__(self) -> str:
        named = "headline: " if self.claim == "headline" else f"claim {self.claim}: " if self.claim else ""
        return f"{named}{self.message}"


class AuditReport(tuple[Finding, ...]):
    """All findings about a summary, none if it stands; and how far the proof went.

    `limits`: what could not be checked, one clause each ("[2] is checked against ..."), () if everything was. `counts`:
    what was examined, in words.
    """

    limits: tuple[str, ...] = ()
    counts: str = ""

    @classmethod
    def of(cls, found: Iterable[Finding], *, limits: Iterable[str] = (), counts: str = "") -> AuditReport:
        """Make one."""
        proof = cls(found)
        proof.limits, proof.counts = tuple(limits), counts
        return proof


@dataclass(slots=True)
class FindingCollector:
    """Collects findings while a document is read; every reader gives None or nothing for a value of the wrong type."""

    found: list[Finding] = field(default_factory=list)

    def add(self, message: str, *, claim: str | None = None, token: object = "", where: str = "") -> None:
        """Note one finding; a long token is cut."""
        if len(self.found) < _MAX_FINDINGS:
            shown = token if isinstance(token, str) else repr(token)
            cut = shown if len(shown) <= _MAX_TOKEN_CHARACTERS else f"{shown[:_MAX_TOKEN_CHARACTERS]}…"
            self.found.append(Finding(claim, cut, where, message))

    def text(self, data: Mapping[str, object], key: str, where: str, *, claim: str | None = None) -> str | None:
        """The string under a key."""
        value = data.get(key)
        if isinstance(value, str):
            return value
        self.add(f"{where}: {key} is not a string", claim=claim, token=value, where=where)
        return None

    def number(self, data: Mapping[str, object], key: str, where: str, *, claim: str | None = None) -> int | None:
        """The whole number under a key; true and false do not count."""
        value = data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.add(f"{where}: {key} is not a whole number", claim=claim, token=value, where=where)
        return None

    def mapping(self, data: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
        """The object under a key, or an empty one."""
        value = data.get(key)
        if isinstance(value, Mapping):
            return value
        self.add(f"{where}: {key} is not an object", token=value, where=where)
        return {}

    def items(
        self, data: Mapping[str, object], key: str, where: str, *, claim: str | None = None
    ) -> list[Mapping[str, object]]:
        """The objects in the list under a key; what is not an object is reported and left out."""
        value = data.get(key)
        if not isinstance(value, list | tuple):
            self.add(f"{where}: {key} is not a list", claim=claim, token=value, where=where)
            return []
        kept = [item for item in value if isinstance(item, Mapping)]
        if len(kept) != len(value):
            self.add(f"{where}: {key} holds something that is not an object", claim=claim, where=where)
        return kept

    def one_of(
        self, data: Mapping[str, object], key: str, allowed: tuple[str, ...], where: str, *, claim: str | None = None
    ) -> str | None:
        """The string under a key if it is one of a fixed set."""
        value = data.get(key)
        if isinstance(value, str) and value in allowed:
            return value
        self.add(f"{where}: {key} is not one of {', '.join(allowed)}", claim=claim, token=value, where=where)
        return None
