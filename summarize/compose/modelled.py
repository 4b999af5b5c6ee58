"""The engine with a model, as a generator: it yields batches of calls, is sent the replies, returns the draft.

One call when everything fits (direct); else notes are taken from all chunks at once (extract) and merged, level by
level, until one call holds them. Every sentence passes the judge at the level where it is written. Does no I/O, knows
no clock, and prints nothing that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from ..errors import GateError, LimitError, ProviderError, RetryableError, SummarizeError
from ..model import Call, Reply
from ..prepare import Difference, Story
from ..prompts import Prompt
from ..records import Sentence
from ..text.instructions import speaks_to_program
from .asking import Heard, Job, ask
from .assignment import Assignment, Brief, frame_of, room_of
from .chunks import longest_statement, pack
from .draft import Draft
from .finishing import Material, Written, finish
from .merging import distinct, sheets_of, shortened
from .numbering import Descriptions, Weights, fits_on_sheet, sheet_of, weigh, weigh_articles
from .recite import Judge
from .replies import Proposal, Unusable
from .statements import collect_statements, cut_long, without

Drafting: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Draft]"
_Writing: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Written]"

_WORDS_A_SENTENCE = 20  # models write 22 to 28: a few sentences more than needed, so that the least important can go
_TOKENS_A_NOTE = 50  # of a note in a merge call, its bracket included
_TOKENS_WRITTEN = 110  # of a note in a reply, JSON included
_FEWEST = 4  # notes asked of a chunk
_NOTES = 10  # notes asked of all chunks together for each sentence of the summary: most say what others say too


def draft_modelled(
    story: Story,
    brief: Brief,
    prompts: Mapping[str, Prompt],
    judge: Judge,
    off_topic: frozenset[str] = frozenset(),
    differences: Callable[[], Sequence[Difference]] = tuple,
) -> Drafting:
    """Draft a summary with a model; articles in `off_topic` (ids) are set aside whole.

    A sentence that states one side of a disagreement as fact is left out: of those in `differences`, which a strict
    rule finds when they are asked for, after the calls, and of the contradictions that the model reports.

    `judge` gives a claim's checks; a claim with a failed one is never printed. Raises LimitError (the budget holds no
    material, replies are cut off), ProviderError (refused), RetryableError (no readable reply), GateError (nothing that
    was written stands on its evidence).
    """
    descriptions = weigh_articles(story, brief.encoding)
    usable, flagged = _material(story, brief, prompts, descriptions, off_topic)
    statements = collect_statements(usable)
    weights = Weights(weigh([statement.text for statement in statements], brief.encoding), descriptions)
    assignment = Assignment(story, brief, prompts, judge, statements, weights)
    written = Written(())
    if statements:
        written = yield from _write(assignment)
        if not written.proposals:
            raise GateError("nothing that the model wrote stands on its evidence", hint="try again or another model")
    return finish(assignment, written, Material(usable, flagged, off_topic), differences())


def _material(
    story: Story,
    brief: Brief,
    prompts: Mapping[str, Prompt],
    descriptions: Descriptions,
    off_topic: frozenset[str],
) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences to be sent, over-long ones cut, and those that speak to a program, which are not sent."""
    room = min(room_of(prompts[name], brief) for name in ("extract", "repair"))
    most = longest_statement(room, descriptions)
    usable: list[Sentence] = []
    flagged: list[Sentence] = []
    for sentence in without(story.sentences, off_topic):
        (flagged if speaks_to_program(sentence.text) else usable).append(sentence)
    return list(cut_long(usable, most, brief.encoding)), flagged


def _write(assignment: Assignment) -> _Writing:
    """Write the sentences: in one call, or in notes that are then merged."""
    brief, prompts = assignment.brief, assignment.prompts
    every = range(len(assignment.statements))
    if fits_on_sheet(assignment.statements, assignment.weights, every, room_of(prompts["direct"], brief)):
        sheet = sheet_of(assignment.statements, assignment.weights, every)
        job = Job(name="direct", prompt=prompts["direct"], sheet=sheet, sentences=_sentences(brief), words=brief.words)
        (heard,) = yield from ask(assignment, [job])
        if heard.trouble:
            raise _failure(heard.trouble)
        return Written(heard.proposals, heard.headline, heard.disputes, heard.losses)
    written = yield from _noted(assignment)
    return (yield from _merged(assignment, written))


