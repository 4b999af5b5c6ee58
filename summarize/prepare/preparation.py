"""From articles to a story: zones, numbered sentences, languages, origins. Deletes nothing, changes no text.

What can be told of each article by itself, once the vocabulary of its event is known, is shared among processes from
200 articles on; the results are the same as without them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from ..lang.language import Language, load_language
from ..nlp.doc import Docs
from ..nlp.language_id import code_of, guess_language, language_of
from ..nlp.tokenize import TermCounts, count_terms
from ..records import Article, Evidence, Sentence, Zone
from ..story import Story, text_told
from .processes import available, in_shares
from .provenance.credits import Credit, find_credit
from .provenance.near_duplicates import names_and_figures, sketch
from .provenance.origins import find_origins
from .zoning.lines import LineFeatures
from .zoning.paragraphs import Event
from .zoning.sentences import split_block
from .zoning.zones import find_event, find_zones

_MANY = 200  # articles; from here on other processes save more time than starting them takes
_HEAD_START = 60  # articles done in the time that a process takes to start
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,4}$")
_LIST_WORDS = 32  # a list item is never longer

_PlainValues: TypeAlias = tuple[Any, ...]  # tuples, lists, texts and numbers: what can be passed between processes


def prepare_story(articles: Sequence[Article], *, language: str = "", keep_boilerplate: bool = False) -> Story:
    """Zone and split every article. `language` is the summary's, "" for that of most articles.

    With `keep_boilerplate`, zones found to be boilerplate count as body.
    """
    languages, main = _languages(articles, language)
    facts = article_facts(articles, languages, keep_boilerplate=keep_boilerplate)
    docs = Docs()
    provenance = find_origins(articles, facts, lambda text: docs.of(text, main))
    return Story(
        tuple(articles),
        tuple(each.zones for each in facts),
        tuple(sentence for each in facts for sentence in each.sentences),
        provenance.origins,
        main,
        text_groups=provenance.text_groups,
        languages=tuple(languages),
        term_counts=tuple(each.counts for each in facts if each.counts),
        docs=docs,
    )


def _languages(articles: Sequence[Article], wanted: str) -> tuple[list[str], str]:
    """Each article's language and the story's; the story's if an article's cannot be determined."""
    found = [language_of(article.text, article.language) for article in articles]
    votes = Counter(code for code in found if code)
    main = code_of(wanted) or (votes.most_common(1)[0][0] if votes else "en")
    return [_language_if_sure(article, code, main) for article, code in zip(articles, found, strict=True)], main


def _language_if_sure(article: Article, code: str, main: str) -> str:
    """An article's language: the story's, unless another is given or shown by both its middle and its beginning."""
    if code in ("", main):
        return main
    return code if article.language or guess_language(article.text) == code else main


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """One article's zones and sentences, the medium it credits, sampled runs of its words, its names and figures.

    `counts` are those of its terms, None if they are left to whoever needs them.
    """

    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    credit: Credit | None
    runs: tuple[int, ...]
    names: frozenset[str]
    counts: TermCounts | None = None


def article_facts(
    articles: Sequence[Article], languages: Sequence[str], *, keep_boilerplate: bool = False
) -> list[ArticleFacts]:
    """The facts of each article of one story. With `keep_boilerplate`, zones found to be boilerplate count as body."""
    count = available() if len(articles) >= _MANY else 1
    if count == 1:
        return _facts_here(articles, languages, keep_boilerplate)
    event = find_event([article.text for article in articles], languages)
    shares = [
        (
            [(each.id, each.text, each.title, each.publisher, each.origin) for each in articles[start:end]],
            list(languages[start:end]),
            keep_boilerplate,
            (dict(event.terms), event.step, start),
        )
        for start, end in pairwise(_borders(len(articles), count))
    ]
    found = in_shares(facts_in_process, shares)
    return [_from_plain_values(article, plain) for article, plain in zip(articles, found, strict=True)]


def _borders(articles: int, count: int) -> list[int]:
    """Where the shares of so many processes begin and end; the first is larger, because it need not start a process."""
    other = (articles - _HEAD_START) // count
    return [0, *range(articles - other * (count - 1), articles + 1, other)]


def facts_in_process(share: _PlainValues) -> list[_PlainValues]:
    """The facts of some of a story's articles, as plain values, for another process."""
    given, languages, keep_boilerplate, (terms, step, first) = share
    articles = [
        Article(id=identity, text=text, sha256="", title=title, publisher=publisher, origin=origin)
        for identity, text, title, publisher, origin in given
    ]
    found = _facts_here(articles, languages, keep_boilerplate, Event(Counter(terms), step, first))
    return [
        (*_to_plain_values(each), count_terms(text_told(article, each.sentences), language))
        for article, each, language in zip(articles, found, languages, strict=True)
    ]


