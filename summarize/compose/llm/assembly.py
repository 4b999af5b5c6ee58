"""From checked sentences to a draft: length, evidence, headline, and what became of every source sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...nlp.speakers import find_speaker
from ...nlp.tokenize import count_words, normalize_whitespace
from ...records import Claim, Evidence, Notice, Omission, OmissionReason, Sentence
from ...story import Difference, side_of
from ..draft import REPEAT_SHARE, Draft, excerpt
from .disagreements import Sides, list_disagreements
from .generation import GenerationContext
from .headlines import places_of_title, shortened, without_stop
from .repair import HEADLINE, CheckedClaim, source_instead

_Place = tuple[str, int]  # article, start
_Disposition = tuple[OmissionReason, str | None, str]
TOLERANCE = 0.10  # of the length asked for, to either side


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOutput:
    """What the calls produced, checked: sentences in reading order, the headline, sides of disagreements.

    `titles` could take the headline's place, the best first. `given_up` are ids for which nothing was found in the
    material; `too_long` is how many sentences were dropped before they were checked; `words` is the requested length;
    `lost` are source sentences (places) of calls without a usable reply; `notices` tell about the calls.
    """

    claims: Sequence[CheckedClaim] = ()
    headline: CheckedClaim | None = None
    titles: Sequence[CheckedClaim] = ()
    sides: Sides = ()
    given_up: frozenset[str] = frozenset()
    too_long: int = 0
    words: int = 0
    lost: frozenset[int] = frozenset()
    notices: Sequence[Notice] = ()


@dataclass(frozen=True, slots=True)
class _Dropped:
    """A sentence that did not hold, and whether the one it cites replaces it."""

    checked: CheckedClaim
    replaced: bool


def assemble(context: GenerationContext, output: CheckedOutput, differences: Sequence[Difference] = ()) -> Draft:
    """Make the draft. If the model states as fact what differs by a strict rule, a notice says so."""
    kept, dropped = _kept_and_dropped(context, output)
    disagreements, side_notices = list_disagreements(context, output.sides, differences)
    chosen = keep_to_length(
        [count_words(each.claim.text) for each in kept],
        [not each.draft.minor for each in kept],
        context.request.words,
    )
    claims = tuple(_final_claim(context, kept[place], f"c{n}") for n, place in enumerate(chosen, 1))
    headline, evidence = _headline(context, output, claims)
    fewer = output.too_long + len(kept) - len(chosen)
    return Draft(
        headline=headline,
        headline_evidence=evidence,
        claims=claims,
        omitted=_omissions(context, claims, _dispositions(context, output, claims, dropped)),
        warnings=(
            *_dropped_notices(dropped),
            *output.notices,
            *_headline_notices(output.headline, headline),
            *_citation_notices(kept[place] for place in chosen),
            *_length_notices(claims, output.words, fewer),
            *_one_side_notices(claims, differences),
            *_instruction_notices(context.flagged),
            *side_notices,
        ),
        disagreements=disagreements,
        parts=len(context.usable)
        + len(context.flagged)
        - sum(_is_material(context, s) for s in context.story.sentences),
    )


def _kept_and_dropped(context: GenerationContext, output: CheckedOutput) -> tuple[list[CheckedClaim], list[_Dropped]]:
    """The sentences that hold, the source's own in place of those that do not, and what was dropped."""
    told = {normalize_whitespace(each.claim.text) for each in output.claims if not each.failure}
    kept, dropped = [], []
    for each in output.claims:
        if not each.failure:
            kept.append(each)
            continue
        instead = None if each.claim.id in output.given_up else source_instead(context, each)
        if instead and normalize_whitespace(instead.claim.text) in told:
            instead = None
        if instead:
            told.add(normalize_whitespace(instead.claim.text))
            kept.append(instead)
        dropped.append(_Dropped(each, instead is not None))
    return kept, dropped


def _final_claim(context: GenerationContext, checked: CheckedClaim, identity: str) -> Claim:
    """A claim with all places of its evidence, counted: who supports it alone, as read or word for word."""
    evidence = context.index.with_copies(checked.claim.evidence)
    text = normalize_whitespace(checked.claim.text)
    alone = {item.article for item in evidence if normalize_whitespace(item.text) == text}
    for article in checked.alone:
        spans = [item for item in checked.claim.evidence if item.article == article]
        postings = [{copy.article for copy in context.index.with_copies([item])} for item in spans]
        alone |= set.intersection(*postings) if postings else set()
    origins = {context.origin_by_article.get(article, article) for article in alone}
    return replace(
        checked.claim,
        id=identity,
        evidence=evidence,
        articles=max(1, len(alone)),
        origins=max(1, len(origins)),
        paragraph=checked.draft.paragraph,
    )


def _headline(
    context: GenerationContext, output: CheckedOutput, claims: Sequence[Claim]
) -> tuple[str, tuple[Evidence, ...]]:
    """The model's headline; else a checked title that holds; else the beginning of the first claim."""
    if output.headline and not output.headline.failure:
        claim = output.headline.claim
        return without_stop(claim.text), context.index.with_copies(claim.evidence)
    for title in output.titles:
        meaning = [check.outcome for check in title.claim.checks if check.name == "meaning"]
        if not (title.failure or title.unread or "unclear" in meaning):
            places = places_of_title(context, title.claim.text)
            return title.claim.text, (*places, *context.index.with_copies(title.claim.evidence))
    return (shortened(claims[0].text), claims[0].evidence) if claims else ("", ())


def _is_material(context: GenerationContext, sentence: Sentence) -> bool:
    return sentence.zone == "body" and sentence.article not in context.off_topic


