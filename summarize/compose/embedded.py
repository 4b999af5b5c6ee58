"""The engine without a model: choose source sentences, give them evidence, put them in order, account for the rest.

Claims are source sentences word for word (line breaks become spaces). Nothing is rewritten, so nothing can be invented;
what the engine decides is what to leave out, and it says so for every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..prepare import Story
from ..records import CitedBy, Claim, ClaimKind, Evidence, Sentence
from ..text.speech import find_speaker, quoted_share
from .candidates import Candidate, find_candidates, find_heads
from .chronology import find_chronology
from .concepts import find_concepts
from .corroboration import corroborate
from .coverage import Unit, choose
from .draft import Draft
from .headline import choose_headline
from .omissions import Fates, list_omissions
from .order import reading_order
from .readability import Fitness, judge

_LIST_MARK = re.compile(r"[-*•‣▪–—●] +")
_QUOTE_SHARE = 0.4  # share of letters inside quotation marks from which a claim is a quotation


def draft_embedded(story: Story, words: int, off_topic: frozenset[str] = frozenset()) -> Draft:
    """A draft of about `words` words; articles in `off_topic` (ids) are set aside whole."""
    candidates = find_candidates(story, off_topic)
    passages = [candidate.passage for candidate in candidates]
    concepts = find_concepts(passages, find_heads(story, off_topic))
    fitness = _judge(candidates, concepts.shortlist, story.language)
    chosen = choose(passages, concepts, _units(candidates, fitness), words)
    chronology = find_chronology(story)
    picked = reading_order(story, [c.sentence for c in candidates], chosen, chronology.rank)
    found = corroborate([c.sentence for c in candidates], concepts.terms, picked, story.language)
    claims = tuple(
        _claim(number, candidates[i], [candidates[j] for j in found.evidence[i]], story)
        for number, i in enumerate(picked, 1)
    )
    headline, evidence = choose_headline(story, chronology.rank, off_topic)
    omitted = list_omissions(story, Fates(candidates, picked, found, fitness), off_topic)
    return Draft(headline, evidence, claims, omitted, warnings=chronology.warnings)


def _judge(candidates: Sequence[Candidate], shortlist: Sequence[int], language: str) -> dict[int, Fitness]:
    """The fitness of the shortlisted candidates and of those right before them, by number."""
    numbers = sorted({n for i in shortlist for n in (i - 1, i) if n >= 0})
    return {
        n: judge(candidates[n].passage.text, language=language, listed=candidates[n].sentence.lead is not None)
        for n in numbers
    }


def _units(candidates: Sequence[Candidate], fitness: Mapping[int, Fitness]) -> list[Unit]:
    """Sentences that stand alone, and those that do with the one before them."""
    units = []
    for i, fit in fitness.items():
        if not fit.fault:
            units.append(Unit((i,)))
        elif fit.needs_lead and i - 1 in fitness and fitness[i - 1].may_lead and _follows(candidates, i):
            units.append(Unit((i - 1, i)))
    return units


def _follows(candidates: Sequence[Candidate], i: int) -> bool:
    """Whether a sentence stands right behind the candidate before it, in running text."""
    lead, sentence = candidates[i - 1].sentence, candidates[i].sentence
    return lead.article == sentence.article and lead.number + 1 == sentence.number and sentence.lead is None


def _claim(number: int, candidate: Candidate, further: Sequence[Candidate], story: Story) -> Claim:
    evidence = [_evidence(sentence, "engine") for sentence in candidate.sentences]
    evidence += [_evidence(sentence, "match") for other in further for sentence in other.sentences]
    articles = {e.article for e in evidence}
    text = " ".join(evidence[0].text.split())
    return Claim(
        id=f"c{number}",
        text=text,
        evidence=tuple(evidence),
        attributed_to=find_speaker(text).text or None,
        kind=_kind(text),
        articles=len(articles),
        origins=sum(not articles.isdisjoint(origin.articles) for origin in story.origins),
    )


def _kind(text: str) -> ClaimKind:
    return "quote" if quoted_share(text) >= _QUOTE_SHARE else "fact"


def _evidence(sentence: Sentence, by: CitedBy) -> Evidence:
    """The sentence's span, without the mark of a list in front of it."""
    mark = _LIST_MARK.match(sentence.text)
    skip = mark.end() if mark else 0
    return Evidence(sentence.article, sentence.start + skip, sentence.end, sentence.text[skip:], by)
