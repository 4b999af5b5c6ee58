"""Where the checks look for what a claim says, and how they tell what one of them found. Judges nothing.

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

    `sentences` gives the sentences of all articles when first asked for. `places` is the n of [n] by article id, for
    messages; `language` is the summary's.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        sentences: Callable[[], Sequence[Sentence]],
        language: str = "en",
        origins: Sequence[Origin] = (),
    ) -> None:
        self.articles, self.language = tuple(articles), language
        self.places = {article.id: place for place, article in enumerate(articles, 1)}
        self._read, self._origins = sentences, origins
        self._by_id = {article.id: article for article in articles}
        self._headings: dict[str, Passage] = {}
        self._cited: dict[Evidence, Passage] = {}

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Words that the story writes in small letters."""
        return frozenset(word for article in self.articles for word in words(article.text) if word.islower())

    @cached_property
    def languages(self) -> dict[str, str]:
        """Two-letter codes by article id; the summary's if an article's cannot be determined."""
        return {each.id: language_of(each.text, each.language) or self.language for each in self.articles}

    @cached_property
    def _sentences(self) -> dict[str, tuple[Passage, ...]]:
        found: dict[str, list[Passage]] = {article.id: [] for article in self.articles}
        for sentence in self._read():
            found[sentence.article].append(self._passage(sentence.article, sentence.start, sentence.text))
        return {article: tuple(each) for article, each in found.items()}

    def sentences(self, article: str) -> tuple[Passage, ...]:
        """The sentences of an article, in order."""
        return self._sentences.get(article, ())

    def before(self, article: str, start: int) -> list[Passage]:
        """The sentences of an article that begin before a place in it (characters), the nearest first."""
        return [passage for passage in self.sentences(article) if passage.start < start][::-1]

    def heading(self, article: str) -> Passage:
        """What is known of an article besides its text: publisher, author, title, day, the report it goes back to."""
        if article not in self._headings:
            known = self._by_id[article]
            origin = next((each.name for each in self._origins if article in each.articles), None)
            parts = (known.publisher, known.author, known.title, (known.published or "")[:10], known.origin or origin)
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
        return Doc(text, language or self.language, self.ordinary)

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
        return " and ".join(f"[{self.places.get(article, article)}]" for article in dict.fromkeys(articles))

    def _passage(self, article: str, start: int, text: str) -> Passage:
        doc = self.doc(text, self.languages.get(article, self.language))
        return Passage(doc, article, start, self.published(article))


@dataclass(frozen=True)
class Found:
    """Where something that a claim says was found."""

    scope: Scope
    passage: Passage


class Lookup:
    """The passages of one claim in the order in which they are searched."""

    def __init__(self, story: StoryText, claim: Doc, evidence: Sequence[Evidence]) -> None:
        self.story, self._claim, self.evidence = story, claim, tuple(evidence)
        self.cited = [story.cited(item) for item in evidence if item.article in story.places]
        self.articles = tuple(dict.fromkeys(passage.article for passage in self.cited))

    def find(self, holds: Callable[[Passage], bool]) -> Found | None:
        """The nearest passage that holds something; in a scope of several, the one that shares most with the claim."""
        for scope, passages in self._scopes():
            holding = [passage for passage in passages if holds(passage)]
            if holding:
                return Found(scope, max(holding, key=lambda each: len(each.doc.stems & self._claim.stems)))
        return None

    def everywhere(self) -> Iterator[Passage]:
        """All passages, nearest first."""
        return chain.from_iterable(passages for _, passages in self._scopes())

    def where(self) -> str:
        """The cited articles, for a message."""
        return self.story.citation(self.articles)

    def _scopes(self) -> Iterator[tuple[Scope, Sequence[Passage]]]:
        yield "cited", self.cited
        yield "heading", [self.story.heading(article) for article in self.articles]
        yield "near", self._near
        yield "article", [passage for article in self.articles for passage in self.story.sentences(article)]
        others = [each.id for each in self.story.articles if each.id not in self.articles]
        yield "elsewhere", [self.story.heading(article) for article in others]
        for article in others:
            yield "elsewhere", self.story.sentences(article)

    @cached_property
    def _near(self) -> list[Passage]:
        """The sentences before and after each cited one."""
        spans = [(each.article, each.start, each.start + len(each.doc.text)) for each in self.cited]
        near = []
        for article, start, end in spans:
            sentences = self.story.sentences(article)
            for place, passage in enumerate(sentences):
                if passage.start < end and start < passage.start + len(passage.doc.text):
                    near += [*sentences[max(0, place - 1) : place], *sentences[place + 1 : place + 2]]
        return near


@dataclass
class Findings:
    """What one check found, gathered value by value. The worst outcome counts; `passages` hold uncited finds."""

    name: CheckName
    noun: str  # what it looks for, in the singular: "name"
    looked_at: int = 0
    failed: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def take(self, written: str, found: Found, lookup: Lookup) -> None:
        """Note a value that was found; if it is only in an article that is not cited, the check is unclear."""
        if found.scope == "elsewhere":
            place = lookup.story.citation([found.passage.article])
            self.unclear.append(f"{quoted(written)} is not in {lookup.where()}, only in {place}, which is not cited")
        elif found.scope in ("near", "article"):
            self.passages.append(found.passage)

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
    """A token of a claim for a message, in quotation marks unless it has its own."""
    return text if text[:1] in "“\"'‘«„" else f"“{text}”"


def beside(found: Sequence[str]) -> str:
    """What the cited spans have instead, for a message: " (there: …)"."""
    shown = list(dict.fromkeys(found))[:3]
    return f" (the cited passages have {', '.join(map(quoted, shown))})" if shown else ""