def _dispositions(
    context: GenerationContext, output: CheckedOutput, claims: Sequence[Claim], dropped: Sequence[_Dropped]
) -> dict[_Place, _Disposition]:
    """Why sentences are left out, by place; later reasons weigh more."""
    dispositions: dict[_Place, _Disposition] = {}

    def put(places: Sequence[int] | frozenset[int], disposition: _Disposition) -> None:
        dispositions.update(
            {(each.article, each.start): disposition for n in places for each in context.sources[n].sentences}
        )

    for each in dropped:
        if not each.replaced:
            places = [context.places[number] for number in each.checked.draft.cites]
            put(places, ("failed_check", None, f"a sentence that cites it was dropped ({each.checked.failure})"))
    for claim in claims:
        put(context.index.most_similar(claim.text, REPEAT_SHARE), ("duplicate", claim.id, "says what the claim says"))
    put(output.lost, ("failed_check", None, "no usable reply came for its part of the articles"))
    for sentence in context.flagged:
        dispositions[sentence.article, sentence.start] = (
            "failed_check",
            None,
            "reads like an instruction to a program",
        )
    return dispositions


def _omissions(
    context: GenerationContext, claims: Sequence[Claim], dispositions: Mapping[_Place, _Disposition]
) -> tuple[Omission, ...]:
    """What became of every sentence that is not evidence, in the story's order."""
    used = {(item.article, item.start) for claim in claims for item in claim.evidence}
    order = {article.id: n for n, article in enumerate(context.story.articles)}
    others = (s for s in context.story.sentences if not _is_material(context, s))
    rest = [s for s in (*context.usable, *context.flagged, *others) if (s.article, s.start) not in used]
    rest.sort(key=lambda s: (order[s.article], s.start))
    return tuple(
        Omission(s.article, s.start, s.end, *(dispositions.get((s.article, s.start)) or _plain_disposition(context, s)))
        for s in rest
    )


def _plain_disposition(context: GenerationContext, sentence: Sentence) -> _Disposition:
    if sentence.article in context.off_topic:
        return "off_topic", None, "the article is about something else"
    if sentence.zone == "body":
        return "budget", None, "the model chose others"
    return sentence.zone, None, sentence.reason


def _dropped_notices(dropped: Sequence[_Dropped]) -> Iterator[Notice]:
    for each in dropped:
        disposition = "replaced by the one it cites" if each.replaced else "dropped"
        text = (
            f"a sentence of the model was {disposition}: “{excerpt(each.checked.draft.text)}” ({each.checked.failure})"
        )
        yield Notice("sentence_replaced" if each.replaced else "sentence_dropped", text)


def _headline_notices(checked: CheckedClaim | None, headline: str) -> Iterator[Notice]:
    if checked and not checked.failure:
        return
    why = f"did not hold ({checked.failure})" if checked else "is missing"
    yield Notice("headline_replaced", f"the model's {HEADLINE} {why}; it is replaced by “{excerpt(headline)}”")


def _citation_notices(kept: Iterator[CheckedClaim]) -> Iterator[Notice]:
    unrelated = sum(len(each.unrelated_citations) for each in kept)
    if unrelated:
        yield Notice("citation_dropped", f"{unrelated} of the model's citations share nothing with their sentences")


def _length_notices(claims: Sequence[Claim], asked: int, fewer: int) -> Iterator[Notice]:
    words = sum(count_words(claim.text) for claim in claims)
    if fewer:
        some = f"{fewer} sentences" if fewer > 1 else "a sentence"
        yield Notice("shortened", f"{some} of the model went for the length")
    if claims and words < asked * (1 - TOLERANCE):
        yield Notice("length", f"the summary has {words} words of the {asked} asked for: no more was there, or held")


def _one_side_notices(claims: Sequence[Claim], differences: Sequence[Difference]) -> Iterator[Notice]:
    for claim in claims:
        side = side_of(claim.text, differences)
        if side and not find_speaker(claim.text).kind:
            message = f"the articles differ on a figure or day that a sentence tells flat: “{excerpt(claim.text)}”"
            yield Notice("one_side", message)


def _instruction_notices(flagged: Sequence[Sentence]) -> Iterator[Notice]:
    for article in dict.fromkeys(sentence.article for sentence in flagged):
        count = sum(sentence.article == article for sentence in flagged)
        text = (
            f"{count} sentence{'s' * (count > 1)} that read like instructions to a program were not sent to the model"
        )
        yield Notice("instructions", text, article)


def keep_to_length(lengths: Sequence[int], weights: Sequence[int], words: int) -> tuple[int, ...]:
    """Which sentences stay, as ascending places, so that their lengths (words) together are within 10 % of `words`.

    The least important go first, of equal ones the later; one that would leave the text too short is skipped while a
    less harmful one is left. A text that is too short from the start is left unchanged.
    """
    most, least = words * (1 + TOLERANCE), words * (1 - TOLERANCE)
    kept = set(range(len(lengths)))
    total = sum(lengths)
    while total > most and len(kept) > 1:
        by_importance = sorted(kept, key=lambda place: (weights[place], -place))
        enough = (place for place in by_importance if total - lengths[place] >= least)
        gone = next(enough, None)
        if gone is None:  # every sentence is too long to go: take the one that leaves the text closest to its length
            gone = min(by_importance, key=lambda place: abs(total - lengths[place] - words))
            if abs(total - lengths[gone] - words) >= total - words:
                break
        kept.remove(gone)
        total -= lengths[gone]
    return tuple(sorted(kept))
