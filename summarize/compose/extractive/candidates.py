"""Body sentences as candidates for the summary: each distinct one once, with its exact repeats, in one language.

The engine selects sentences and cannot translate them. Judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from ...nlp.language_id import name_of
from ...records import Article, Notice, Sentence
from ...story import Story, foreign_articles
from .concepts import WeighedPassage

_LABEL_WORDS = 3  # words of a dateline or a label, which does not count as a sentence before others
_HEADS = ("title", "abstract", "heading")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A distinct body sentence at its first place, with its exact repeats elsewhere, and as it is weighed."""

    sentence: Sentence
    copies: tuple[Sentence, ...]
    passage: WeighedPassage

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentence and its copies."""
        return (self.sentence, *self.copies)


def find_candidates(story: Story, off_topic: Set[str]) -> list[Candidate]:
    """The distinct body sentences of a story in order, except for the articles set aside (ids)."""
    text_group = _text_groups(story)
    met: dict[str, int] = {}
    equal: dict[str, list[tuple[Sentence, tuple[int, int]]]] = {}
    for sentence in story.sentences:
        if sentence.zone == "body" and sentence.article not in off_topic:
            place = met.get(sentence.article, 0)
            met[sentence.article] = place + (story.doc(sentence.text).size > _LABEL_WORDS)
            equal.setdefault(" ".join(sentence.text.split()), []).append(
                (sentence, (text_group[sentence.article], place))
            )
    return [
        Candidate(
            sentence=found[0][0],
            copies=tuple(sentence for sentence, _ in found[1:]),
            passage=_passage(story, text, [place for _, place in found]),
        )
        for text, found in equal.items()
    ]


def find_heads(story: Story, off_topic: Set[str]) -> list[WeighedPassage]:
    """Titles (including those of records), abstracts and headings, as passages at the top of their text groups."""
    text_group = _text_groups(story)
    places: dict[str, list[tuple[int, int]]] = {}
    for sentence in story.sentences:
        if sentence.zone in _HEADS and sentence.article not in off_topic:
            places.setdefault(sentence.text, []).append((text_group[sentence.article], 0))
    for article in story.articles:
        title = record_title(article)
        if title and article.id not in off_topic and (text_group[article.id], 0) not in places.get(title, ()):
            places.setdefault(title, []).append((text_group[article.id], 0))
    return [_passage(story, text, found) for text, found in places.items()]


def record_title(article: Article) -> str:
    """The title that came with an article beside its text, without the site's name after a bar; "" if there is none."""
    lines = (article.title or "").strip().splitlines()
    return max(" ".join(lines[0].split()).split(" | "), key=len) if lines else ""


def text_of(candidates: Sequence[Candidate], numbers: Iterable[int]) -> str:
    """What candidates say together: two sentences may say what neither says alone."""
    return " ".join(candidates[i].passage.text for i in numbers)


def _text_groups(story: Story) -> dict[str, int]:
    """The number of each article's text group: copies would make their content look important; rewrites are choices."""
    return {article.id: number for article, number in zip(story.articles, story.text_groups, strict=True)}


def _passage(story: Story, text: str, places: Sequence[tuple[int, int]]) -> WeighedPassage:
    doc = story.doc(text)
    quoted = tuple(text[each.inner_start : each.inner_end] for each in doc.quotations)
    return WeighedPassage(text, story.language, doc.size, tuple(places), quoted)


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
