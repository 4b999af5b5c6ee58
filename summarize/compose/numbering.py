"""Write the material of a prompt: numbered lines, with their exact length in tokens known while they are added.

Numbers count from 1 inside one prompt, so that they cost one token up to 999 and an article added to a story does not
renumber the prompts it is not in. A line's number stands for statements (`Sheet.cites`); what articles share stands
once, below a heading that names them all. Knows nothing of templates and budgets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from ..prepare import Story
from ..records import Article, Origin
from ..tokens import count_each
from .statements import Statement, one_line

NAMED = 6  # articles a heading names at most; further ones are "and n more"
_TITLE = 120  # characters of a title shown
_FENCE = 20  # hex digits


@dataclass(frozen=True, slots=True)
class Sheet:
    """Numbered lines. `cites[n - 1]` are the numbers of the statements that line n stands for; `tokens` its length."""

    text: str
    cites: tuple[tuple[int, ...], ...]
    tokens: int


Descriptions: TypeAlias = Mapping[str, tuple[str, int]]  # by article: a line about it, and its tokens


@dataclass(frozen=True, slots=True)
class Weights:
    """Tokens of what can be written on a sheet: of each statement's line, and of each article's description.

    A group of more than `introduced` articles introduces none but the first: it names those met before.
    """

    statements: Sequence[int]
    descriptions: Descriptions
    introduced: int = NAMED


def fence_of(text: str) -> str:
    """The token of the lines around a text: 20 hex digits of its SHA-256. No text can hold its own."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_FENCE]


def weigh(lines: Sequence[str], encoding: str) -> list[int]:
    """Tokens of each line as it stands behind its number, line break included.

    The counts add up: a line ends where no token can go on, before the next one's blank.
    """
    return count_each([f" {line}\n" for line in lines], encoding)


def weigh_articles(story: Story, encoding: str) -> Descriptions:
    """Describe all articles, and weigh the descriptions as they stand behind a number."""
    origins = {article: origin for origin in story.origins for article in origin.articles}
    hashes = {article.id: article.sha256 for article in story.articles}
    # An origin without a name is known by its texts, not by its place: an article more renames no other.
    marks = {origin.id: "report " + min(hashes[article] for article in origin.articles)[:4] for origin in story.origins}
    texts = {
        article.id: describe(article, origin := origins.get(article.id), marks[origin.id] if origin else "")
        for article in story.articles
    }
    return {
        article: (text, weight if text else 1)  # without a text only the line's end
        for (article, text), weight in zip(texts.items(), weigh(list(texts.values()), encoding), strict=True)
    }


def describe(article: Article, origin: Origin | None, mark: str = "") -> str:
    """What the model should know of an article: publisher, date, title, the report it goes back to.

    `mark` stands for an origin that has no name.
    """
    shared = origin is not None and (origin.name or len(origin.articles) > 1)
    parts = (
        article.publisher or "",
        (article.published or "")[:10],
        f"“{article.title[:_TITLE]}”" if article.title else "",
        f"origin: {origin.name or mark}" if origin and shared else "",
    )
    return one_line(", ".join(part for part in parts if part))


def number_tokens(number: int) -> int:
    """Tokens of a number: both encodings cut digits into threes."""
    return (len(str(number)) + 2) // 3


class Tally:
    """The length of a sheet while statements are put on it, without writing it. `tokens` is exact at every moment."""

    def __init__(self, statements: Sequence[Statement], weights: Weights) -> None:
        self._statements, self._weights = statements, weights
        self._known: Mapping[str, int] = {}
        self._articles: tuple[str, ...] = ()
        self._lines = 0
        self.tokens = 0

    def add(self, number: int, most: float = float("inf")) -> bool:
        """Put a statement on the sheet, unless it would then have more than `most` tokens: False."""
        articles, known = self._statements[number].articles, self._known
        tokens = self.tokens + number_tokens(self._lines + 1) + self._weights.statements[number]
        if articles != self._articles:
            headings, known = _headings(articles, known, self._weights)
            tokens += sum(count for _, count in headings)
        if tokens > most:
            return False
        self._articles, self._known = articles, known
        self._lines += 1
        self.tokens = tokens
        return True


def fits_on_sheet(statements: Sequence[Statement], weights: Weights, numbers: Sequence[int], most: int) -> bool:
    """Whether a sheet of these statements has at most `most` tokens."""
    tally = Tally(statements, weights)
    return all(tally.add(number, most) for number in numbers)


def sheet_of(statements: Sequence[Statement], weights: Weights, numbers: Sequence[int]) -> Sheet:
    """Write statements on a sheet, each on the next line, below a new heading where its articles are others."""
    lines: list[str] = []
    known: Mapping[str, int] = {}
    above: tuple[str, ...] = ()
    tally = Tally(statements, weights)
    for line, number in enumerate(numbers, 1):
        statement = statements[number]
        if statement.articles != above:
            headings, known = _headings(statement.articles, known, weights)
            lines += [text for text, _ in headings]
            above = statement.articles
        lines.append(f"{line} {statement.text}")
        tally.add(number)
    return Sheet("\n".join(lines), tuple((number,) for number in numbers), tally.tokens)


def _named(articles: tuple[str, ...], known: Mapping[str, int], weights: Weights) -> tuple[str, ...]:
    """The articles that a heading names, of those that share a statement."""
    if len(articles) <= weights.introduced:
        return articles
    return tuple(islice((article for article in articles if article in known), NAMED)) or articles[:1]


def _headings(
    articles: tuple[str, ...], known: Mapping[str, int], weights: Weights
) -> tuple[list[tuple[str, int]], Mapping[str, int]]:
    """The heading lines with their tokens, and the numbers of the articles known below them.

    One line introduces each article not met before, one names a group.
    """
    named = _named(articles, known, weights)
    numbers = dict(known)
    lines = []
    for article in named:
        if article not in numbers:
            text, tokens = weights.descriptions[article]
            numbers[article] = number = len(numbers) + 1
            lines.append((f"#{number} {text}".rstrip(), 1 + number_tokens(number) + tokens))
    if len(articles) > 1 or not lines:
        shown = [numbers[article] for article in named]
        more = len(articles) - len(shown)
        tokens = 1 + sum(map(number_tokens, shown)) + len(shown) - 1 + 1  # the mark, numbers, spaces, the line's end
        tokens += 3 + number_tokens(more) if more else 0
        lines.append(("#" + " ".join(map(str, shown)) + (f" and {more} more" if more else ""), tokens))
    return lines, numbers


def list_lines(lines: Sequence[str], cites: Sequence[tuple[int, ...]], weights: Sequence[int]) -> Sheet:
    """Write a sheet of ready lines, each with what it stands for and its weight from `weigh`."""
    text = "\n".join(f"{number} {line}" for number, line in enumerate(lines, 1))
    return Sheet(text, tuple(cites), sum(weights) + sum(map(number_tokens, range(1, len(lines) + 1))))
