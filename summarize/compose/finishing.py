"""From the sentences a model wrote to a draft: length, evidence, headline, and the fate of every source sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..prepare import Difference
from ..records import Claim, Evidence, Notice, Omission, OmissionReason, Sentence
from ..text.words import count_words, terms
from .asking import Loss
from .assignment import Assignment
from .disputes import Sides, checked_disagreements
from .draft import Draft
from .length import TOLERANCE, keep_to_length
from .merging import distinct
from .readability import is_neutral
from .recite import evidence_of, faults_of
from .replies import Dispute, Proposal

_REPEAT = 0.45  # share of mass from which a sentence is set aside as a repeat of a claim
_SHOWN = 90  # characters of a lost sentence in a warning
_Place = tuple[str, int]  # article, start
_Fate = tuple[OmissionReason, str | None, str]


@dataclass(frozen=True, slots=True)
class Written:
    """What the calls brought: sentences in reading order and all that did not make it.

    `spares` are notes that may fill a text that came out too short. `unheard` are statements (numbers) of chunks for
    which no usable reply came, `troubles` the reasons.
    """

    proposals: tuple[Proposal, ...]
    headline: Proposal | None = None
    disputes: tuple[Dispute, ...] = ()
    losses: tuple[Loss, ...] = ()
    unheard: frozenset[int] = frozenset()
    troubles: tuple[str, ...] = ()
    spares: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What could be told: sentences that were sent, over-long ones cut; held back; articles set aside (ids)."""

    usable: Sequence[Sentence]
    flagged: Sequence[Sentence] = ()
    off_topic: frozenset[str] = frozenset()


def finish(
    assignment: Assignment, written: Written, material: Material, differences: Sequence[Difference] = ()
) -> Draft:
    """Make the draft: no sentence takes a side in one of the `differences`, or in what the model reports."""
    usable, flagged, off_topic = material.usable, material.flagged, material.off_topic
    disagreements, lost = checked_disagreements(assignment, written.disputes, differences)
    written = _without_sides(written, Sides(assignment, disagreements, differences))
    proposals = _filled(assignment, distinct(assignment, written.proposals), written.spares)
    kept = keep_to_length(
        [count_words(proposal.text) for proposal in proposals],
        [proposal.weight for proposal in proposals],
        assignment.brief.words,
    )
    claims = tuple(_claim(assignment, proposals[place], f"c{n}") for n, place in enumerate(kept, 1))
    headline, evidence = _headline(assignment, written.headline, claims)
    fates = _fates(assignment, written, claims, flagged)
    return Draft(
        headline=headline,
        headline_evidence=evidence,
        claims=claims,
        omitted=_omissions(assignment, claims, usable, fates, off_topic),
        warnings=(*_warnings(assignment, written, flagged), *lost),
        disagreements=disagreements,
        parts=len(usable) + len(flagged) - sum(_is_material(s, off_topic) for s in assignment.story.sentences),
    )


def _without_sides(written: Written, sides: Sides) -> Written:
    """The sentences without those that state a side of a disagreement as fact, which are lost and said so."""
    losses = [Loss(each, why) for each in written.proposals if (why := sides.taken(each))]
    lost = {loss.proposal for loss in losses}
    return replace(
        written,
        proposals=tuple(each for each in written.proposals if each not in lost),
        headline=None if written.headline and sides.taken(written.headline) else written.headline,
        losses=(*written.losses, *losses),
        spares=tuple(each for each in written.spares if not sides.taken(each)),
    )


def _filled(assignment: Assignment, proposals: list[Proposal], spares: Sequence[Proposal]) -> list[Proposal]:
    """Add the weightiest notes on something else, at the end, where a text came out too short."""
    words = assignment.brief.words
    filled, total = list(proposals), sum(count_words(proposal.text) for proposal in proposals)
    used = {number for proposal in proposals for number in proposal.cites}
    for spare in sorted(spares, key=lambda each: -each.weight):
        length = count_words(spare.text)
        if total >= words * (1 - TOLERANCE) or total + length > words * (1 + TOLERANCE):
            continue
        said = {number for each in filled for number in assignment.reciter.likest(each.text, _REPEAT)}
        if not said & set(spare.cites) and not used & set(spare.cites):
            filled.append(spare)
            total += length
    return filled


def _is_material(sentence: Sentence, off_topic: frozenset[str]) -> bool:
    return sentence.zone == "body" and sentence.article not in off_topic


