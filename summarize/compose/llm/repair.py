"""Checks what a model wrote, has it repaired once, and replaces or drops what still fails: a stage without any I/O.

Values are compared first, then a reader reads what is not word for word; either may fail a sentence. All that failed,
including the headline and sides of disagreements, goes back in one call. What fails again is replaced by the source's
own sentence if that can stand alone, or dropped, and the output says so.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from ...llm import Call, Reply
from ...nlp.doc import Doc
from ...nlp.prompt_injection import speaks_to_program
from ...nlp.subjectivity import kind_of
from ...nlp.tokenize import count_words, normalize_whitespace, one_line
from ...records import Check, Claim, Evidence
from ...tokens import count_tokens
from ..eligibility import judge as judge_eligibility
from .generation import CheckedClaim, Dropped, GenerationContext, is_sentence, is_title, make_call, material_budget
from .parsing import DraftClaim, parse_repairs
from .source_sentences import evidence_of

Checking: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], dict[str, CheckedClaim]]"
Repairing: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], tuple[dict[str, CheckedClaim], frozenset[str]]]"

_LONGEST = 90  # words; a longer "sentence" is a paragraph
_GROWTH = 2  # how many words longer than the old one a repaired sentence may be
_MOST_CONFIRMING = 4  # most passages of other reports that are read beside a claim
_MAY_CONFIRM = 0.4  # smallest share of a claim's weight at which such a passage may say all of it
_LIKELY = 0.2  # smallest share at which a source sentence is offered if the citation is invalid
_OFFERED = 6  # most source sentences offered for one claim
_REPLACES = 0.2  # share of a failed sentence's weight that the cited one must hold to replace it
_REASON_CHARACTERS = 200  # characters of a reason that are sent back
_JOIN_TOKENS = 8  # tokens that may arise where the failures meet the rest of the prompt
_ARTICLES = re.compile(r" of \[\d+\](?: and \[\d+\])*")  # articles have other numbers in a prompt
_ADDRESS = re.compile(r"https?://[^\s)\]]{1,200}|\bwww\.[^\s)\]]{1,200}|\b[\w-]{2,60}\.(?:com|org|net|info|io)\b")


def check_drafts(context: GenerationContext, drafts: Mapping[str, DraftClaim]) -> Checking:
    """Check sentences by id: values of all, then one batch of readings."""
    checked = {identity: _check_values(context, identity, draft) for identity, draft in drafts.items()}
    reader = context.reader
    asked = [each for each in checked.values() if not each.failure and not _passed_verbatim(each.claim)]
    if not reader or not asked:
        return checked
    further = [_confirming_passages(context, each.claim) for each in asked]
    replies = yield tuple(reader.call(each.claim, more) for each, more in zip(asked, further, strict=True))
    for each, more, reply in zip(asked, further, replies, strict=True):
        reading = reader.read(each.claim, reply, more)
        confirmed = tuple(item for item in more if item.article in reading.alone)
        claim = _with_meaning(each.claim, reading.check)
        checked[claim.id] = replace(
            each,
            claim=replace(claim, evidence=(*claim.evidence, *confirmed)),
            failure=_reason(reading.check) if reading.check.outcome == "fail" else "",
            alone=reading.alone,
            unread=_reason(reading.check) if reading.check.outcome == "not_run" else "",
        )
    return checked


def repair_failed(
    context: GenerationContext, checked: Mapping[str, CheckedClaim], titles: Mapping[str, DraftClaim]
) -> Repairing:
    """Send back all that failed in one call, and check the result: the claims, and the ids that were given up.

    `titles` could replace a headline that failed: they are checked along with what comes back.
    """
    failed = {identity: each for identity, each in checked.items() if each.failure and not is_title(identity)}
    if not failed:
        return dict(checked), frozenset()
    call, numbers = _repair_call(context, failed)
    if not call:
        return dict(checked), frozenset()
    (reply,) = yield (call,)
    items = dict(enumerate(failed, 1))
    repaired = parse_repairs(reply, numbers, items)
    given_up = frozenset(items[n] for n, draft in repaired.items() if draft is None)
    drafts = {
        items[n]: replace(failed[items[n]].draft, text=draft.text, cites=draft.cites, unknown=draft.unknown)
        for n, draft in repaired.items()
        if draft
    }
    again = yield from check_drafts(context, {**drafts, **titles})
    for identity, each in again.items():
        old = failed.get(identity)  # titles have none
        if old and not each.failure and count_words(each.draft.text) > count_words(old.draft.text) + _GROWTH:
            again[identity] = replace(each, failure="repaired, it was longer than before")
    return {**checked, **again}, given_up


def replace_failed(
    context: GenerationContext, claims: Sequence[CheckedClaim], given_up: frozenset[str]
) -> tuple[list[CheckedClaim], list[Dropped]]:
    """The sentences that hold, the source's own in place of those that do not, and what was dropped.

    Nothing replaces a sentence whose id was `given_up`.
    """
    told = {normalize_whitespace(each.claim.text) for each in claims if not each.failure}
    kept, dropped = [], []
    for each in claims:
        if not each.failure:
            kept.append(each)
            continue
        instead = None if each.claim.id in given_up else _source_instead(context, each)
        if instead and normalize_whitespace(instead.claim.text) in told:
            instead = None
        if instead:
            told.add(normalize_whitespace(instead.claim.text))
            kept.append(instead)
        dropped.append(Dropped(each, instead is not None))
    return kept, dropped


def _source_instead(context: GenerationContext, failed: CheckedClaim) -> CheckedClaim | None:
    """The cited sentence that says most of a failed one, if it can stand in a summary by itself."""
    text = failed.draft.text
    places = [context.places[number] for number in failed.draft.cites]
    for share, place in sorted((-context.index.share(text, place), place) for place in places):
        source = context.sources[place]
        fit = judge_eligibility(
            source.text, language=context.story.language, listed=source.sentences[0].lead is not None
        )
        if -share >= _REPLACES and not fit.fault:
            number = context.writer.numbering.sentences[place]
            draft = replace(failed.draft, text=source.text, cites=(number,), unknown=())
            own = _check_values(context, failed.claim.id, draft)
            return None if own.failure else own
    return None


def _check_values(context: GenerationContext, identity: str, draft: DraftClaim) -> CheckedClaim:
    """Check a sentence without a model, with names in their chosen spelling if it then still passes."""
    spelled = replace(draft, text=context.spell(draft.text))
    checked = _checked(context, identity, spelled)
    return checked if spelled == draft or not checked.failure else _checked(context, identity, draft)


def _checked(context: GenerationContext, identity: str, draft: DraftClaim) -> CheckedClaim:
    cited = [context.places[number] for number in draft.cites]
    related = _related_citations(context, cited, draft.text)
    numbers = context.writer.numbering.sentences
    unrelated = tuple(numbers[place] for place in cited if place not in related)
    said = Doc(draft.text)
    claim = Claim(
        id=identity,
        text=draft.text,
        evidence=evidence_of(context.sources, related, "model"),
        attributed_to=said.speaker.text or None,
        kind=kind_of(said),
    )
    failure = _failure_without_sources(context, draft)
    if not failure:
        claim = context.checker.check(claim)
        if _passed_verbatim(claim):
            claim = _with_meaning(claim, Check("meaning", "not_run", "word for word"))
        failure = "; ".join(_reason(check) for check in claim.checks if check.outcome == "fail")
    return CheckedClaim(draft, claim, failure, unrelated_citations=unrelated)


def _related_citations(context: GenerationContext, cited: Sequence[int], text: str) -> list[int]:
    """The citations that share a word, name or figure with a text or stand beside one that does; all if none do."""
    sharing = {place for place in cited if context.index.shares_content(place, text)}

    def stands_beside(place: int, other: int) -> bool:
        return abs(place - other) < 2 and context.sources[place].articles[0] == context.sources[other].articles[0]

    return [place for place in cited if not sharing or any(stands_beside(place, other) for other in sharing)]


def _failure_without_sources(context: GenerationContext, draft: DraftClaim) -> str:
    """What is wrong with a sentence whatever its sources say."""
    if draft.unknown:
        return f"it cites {', '.join(map(str, draft.unknown[:3]))}, which is no number of the material"
    if not draft.cites:
        return "it cites nothing"
    if count_words(draft.text) > _LONGEST:
        return f"it is longer than {_LONGEST} words"
    if speaks_to_program(draft.text):
        return "it speaks to a program, not to a reader"
    held = " ".join(context.sources[context.places[number]].text for number in draft.cites).lower()
    unknown = next((found for found in _ADDRESS.findall(draft.text) if found.lower() not in held), "")
    return f"the address {unknown} is not in the cited sentences" if unknown else ""


def _reason(check: Check) -> str:
    return check.detail or f"the check of its {check.name} failed"


def _with_meaning(claim: Claim, meaning: Check) -> Claim:
    return replace(claim, checks=(*(check for check in claim.checks if check.name != "meaning"), meaning))


def _passed_verbatim(claim: Claim) -> bool:
    return any(check.name == "verbatim" and check.outcome == "pass" for check in claim.checks)


def _confirming_passages(context: GenerationContext, claim: Claim) -> tuple[Evidence, ...]:
    """Passages of uncited reports that may say all of a claim, one per report; none for headline and sides."""
    if not is_sentence(claim.id):
        return ()
    home = context.origin_by_article
    reports = {home.get(item.article, item.article) for item in context.index.with_copies(claim.evidence)}
    found: list[Evidence] = []
    for place in context.index.most_similar(claim.text, _MAY_CONFIRM):
        (item,) = evidence_of(context.sources, [place], "match")
        report = home.get(item.article, item.article)
        says_it = context.index.share(claim.text, place) >= _MAY_CONFIRM  # it is not merely contained in it
        if says_it and report not in reports and len(found) < _MOST_CONFIRMING:
            found.append(item)
            reports.add(report)
    return tuple(found)


def _repair_call(
    context: GenerationContext, failed: Mapping[str, CheckedClaim]
) -> tuple[Call | None, Mapping[int, int]]:
    """The call that sends failed sentences back, as many as one prompt holds, and the numbers of its material."""
    prompt, request = context.prompts["repair"], context.request
    room = material_budget(prompt, request) - _JOIN_TOKENS
    items = list(failed.values())
    for count in range(len(items), 0, -1):
        places = sorted({place for each in items[:count] for place in _around(context, each.draft)})
        prompt_sheet = context.writer.write(places)
        lines = "\n".join(_failure_line(n, each) for n, each in enumerate(items[:count], 1))
        if prompt_sheet.tokens + count_tokens(lines, request.encoding) <= room:
            return make_call(context, "repair", "repair", prompt_sheet, {"failures": lines}), prompt_sheet.places
    return None, {}


def _failure_line(number: int, each: CheckedClaim) -> str:
    """One failed sentence as the repair template shows it: item, numbers it cites, text, reason, longest length."""
    cites = ",".join(map(str, each.draft.cites))
    why, words = one_line(_ARTICLES.sub("", each.failure))[:_REASON_CHARACTERS], count_words(each.draft.text)
    return f"{number} [{cites}] {each.draft.text} | {why} | at most {words} words"


def _around(context: GenerationContext, draft: DraftClaim) -> set[int]:
    """The source sentences that a draft cites, those before them in the same article, and the likeliest others."""
    cited = {context.places[number] for number in draft.cites}
    before = {
        place - 1
        for place in cited
        if place and context.sources[place - 1].articles[0] == context.sources[place].articles[0]
    }
    return cited | before | set(context.index.most_similar(draft.text, _LIKELY)[:_OFFERED])
