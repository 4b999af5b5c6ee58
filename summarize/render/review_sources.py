"""What the review page calls an article: its title, publisher and day; a file name only if nothing else is known.

Reads only records. The texts are raw; the template escapes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..records import Article, Omission, Summary
from .escape import quoted, visible
from .text_fragment import web_address

_OPENING = 72  # characters of an article's text that serve as its title if it has none
_LINES = 40  # at an article's head, searched for words that are its own
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NOT_ITS_WORDS = ("boilerplate", "heading")


@dataclass(frozen=True, slots=True)
class Name:
    """How an article is named: `title`, or its first words in quotation marks; `publisher` and `day` may be ""."""

    number: int
    title: str
    publisher: str
    day: str

    @property
    def label(self) -> str:
        """Its number, title and publisher: "[2] Ferries collide (Evening Post)"."""
        title = f"[{self.number}] {quoted(self.title)}"
        return f"{title} ({quoted(self.publisher)})" if self.publisher else title


def article_names(summary: Summary) -> dict[str, Name]:
    """The name of every article, by its id."""
    aside: dict[str, list[Omission]] = {}
    for item in summary.omitted:
        aside.setdefault(item.article, []).append(item)
    reports = [origin for origin in summary.origins if origin.name and origin.confidence != "inferred"]
    reported = {article: f"report of {origin.name}" for origin in reports for article in origin.articles}
    return {
        article.id: Name(
            number,
            visible(article.title or "") or _title(article, aside.get(article.id, ())),
            visible(article.publisher or host(article.url) or reported.get(article.id, "")),
            visible((article.published or "").partition("T")[0]),
        )
        for number, article in enumerate(summary.articles, 1)
    }


def host(url: str | None) -> str:
    """The host that an http(s) address names, without its "www."; "" for anything else."""
    return (web_address(url) or "").partition("://")[2].partition("/")[0].removeprefix("www.")


def _title(article: Article, aside: Sequence[Omission]) -> str:
    """The title recognized in the text, else the first words that are the article's own, else its place."""
    titles = (visible(article.text[item.start : item.end]) for item in aside if item.reason == "title")
    found = next(filter(None, titles), "")
    return found or _opening(article, aside) or visible(article.path or article.url or article.id)


def _opening(article: Article, aside: Iterable[Omission]) -> str:
    foreign = [(item.start, item.end) for item in aside if item.reason in _NOT_ITS_WORDS]
    for place, line in enumerate(_LINE.finditer(article.text)):
        if place == _LINES:
            break
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        if not any(begin <= start < end for begin, end in foreign):
            words = visible(line[0][:1000])
            return (
                f"“{words}”"
                if len(words) <= _OPENING
                else f"“{words[:_OPENING].rpartition(' ')[0] or words[:_OPENING]} …”"
            )
    return ""
