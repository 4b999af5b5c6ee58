"""From articles to a story: zones, numbered sentences, languages, origins. Deletes nothing, changes no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Article, Notice, Origin, Sentence, Zone
from ..text.language import guess_language
from .shapes import BULLET
from .origins import find_origins
from .sentences import split_block
from .zones import find_zones

_SURE = 200  # characters below which a text is too short to guess its language


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, prepared. `zones` runs parallel to `articles`; `sentences` holds all, in order."""

    articles: tuple[Article, ...]
    zones: tuple[tuple[Zone, ...], ...]
    sentences: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    language: str
    warnings: tuple[Notice, ...] = ()


def prepare_story(articles: Sequence[Article], *, language: str = "", keep_boilerplate: bool = False) -> Story:
    """Zone and split every article. `language` is the summary's, "" for the articles' majority."""
    languages = [article.language or _language_of(article) for article in articles]
    main = language or Counter(code for code in languages if code).most_common(1)[0][0] if any(languages) else "en"
    languages = [code or main for code in languages]
    zones = find_zones([article.text for article in articles], languages)
    if keep_boilerplate:
        zones = [tuple(_kept(zone) for zone in each) for each in zones]
    sentences = tuple(
        sentence
        for article, each, code in zip(articles, zones, languages, strict=True)
        for sentence in _sentences(article, each, code)
    )
    return Story(tuple(articles), tuple(zones), sentences, find_origins(articles, sentences), main)


def _language_of(article: Article) -> str:
    return guess_language(article.text) if len(article.text) > _SURE else ""


def _kept(zone: Zone) -> Zone:
    return Zone(zone.start, zone.end, "body", "kept on request") if zone.kind == "boilerplate" else zone


def _sentences(article: Article, zones: Sequence[Zone], language: str) -> list[Sentence]:
    """The article's sentences in order. A list's items know the number of their lead-in line."""
    found: list[Sentence] = []
    lead: int | None = None
    for paragraph, zone in enumerate(zones):
        listed = BULLET.match(article.text, zone.start, zone.end) is not None
        if not listed:
            lead = None
        for start, end in split_block(article.text, zone.start, zone.end, language):
            text = article.text[start:end]
            found.append(
                Sentence(
                    article.id,
                    len(found),
                    start,
                    end,
                    text,
                    zone.kind,
                    zone.reason,
                    paragraph,
                    lead if listed else None,
                )
            )
        if found and found[-1].text.endswith((":", "：")):
            lead = found[-1].number
    return found
