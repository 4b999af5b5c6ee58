"""Where the checks look for what a claim says, and how the result of a check is put into words. Judges nothing.

Nearest first: the cited spans, the headings of the cited articles, the sentences beside the spans, the rest of the
cited articles, all other articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Literal

from ..nlp.doc import Doc
from ..nlp.language_id import language_of
from ..nlp.tokenize import words
from ..records import Article, Check, CheckName, Evidence, Origin, Sentence

Scope = Literal["cited", "heading", "near", "article", "elsewhere"]


@dataclass(frozen=True)
class Passage:
    """A stretch of an article with its annotations. A heading has no place in the text: its `start` is -1."""

    doc: Doc
    article: str
    start: int
    published: date | None = None

    @property
    def evidence(self) -> Evidence:
        """The passage as evidence that a rule found."""
        return Evidence(self.article, self.start, self.start + len(self.doc.text), self.doc.text, "match")


class StoryText:
    """The articles of a story as the checks read them; what is never looked at is not annotated.

    `sentences` gives the sentences of all articles when first asked for. `citation_numbers` is the n of [n] by article
    id, for messages; `language` is the summary's.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        sentences: Callable[[], Sequence[Sentence]],
        language: str = "en",
        origins: Sequence[Origin] = (),
    ) -> None:
        self.articles, self.language = tuple(articles), language
        self.citation_numbers = {article.id: number for number, article in enumerate(articles, 1)}
        self._read_sentences, self._origins = sentences, origins
        self._by_id = {article.id: article for article in articles}
        self._headings: dict[str, Passage] = {}
        self._cited: dict[Evidence, Passage] = {}

    @cached_property
    def lowercase_words(self) -> frozenset[str]:
        """Words that the story writes in small letters."""
        return frozenset(word for article in self.articles for word in words(article.text) if word.islower())

    @cached_property
    def languages(self) -> dict[str, str]:
        """Two-letter codes by article id; the summary's if an article's cannot be determined."""
        return {article.id: language_of(article.text, article.language) or self.language for article in self.articles}

    @cached_property
    def _sentences(self) -> dict[str, tuple[Passage, ...]]:
        by_article: dict[str, list[Passage]] = {article.id: [] for article in self.articles}
        for sentence in self._read_sentences():
            by_article[sentence.article].append(self._passage(sentence.article, sentence.start, sentence.text))
        return {article: tuple(passages) for article, passages in by_article.items()}

    def sentences(self, article: str) -> tuple[Passage, ...]:
        """The sentences of an article, in order."""
        return self._sentences.get(article, ())

    def before(self, article: str, start: int) -> list[Passage]:
        """The sentences of an article that begin before a place in it (characters), the nearest first."""
        return [passage for passage in self.sentences(article) if passage.start < start][::-1]

    def heading(self, article: str) -> Passage:
        """What is known of an article besides its text: publisher, author, title, day, the report it goes back to."""
        if article not in self._headings:
            facts = self._by_id[article]
            origin = next((origin.name for origin in self._origins if article in origin.articles), None)
            parts = (facts.publisher, facts.author, facts.title, (facts.published or "")[:10], facts.origin or origin)
            doc = self.doc(". ".join(part for part in parts if part), self.languages[article])
            self._headings[article] = Passage(doc, article, -1, self.published(article))
        return self._headings[article]

    def cited(self, item: Evidence) -> Passage:
        """A cited span."""
        if item not in self._cited:
            self._cited[item] = self._passage(item.article, item.start, item.text)
        return self._cited[item]

    def doc(self, text: str, language: str = "") -> Doc:
        """A text annotated like this story's; in the summary's language unless another is given."""
        return Doc(text, language or self.language, self.lowercase_words)

    def published(self, article: str) -> date | None:
        """The day of publication; None if it is not known."""
        try:
            return date.fromisoformat((self._by_id[article].published or "")[:10])
        except (KeyError, ValueError):
            return None

    def is_foreign(self, evidence: Sequence[Evidence]) -> bool:
        """Whether some of the evidence is in another language than the summary."""
        return any(self.languages.get(item.article, self.language) != self.language for item in evidence)

    def citation(self, articles: Sequence[str]) -> str:
        """Articles (ids) for a message: "[1]", "[1] and [3]"."""
        return " and ".join(f"[{self.citation_numbers.get(article, article)}]" for article in dict.fromkeys(articles))

    def _passage(self, article: str, start: int, text: str) -> Passage:
        doc = self.doc(text, self.languages.get(article, self.language))
        return Passage(doc, article, start, self.published(article))


