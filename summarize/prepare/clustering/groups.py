"""Sorts a mixed pile of articles into stories, each about one event, and the events of one saga into threads.

Chooses none, sets none aside.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from math import inf

from ...errors import UsageError
from ...nlp.language_id import language_of
from ...nlp.similarity import DisjointSets, dot
from ...nlp.tokenize import WORD, terms_of
from ...records import Article, Group
from .clusters import Cluster, Topic, find_stories, find_topics
from .cross_lingual import bridge
from .days import time_of

_REPEATED = 4  # a short line in so many articles belongs to a site, not to a story
_SHORT = 200  # characters of such a line; what copies of one report share is longer
_SHARED = 6  # terms that are shown
_LEAST = 3  # letters of a term that is shown, where words are parted by blanks
_TITLE = 160  # characters of a first line that serves as a title
_HIRAGANA = re.compile("[\u3040-\u309f]+")  # endings and particles, mostly
_READ = 8_000  # characters searched for a term's wording


@dataclass(frozen=True, slots=True)
class _Pile:
    """Articles in an order of their own, so that the order they were given in decides only what is shown first.

    `places` are their places in the order given.
    """

    articles: Sequence[Article]
    places: Sequence[int]
    languages: Sequence[str]
    topics: Sequence[Topic]

    def first_place(self, cluster: Cluster) -> int:
        """The place of the first article of a cluster."""
        return min(self.places[n] for n in cluster.members)


def group_articles(articles: Sequence[Article]) -> tuple[Group, ...]:
    """Sort articles into stories, the largest first; of equal ones, the one whose first article came first.

    Every article is in exactly one group, in the order given; which articles are together does not depend on that
    order. Days of publication separate what is similar: reports of one event are within days of each other. Stories
    that are events of one saga have the same `thread` and are listed together, in order of their days; a thread counts
    as one story in the order by size. Articles in different languages are one story if they share names and figures in
    the same script.

    Takes about 2 ms of CPU and 30 kB per article. Raises UsageError for what is not an article: `load_articles` reads
    files and mappings.
    """
    if not all(isinstance(article, Article) for article in articles):
        raise UsageError("group_articles takes articles", hint="read files and mappings with load_articles")
    places = sorted(range(len(articles)), key=lambda n: _key(articles[n]))
    ordered = [articles[n] for n in places]
    texts, languages = list(_materials(ordered)), _languages(ordered)
    topics = find_topics(texts, languages)
    clusters, sagas = find_stories(topics, [time_of(article.published) for article in ordered])
    pile = _Pile(ordered, places, languages, topics)
    groups: list[Group] = []
    numbers = count(1)
    for thread in _threads(bridge(clusters, texts, languages), sagas, pile):
        number = next(numbers) if len(thread) > 1 else None
        groups.extend(_group(cluster, pile, number) for cluster in thread)
    return tuple(groups)


def _key(article: Article) -> tuple[float, str, str]:
    """The key that orders articles the same way for any input; articles with equal keys are interchangeable here."""
    time = time_of(article.published)
    return (inf if time is None else time, article.text, article.title or "")


def _languages(articles: Sequence[Article]) -> list[str]:
    """The language of each article; the most common one of the pile if an article's cannot be determined."""
    known = [language_of(article.text, article.language) for article in articles]
    most = Counter(filter(None, known)).most_common(1)
    return [code or (most[0][0] if most else "en") for code in known]


def _threads(clusters: Sequence[Cluster], sagas: Sequence[int], pile: _Pile) -> list[list[Cluster]]:
    """Clusters by thread, the largest thread first, in order of their days; `sagas` has a number for each article.

    A cluster of several languages joins their threads into one.
    """
    joined = DisjointSets(len(sagas))
    for cluster in clusters:
        first, *others = sorted({joined.root(sagas[n]) for n in cluster.members})
        for other in others:
            joined.join(first, other)
    threads: dict[int, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        threads[joined.root(sagas[cluster.members[0]])].append(cluster)
    for thread in threads.values():
        thread.sort(key=lambda each: (each.span.mean if each.span else inf, -len(each.members), pile.first_place(each)))
    return sorted(threads.values(), key=lambda thread: (-_size(thread), min(map(pile.first_place, thread))))


def _size(thread: Sequence[Cluster]) -> int:
    return sum(len(cluster.members) for cluster in thread)


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


def _group(cluster: Cluster, pile: _Pile, thread: int | None) -> Group:
    """What holds a cluster together, in the words of its most typical article."""
    members = sorted(cluster.members, key=lambda n: pile.places[n])
    typical = max(members, key=lambda n: (dot(pile.topics[n].weights, cluster.weights), -n))
    days = sorted(day for n in members if (day := _day(pile.articles[n].published)))
    return Group(
        articles=tuple(pile.articles[n] for n in members),
        title=_title(pile.articles[typical]),
        shared=_shared(cluster, pile.topics, pile.articles[typical].text, pile.languages[typical]),
        languages=tuple(sorted({pile.languages[n] for n in members})),
        since=days[0] if days else None,
        until=days[-1] if days else None,
        thread=thread,
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
    """The first wording of each term; only words with a single term, because character pairs are not words."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        these = terms_of(word.lower(), language)
        if len(these) == 1 and (len(word) >= _LEAST or not word.isascii()):
            found.setdefault(these[0], word.removesuffix("’s").removesuffix("'s"))
        elif not word.isascii():
            found.update({pair: pair for pair in these if len(pair) > 1 and not _HIRAGANA.fullmatch(pair)})
    return found


def _day(published: str | None) -> str | None:
    """The day of an ISO 8601 date or date-time."""
    try:
        return datetime.fromisoformat(published or "").date().isoformat()
    except ValueError:
        return None
