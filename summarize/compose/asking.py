"""Ask a model, and once more where a reply or a sentence does not hold: a stage of the plan, without any I/O.

A reply that cannot be read is asked for again with the reason; sentences that fail a check are sent back together with
the sentences they cite. Each call gets one such second chance. What still fails is replaced by the cited sentence
itself, or lost and said so.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ..model import Call, Reply
from ..prompts import Prompt
from ..text.speech import find_speaker, quoted_share
from ..tokens import count_tokens
from .assignment import NOTE_ROOM, QUOTED, Assignment, make_call, room_of
from .numbering import Sheet, sheet_of
from .readability import judge as judge_fitness
from .replies import Answer, Dispute, Proposal, Unusable, read_reply
from .statements import one_line

Asking: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], list[Heard]]"

_LIKELY = 0.2  # share of a sentence's mass from which a statement is offered for an unknown number
_OFFERED = 8  # statements offered at most
_REPLACES = 0.2  # share of a failed sentence's mass that the cited one must hold to stand in its place
_WHY = 200  # characters of a reason that are sent back
_ARTICLES = re.compile(r" of \[\d+\](?: and \[\d+\])*")  # articles have other numbers on the sheet of a repair
_SEAM = 8  # tokens that may arise where the faults meet the frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One call to be made: the template, its material, and how many sentences (of how many words in all) to ask for."""

    name: str
    prompt: Prompt
    sheet: Sheet
    sentences: int
    words: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """A proposal that could not be kept, why, and whether the sentence it cites stands in its place."""

    proposal: Proposal
    why: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call brought: sentences that hold, in order; what was lost; `trouble` when no reply could be used."""

    proposals: tuple[Proposal, ...] = ()
    headline: Proposal | None = None
    disputes: tuple[Dispute, ...] = ()
    losses: tuple[Loss, ...] = ()
    trouble: Unusable | None = None


@dataclass(slots=True)
class _Round:
    """A job between its first and its second reply: a sheet for each, what holds so far, what does not and why."""

    job: Job
    answer: Answer | Unusable
    failed: dict[int, str] = field(default_factory=dict)  # by place in the answer
    given_up: set[int] = field(default_factory=set)  # of the failed ones: the repair found nothing that carries them
    sheet: Sheet | None = None  # of a repair


def ask(assignment: Assignment, jobs: Sequence[Job]) -> Asking:
    """Make the calls of a level side by side, then all second chances side by side. One `Heard` a job, in order."""
    replies = yield tuple(_call(assignment, job) for job in jobs)
    rounds = [
        _Round(job, read_reply(r, job.prompt.schema, job.sheet.cites)) for job, r in zip(jobs, replies, strict=True)
    ]
    seconds = []
    for each in rounds:
        second = _second_call(assignment, each)
        if second:
            seconds.append((each, second))
    if seconds:
        answers = yield tuple(call for _, call in seconds)
        for (each, _), reply in zip(seconds, answers, strict=True):
            _take_second(assignment, each, reply)
    return [_heard(assignment, each) for each in rounds]


def _call(assignment: Assignment, job: Job, note: str = "") -> Call:
    values = {"language": assignment.brief.language, "sentences": job.sentences, "words": job.words, "note": note}
    return make_call(job.name, job.prompt, job.sheet, values, assignment.brief)


def _second_call(assignment: Assignment, each: _Round) -> Call | None:
    """The one further call that a first reply calls for, if any. A refusal is an answer."""
    if isinstance(each.answer, Unusable):
        if each.answer.trouble == "refused":
            return None
        cut_off = each.answer.trouble == "cut_off"
        each.job = replace(each.job, sentences=max(1, each.job.sentences // 2)) if cut_off else each.job
        note = f" Your last reply was no use: {each.answer.why}."
        return _call(assignment, each.job, note if count_tokens(note) < NOTE_ROOM else " Your last reply was no use.")
    _judge_all(assignment, each, each.answer)
    return _repair(assignment, each, each.answer) if each.failed else None


def _judge_all(assignment: Assignment, each: _Round, answer: Answer) -> None:
    """Find what fails in an answer. What only cites the wrong sentences gets the right one, without a further call."""
    proposals = list(answer.proposals)
    each.failed = {}
    for place, proposal in enumerate(answer.proposals):
        faults = assignment.faults(proposal)
        right = assignment.found(proposal, faults) if faults and not proposal.unknown else None
        if right:
            proposals[place] = right
        elif faults:
            each.failed[place] = "; ".join(faults)[:_WHY]
    each.answer = replace(answer, proposals=tuple(proposals))


def _repair(assignment: Assignment, each: _Round, answer: Answer) -> Call | None:
    """Send failed sentences back with what they cite and what stands before it, as many as one prompt holds."""
    prompt, brief = assignment.prompts["repair"], assignment.brief
    room = room_of(prompt, brief) - _SEAM
    failed = list(each.failed.items())
    for count in range(len(failed), 0, -1):
        numbers = sorted({n for place, _ in failed[:count] for n in _around(assignment, answer.proposals[place])})
        sheet = sheet_of(assignment.statements, assignment.weights, numbers)
        shown = {number: line for line, number in enumerate(numbers, 1)}
        faults = "\n".join(_fault_line(answer.proposals[place], place, why, shown) for place, why in failed[:count])
        if sheet.tokens + count_tokens(faults, brief.encoding) <= room:
            each.sheet = sheet
            values = {"language": brief.language, "faults": faults}
            return make_call(f"repair {each.job.name}", prompt, sheet, values, brief)
    return None


def _fault_line(proposal: Proposal, place: int, why: str, shown: Mapping[int, int]) -> str:
    """One failed sentence as the repair template shows it: its id, the numbers it cites there, its text, the reason."""
    cites = ", ".join(str(shown[number]) for number in proposal.cites if number in shown)
    return f"{place + 1} [{cites}] {proposal.text} - {one_line(_ARTICLES.sub('', why))}"


def _around(assignment: Assignment, proposal: Proposal) -> list[int]:
    """The statements a proposal cites and those before them in the same article; the likeliest for unknown numbers."""
    likest = assignment.reciter.likest(proposal.text, _LIKELY)[:_OFFERED]
    if not proposal.cites:
        return likest
    near = {n + step for n in proposal.cites for step in (-1, 0) if n + step >= 0}
    homes = {assignment.statements[n].articles[0] for n in proposal.cites}
    around = {n for n in near if n in proposal.cites or assignment.statements[n].articles[0] in homes}
    return sorted(around.union(likest if proposal.unknown else ()))


def _take_second(assignment: Assignment, each: _Round, reply: Reply) -> None:
    """Read a second reply: a whole one in place of the first, or mended sentences in place of failed ones."""
    if each.sheet is None:
        each.answer = read_reply(reply, each.job.prompt.schema, each.job.sheet.cites)
        if isinstance(each.answer, Answer):
            _judge_all(assignment, each, each.answer)
        return
    mended = read_reply(reply, assignment.prompts["repair"].schema, each.sheet.cites)
    if isinstance(mended, Unusable) or isinstance(each.answer, Unusable):
        return
    proposals = list(each.answer.proposals)
    for proposal in mended.proposals:
        place = proposal.number - 1
        if place not in each.failed:
            continue
        if not proposal.cites and not proposal.unknown:
            each.given_up.add(place)
            continue
        faults = assignment.faults(proposal)
        if faults:
            each.failed[place] = "; ".join(faults)[:_WHY]
        else:
            proposals[place] = replace(proposal, weight=proposals[place].weight, number=0)
            del each.failed[place]
    each.answer = replace(each.answer, proposals=tuple(proposals))


def _heard(assignment: Assignment, each: _Round) -> Heard:
    """What stands after both replies: failed sentences give way to the sentences they cite."""
    if isinstance(each.answer, Unusable):
        return Heard(trouble=each.answer)
    kept: list[Proposal] = []
    losses: list[Loss] = []
    told = [proposal.text for place, proposal in enumerate(each.answer.proposals) if place not in each.failed]
    for place, proposal in enumerate(each.answer.proposals):
        if place not in each.failed:
            kept.append(proposal)
            continue
        instead = None if place in each.given_up else _own_words(assignment, proposal)
        if instead and any(assignment.reciter.repeats(instead.text, text) for text in told):
            instead = None
        told += [instead.text] if instead else []
        losses.append(Loss(proposal, each.failed[place], instead is not None))
        kept += [instead] if instead else []
    headline = each.answer.headline
    if headline and (faults := assignment.faults(headline)):
        losses.append(Loss(headline, "headline: " + "; ".join(faults)[:_WHY]))
        headline = None
    return Heard(tuple(kept), headline, each.answer.disputes, tuple(losses))


def _own_words(assignment: Assignment, proposal: Proposal) -> Proposal | None:
    """The cited sentence that says most of a failed proposal, if it can stand in a summary by itself."""
    shares = sorted((-assignment.reciter.share(proposal.text, [number]), number) for number in proposal.cites)
    for share, number in shares:
        statement = assignment.statements[number]
        listed = statement.sentences[0].lead is not None
        fit = not judge_fitness(statement.text, language=assignment.story.language, listed=listed).fault
        if -share >= _REPLACES and fit and not assignment.reciter.is_foreign(number):
            own = Proposal(
                text=statement.text,
                cites=(number,),
                attributed_to=find_speaker(statement.text).text or None,
                kind="quote" if quoted_share(statement.text) > QUOTED else "fact",
                weight=proposal.weight,
            )
            return None if assignment.faults(own) else own
    return None
