"""What a feed or a delivery holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

# What an item may say, all as text; "teaser" is "yes" where its text is a summary of a page elsewhere.
KEYS = ("text", "title", "author", "published", "publisher", "origin", "language", "url", "teaser", "skip", "note")


@dataclass(frozen=True, slots=True)
class Items:
    """What a document holds: "feed" or "items", its own title, what read it, and its items (`KEYS` to texts)."""

    form: str
    reader: str
    title: str = ""
    items: list[dict[str, str]] = field(default_factory=list)
