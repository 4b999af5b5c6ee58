"""From checked sentences to a draft: length, evidence, headline, disagreements, what became of all other sentences.

The disagreements are those that the model reports, with each side checked, and those that a strict rule found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ...nlp.doc import Doc
from ...nlp.prompt_injection import speaks_to_program
from ...nlp.quotations import is_balanced
from ...nlp.speakers import find_speaker
from ...nlp.tokenize import count_words, folded_words, normalize_whitespace, term_set, terms
from ...records import Claim, Disagreement, Evidence, Notice, Omission, OmissionReason, Position, Sentence
from ...story import Difference, side_of
from ..draft import REPEAT_SHARE, Draft, excerpt
from ..eligibility import is_neutral
from .generation import HEADLINE, TITLE, CheckedClaim, Dropped, GenerationContext
from .parsing import DraftClaim, DraftDisagreement

Sides = Sequence[tuple[DraftDisagreement, Sequence[CheckedClaim]]]
_Place = tuple[str, int]  # article, start
_Disposition = tuple[OmissionReason, str | None, str]
TOLERANCE = 0.10  # of the length asked for, to either side
_TRIED = 2  # most titles that are checked
_TITLE_WORDS = (3, 20)  # a shorter title is a site's label, a longer one not a headline
_TOLD = 0.5  # share of a title's content words that the sentences must have, and how many at least
_LEAST_TOLD = 3
_NEAREST = 3  # sentences whose citations a title is checked beside
_MOST_CITED = 6
_CLAUSE_WORDS = (5, 16)  # of a sentence's beginning that can be a headline
_CLAUSE = re.compile(r"[;:]\s|,\s|\s[–—]\s")
_STOP = re.compile(r"[^\W_]{2}\.$")
_UNNAMED = "A point on which the articles differ"  # used if the model's own name for it is not in their passages
_LABEL_WORDS = 2  # content words of a point that may be a label of the program's own: "The price"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOutput:
    """What the calls produced, checked: sentences that hold, in reading order, what was dropped, the headline, sides
    of disagreements.

    `titles` could take the headline's place, the best first. `too_long` is how many sentences were dropped before they
    were checked; `words` is the requested length; `lost` are source sentences (places) of calls without a usable reply;
    `notices` tell about the calls.
    """

    claims: Sequence[CheckedClaim] = ()
    dropped: Sequence[Dropped] = ()
    headline: CheckedClaim | None = None
    titles: Sequence[CheckedClaim] = ()
    sides: Sides = ()
    too_long: int = 0
    words: int = 0
    lost: frozenset[int] = frozenset()
    notices: Sequence[Notice] = ()


def assemble(context: GenerationContext, output: CheckedOutput, differences: Sequence[Difference] = ()) -> Draft:
    """Make the draft. If the model states as fact what differs by a strict rule, a notice says so."""
    kept = output.claims
    disagreements, lost_sides = list_disagreements(context, output.sides, differences)
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
        omitted=_omissions(context, claims, _dispositions(context, output, claims)),
        warnings=(
            *_dropped_notices(output.dropped),
            *output.notices,
            *_headline_notices(output.headline, headline),
            *_citation_notices(kept[place] for place in chosen),
            *_length_notices(claims, output.words, fewer),
            *_one_side_notices(claims, differences),
            *_instruction_notices(context.flagged),
            *lost_sides,
        ),
        disagreements=disagreements,
        parts=len(context.usable)
        + len(context.flagged)
        - sum(_is_material(context, s) for s in context.story.sentences),
    )


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
        return _without_stop(claim.text), context.index.with_copies(claim.evidence)
    for title in output.titles:
        meaning = [check.outcome for check in title.claim.checks if check.name == "meaning"]
        if not (title.failure or title.unread or "unclear" in meaning):
            places = places_of_title(context, title.claim.text)
            return title.claim.text, (*places, *context.index.with_copies(title.claim.evidence))
    return (shortened(claims[0].text), claims[0].evidence) if claims else ("", ())


def _is_material(context: GenerationContext, sentence: Sentence) -> bool:
    return sentence.zone == "body" and sentence.article not in context.off_topic


def _dispositions(
    context: GenerationContext, output: CheckedOutput, claims: Sequence[Claim]
) -> dict[_Place, _Disposition]:
    """Why sentences are left out, by place; later reasons weigh more."""
    dispositions: dict[_Place, _Disposition] = {}

    def put(places: Sequence[int] | frozenset[int], disposition: _Disposition) -> None:
        dispositions.update(
            {(each.article, each.start): disposition for n in places for each in context.sources[n].sentences}
        )

    for each in output.dropped:
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


def _dropped_notices(dropped: Sequence[Dropped]) -> Iterator[Notice]:
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


def fitting_titles(context: GenerationContext, told: Sequence[DraftClaim]) -> dict[str, DraftClaim]:
    """The titles that tell most of what the sentences tell, by id, the best first, each to be checked as a claim.

    A title is somebody else's headline, perhaps from the day before: it is checked beside what the sentences cite.
    """
    language = context.story.language
    said = {claim: term_set(claim.text, language) for claim in told}
    everything = set().union(*said.values())
    marks: dict[str, float] = {}
    for title in _titles(context):
        own = set() if speaks_to_program(title) else term_set(title, language)
        held = len(own & everything)
        if held >= max(_LEAST_TOLD, _TOLD * len(own)) and is_neutral(Doc(title)):
            marks.setdefault(title, -held / len(own) ** 0.5)
    best = sorted(marks, key=marks.__getitem__)[:_TRIED]
    return {f"{TITLE}{n}": _beside(title, said, language) for n, title in enumerate(best, 1)}


def places_of_title(context: GenerationContext, title: str) -> tuple[Evidence, ...]:
    """Where a title stands in the articles' texts; nowhere if only records have it."""
    return tuple(
        Evidence.of(s, "match")
        for s in context.story.sentences
        if s.zone == "title" and normalize_whitespace(s.text) == normalize_whitespace(title)
    )