@dataclass(frozen=True)
class Match:
    """A passage that has what a claim says, and how far from the cited spans it stands."""

    scope: Scope
    passage: Passage


class EvidenceSearch:
    """Looks for what one claim says in the passages of its story, the nearest first."""

    def __init__(self, story: StoryText, claim: Doc, evidence: Sequence[Evidence]) -> None:
        self.story, self._claim, self.evidence = story, claim, tuple(evidence)
        self.cited = [story.cited(item) for item in evidence if item.article in story.citation_numbers]
        self.articles = tuple(dict.fromkeys(passage.article for passage in self.cited))

    def find(self, holds: Callable[[Passage], bool]) -> Match | None:
        """The nearest passage for which `holds` is true; of several equally near, the one most like the claim."""
        for scope, passages in self._scopes():
            holding = [passage for passage in passages if holds(passage)]
            if holding:
                return Match(scope, max(holding, key=lambda passage: len(passage.doc.stems & self._claim.stems)))
        return None

    def everywhere(self) -> Iterator[Passage]:
        """All passages, nearest first."""
        return chain.from_iterable(passages for _, passages in self._scopes())

    def cited_articles(self) -> str:
        """The cited articles, for a message."""
        return self.story.citation(self.articles)

    def _scopes(self) -> Iterator[tuple[Scope, Sequence[Passage]]]:
        yield "cited", self.cited
        yield "heading", [self.story.heading(article) for article in self.articles]
        yield "near", self._near
        yield "article", [passage for article in self.articles for passage in self.story.sentences(article)]
        others = [article.id for article in self.story.articles if article.id not in self.articles]
        yield "elsewhere", [self.story.heading(article) for article in others]
        for article in others:
            yield "elsewhere", self.story.sentences(article)

    @cached_property
    def _near(self) -> list[Passage]:
        """The sentences before and after each cited one."""
        spans = [(passage.article, passage.start, passage.start + len(passage.doc.text)) for passage in self.cited]
        near = []
        for article, start, end in spans:
            sentences = self.story.sentences(article)
            for index, passage in enumerate(sentences):
                if passage.start < end and start < passage.start + len(passage.doc.text):
                    near += [*sentences[max(0, index - 1) : index], *sentences[index + 1 : index + 2]]
        return near


@dataclass
class Findings:
    """The results of one check, value by value; the worst decides. `passages` have a value but are not cited."""

    name: CheckName
    noun: str  # what it looks for, in the singular: "name"
    looked_at: int = 0
    failed: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def record(self, written: str, match: Match, search: EvidenceSearch) -> None:
        """Record where a value was found; one that is only in an article that is not cited makes the check unclear."""
        if match.scope == "elsewhere":
            other = search.story.citation([match.passage.article])
            self.unclear.append(
                f"{quoted(written)} is not in {search.cited_articles()}, only in {other}, which is not cited"
            )
        elif match.scope in ("near", "article"):
            self.passages.append(match.passage)

    def check(self) -> Check:
        """The check as it appears in the summary."""
        if self.failed:
            return Check(self.name, "fail", "; ".join(self.failed[:2]))
        if self.unclear:
            return Check(self.name, "unclear", "; ".join(self.unclear[:2]))
        if not self.looked_at:
            return Check(self.name, "pass", f"no {self.noun}s in it")
        count = f"{self.looked_at} {self.noun}{'s' * (self.looked_at != 1)}"
        return Check(self.name, "pass", f"{count} found in the sources")


def quoted(text: str) -> str:
    """Words for a message, in quotation marks unless they have their own."""
    return text if text[:1] in "“\"'‘«„" else f"“{text}”"


def instead_note(alternatives: Sequence[str]) -> str:
    """What the cited spans have instead, for a message: " (the cited passages have …)"; "" for nothing."""
    shown = list(dict.fromkeys(alternatives))[:3]
    return f" (the cited passages have {', '.join(map(quoted, shown))})" if shown else ""
