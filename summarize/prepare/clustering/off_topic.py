"""Articles about something other than the rest: reported and set aside, never blended in.

The measure of `summarize group` decides (`clusters`), applied to what is not boilerplate; the largest group is the
story. An article in another language is off topic only if names and figures could show that it belongs and do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

from ...nlp.tokenize import TermCounts, count_terms, terms
from ...records import Notice, Sentence
from ...story import Story, text_told
from .clusters import Cluster, Topic, find_clusters, topics_of
from .cross_lingual import bridge, can_tell

_LEAST = 12  # an article with fewer distinct terms says too little to be called off topic
_SAME_TITLE = 3  # stems that two titles share: 56 in 100 pairs of one event do, 2 in 1,000 of two (1,576 articles)
# Opinions and long reads tell an event in words of their own. They belong to it if titles of both name the same and
# each tells a third of a title of the other, two stems at least. That keeps 2 of 813 articles of real stories that were
# set aside wrongly, and 6 of 350 of other stories.
_OF_A_TITLE, _LEAST_OF_A_TITLE = 1 / 3, 2
_NAMED = 5  # articles that are named one by one; more are counted

_Told: TypeAlias = tuple[frozenset[str], Mapping[str, int], Set[str]]  # an article's title, its counted terms, names


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Ids of articles set aside, and what the reader is told."""

    articles: frozenset[str] = frozenset()
    warnings: tuple[Notice, ...] = ()


def find_off_topic(story: Story) -> OffTopic:
    """Set aside every article outside the largest group; with two unrelated articles the first is kept."""
    texts = _texts(story)
    counted = story.term_counts or [count_terms(*each) for each in zip(texts, story.languages, strict=True)]
    topics = topics_of(counted, one_event=True)
    clusters = bridge(find_clusters(topics), texts, story.languages)
    main, *others = clusters or [Cluster([])]
    strange = [each for each in others if _is_strange(each, main, topics, texts, story.languages)]
    titles = _titles(story) if strange else []
    strange = [each for each in strange if not _shares_a_title(each, main, titles)]
    strange = [each for each in strange if not _tells_a_title(each, main, titles, counted)]
    if not strange:
        return OffTopic()
    away = sorted(n for cluster in strange for n in cluster.members if topics[n].size >= _LEAST)
    return OffTopic(frozenset(story.articles[n].id for n in away), _warnings(story, main, away, len(strange) + 1))


def _is_strange(
    cluster: Cluster, main: Cluster, topics: Sequence[Topic], texts: Sequence[str], languages: Sequence[str]
) -> bool:
    """Whether a cluster's articles say enough, in a language in which it shows that they tell of something else."""
    if all(topics[n].size < _LEAST for n in cluster.members):
        return False
    spoken = {languages[n] for n in main.members}
    foreign = all(languages[n] not in spoken for n in cluster.members)
    return not foreign or can_tell([texts[n] for n in cluster.members], [texts[n] for n in main.members])


def _titles(story: Story) -> list[frozenset[str]]:
    """The stems of each article's title."""
    pairs = zip(story.articles, story.languages, strict=True)
    return [frozenset(terms(article.title or "", language)) for article, language in pairs]


def _shares_a_title(cluster: Cluster, main: Cluster, titles: Sequence[frozenset[str]]) -> bool:
    """Whether the title of one of its articles is about what a title of the story is about."""
    return any(len(titles[n] & titles[m]) >= _SAME_TITLE for n in cluster.members for m in main.members)


def _tells_a_title(
    cluster: Cluster, main: Cluster, titles: Sequence[frozenset[str]], counted: Sequence[TermCounts]
) -> bool:
    """Whether titles of both name the same, and each tells, below its own title, what a title of the other says."""
    ours, theirs = ([(titles[n], *counted[n]) for n in each.members] for each in (main, cluster))
    names = _names_in_titles(ours) & _names_in_titles(theirs)
    return bool(names) and _tells_any(ours, theirs) and _tells_any(theirs, ours)


def _names_in_titles(articles: Iterable[_Told]) -> frozenset[str]:
    return frozenset(stem for title, _, names in articles for stem in title & names)


def _tells_any(articles: Iterable[_Told], others: Sequence[_Told]) -> bool:
    """Whether one article tells a third of another's title. Its own title counts double, as its beginning."""
    for own, counts, _ in articles:
        for title, _, _ in others:
            found = sum(counts.get(stem, 0) > 2 * (stem in own) for stem in title)
            if found >= _LEAST_OF_A_TITLE and found >= len(title) * _OF_A_TITLE:
                return True
    return False


def _warnings(story: Story, main: Cluster, away: Sequence[int], events: int) -> tuple[Notice, ...]:
    first = main.members[0] + 1
    offer = "`summarize group` sorts a mixed pile into stories"
    if len(away) > _NAMED:
        message = (
            f"these {len(story.articles):,} articles tell of {events:,} events: the {len(main.members):,} like "
            f"[{first}] are summarized, {len(away):,} are set aside; {offer}"
        )
        return (Notice("several_stories", message),)
    named = [
        Notice(
            "off_topic", f"[{n + 1}] seems to be about another event than [{first}]: set aside", story.articles[n].id
        )
        for n in away
    ]
    message = f"these {len(story.articles):,} articles tell of {events:,} events; {offer}"
    return (*named, Notice("several_stories", message))


def _texts(story: Story) -> list[str]:
    """One text per article, in order."""
    sentences: dict[str, list[Sentence]] = {article.id: [] for article in story.articles}
    for sentence in story.sentences:
        sentences[sentence.article].append(sentence)
    return [text_told(article, sentences[article.id]) for article in story.articles]
