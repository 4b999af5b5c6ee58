"""Where a requested spelling could not be used: in sentences in their source's own words, and in quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..nlp.tokenize import words
from ..records import Claim, NamedPerson, Notice

_NAMED = 5  # how many sentences are named


def find_kept_spellings(
    wanted: str, headline: str, claims: Sequence[Claim], names: Sequence[NamedPerson]
) -> tuple[Notice, ...]:
    """A notice for each name in the comma-separated list: where another spelling stays, or that nobody has it."""
    wishes = [wish.strip() for wish in wanted.split(",") if wish.strip()]
    return tuple(notice for wish in wishes for notice in _of_wish(wish, headline, claims, names))


def _of_wish(wish: str, headline: str, claims: Sequence[Claim], names: Sequence[NamedPerson]) -> Iterator[Notice]:
    surname = wish.rpartition(" ")[2]
    person = next((each for each in names if each.name.rpartition(" ")[2] == surname), None)
    texts = {"the headline": headline, **{f"sentence {n}": claim.text for n, claim in enumerate(claims, 1)}}
    if person is None:
        if not any(surname in words(text) for text in texts.values()):
            yield Notice("spelling", f"--spellings: nobody in the articles was recognized as {wish}")
        return
    for spelling in person.spellings:
        last = spelling.text.rpartition(" ")[2]
        kept = [name for name, text in texts.items() if last != surname and last in words(text)]
        if kept:
            more = f" and {len(kept) - _NAMED} more" if len(kept) > _NAMED else ""
            where = f"{', '.join(kept[:_NAMED])}{more}"
            yield Notice("spelling", f"“{last}” stays in {where}: quoted from the source, so not spelled “{surname}”")
