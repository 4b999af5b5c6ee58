"""The headline: the title of the article that says most of what the story is about. Verbatim, with its evidence."""

from __future__ import annotations

from ..prepare import Story
from ..records import Evidence, Sentence
from ..text.words import count_words, terms
from .concepts import Concepts
from .readability import is_neutral

_LONGEST = 20  # words


def choose_headline(
    story: Story, concepts: Concepts, off_topic: frozenset[str] = frozenset()
) -> tuple[str, tuple[Evidence, ...]]:
    """The best title as (text, evidence); ("", ()) when no article has one."""
    known = _term_weights(concepts)
    titles = [s for s in story.sentences if s.zone == "title" and s.article not in off_topic]
    titles = [s for s in titles if 3 <= count_words(s.text) <= _LONGEST]
    if not titles:
        return "", ()
    best = max(titles, key=lambda s: (is_neutral(s.text), _worth(s, known, story.language)))
    evidence = Evidence(best.article, best.start, best.end, best.text)
    return " ".join(best.text.split()), (evidence,)


def _term_weights(concepts: Concepts) -> dict[str, int]:
    """In how many passages each term stands."""
    weights: dict[str, int] = {}
    for each in concepts.terms:
        for term in set(each):
            weights[term] = weights.get(term, 0) + 1
    return weights


def _worth(title: Sentence, known: dict[str, int], language: str) -> float:
    found = set(terms(title.text, language))
    return sum(known.get(term, 0) for term in found) / (len(found) or 1) ** 0.5
