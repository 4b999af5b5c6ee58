"""The engine without a model: choose source sentences, give them evidence, put them in order, account for the rest.

Claims are source sentences word for word (line breaks become spaces). Nothing is rewritten, so nothing can be invented;
what the engine decides is what to leave out, and it says so for every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..prepare import Story
from ..records import CitedBy, Claim, ClaimKind, Evidence, Omission, OmissionReason, Sentence
from ..text.speech import find_speaker, quoted_share
from ..text.words import count_words
from .chronology import find_chronology
from .concepts import Passage, find_concepts
from .corroboration import Corroboration, corroborate
from .coverage import Unit, choose
from .draft import Draft
from .headline import choose_headline
from .order import reading_order
from .readability import Fitness, judge

_LIST_MARK = re.compile(r"[-*•‣▪–—●] +")
_HEADS = ("title", "abstract", "heading")
_QUOTE_SHARE = 0.4  # share of letters inside quotation marks from which a claim is a quotation


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A body sentence, with its passage and whether it can stand alone. `copies` are the same words elsewhere."""

    sentence: Sentence
    passage: Passage
    fitness: Fitness
    copies: tuple[Sentence, ...]


def draft_embedded(story: Story, words: int, off_topic: frozenset[str] = frozenset()) -> Draft:
    """A draft of about `words` words; articles in `off_topic` (ids) are set aside whole."""
    candidates = _candidates(story, off_topic)
    passages = [candidate.passage for candidate in candidates]
    concepts = find_concepts(passages, _heads(story, off_topic))
    units = _units(candidates)
    chosen = choose(passages, concepts, units, words)
    chronology = find_chronology(story)
    picked = reading_order(story, [c.sentence for c in candidates], chosen, chronology.rank)
    found = corroborate([c.sentence for c in candidates], concepts.terms, picked, story.language)
    claims = tuple(
        _claim(number, candidates[i], [candidates[j] for j in found.evidence.get(i, ())], story)
        for number, i in enumerate(picked, 1)
    )
    headline, evidence = choose_headline(story, chronology.rank, off_topic)
    omitted = _omissions(story, candidates, picked, found, off_topic)
    return Draft(headline, evidence, claims, omitted, warnings=chronology.warnings)


def _candidates(story: Story, off_topic: frozenset[str]) -> list[_Candidate]:
    """Every distinct body sentence once, with its exact repeats."""
    origin = {article: n for n, o in enumerate(story.origins) for article in o.articles}
    position: dict[str, int] = {}
    first: dict[str, int] = {}
    found: list[_Candidate] = []
    for sentence in story.sentences:
        if sentence.zone != "body" or sentence.article in off_topic:
            continue
        place = position[sentence.article] = position.get(sentence.article, -1) + 1
        key = " ".join(sentence.text.split())
        if key in first:
            found[first[key]] = _with_copy(found[first[key]], sentence, (origin[sentence.article], place))
            continue
        first[key] = len(found)
        passage = Passage(key, story.language, count_words(key), ((origin[sentence.article], place),))
        found.append(
            _Candidate(sentence, passage, judge(key, language=story.language, listed=sentence.lead is not None), ())
        )
    return found


def _heads(story: Story, off_topic: frozenset[str]) -> list[Passage]:
    """Titles, abstracts and headings as passages that stand at the top of their origins."""
    origin = {article: n for n, o in enumerate(story.origins) for article in o.articles}
    return [
        Passage(s.text, story.language, count_words(s.text), ((origin[s.article], 0),))
        for s in story.sentences
        if s.zone in _HEADS and s.article not in off_topic
    ]


def _with_copy(candidate: _Candidate, sentence: Sentence, place: tuple[int, int]) -> _Candidate:
    passage = replace(candidate.passage, places=(*candidate.passage.places, place))
    return replace(candidate, passage=passage, copies=(*candidate.copies, sentence))


def _units(candidates: Sequence[_Candidate]) -> list[Unit]:
    """Sentences that stand alone, and those that do with the one before them."""
    units = []
    for i, candidate in enumerate(candidates):
        if not candidate.fitness.fault:
            units.append(Unit((i,)))
        elif candidate.fitness.needs_lead and i and _may_lead(candidates[i - 1], candidate):
            units.append(Unit((i - 1, i)))
    return units


def _may_lead(lead: _Candidate, candidate: _Candidate) -> bool:
    """Whether one sentence directly precedes the other and can stand alone."""
    one, other = lead.sentence, candidate.sentence
    return (
        one.article == other.article
        and one.number + 1 == other.number
        and not lead.fitness.fault
        and other.lead is None
    )


def _claim(number: int, candidate: _Candidate, further: Sequence[_Candidate], story: Story) -> Claim:
    sentences = [candidate.sentence, *candidate.copies]
    evidence = [_evidence(sentence, "engine") for sentence in sentences]
    evidence += [_evidence(s, "match") for other in further for s in (other.sentence, *other.copies)]
    articles = {e.article for e in evidence}
    origins = {n for n, origin in enumerate(story.origins) if articles & set(origin.articles)}
    text = " ".join(evidence[0].text.split())
    return Claim(
        id=f"c{number}",
        text=text,
        evidence=tuple(evidence),
        attributed_to=find_speaker(text).text or None,
        kind=_kind(text),
        articles=len(articles),
        origins=len(origins),
    )


def _kind(text: str) -> ClaimKind:
    return "quote" if quoted_share(text) >= _QUOTE_SHARE else "fact"


def _evidence(sentence: Sentence, by: CitedBy) -> Evidence:
    """The sentence's span, without the mark of a list in front of it."""
    mark = _LIST_MARK.match(sentence.text)
    skip = mark.end() if mark else 0
    return Evidence(sentence.article, sentence.start + skip, sentence.end, sentence.text[skip:], by)


def _omissions(
    story: Story,
    candidates: Sequence[_Candidate],
    picked: Sequence[int],
    found: Corroboration,
    off_topic: frozenset[str],
) -> tuple[Omission, ...]:
    """The fate of every sentence that is not evidence."""
    used, fate = set(), {}
    claim_of = {i: f"c{n}" for n, i in enumerate(picked, 1)}
    for i, candidate in enumerate(candidates):
        spans = [(s.article, s.number) for s in (candidate.sentence, *candidate.copies)]
        if i in claim_of or any(i in others for others in found.evidence.values()):
            used.update(spans)
        else:
            fate.update(dict.fromkeys(spans, _fate(i, candidate, found, claim_of)))
    return tuple(
        Omission(s.article, s.start, s.end, *(fate.get((s.article, s.number)) or _zone_fate(s, off_topic)))
        for s in story.sentences
        if (s.article, s.number) not in used
    )


def _fate(
    i: int, candidate: _Candidate, found: Corroboration, claim_of: dict[int, str]
) -> tuple[OmissionReason, str | None, str]:
    if i in found.repeats:
        return "duplicate", claim_of[found.repeats[i]], "says what the claim says"
    if candidate.fitness.fault:
        return candidate.fitness.fault, None, candidate.fitness.why
    return "budget", None, ""


def _zone_fate(sentence: Sentence, off_topic: frozenset[str]) -> tuple[OmissionReason, str | None, str]:
    if sentence.article in off_topic:
        return "off_topic", None, "the article is about something else"
    reason: OmissionReason = "orphan" if sentence.zone == "body" else sentence.zone
    return reason, None, sentence.reason
