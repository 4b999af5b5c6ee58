"""From articles to a story: zones, numbered sentences, languages, origins. Deletes nothing, changes no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..nlp.doc import Doc, Docs
from ..nlp.language_id import code_of, guess_language, language_of
from ..nlp.tokenize import TermCounts
from ..records import Article, Notice, Origin, Sentence, Zone
from .article_facts import find_each
from .provenance.origins import find_origins

_LONGEST_TITLE = 300  # characters; a longer line is a paragraph that looks like a title


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, prepared. `zones`, `text_groups` and `languages` run parallel to `articles`.

    `sentences` are in order. Articles with one number among the `text_groups` are one text: see `origins.Provenance`.
    `term_counts` run parallel too if they are already counted, else they are empty. `language` is the summary's. An
    article whose own language cannot be determined counts as being in it.
    """

    articles: tuple[Article, ...]
    zones: tuple[tuple[Zone, ...], ...]
    sentences: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    language: str
    warnings: tuple[Notice, ...] = ()
    text_groups: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    term_counts: tuple[TermCounts, ...] = ()
    docs: Docs = field(default_factory=Docs, repr=False, compare=False)

    def doc(self, text: str) -> Doc:
        """A sentence in the story's language with its annotations: each is found once, whoever asks."""
        return self.docs.of(text, self.language)


def prepare_story(articles: Sequence[Article], *, language: str = "", keep_boilerplate: bool = False) -> Story:
    """Zone and split every article. `language` is the summary's, "" for that of most articles.

    With `keep_boilerplate`, zones found to be boilerplate count as body.
    """
    languages, main = _languages(articles, language)
    each = find_each(articles, languages, keep_boilerplate=keep_boilerplate)
    docs = Docs()
    found = find_origins(articles, each, lambda text: docs.of(text, main))
    return Story(
        tuple(articles),
        tuple(facts.zones for facts in each),
        tuple(sentence for facts in each for sentence in facts.sentences),
        found.origins,
        main,
        text_groups=found.text_groups,
        languages=tuple(languages),
        term_counts=tuple(facts.counts for facts in each if facts.counts),
        docs=docs,
    )


def foreign_articles(story: Story) -> frozenset[str]:
    """Ids of the articles in another language than the summary's."""
    pairs = zip(story.articles, story.languages, strict=False)
    return frozenset(article.id for article, language in pairs if language != story.language)


def with_titles(story: Story) -> tuple[Article, ...]:
    """The articles, each with the title that its text was found to begin with, if no other is known."""
    pairs = zip(story.articles, story.zones, strict=True)
    return tuple(
        article if article.title else replace(article, title=_title(article, zones)) for article, zones in pairs
    )


def _title(article: Article, zones: Sequence[Zone]) -> str | None:
    """The title in a text, on one line; None if there is none, or it is too long for a title."""
    found = next((zone for zone in zones if zone.kind == "title"), None)
    words = " ".join(article.text[found.start : found.end].split()) if found else ""
    return words if 0 < len(words) <= _LONGEST_TITLE else None


def _languages(articles: Sequence[Article], wanted: str) -> tuple[list[str], str]:
    """Each article's language and the story's; the story's if an article's cannot be determined."""
    found = [language_of(article.text, article.language) for article in articles]
    votes = Counter(code for code in found if code)
    main = code_of(wanted) or (votes.most_common(1)[0][0] if votes else "en")
    return [_sure(article, code, main) for article, code in zip(articles, found, strict=True)], main


def _sure(article: Article, code: str, main: str) -> str:
    """An article's language: the story's, unless another is given or shown by both its middle and its beginning."""
    if code in ("", main):
        return main
    return code if article.language or guess_language(article.text) == code else main
