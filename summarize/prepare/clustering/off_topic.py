"""Articles about something other than the rest: reported and set aside, never blended in.

The measure of `summarize group` decides (`clusters`), applied to what is not boilerplate; the largest group is the
story. An article in another language is off topic only if names and figures could show that it belongs and do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...nlp.tokenize import terms
from ...records import Notice, Sentence
from ..story import Story, text_told
from .clusters import Cluster, Topic, find_clusters, find_topics, topics_of
from .cross_lingual import bridge, can_tell

_LEAST = 12  # an article with fewer distinct terms says too little to be called off topic
_SAME_TITLE = 3  # stems that two titles share: 56 in 100 pairs of one event do, 2 in 1,000 of two (1,576 articles)
_NAMED = 5  # articles that are named one by one; more are counted


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Ids of articles set aside, and what the reader is told."""

    articles: frozenset[str] = frozenset()
    warnings: tuple[Notice, ...] = ()


def find_off_topic(story: Story) -> OffTopic:
    """Set aside every article outside the largest group; with two unrelated articles the first is kept."""
    texts = _texts(story)
    if story.term_counts:
        topics = topics_of(story.term_counts, one_event=True)
    else:
        topics = find_topics(texts, story.languages, one_event=True)
    clusters = bridge(find_clusters(topics), texts, story.languages)
    main, *others = clusters or [Cluster([])]
    strange = [each for each in others if _is_strange(each, main, topics, texts, story.languages)]
    titles = _titles(story) if strange else []
    strange = [each for each in strange if not _shares_a_title(each, main, titles)]
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
