"""What heads a summary whose own headline is missing or does not hold: a fitting title, else its first words.

A title is somebody else's headline, perhaps from the day before: it is checked beside what the summary's sentences
cite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...nlp.doc import Doc
from ...nlp.prompt_injection import speaks_to_program
from ...nlp.quotations import is_balanced
from ...nlp.speakers import find_speaker
from ...nlp.tokenize import count_words, normalize_whitespace, term_set
from ...records import Evidence
from ..eligibility import is_neutral
from .generation import GenerationContext
from .parsing import DraftClaim

_TITLE = "title "  # begins the ids of titles as claims
_TRIED = 2  # most titles that are checked
_WORDS = (3, 20)  # a shorter title is a site's label, a longer one not a headline
_TOLD = 0.5  # share of a title's content words that the sentences must have, and how many at least
_LEAST_TOLD = 3
_NEAREST = 3  # sentences whose citations a title is checked beside
_MOST_CITED = 6
_CLAUSE_WORDS = (5, 16)  # of a sentence's beginning that can be a headline
_CLAUSE = re.compile(r"[;:]\s|,\s|\s[–—]\s")
_STOP = re.compile(r"[^\W_]{2}\.$")


def is_title(identity: str) -> bool:
    """Whether a claim's id is that of a title."""
    return identity.startswith(_TITLE)


def fitting_titles(context: GenerationContext, told: Sequence[DraftClaim]) -> dict[str, DraftClaim]:
    """The titles that tell most of what the sentences tell, by id, the best first, each to be checked as a claim."""
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
    return {f"{_TITLE}{n}": _beside(title, said, language) for n, title in enumerate(best, 1)}


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
    return without_stop(text)


def without_stop(text: str) -> str:
    """A headline without its final stop; that of "U.S." stays."""
    return text[:-1] if _STOP.search(text) else text


def _titles(context: GenerationContext) -> Iterator[str]:
    """The articles' titles, in their texts and in their records; not labels or paragraphs."""
    low, high = _WORDS
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
