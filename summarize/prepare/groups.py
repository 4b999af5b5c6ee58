"""Sorts a mixed pile of articles into stories: those that tell of one event. Chooses none, sets none aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from ..errors import UsageError
from ..records import Article, Group
from ..text.language import language_of
from ..text.words import WORD, terms_of
from .bridges import bridge
from .likeness import Cluster, Topic, dot, find_clusters, find_topics

_REPEATED = 4  # articles in which a short line stands that belongs to a site, not to a story
_SHORT = 200  # characters of such a line; what copies of one report share is longer
_SHARED = 6  # terms that are shown
_LEAST = 3  # letters of a term that is shown, where words are parted by blanks
_TITLE = 160  # characters of a first line that stands for a title
_HIRAGANA = re.compile("[\u3040-\u309f]+")  # endings and particles, mostly
_READ = 8_000  # characters in which a term's wording is looked for


def group_articles(articles: Sequence[Article]) -> tuple[Group, ...]:
    """Sort articles into stories, the largest first, of equal ones the one whose first article came first.

    Every article is in exactly one group, in the order given; equal input gives equal groups. Articles in different
    languages are one story where they share names and figures in the same script. Takes about 2 ms of CPU and 10 kB an
    article. Raises UsageError for what is no article: `load_articles` reads files and mappings.
    """
    if not all(isinstance(article, Article) for article in articles):
        raise UsageError("group_articles takes articles", hint="read files and mappings with load_articles")
    texts = list(_materials(articles))
    known = [language_of(article.text, article.language) for article in articles]
    most = Counter(filter(None, known)).most_common(1)
    languages = [code or (most[0][0] if most else "en") for code in known]
    topics = find_topics(texts, languages)
    clusters = bridge(find_clusters(topics), texts, languages)
    return tuple(_group(cluster, topics, articles, languages) for cluster in clusters)


def _materials(articles: Sequence[Article]) -> Iterator[str]:
    """Each article's title and text without the short lines that many articles share: menus, forms, footers."""
    held = Counter(line for article in articles for line in set(_short_lines(article.text)))
    repeated = {line for line, count in held.items() if count >= _REPEATED}
    for article in articles:
        title = article.title or ""
        lines = [line for line in article.text.split("\n") if line.strip() not in repeated]
        kept = "\n".join([title, *lines]) if title not in lines[:1] else "\n".join(lines)
        yield kept if kept.strip() else article.text


def _short_lines(text: str) -> Iterator[str]:
    return (bare for line in text.split("\n") if len(line) <= 2 * _SHORT and len(bare := line.strip()) <= _SHORT)


def _group(cluster: Cluster, topics: Sequence[Topic], articles: Sequence[Article], languages: Sequence[str]) -> Group:
    """What holds a cluster together, in the words of its most typical article."""
    members = [articles[n] for n in cluster.members]
    typical = max(cluster.members, key=lambda n: (dot(topics[n].weights, cluster.weights), -n))
    days = sorted(day for article in members if (day := _day(article.published)))
    return Group(
        articles=tuple(members),
        title=_title(articles[typical]),
        shared=_shared(cluster, topics, articles[typical].text, languages[typical]),
        languages=tuple(sorted({languages[n] for n in cluster.members})),
        since=days[0] if days else None,
        until=days[-1] if days else None,
    )


def _title(article: Article) -> str:
    line = article.title or next((line for line in article.text.split("\n") if line.strip()), "")
    line = " ".join(line.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def _shared(cluster: Cluster, topics: Sequence[Topic], text: str, language: str) -> tuple[str, ...]:
    """The weightiest terms that most of a cluster's articles hold, as one of them writes them."""
    held = Counter(term for n in cluster.members for term in topics[n].weights)
    most = len(cluster.members) / 2
    worth = [(weight, term) for term, weight in cluster.weights.items() if held[term] > most]
    wordings = _wordings(text[:_READ], language)
    found = (wordings.get(term, "") for _, term in sorted(worth, key=lambda each: (-each[0], each[1])))
    return tuple(dict.fromkeys(word for word in found if word))[:_SHARED]


def _wordings(text: str, language: str) -> dict[str, str]:
    """The first wording of each term; a word of one term only, as character pairs are no words."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        these = terms_of(word.lower(), language)
        if len(these) == 1 and (len(word) >= _LEAST or not word.isascii()):
            found.setdefault(these[0], word.removesuffix("’s").removesuffix("'s"))
        else:
            found.update({pair: pair for pair in these if len(pair) > 1 and not _HIRAGANA.fullmatch(pair)})
    return found


def _day(published: str | None) -> str | None:
    """The day of an ISO 8601 date or date-time."""
    try:
        return datetime.fromisoformat(published or "").date().isoformat()
    except ValueError:
        return None
