"""The headline: the title of an article that fits the lead, else the beginning of the lead. Verbatim, with evidence.

A record's title counts like one in the text; because it stands outside the text, the sentence that says it is cited.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...lang.patterns import PHRASES, pattern_of_all
from ...nlp.doc import Doc
from ...nlp.speech_verbs import VERBS
from ...nlp.stances import contrary
from ...prepare import Story
from ...records import Article, Evidence, Notice, Sentence
from ..eligibility import is_neutral
from .candidates import Candidate, record_title
from .clauses import clause_before, main_clause
from .reversals import is_reversed

_SHORTEST, _LONGEST = 4, 20  # words
_LEAST_TERMS = 3  # content words that name who and what
_FIT = 0.4  # share of a title's content words that must be in the lead
_OWN_FIT = 2  # content words that the title of the lead's own article must share with it
_OLDER = 0.85  # worth of a title from an earlier day, relative to one from the last day reported
_BORROWED = 0.75  # worth of a title with somebody's words in quotation marks, which speak for one side
_CUT = Notice("headline_cut", "no title of the articles fits: the headline is the beginning of the first sentence")


_BEGUN = Notice("headline_cut", "no whole title of the articles fits: the headline is the beginning of one")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline with its evidence; `warnings` say that it is not a title. All are empty if there is none."""

    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is written, with what is cited for it."""

    text: str
    evidence: Evidence


def choose_headline(
    story: Story,
    told: Iterable[tuple[Candidate, Sequence[str]]],
    rank: Mapping[str, int],
    off_topic: Set[str] = frozenset(),
    refuses: Callable[[str], object] = lambda title: False,
    printed: Sequence[Sentence] = (),
) -> Headline:
    """The best title that fits the first of the `printed` sentences, the lead; with none, the lead's main clause.

    A title that judges in its last clause only is cut before it, where no other fits. Where no clause can be cut from
    the lead either, a title of its own article stands in, or one of its matter.

    `told` are the body sentences with their terms; `rank` orders article ids by the days they report. A title is not
    used if it is refused, or if a printed sentence tells the reverse of its matter.
    """
    bodies = [(candidate, frozenset(found)) for candidate, found in told]
    lead = printed[0] if printed else None
    every = list(_titles(story, bodies, off_topic))

    def stand(titles: Iterable[_Title]) -> list[_Title]:
        found = [each for each in titles if _may_head(story.doc(each.text)) and not refuses(each.text)]
        return [each for each in found if _is_unrefuted(each.text, printed, story)]

    whole: list[_Title] = stand(every)
    warnings: tuple[Notice, ...] = ()
    titles = [each for each in whole if lead is None or _fits(each, lead, story)]
    if not titles and lead:
        begun = stand(_beginning(each, story) for each in every)
        titles, warnings = [each for each in begun if _fits(each, lead, story)], (_BEGUN,)
    if not titles:
        cut = _cut_from(lead, story)
        titles, warnings = [each for each in whole if lead and _is_of_its_matter(each, lead, story)], ()
        if cut.text or not titles:
            return cut
    asked = frozenset(term for title in titles for term in story.doc(title.text).terms)
    postings = _postings(bodies, asked)
    last = max(rank[title.evidence.article] for title in titles)

    def worth(title: _Title) -> float:
        age = 1.0 if rank[title.evidence.article] == last else _OLDER
        own = 1.0 if story.doc(title.text).outside == title.text else _BORROWED
        return age * own * _agreement(title.text, postings, story)

    best = max(titles, key=worth)
    return Headline(best.text.removesuffix("."), (best.evidence,), warnings)


def _titles(story: Story, bodies: Sequence[tuple[Candidate, frozenset[str]]], off_topic: Set[str]) -> Iterable[_Title]:
    """The titles in the texts, then those of records that no text repeats."""
    met = set()
    for s in story.sentences:
        if s.zone == "title" and s.article not in off_topic:
            met.add((s.article, " ".join(s.text.split())))
            yield _Title(" ".join(s.text.split()), Evidence(s.article, s.start, s.end, s.text))
    for article in story.articles:
        text = record_title(article)
        if text and article.id not in off_topic and (article.id, text) not in met:
            found = _said_by(story.doc(text), article, bodies)
            if found:
                yield _Title(text, Evidence(found.article, found.start, found.end, found.text, "match"))


def _said_by(title: Doc, article: Article, bodies: Sequence[tuple[Candidate, frozenset[str]]]) -> Sentence | None:
    """The sentence of an article that shares most content words with its title, the first of several."""
    asked = title.stems
    own = [
        (len(asked & found), sentence)
        for candidate, found in bodies
        for sentence in candidate.sentences
        if sentence.article == article.id
    ]
    return max(own, key=lambda each: (each[0], -each[1].start), default=(0, None))[1]


def _may_head(title: Doc) -> bool:
    """Whether a title is one: no fragment, no label, no judgement, no question."""
    whole = _SHORTEST <= title.size <= _LONGEST and len(title.stems) >= _LEAST_TERMS
    return whole and is_neutral(title) and not pattern_of_all("no_title_openings", PHRASES).match(title.text)


def _fits(title: _Title, lead: Sentence, story: Story) -> bool:
    """Whether a title speaks of what the lead tells; the lead's own article's needs only be of its matter."""
    asked = story.doc(title.text).stems
    shared = len(asked & story.doc(lead.text).stems)
    return shared >= _FIT * len(asked) or (title.evidence.article == lead.article and shared >= _OWN_FIT)


def _is_of_its_matter(title: _Title, lead: Sentence, story: Story) -> bool:
    """Whether a title is of the lead's own article, or shares with the lead what a title of it would."""
    shared = story.doc(title.text).stems & story.doc(lead.text).stems
    return title.evidence.article == lead.article or len(shared) >= _OWN_FIT


