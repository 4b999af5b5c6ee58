"""What a summary without a model leaves out: the reason for every sentence that no claim uses, and notices about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from ...nlp.tokenize import has_an_end
from ...records import Claim, Notice, Omission, OmissionReason, Sentence
from ...story import Story, foreign_articles
from ..draft import TAKES_A_SIDE, USED
from ..eligibility import Eligibility
from .candidates import Candidate
from .concepts import Unit
from .repeats import Corroboration

_MOST_NAMED = 5  # left-out articles and sentences that a notice names
_Disposition = tuple[OmissionReason, str | None, str]


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What the engine decided: candidates, the units picked in reading order, and why others were not."""

    candidates: Sequence[Candidate]
    picked: Sequence[Unit]
    corroboration: Corroboration
    eligibility: Mapping[int, Eligibility]


def list_omissions(story: Story, dispositions: Dispositions, off_topic: Set[str]) -> tuple[Omission, ...]:
    """Every sentence of the story that is not evidence, in order, with its reason."""
    used = {i for unit in dispositions.picked for i in unit.passages}.union(*dispositions.corroboration.evidence)
    disposition: dict[tuple[str, int], _Disposition | None] = {}
    for i, candidate in enumerate(dispositions.candidates):
        decided = None if i in used else _disposition_of(i, dispositions)
        disposition.update(dict.fromkeys(((s.article, s.number) for s in candidate.sentences), decided))
    disposition.update(_copies_of_pairs(dispositions))
    omitted, foreign = [], foreign_articles(story)
    for sentence in story.sentences:
        key = sentence.article, sentence.number
        decided = disposition[key] if key in disposition else _disposition_of_rest(sentence, off_topic, foreign)
        if decided:
            omitted.append(Omission(sentence.article, sentence.start, sentence.end, *decided))
    return tuple(omitted)


def _copies_of_pairs(dispositions: Dispositions) -> dict[tuple[str, int], _Disposition | None]:
    """A claim of two sentences is cited where they are side by side; one that is alone elsewhere is a repeat of it."""
    lone: dict[tuple[str, int], _Disposition | None] = {}
    for place, unit in enumerate(dispositions.picked, 1):
        first, last = dispositions.candidates[unit.passages[0]], dispositions.candidates[unit.passages[-1]]
        if first is last:
            continue
        starts = {(s.article, s.number) for s in first.sentences}
        ends = {(s.article, s.number) for s in last.sentences}
        paired = {(article, n) for article, n in starts if (article, n + 1) in ends}
        paired |= {(article, n + 1) for article, n in paired}
        lone.update(dict.fromkeys(sorted((starts | ends) - paired), ("duplicate", f"c{place}", "the same words")))
    return lone


def _disposition_of(i: int, dispositions: Dispositions) -> _Disposition:
    """Why a candidate was not picked."""
    if i in dispositions.corroboration.repeats:
        return "duplicate", f"c{dispositions.corroboration.repeats[i] + 1}", "says what the claim says"
    eligibility = dispositions.eligibility.get(i)
    if i in dispositions.corroboration.differing and not (eligibility and eligibility.fault):
        place, figures = dispositions.corroboration.differing[i]
        return "budget", None, f"gives another figure than claim c{place + 1}: {figures}"
    if eligibility and eligibility.fault:
        return eligibility.fault, None, eligibility.why
    if eligibility and eligibility.judgements:
        return "budget", None, f"its writer judges (“{eligibility.judgements[0]}”): others go first"
    return "budget", None, ""


def _disposition_of_rest(sentence: Sentence, off_topic: Set[str], foreign: Set[str]) -> _Disposition:
    """Why a sentence was not even a candidate."""
    if sentence.article in off_topic & foreign:
        return "off_topic", None, "the article is in another language than the summary"
    if sentence.article in off_topic:
        return "off_topic", None, "the article is about something else"
    reason: OmissionReason = "orphan" if sentence.zone == "body" else sentence.zone
    return reason, None, sentence.reason


def omission_notices(
    story: Story,
    dispositions: Dispositions,
    claims: Sequence[Claim],
    omitted: Sequence[Omission],
    words: int,
    off_topic: Set[str],
) -> Iterator[Notice]:
    """What the reader must know about what is left out of a summary of about `words` words."""
    if claims:
        yield from _unheard(story, claims, off_topic)
        contested = bool(dispositions.corroboration.differing) or any(
            o.detail.startswith(TAKES_A_SIDE) for o in omitted
        )
        yield from _unused_length(story, claims, words, contested)
    yield from _other_figures(story, dispositions)


def _unused_length(story: Story, claims: Sequence[Claim], words: int, contested: bool) -> Iterator[Notice]:
    """That the length was not used, and why; `contested` says that sentences which differ were left out."""
    used = sum(story.doc(claim.text).size for claim in claims)
    if used < USED * words:
        but = ", but for figures on which the articles differ" if contested else ""
        yield Notice("short", f"{used} words of {words}: no other sentence that fits says anything new{but}")


def _other_figures(story: Story, dispositions: Dispositions) -> Iterator[Notice]:
    """Which sentences were left out that tell what a claim tells with another figure."""
    numbers = {article.id: n for n, article in enumerate(story.articles, 1)}
    said = [
        f"[{numbers[dispositions.candidates[i].sentence.article]}] {figures} (claim {place + 1})"
        for i, (place, figures) in sorted(dispositions.corroboration.differing.items())
    ]
    if said:
        yield Notice("differing", f"left out, with another figure than the summary: {_first(said, '; ')}")


def _unheard(story: Story, claims: Sequence[Claim], off_topic: Set[str]) -> Iterator[Notice]:
    """Reports that no sentence cites."""
    cited = {span.article for claim in claims for span in claim.evidence}
    aside = off_topic | foreign_articles(story)
    silent = [set(origin.articles) for origin in story.origins if cited.isdisjoint(origin.articles)]
    unheard = {name for articles in silent for name in articles} - aside
    if unheard:
        named = [f"[{n}]" for n, article in enumerate(story.articles, 1) if article.id in unheard]
        yield Notice("unheard", f"no sentence of the summary comes from {_first(named)}")
        yield from _unpunctuated(story, unheard)


def _unpunctuated(story: Story, unheard: Set[str]) -> Iterator[Notice]:
    """Which uncited articles could not be cited, because none of their sentences ends with punctuation."""
    ended = {each.article for each in story.sentences if each.zone == "body" and has_an_end(each.text)}
    named = [f"[{n}]" for n, each in enumerate(story.articles, 1) if each.id in unheard and each.id not in ended]
    if named:
        why = "no sentence in it ends with . ! or ?, so sentences cannot be told apart"
        yield Notice("unpunctuated", f"{_first(named)}: {why}")


def _first(named: Sequence[str], separator: str = ", ") -> str:
    """The first few of a list, and how many more there are."""
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return separator.join(named[:_MOST_NAMED]) + more