def _facts_here(
    articles: Sequence[Article], languages: Sequence[str], keep_boilerplate: bool, event: Event | None = None
) -> list[ArticleFacts]:
    zones = find_zones([article.text for article in articles], languages, event)
    if keep_boilerplate:
        zones = [tuple(map(_as_body, each)) for each in zones]
    return [_facts_of(*each) for each in zip(articles, zones, languages, strict=True)]


def _facts_of(article: Article, zones: tuple[Zone, ...], language: str) -> ArticleFacts:
    sentences = tuple(_sentences(article, zones, load_language(language)))
    body = [sentence for sentence in sentences if sentence.zone == "body"]
    credit = None if article.origin else find_credit(article)
    return ArticleFacts(zones, sentences, credit, tuple(sketch(body)), names_and_figures(body))


def _to_plain_values(found: ArticleFacts) -> _PlainValues:
    credit = found.credit
    return (
        [(zone.start, zone.end, zone.kind, zone.reason) for zone in found.zones],
        [(s.start, s.end, s.zone, s.reason, s.paragraph, s.lead) for s in found.sentences],
        (credit.medium, [(each.start, each.end) for each in credit.evidence]) if credit else None,
        found.runs,
        found.names,
    )


def _from_plain_values(article: Article, plain: _PlainValues) -> ArticleFacts:
    zones, sentences, credit, runs, names, counts = plain
    text, identity = article.text, article.id
    return ArticleFacts(
        tuple(Zone(*zone) for zone in zones),
        tuple(
            Sentence(identity, number, start, end, text[start:end], *more)
            for number, (start, end, *more) in enumerate(sentences)
        ),
        Credit(credit[0], tuple(Evidence(identity, a, b, text[a:b], "match") for a, b in credit[1]))
        if credit
        else None,
        runs,
        names,
        counts,
    )


def _as_body(zone: Zone) -> Zone:
    return Zone(zone.start, zone.end, "body", "kept on request") if zone.kind == "boilerplate" else zone


def _sentences(article: Article, zones: Sequence[Zone], language: Language) -> Iterator[Sentence]:
    """The article's sentences in order. What a line with a colon introduces knows that line's number."""
    number = 0
    lead: int | None = None
    direct = False  # whether the lead-in is in the zone before
    for paragraph, zone in enumerate(zones):
        if zone.kind == "heading" or not (direct or _is_item(article.text[zone.start : zone.end])):
            lead = None
        direct, text = False, ""
        spans = split_block(article.text, zone.start, zone.end, language)
        for start, end in _unbroken(article.text, spans) if zone.kind == "title" else spans:
            text = article.text[start:end]
            yield Sentence(article.id, number, start, end, text, zone.kind, zone.reason, paragraph, lead)
            number += 1
        if text.endswith((":", "：")):
            lead, direct = number - 1, True


def _unbroken(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of a title, joined where they were split after initials: every word has a capital ("U.S. To Give")."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _INITIALS.search(text, joined[-1][0], joined[-1][1]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_item(text: str) -> bool:
    """Whether a paragraph can continue a list: it has a list mark, or is short and not a sentence."""
    shape = LineFeatures(text)
    return bool(shape.bullet) or not (shape.ends_sentence or shape.introduces or shape.size > _LIST_WORDS)
