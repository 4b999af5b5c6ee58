"""The engine with a model, as a generator: it yields batches of calls, is sent the replies, returns the draft.

If everything fits, one call (direct); otherwise sentences are chosen from all chunks at once (select) and the summary
is written from those (write). What was written is checked, read, repaired once and assembled. Does no I/O, knows no
clock, and prints nothing that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TypeAlias

from ...errors import GateError, LimitError, ProviderError, RetryableError, SummarizeError
from ...llm import Call, Reply
from ...nlp.tokenize import count_words
from ...records import Notice
from ...story import Difference
from ..draft import Draft, unread_notices
from .assembly import CheckedOutput, Sides, assemble, fitting_titles, keep_to_length
from .generation import (
    HEADLINE,
    CheckedClaim,
    GenerationContext,
    is_sentence,
    is_title,
    make_call,
    material_budget,
    sentence_id,
    side_id,
)
from .parsing import DraftClaim, ModelOutput, Unusable, parse_summary
from .prompt_sheet import PromptSheet
from .repair import check_drafts, repair_failed, replace_failed
from .selecting import Selection, facts_wanted, points_sheet, select_points, sentences_wanted

Drafting: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Draft]"
_Writing: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], ModelOutput]"
_SelectingAndWriting: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], tuple[Selection, ModelOutput]]"

_MOST_OF_MATERIAL = 0.75  # share of the material's words: a longer summary could only repeat it
_MOST_CHECKED = 1.2  # times the summary's words; what exceeds that is not checked, because it would not be printed


def draft_with_model(context: GenerationContext, differences: Callable[[], Sequence[Difference]] = tuple) -> Drafting:
    """Draft a summary with a model. `differences` are figures and days that differ, found when first asked for.

    A sentence that failed a check is never printed. Raises LimitError (replies are cut off), ProviderError (refused),
    RetryableError (no readable reply), GateError (nothing that was written stands on its evidence).
    """
    if not context.sources:
        return assemble(context, CheckedOutput(), differences())
    words, notices = _words(context)
    selection, output = yield from _select_and_write(context, words)
    claims = _worth_checking(output.claims, context.request.words)
    drafts = _by_id(output, claims) | ({} if output.headline else fitting_titles(context, claims))
    checked = yield from check_drafts(context, drafts)
    checked, given_up = yield from repair_failed(context, checked, _titles_instead(context, checked))
    sentences = [checked[sentence_id(n)] for n in range(1, len(claims) + 1)]
    kept, dropped = replace_failed(context, sentences, given_up)
    lost_calls = [Notice("call_lost", f"no usable reply: {failure}") for failure in selection.troubles]
    result = CheckedOutput(
        claims=kept,
        dropped=dropped,
        headline=checked.get(HEADLINE),
        titles=[each for identity, each in checked.items() if is_title(identity)],
        sides=_sides(output, checked),
        too_long=len(output.claims) - len(claims),
        words=words,
        lost=selection.lost,
        notices=(*notices, *lost_calls, *_output_notices(output), *_unread(checked)),
    )
    draft = assemble(context, result, differences())
    if not draft.claims:
        raise GateError("nothing that the model wrote is supported by its evidence", hint="try again or another model")
    return draft


def _select_and_write(context: GenerationContext, words: int) -> _SelectingAndWriting:
    """Have the summary written: from everything, if that fits into one call, else from sentences chosen first."""
    everything = range(len(context.sources))
    if context.writer.fits(everything, material_budget(context.prompts["write"], context.request)):
        output = yield from _write(context, "direct", context.writer.write(everything), words)
        return Selection(), output
    selection = yield from select_points(context)
    if selection.failure:
        raise _failure(selection.failure)
    output = yield from _write(context, "write", points_sheet(context, selection.points), words)
    return selection, output


def _write(context: GenerationContext, name: str, prompt_sheet: PromptSheet, words: int) -> _Writing:
    """Have the summary written; once more, with the reason, when nothing in the reply can be used."""
    values: dict[str, object] = {"facts": facts_wanted(words), "sentences": sentences_wanted(words), "words": words}
    (reply,) = yield (make_call(context, name, "write", prompt_sheet, values),)
    output = parse_summary(reply, prompt_sheet.places)
    if isinstance(output, Unusable) and output.failure != "refused":
        values["note"] = f" Your last reply was no use: {output.why}."
        (reply,) = yield (make_call(context, name, "write", prompt_sheet, values),)
        output = parse_summary(reply, prompt_sheet.places)
    if isinstance(output, Unusable):
        raise _failure(output)
    return output


def _words(context: GenerationContext) -> tuple[int, list[Notice]]:
    """How many words to ask for: never about as many as the material has; if that shortens it, a notice says so."""
    asked, held = context.request.words, sum(count_words(source.text) for source in context.sources)
    most = max(20, round(_MOST_OF_MATERIAL * held))
    if asked <= most:
        return asked, []
    message = f"the articles have {held} words of text: a summary of {most} words was asked for, not of {asked}"
    return most, [Notice("length", message)]


def _worth_checking(claims: Sequence[DraftClaim], words: int) -> list[DraftClaim]:
    """The sentences that may be printed; of a text far too long, the least important go before anybody reads them."""
    lengths, weights = [count_words(each.text) for each in claims], [not each.minor for each in claims]
    if sum(lengths) <= _MOST_CHECKED * words:
        return list(claims)
    return [claims[place] for place in keep_to_length(lengths, weights, round(_MOST_CHECKED * words))]


def _by_id(output: ModelOutput, claims: Sequence[DraftClaim]) -> dict[str, DraftClaim]:
    """Everything that is to be checked: headline, sentences, sides of disagreements."""
    drafts = {HEADLINE: output.headline} if output.headline else {}
    drafts |= {sentence_id(n): claim for n, claim in enumerate(claims, 1)}
    for n, each in enumerate(output.disagreements, 1):
        drafts |= {side_id(n, m): position for m, position in enumerate(each.positions, 1)}
    return drafts


def _titles_instead(context: GenerationContext, checked: Mapping[str, CheckedClaim]) -> dict[str, DraftClaim]:
    """The titles that could replace a headline that failed, by id."""
    if HEADLINE not in checked or not checked[HEADLINE].failure:
        return {}
    held = [each.draft for identity, each in checked.items() if is_sentence(identity) and not each.failure]
    return fitting_titles(context, held)


def _sides(output: ModelOutput, checked: dict[str, CheckedClaim]) -> Sides:
    return [
        (each, [checked[side_id(n, m)] for m in range(1, len(each.positions) + 1)])
        for n, each in enumerate(output.disagreements, 1)
    ]


def _output_notices(output: ModelOutput) -> list[Notice]:
    """What in the reply could not be read."""
    notices = [Notice("line_unreadable", f"a line of the model was no use: “{line}”") for line in output.bad_lines]
    if output.cut_off:
        notices.append(Notice("reply_cut_off", "the model's reply was cut off at its length limit: its end is missing"))
    return notices


def _unread(checked: dict[str, CheckedClaim]) -> list[Notice]:
    """What was not read because its call failed."""
    reasons = (each.unread for identity, each in checked.items() if each.unread and not is_title(identity))
    return list(unread_notices(reasons))


def _failure(failure: Unusable) -> SummarizeError:
    """The error for a run in which no call brought a usable reply."""
    message = f"no reply of the model could be used ({failure.why})"
    if failure.failure == "cut_off":
        return LimitError(message, hint="give more output_tokens or fewer words")
    if failure.failure == "refused":
        return ProviderError(message, hint="another model may accept these articles")
    return RetryableError(message, hint="try again, or another model")
