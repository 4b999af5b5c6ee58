"""What the checks may know of a story besides a claim's own evidence, and how they word what is missing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..records import Article, Evidence
from ..text.dates import dates
from ..text.language import language_of
from ..text.names import Name, fold_name, names
from ..text.words import term_set, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the checks may know of a story besides a claim's own evidence.

    `weights`: inverse document frequency by stem; `ordinary`: words seen in lower case; `spellings`: folded words seen
    with a capital; `published`: day of publication by article id; `places`: the n of [n] by article id; `texts`: the
    articles themselves, read only to tell whom "he" and "the secretary" of a cited sentence mean; `languages`:
    two-letter codes by article id.
    """

    language: str = "en"
    weights: Mapping[str, float] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    spellings: frozenset[str] = frozenset()
    published: Mapping[str, date] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)

    def citation(self, evidence: Sequence[Evidence]) -> str:
        """Where it was looked, for messages: "[1]", "[1] and [3]"."""
        found = dict.fromkeys(str(self.places.get(item.article, item.article)) for item in evidence)
        return " and ".join(f"[{place}]" for place in found)


def context_of(
    articles: Sequence[Article], language: str = "en", *, places: Mapping[str, int] | None = None
) -> Context:
    """Gather the context of a story from all its articles; one pass over their words. `places` are for messages."""
    seen: Counter[str] = Counter()
    ordinary: set[str] = set()
    spellings: set[str] = set()
    for article in articles:
        found = set(words(article.text))
        small = set(filter(str.islower, found))
        ordinary |= small
        spellings |= found - small
        seen.update(term_set(article.text, language))
    return Context(
        language=language,
        weights={term: math.log(1 + len(articles) / count) for term, count in seen.items()},
        ordinary=frozenset(ordinary),
        spellings=frozenset(part for word in spellings for part in fold_name(word).split()),
        published={article.id: day for article in articles if (day := _day(article.published))},
        places=places or {article.id: place for place, article in enumerate(articles, 1)},
        texts={article.id: article.text for article in articles},
        languages={article.id: language_of(article.text, article.language) for article in articles},
    )


def missing(token: str, evidence: Sequence[Evidence], context: Context, there: Sequence[str], why: str = "") -> str:
    """Word what failed: the claim's token, where it was looked, what stands there, and why that does not bear it."""
    spans = "sentence" if len(evidence) == 1 else "sentences"
    found = ", ".join(f'"{text}"' for text in list(dict.fromkeys(there))[:3])
    marked = token if token[:1] in "“\"'‘«„" else f'"{token}"'
    message = f"{marked} is not in the cited {spans} of {context.citation(evidence)}"
    message = f"{message} (there: {found})" if found else message
    return f"{message}: {why}" if why else message


def counted(count: int, noun: str) -> str:
    """ "3 names", "1 name", "no names"."""
    return f"{count} {noun}{'s' * (count != 1)}" if count else f"no {noun}s"


def names_in(text: str, context: Context) -> list[Name]:
    """The names of a text without its dates."""
    taken = [(found.start, found.end) for found in dates(text, context.language)]
    kept = []
    for name in names(text, context.language, context.ordinary):
        if any(start <= name.start < end for start, end in taken):
            continue
        day = next((start for start, end in taken if name.start < start < name.end), None)
        kept.append(_cut(name, day - name.start) if day else name)
    return kept


def _cut(name: Name, length: int) -> Name:
    """A name without the day that stands with it: "The Post Thursday"."""
    text = name.text[:length].rstrip()
    count = sum(len(fold_name(word).split()) for word in text.split())
    return replace(name, end=name.start + len(text), text=text, words=name.words[:count])


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
