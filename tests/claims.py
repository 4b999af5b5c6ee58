"""What the tests of the value checks share: a story made of a few sentences, and labelled claims about it.

The cases stand in `tests/data/gate/*.yaml`; its README says what the fields mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarize.check.passages import EvidenceSearch, Findings, StoryText
from summarize.lang.language import load_language
from summarize.nlp.doc import Doc
from summarize.prepare.zoning.sentences import split_sentences
from summarize.records import Article, Check, Evidence, Origin, Sentence

DATA = Path(__file__).parent / "data" / "gate"
KINDS = ("quotes", "numbers", "names", "dates")


def article(text: str, identity: str = "a1", **known: Any) -> Article:
    """An article of one text; `known` are its publisher, title, day and the like."""
    return Article(id=identity, text=text, sha256="", **known)


def cut(articles: Sequence[Article]) -> list[Sentence]:
    """All sentences of articles, as body text."""
    found = []
    for each in articles:
        spans = split_sentences(each.text, load_language(each.language or "en"))
        found += [
            Sentence(each.id, number, start, end, each.text[start:end], "body", "", 0)
            for number, (start, end) in enumerate(spans)
        ]
    return found


def story(*articles: Article | str, language: str = "en", origins: Sequence[Origin] = ()) -> StoryText:
    """A story of articles or their texts: a1, a2, …"""
    given = [article(each, f"a{n}") if isinstance(each, str) else each for n, each in enumerate(articles, 1)]
    return StoryText(given, lambda: cut(given), language, origins)


def cite(text: StoryText, words: str) -> Evidence:
    """The sentence of a story that holds these words."""
    return next(
        passage.evidence for each in text.articles for passage in text.sentences(each.id) if words in passage.doc.text
    )


def span(of: Article, words: str) -> Evidence:
    """The characters of an article that are these words."""
    start = of.text.index(words)
    return Evidence(of.id, start, start + len(words), words)


def search_for(text: StoryText, claim: str, *cited: Evidence) -> tuple[Doc, EvidenceSearch]:
    """A claim as the checks read it, and where they look."""
    doc = text.doc(claim)
    return doc, EvidenceSearch(text, doc, cited)


@dataclass(frozen=True)
class Case:
    """A labelled claim: the first article is cited by its first paragraph, `rest` stands two sentences behind it."""

    of: str
    cited: str
    claim: str
    outcome: str
    rest: str = ""
    other: str = ""
    speaker: str = ""
    language: str = "en"
    source_language: str = ""
    heading: dict[str, str] = field(default_factory=dict)
    says: str = ""

    def story(self) -> StoryText:
        """The articles of the case."""
        gap = " Nothing else was known by then. Nobody else was there to see it." if self.rest else ""
        language = self.source_language or self.language
        first = article(f"{self.cited}{gap} {self.rest}".strip(), language=language, **self.heading)
        others = [article(self.other, "a2", language=language)] if self.other else []
        return story(first, *others, language=self.language)


@cache
def cases(kind: str) -> tuple[Case, ...]:
    """The labelled claims of a check."""
    rows = yaml.safe_load((DATA / f"{kind}.yaml").read_text(encoding="utf-8"))
    return tuple(Case(**row) for row in rows)


def labelled(kind: str) -> Any:
    """The cases of a check as parameters of a test."""
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=f"{n} {case.of}") for n, case in enumerate(cases(kind), 1)]
    )


Look = Callable[[Doc, str, EvidenceSearch], Findings]


def judged(case: Case, look: Look) -> Check:
    """What a check says of a case."""
    text = case.story()
    doc, search = search_for(text, case.claim, span(text.articles[0], case.cited))
    return look(doc, case.speaker, search).check()