def shortened(text: str) -> str:
    """A sentence cut at a clause, if that keeps its speaker and whole quotations; else unchanged."""
    low, high = _CLAUSE_WORDS
    for match in _CLAUSE.finditer(text):
        head = text[: match.start()]
        if low <= count_words(head) <= high and is_balanced(head) and find_speaker(head) == find_speaker(text):
            return head
    return _without_stop(text)


def _without_stop(text: str) -> str:
    """A headline without its final stop; that of "U.S." stays."""
    return text[:-1] if _STOP.search(text) else text


def _titles(context: GenerationContext) -> Iterator[str]:
    """The articles' titles, in their texts and in their records; not labels or paragraphs."""
    low, high = _TITLE_WORDS
    texts = [(s.article, s.text) for s in context.story.sentences if s.zone == "title"]
    texts += [(article.id, article.title or "") for article in context.story.articles]
    for article, text in texts:
        if article not in context.off_topic and low <= count_words(text) <= high:
            yield " ".join(text.split())


def _beside(title: str, said: Mapping[DraftClaim, set[str]], language: str) -> DraftClaim:
    """A title as a sentence that cites what the sentences nearest to it cite."""
    own = term_set(title, language)
    nearest = sorted(said, key=lambda claim: -len(own & said[claim]))[:_NEAREST]
    cites = dict.fromkeys(number for claim in nearest if own & said[claim] for number in claim.cites)
    return DraftClaim(text=title, cites=tuple(cites)[:_MOST_CITED])