def _claim(assignment: Assignment, proposal: Proposal, identity: str) -> Claim:
    """A claim with the evidence that carries it: cited by the model, then found by likeness."""
    draft = assignment.counted(assignment.claim(proposal, assignment.cited(proposal), identity))
    recital = assignment.reciter.recite(draft, proposal.cites)
    cited = evidence_of(assignment.statements, recital.cited, "match" if proposal.found else "model")
    matched = evidence_of(assignment.statements, recital.matched, "match")
    claim = assignment.counted(assignment.claim(proposal, (*cited, *matched), identity))
    return draft if faults_of(assignment.judge(claim)) else claim


def _headline(
    assignment: Assignment, proposal: Proposal | None, claims: Sequence[Claim]
) -> tuple[str, tuple[Evidence, ...]]:
    """The model's headline, which has passed the judge; else the neutral title that shares most with the claims."""
    if proposal:
        return proposal.text, evidence_of(assignment.statements, proposal.cites, "model")
    language = assignment.story.language
    told = {term for claim in claims for term in terms(claim.text, language)}
    titles = [s for s in assignment.story.sentences if s.zone == "title" and is_neutral(s.text)]
    if not titles or not told:
        return "", ()
    best = max(titles, key=lambda s: len(told & set(terms(s.text, language))) / (count_words(s.text) or 1) ** 0.5)
    return " ".join(best.text.split()), (Evidence(best.article, best.start, best.end, best.text, "match"),)


def _fates(
    assignment: Assignment, written: Written, claims: Sequence[Claim], flagged: Sequence[Sentence]
) -> dict[_Place, _Fate]:
    """Why sentences are left out, by place; later reasons weigh more."""
    fates: dict[_Place, _Fate] = {}

    def put(numbers: Sequence[int] | frozenset[int], fate: _Fate) -> None:
        fates.update({(each.article, each.start): fate for n in numbers for each in assignment.statements[n].sentences})

    for loss in written.losses:
        if not loss.replaced:
            put(loss.proposal.cites, ("failed_check", None, f"a sentence that cites it was dropped ({loss.why})"))
    for claim in claims:
        put(assignment.reciter.likest(claim.text, _REPEAT), ("duplicate", claim.id, "says what the claim says"))
    put(written.unheard, ("failed_check", None, "no usable reply came for its part of the articles"))
    for sentence in flagged:
        fates[sentence.article, sentence.start] = ("failed_check", None, "reads like an instruction to a program")
    return fates


def _omissions(
    assignment: Assignment,
    claims: Sequence[Claim],
    usable: Sequence[Sentence],
    fates: dict[_Place, _Fate],
    off_topic: frozenset[str],
) -> tuple[Omission, ...]:
    """The fate of every sentence that is not evidence, in the story's order."""
    used = {(item.article, item.start) for claim in claims for item in claim.evidence}
    places = {article.id: n for n, article in enumerate(assignment.story.articles)}
    others = [s for s in assignment.story.sentences if not _is_material(s, off_topic)]
    sent = {(s.article, s.start) for s in usable}
    held_back = [
        s for s in assignment.story.sentences if _is_material(s, off_topic) and (s.article, s.start) not in sent
    ]
    rest = [s for s in (*usable, *held_back, *others) if (s.article, s.start) not in used]
    rest.sort(key=lambda s: (places[s.article], s.start))
    return tuple(
        Omission(s.article, s.start, s.end, *(fates.get((s.article, s.start)) or _plain_fate(s, off_topic)))
        for s in rest
    )


def _plain_fate(sentence: Sentence, off_topic: frozenset[str]) -> _Fate:
    if sentence.article in off_topic:
        return "off_topic", None, "the article is about something else"
    if sentence.zone == "body":
        return "budget", None, "the model chose others"
    return sentence.zone, None, sentence.reason


def _warnings(assignment: Assignment, written: Written, flagged: Sequence[Sentence]) -> tuple[Notice, ...]:
    """What the reader must know of the making: dropped sentences, lost calls, sentences held back."""
    notices = [
        Notice(
            "sentence_replaced" if loss.replaced else "sentence_dropped",
            f"a sentence of the model was {'replaced by the one it cites' if loss.replaced else 'dropped'}: "
            f"“{_short(loss.proposal.text)}” ({loss.why})",
        )
        for loss in written.losses
    ]
    notices += [Notice("call_lost", f"no usable reply: {trouble}") for trouble in written.troubles]
    for article in dict.fromkeys(sentence.article for sentence in flagged):
        count = sum(sentence.article == article for sentence in flagged)
        text = (
            f"{count} sentence{'s' * (count > 1)} that read like instructions to a program were not sent to the model"
        )
        notices.append(Notice("instructions", text, article))
    return tuple(notices)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
