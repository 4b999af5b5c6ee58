"""Keeps the embedded engine to one language: it selects sentences and cannot translate them. Judges no article."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..nlp.language_id import name_of
from ..prepare import Story, foreign_articles
from ..records import Notice


def in_one_language(story: Story, off_topic: frozenset[str]) -> tuple[Story, frozenset[str], tuple[Notice, ...]]:
    """The story in a language that its articles have, the ids of articles set aside (with the foreign ones), and why.

    If no article has the requested language, it is that of most articles that are not already set aside.
    """
    notices: list[Notice] = []
    pairs = zip(story.articles, story.languages, strict=False)
    spoken = Counter(language for article, language in pairs if article.id not in off_topic)
    if spoken and story.language not in spoken:
        wanted, most = story.language, spoken.most_common(1)[0][0]
        story = replace(story, language=most)
        message = f"no article is in {name_of(wanted)}, and without a model nothing is translated: the summary is in "
        notices.append(Notice("language", message + name_of(most)))
    foreign = foreign_articles(story)
    if aside := foreign - off_topic:
        pairs = zip(story.articles, story.languages, strict=False)
        counts = Counter(language for article, language in pairs if article.id in aside)
        told = ", ".join(f"{count} in {name_of(language)}" for language, count in counts.most_common())
        message = (
            f"{len(aside)} of {len(story.articles)} articles are set aside ({told}): the summary is in "
            f"{name_of(story.language)}, and without a model nothing is translated"
        )
        notices.append(Notice("other_language", message))
    return story, off_topic | foreign, tuple(notices)
