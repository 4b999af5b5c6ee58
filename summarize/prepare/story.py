"""From articles to a story: zones, numbered sentences, languages, origins. Deletes nothing, changes no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..nlp.language_id import code_of, guess_language, language_of
from ..records import Article, Notice, Origin, Sentence, Zone
from .provenance.origins import find_origins
from .zoning.line_features import Shape
from .zoning.sentences import split_block
from .zoning.zones import find_zones

_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,4}$")
_LIST_WORDS = 32  # an item of a list is no longer


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, prepared. `zones`, `tellings` and `languages` run parallel to `articles`.

    `sentences` are in order. Articles with one number among the `tellings` are one text: see `origins.Provenance`.
    `language` is the summary's. An article whose own language cannot be told counts as being in it.
    """

    articles: tuple[Article, ...]
    zones: tuple[tuple[Zone, ...], ...]
    sentences: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    language: str
    warnings: tuple[Notice, ...] = ()
    tellings: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()


def prepare_story(articles: Sequence[Article], *, language: str = "", keep_boilerplate: bool = False) -> Story:
    """Zone and split every article. `language` is the summary's, "" for the articles' majority.

    With `keep_boilerplate` what was found to be boilerplate counts as body.
    """
    languages, main = _languages(articles, language)
    zones = find_zones([article.text for article in articles], languages)
    if keep_boilerplate:
        zones = [tuple(_kept(zone) for zone in each) for each in zones]
    sentences = tuple(
        sentence
        for article, each, code in zip(articles, zones, languages, strict=True)
        for sentence in _sentences(article, each, code)
    )
    found = find_origins(articles, sentences, main)
    return Story(
        tuple(articles),
        tuple(zones),
        sentences,
        found.origins,
        main,
        tellings=found.tellings,
        languages=tuple(languages),
    )


def foreign_articles(story: Story) -> frozenset[str]:
    """Ids of the articles in another language than the summary's."""
    pairs = zip(story.articles, story.languages, strict=False)
    return frozenset(article.id for article, language in pairs if language != story.language)


def _languages(articles: Sequence[Article], wanted: str) -> tuple[list[str], str]:
    """Each article's language and the story's; the story's where an article's cannot be told."""
    found = [language_of(article.text, article.language) for article in articles]
    votes = Counter(code for code in found if code)
    main = code_of(wanted) or (votes.most_common(1)[0][0] if votes else "en")
    return [_sure(article, code, main) for article, code in zip(articles, found, strict=True)], main


def _sure(article: Article, code: str, main: str) -> str:
    """An article's language: the story's, unless it is given or both its middle and its beginning tell another."""
    if code in ("", main):
        return main
    return code if article.language or guess_language(article.text) == code else main


def _kept(zone: Zone) -> Zone:
    return Zone(zone.start, zone.end, "body", "kept on request") if zone.kind == "boilerplate" else zone


def _sentences(article: Article, zones: Sequence[Zone], language: str) -> Iterator[Sentence]:
    """The article's sentences in order. What a line with a colon introduces knows that line's number."""
    number = 0
    lead: int | None = None
    direct = False  # whether the lead-in stands in the zone before
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
    """The spans of a title, joined where they are parted behind initials: every word has a capital ("U.S. To Give")."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _INITIALS.search(text, joined[-1][0], joined[-1][1]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_item(text: str) -> bool:
    """Whether a paragraph can go on with a list: it has a list's mark, or is short and no sentence."""
    shape = Shape(text)
    return bool(shape.bullet) or not (shape.ends_sentence or shape.introduces or shape.size > _LIST_WORDS)
