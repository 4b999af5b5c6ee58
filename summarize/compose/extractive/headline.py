"""The headline: the title of an article that fits the lead, else the beginning of the lead. Verbatim, with evidence.

A record's title counts like one in the text; because it stands outside the text, the sentence that says it is cited.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from ...nlp.antonyms import contrary
from ...nlp.speakers import outside_quotations
from ...nlp.tokenize import count_words, terms
from ...prepare import Story
from ...records import Article, Evidence, Notice, Sentence
from ..eligibility import is_neutral
from .candidates import Candidate, record_title
from .clauses import main_clause
from .reversals import is_reversed

_NO_TITLE = re.compile(
    r"(?i)\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b|file\b"
    r"|(?:photos?|watch|live|opinion|analysis|editorial|video)\s?:|updated?\b"
)
_SHORTEST, _LONGEST = 4, 20  # words
_LEAST_TERMS = 3  # content words that name who and what
_FIT = 0.4  # share of a title's content words that must be in the lead
_OWN_FIT = 2  # content words that the title of the lead's own article must share with it
_OLDER = 0.85  # worth of a title from an earlier day, relative to one from the last day reported
_BORROWED = 0.75  # worth of a title with somebody's words in quotation marks, which speak for one side
_CUT = Notice("headline_cut", "no title of the articles fits: the headline is the beginning of the first sentence")


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

    Where no clause can be cut from the lead, a title of its own article stands in.

    `told` are the body sentences with their terms; `rank` orders article ids by the days they report. A title is not
    used if it is refused, or if a printed sentence tells the reverse of its matter.
    """
    bodies = [(candidate, frozenset(found)) for candidate, found in told]
    lead = printed[0] if printed else None
    whole = [each for each in _titles(story, bodies, off_topic) if _may_head(each.text, story.language)]
    whole = [each for each in whole if not refuses(each.text) and _is_unrefuted(each.text, printed, story.language)]
    titles = [each for each in whole if lead is None or _fits(each, lead, story.language)]
    if not titles:
        cut = _cut_from(lead, story)
        titles = [each for each in whole if lead and each.evidence.article == lead.article]
        if cut.text or not titles:
            return cut
    asked = frozenset(term for title in titles for term in terms(title.text, story.language))
    postings = _postings(bodies, asked)
    last = max(rank[title.evidence.article] for title in titles)

    def worth(title: _Title) -> float:
        age = 1.0 if rank[title.evidence.article] == last else _OLDER
        own = 1.0 if outside_quotations(title.text) == title.text else _BORROWED
        return age * own * _agreement(title.text, postings, story)

    best = max(titles, key=worth)
    return Headline(best.text.removesuffix("."), (best.evidence,))


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
            found = _said_by(text, article, bodies, story.language)
            if found:
                yield _Title(text, Evidence(found.article, found.start, found.end, found.text, "match"))


def _said_by(
    title: str, article: Article, bodies: Sequence[tuple[Candidate, frozenset[str]]], language: str
) -> Sentence | None:
    """The sentence of an article that shares most content words with its title, the first of several."""
    asked = frozenset(terms(title, language))
    own = [
        (len(asked & found), sentence)
        for candidate, found in bodies
        for sentence in candidate.sentences
        if sentence.article == article.id
    ]
    return max(own, key=lambda each: (each[0], -each[1].start), default=(0, None))[1]


def _may_head(title: str, language: str) -> bool:
    """Whether a title is one: no fragment, no label, no judgement, no question."""
    whole = _SHORTEST <= count_words(title) <= _LONGEST and len(set(terms(title, language))) >= _LEAST_TERMS
    return whole and is_neutral(title) and not _NO_TITLE.match(title)


def _fits(title: _Title, lead: Sentence, language: str) -> bool:
    """Whether a title speaks of what the lead tells; the lead's own article's needs only be of its matter."""
    asked = set(terms(title.text, language))
    shared = len(asked & set(terms(lead.text, language)))
    return shared >= _FIT * len(asked) or (title.evidence.article == lead.article and shared >= _OWN_FIT)


def _is_unrefuted(title: str, printed: Sequence[Sentence], language: str) -> bool:
    """Whether the lead does not say the opposite of a title, and no printed sentence tells the reverse of it."""
    if any(contrary(title, lead.text, language) for lead in printed[:1]):
        return False
    return not any(is_reversed(title, sentence.text, language) for sentence in printed)


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
    found = set(terms(title, story.language))
    if not found:
        return 0.0
    held = sum(len(postings.get(term, ())) for term in found)
    return held / len(found) / len(story.articles) * math.log(1 + len(found))
