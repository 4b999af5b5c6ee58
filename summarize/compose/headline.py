"""The headline: the title of an article that says what the others say too. Verbatim, with its evidence."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from ..prepare import Difference, Story
from ..records import Evidence, Sentence
from ..text.speech import outside_quotations
from ..text.words import count_words, terms
from .candidates import Candidate
from .readability import is_neutral
from .sides import side_of

_NO_TITLE = re.compile(
    r"(?i)\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b|file\b|photos?:|watch:|live:|updated?\b"
)
_LONGEST = 20  # words
_OLDER = 0.85  # worth of a title from an earlier day beside one from the last day reported
_BORROWED = 0.75  # worth of a title with somebody's words in quotation marks, which speak for one side


def choose_headline(
    story: Story,
    told: Iterable[tuple[Candidate, Sequence[str]]],
    rank: Mapping[str, int],
    off_topic: Set[str] = frozenset(),
    differences: Sequence[Difference] = (),
) -> tuple[str, tuple[Evidence, ...]]:
    """The best title as (text, evidence); ("", ()) when no article has one.

    `told` are the body sentences with their terms; `rank` orders article ids by the days they report. A title that
    takes a side in one of the `differences` is none.
    """
    titles = [s for s in story.sentences if s.zone == "title" and s.article not in off_topic]
    titles = [s for s in titles if 3 <= count_words(s.text) <= _LONGEST]
    titles = [s for s in titles if not side_of(s.text, differences)]
    titles = [s for s in titles if not _NO_TITLE.match(s.text)]
    if not titles:
        return "", ()
    asked = frozenset(term for title in titles for term in terms(title.text, story.language))
    holders = _holders(told, asked)
    last = max(rank[sentence.article] for sentence in titles)

    def worth(title: Sentence) -> tuple[bool, float]:
        age = 1.0 if rank[title.article] == last else _OLDER
        own = 1.0 if outside_quotations(title.text) == title.text else _BORROWED
        return is_neutral(title.text), age * own * _agreement(title, holders, story)

    best = max(titles, key=worth)
    return " ".join(best.text.split()), (Evidence(best.article, best.start, best.end, best.text),)


def _holders(told: Iterable[tuple[Candidate, Sequence[str]]], asked: frozenset[str]) -> dict[str, set[str]]:
    """In which articles' bodies each term that is asked for stands."""
    holders: dict[str, set[str]] = defaultdict(set)
    for candidate, found in told:
        for term in asked.intersection(found):
            holders[term].update(sentence.article for sentence in candidate.sentences)
    return holders


def _agreement(title: Sentence, holders: Mapping[str, set[str]], story: Story) -> float:
    """Mean share of the articles that hold a term of the title; a title that says more is worth a little more."""
    found = set(terms(title.text, story.language))
    if not found:
        return 0.0
    held = sum(len(holders.get(term, ())) for term in found)
    return held / len(found) / len(story.articles) * math.log(1 + len(found))