def _beginning(title: _Title, story: Story) -> _Title:
    """A title without its last clause, where it reads well and tells nothing that somebody says: "Mayor says that"."""
    text = clause_before(title.text, story.language, lambda piece: _may_head(story.doc(piece)))
    words = (word.lower() for word in text.split())
    return replace(title, text="" if any(word in VERBS for word in words) else text)


def _is_unrefuted(title: str, printed: Sequence[Sentence], story: Story) -> bool:
    """Whether the lead does not say the opposite of a title, and no printed sentence tells the reverse of it."""
    if any(contrary(title, lead.text, story.language) for lead in printed[:1]):
        return False
    return not any(is_reversed(story.doc(title), story.doc(sentence.text)) for sentence in printed)


def _cut_from(lead: Sentence | None, story: Story) -> Headline:
    """The lead's main clause as the headline."""
    if lead is None:
        return Headline()
    article = next(each for each in story.articles if each.id == lead.article)
    start, end = main_clause(lead.text, story.language)
    if start == end:
        return Headline()
    start, end = lead.start + start, lead.start + end
    span = Evidence(article.id, start, end, article.text[start:end])
    return Headline(" ".join(span.text.split()), (span,), (_CUT,))


def _postings(told: Iterable[tuple[Candidate, frozenset[str]]], asked: frozenset[str]) -> dict[str, set[str]]:
    """For each requested term, the articles whose bodies hold it."""
    postings: dict[str, set[str]] = defaultdict(set)
    for candidate, found in told:
        for term in asked & found:
            postings[term].update(sentence.article for sentence in candidate.sentences)
    return postings


def _agreement(title: str, postings: Mapping[str, set[str]], story: Story) -> float:
    """Mean share of the articles that hold a term of the title; a title that says more is worth a little more."""
    found = story.doc(title).stems
    if not found:
        return 0.0
    held = sum(len(postings.get(term, ())) for term in found)
    return held / len(found) / len(story.articles) * math.log(1 + len(found))