def list_disagreements(
    context: GenerationContext, reported: Sides, differences: Sequence[Difference] = ()
) -> tuple[tuple[Disagreement, ...], tuple[Notice, ...]]:
    """The reported ones of which at least two sides hold, each once, then `differences`; and notes of what was lost."""
    found: list[Disagreement] = []
    lost: list[Notice] = []
    for draft, checked in reported:
        positions = _positions(context, checked)
        if len(positions) < max(2, len(checked)):
            lost.append(_lost_side(draft, checked, len(positions)))
        if len(positions) < 2:
            continue
        point = context.spell(draft.point)
        if not _is_supported(context, point, positions):
            message = f"what the model calls a disagreement is not in its passages, and left out: “{excerpt(point)}”"
            lost.append(Notice("point_dropped", message))
            point = _UNNAMED
        record = Disagreement(id="", point=point, kind=_kind(context, positions), positions=positions)
        if not any(_is_same(record, other) for other in found):
            found.append(record)
    found += [each.record for each in differences if not any(_is_same(each.record, other) for other in found)]
    return tuple(replace(record, id=f"d{n}") for n, record in enumerate(found, 1)), tuple(dict.fromkeys(lost))


def _positions(context: GenerationContext, checked: Sequence[CheckedClaim]) -> tuple[Position, ...]:
    """The sides that hold, and neither say nor rest on the very same as an earlier one."""
    sides: list[CheckedClaim] = []
    for each in checked:
        if not each.failure and not any(_is_equal(each.claim, other.claim) for other in sides):
            sides.append(each)
    return tuple(_position(context, side.claim) for side in sides)


def _is_equal(one: Claim, other: Claim) -> bool:
    return one.evidence == other.evidence or folded_words(one.text) == folded_words(other.text)


def _position(context: GenerationContext, claim: Claim) -> Position:
    days = sorted(day for _, day in _days(context, claim) if day)
    evidence = context.index.with_copies(claim.evidence)
    return Position(text=claim.text, evidence=evidence, published=days[0] if days else None)


def _days(context: GenerationContext, claim: Claim | Position) -> list[tuple[str, str | None]]:
    """The articles behind a claim or side, with their days as given."""
    articles = {item.article for item in claim.evidence}
    return [(each.id, each.published) for each in context.story.articles if each.id in articles]


def _kind(context: GenerationContext, positions: Sequence[Position]) -> Literal["contradiction", "change_over_time"]:
    """A change over time if every article of one side appeared on a day before those of the next."""
    spans = []
    for position in positions:
        days = [(day or "")[:10] for _, day in _days(context, position)]
        if not all(days):
            return "contradiction"
        spans.append((min(days), max(days)))
    spans.sort()
    apart = all(last < first for (_, last), (first, _) in pairwise(spans))
    return "change_over_time" if apart else "contradiction"


def _is_supported(context: GenerationContext, point: str, positions: Sequence[Position]) -> bool:
    """Whether the passages of all sides support what the model says the disagreement is about."""
    evidence = tuple(item for position in positions for item in position.evidence)
    language = context.story.language
    said = set(terms(point, language))
    held = {term for item in evidence for term in terms(item.text, language)}
    foreign = len(said) > _LABEL_WORDS and said.isdisjoint(held)
    if not folded_words(point) or foreign or speaks_to_program(point):
        return False
    checks = context.checker.check(Claim(id="d", text=point, evidence=evidence)).checks
    return not any(check.outcome == "fail" for check in checks)


def _is_same(one: Disagreement, other: Disagreement) -> bool:
    """Whether two disagreements have two sides each on the same sentences."""
    shared = [
        position for position in one.positions if any(_places(position) & _places(each) for each in other.positions)
    ]
    return len(shared) > 1


def _places(position: Position) -> set[tuple[str, int]]:
    return {(item.article, item.start) for item in position.evidence}


def _lost_side(draft: DraftDisagreement, checked: Sequence[CheckedClaim], held: int) -> Notice:
    """What the reader must know about a disagreement that lost a side."""
    disposition = "left out" if held < 2 else "shown in part"
    why = next((each.failure for each in checked if each.failure), "on the same sentences")
    message = f"a disagreement that the model reports is {disposition}: “{excerpt(draft.point)}”"
    message += f" ({held} of {len(checked)} sides hold; {why})"
    return Notice("disagreement_dropped" if held < 2 else "position_dropped", message)