def _noted(assignment: Assignment) -> _Writing:
    """Take notes from all chunks, side by side."""
    brief, prompt = assignment.brief, assignment.prompts["extract"]
    room, frame = room_of(prompt, brief), frame_of(prompt, brief)
    weights = replace(assignment.weights, introduced=1)  # who else says it matters when notes are merged
    chunks = pack(assignment.statements, weights, room, slots=brief.slots, frame=frame)
    asked = _notes(assignment, len(chunks))
    jobs = [
        Job(
            name=f"extract {number}/{len(chunks)}",
            prompt=prompt,
            sheet=sheet_of(assignment.statements, weights, chunk),
            sentences=asked,
        )
        for number, chunk in enumerate(chunks, 1)
    ]
    heard = yield from ask(assignment, jobs)
    troubles = [each.trouble for each in heard if each.trouble]
    if len(troubles) == len(heard):
        raise _failure(troubles[0])
    notes = tuple(note for each in heard for note in shortened(each.proposals, 2 * asked))
    return Written(
        notes,
        spares=notes,
        losses=tuple(loss for each in heard for loss in each.losses),
        unheard=frozenset(n for chunk, each in zip(chunks, heard, strict=True) if each.trouble for n in chunk),
        troubles=tuple(
            f"{job.name}: {each.trouble.why}" for job, each in zip(jobs, heard, strict=True) if each.trouble
        ),
    )


def _merged(assignment: Assignment, written: Written) -> _Writing:
    """Merge notes level by level until one call holds them all, then write the summary from them."""
    brief, prompt = assignment.brief, assignment.prompts["merge"]
    room = room_of(prompt, brief)
    level = 1
    while True:
        notes = distinct(assignment, written.proposals)
        written = replace(written, proposals=tuple(notes))
        packs = sheets_of(assignment, notes, room)
        if len(packs) == 1:
            break
        if len(packs) == len(notes):  # no two fit into one call: merging would go on for ever
            written = replace(written, proposals=tuple(shortened(notes, _half(notes))))
            continue
        jobs = [
            Job(
                name=f"merge {level}.{number}/{len(packs)}",
                prompt=prompt,
                sheet=sheet,
                sentences=_half(places),
                words=_half(places) * _WORDS_A_SENTENCE,
            )
            for number, (sheet, places) in enumerate(packs, 1)
        ]
        heard = yield from ask(assignment, jobs)
        written = _gathered(written, jobs, heard, [[notes[place] for place in places] for _, places in packs])
        level += 1
    if not written.proposals:
        return written
    job = Job(name="merge", prompt=prompt, sheet=packs[0][0], sentences=_sentences(brief), words=brief.words)
    (last,) = yield from ask(assignment, [job])
    return _gathered(written, [job], [last], [list(written.proposals)], final=True)


def _gathered(
    written: Written,
    jobs: Sequence[Job],
    heard: Sequence[Heard],
    notes: Sequence[Sequence[Proposal]],
    *,
    final: bool = False,
) -> Written:
    """What a level of merges leaves: at most half the notes of each call, unless it is the last.

    Notes of a call without a usable reply stay, the weightiest half of them: they have passed the judge.
    """
    kept: list[Proposal] = []
    troubles = list(written.troubles)
    for job, each, given in zip(jobs, heard, notes, strict=True):
        if each.trouble:
            troubles.append(f"{job.name}: {each.trouble.why}")
        source = each.proposals or given
        kept += source if final else shortened(source, _half(given))
    return replace(
        written,
        proposals=tuple(kept),
        headline=heard[-1].headline if final else None,
        disputes=(*written.disputes, *(dispute for each in heard for dispute in each.disputes)),
        losses=(*written.losses, *(loss for each in heard for loss in each.losses)),
        troubles=tuple(troubles),
    )


def _half(notes: Sequence[object]) -> int:
    return max(1, len(notes) // 2)


def _sentences(brief: Brief) -> int:
    """How many sentences to ask for."""
    return max(2, round(brief.words / _WORDS_A_SENTENCE))


def _notes(assignment: Assignment, chunks: int) -> int:
    """How many notes to ask of each chunk: enough for the summary, few enough for one merge call and one reply."""
    room, wanted = room_of(assignment.prompts["merge"], assignment.brief), _sentences(assignment.brief)
    fitting = min(room // (chunks * _TOKENS_A_NOTE), assignment.brief.output_tokens // _TOKENS_WRITTEN)
    return max(_FEWEST, min(2 * wanted, _NOTES * wanted // chunks, fitting))


def _failure(trouble: Unusable) -> SummarizeError:
    """The error for a run in which no call brought a usable reply."""
    message = f"no reply of the model could be used ({trouble.why})"
    if trouble.trouble == "cut_off":
        return LimitError(message, hint="give more output_tokens or fewer words")
    if trouble.trouble == "refused":
        return ProviderError(message, hint="another model may accept these articles")
    return RetryableError(message, hint="try again, or a model that follows a JSON schema")
