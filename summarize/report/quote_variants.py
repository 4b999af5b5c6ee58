"""Where wording differs: quotations that another article gives otherwise, requested spellings that stayed out.

Rewritten articles also reword what is in quotation marks, so two versions of one statement are a warning about both.
Does not say which one was spoken. Quotations, and sentences in their source's own words, keep their source's spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..nlp.doc import Doc
from ..nlp.tokenize import terms, words
from ..records import Claim, Evidence, NamedPerson, Notice, Sentence

if TYPE_CHECKING:
    from difflib import Match

_LEAST_WORDS = 4  # content words; shorter quotations are not compared
_SAME_STATEMENT = 0.6  # share of the shorter quotation's content words that the other holds in the same order
_MAX_WORDS = 200  # content words that are compared; finding the common parts takes quadratic time
_NAME_LETTERS = 5  # first letters that identify a speaker across spellings
_MAX_NAMED_SENTENCES = 5  # how many sentences are named


@dataclass(frozen=True, slots=True)
class _Quotation:
    """The content words between quotation marks, in order, and the speaker's last name, "" if not given."""

    content: tuple[str, ...]
    speaker: str


def with_other_wordings(
    claims: Sequence[Claim], sentences: Sequence[Sentence], doc: Callable[[str], Doc]
) -> tuple[Claim, ...]:
    """The claims, each with the passages in which other articles word its quotation differently; `doc` annotates."""
    asked = [list(_quotations(doc(claim.text), claim.attributed_to)) for claim in claims]
    if not any(asked):
        return tuple(claims)
    told = [
        (sentence, quotation)
        for sentence in sentences
        if sentence.zone == "body"
        for quotation in _quotations(doc(sentence.text), None)
    ]
    return tuple(
        replace(claim, worded_otherwise=_others(claim, quoted, told)) if quoted else claim
        for claim, quoted in zip(claims, asked, strict=True)
    )


def _others(
    claim: Claim, quoted: Sequence[_Quotation], told: Sequence[tuple[Sentence, _Quotation]]
) -> tuple[Evidence, ...]:
    cited = {item.article for item in claim.evidence}
    found = {
        Evidence.of(sentence, "match"): None
        for sentence, other in told
        if sentence.article not in cited and any(_is_reworded(one, other) for one in quoted)
    }
    return tuple(found)


def _quotations(said: Doc, speaker: str | None) -> Iterator[_Quotation]:
    """The quotations of a text that are long enough to compare."""
    for found in said.quotations:
        content = tuple(terms(said.text[found.inner_start : found.inner_end], said.language))[:_MAX_WORDS]
        if len(content) >= _LEAST_WORDS:
            who = (speaker or said.speaker.text).split()
            yield _Quotation(content, who[-1].lower() if who else "")


def _is_reworded(one: _Quotation, other: _Quotation) -> bool:
    """Whether two quotations are one statement in two wordings; one that is merely cut differently is not."""
    from difflib import SequenceMatcher

    if one.speaker and other.speaker and one.speaker[:_NAME_LETTERS] != other.speaker[:_NAME_LETTERS]:
        return False
    if len(set(one.content) & set(other.content)) < _LEAST_WORDS:
        return False
    blocks = SequenceMatcher(None, one.content, other.content, autojunk=False).get_matching_blocks()
    least = min(len(one.content), len(other.content))
    return sum(block.size for block in blocks) >= _SAME_STATEMENT * least and not _is_cut(blocks[0], one, other)


def _is_cut(block: Match, one: _Quotation, other: _Quotation) -> bool:
    """Whether the two agree from where the later one begins to where the earlier one ends."""
    starts = block.a == 0 or block.b == 0
    return starts and (block.a + block.size == len(one.content) or block.b + block.size == len(other.content))


def find_unchanged_spellings(
    wanted: str, headline: str, claims: Sequence[Claim], names: Sequence[NamedPerson]
) -> tuple[Notice, ...]:
    """A notice for each name in the comma-separated list: where another spelling stays, or that nobody has it."""
    wishes = [wish.strip() for wish in wanted.split(",") if wish.strip()]
    return tuple(notice for wish in wishes for notice in _notices_of_wish(wish, headline, claims, names))


def _notices_of_wish(
    wish: str, headline: str, claims: Sequence[Claim], names: Sequence[NamedPerson]
) -> Iterator[Notice]:
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
            more = f" and {len(kept) - _MAX_NAMED_SENTENCES} more" if len(kept) > _MAX_NAMED_SENTENCES else ""
            where = f"{', '.join(kept[:_MAX_NAMED_SENTENCES])}{more}"
            yield Notice("spelling", f"“{last}” stays in {where}: quoted from the source, so not spelled “{surname}”")
