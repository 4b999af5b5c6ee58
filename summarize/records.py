"""Frozen records of everything that flows through the program. No logic lives here except reading a record back.

Field names are the JSON's names. Offsets are characters (Unicode code points) of the decoded article text,
half open, as in Python slices: `article.text[e.start:e.end] == e.text` holds for every `Evidence` e.
Sequences are tuples, so a record can be shared between threads and never changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, overload

from .decoding import Unreadable, decode_record
from .errors import InputError

SCHEMA = "summarize/2"
_HINT = "give what render_json wrote, or a .json file of `summarize`"
MAX_PASSAGE_END = 20_000_000  # characters into an article that a passage may reach, without the article's file
MAX_CLAIMED_CHARACTERS = 1_000_000  # characters that the JSON may say an article has, without its file
MAX_ERROR_CHARACTERS = 200  # characters of a mistake
DUPLICATE = "a duplicate"  # begins the reason for skipping an input that was already read

ZoneKind = Literal["body", "title", "abstract", "heading", "boilerplate"]
Outcome = Literal["pass", "fail", "unclear", "not_run"]
Stage = Literal[
    "read",
    "prepare",
    "compose",
    "check",
    "end",
    # of a model
    "call sent",
    "call answered",
    "cache hit",
    "cache failed",
    "retry",
    "words",
    "thinking",
    "spent",
    "draft",
    # of a batch
    "stories",
    "reading stories",
    "story skipped",
    "story ended its process",
    "batch",
]
CheckName = Literal["verbatim", "quotes", "numbers", "names", "dates", "meaning"]
ClaimKind = Literal["fact", "quote", "opinion", "forecast"]
CitedBy = Literal["model", "match", "engine"]
Confidence = Literal["stated", "inferred", "given"]
PointKind = Literal["contradiction", "change_over_time", "different_quantities", "framing", "told_differently"]
OmissionReason = Literal[
    "boilerplate",
    "heading",
    "title",
    "abstract",
    "duplicate",
    "budget",
    "orphan",
    "off_topic",
    "failed_check",
    "unused",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was read. `text` is the decoded text that all offsets refer to, never altered.

    `sha256` is of the bytes the text was decoded from: the file's bytes, or the text in UTF-8 when the article is a
    record inside a file (`record`: its number from 1) or came from standard input or from the caller. `encoding` is a
    Python codec name; decode with errors="replace". `stored` says whether a summary's JSON must carry the text because
    it is not exactly what the file decodes to. `published` is an ISO 8601 date or date-time as given.

    `reader` is None for such texts. Else the text was extracted from a document (a web page, a PDF ...) by what it
    names, "html, trafilatura 2.3.1, rules 2": `sha256` is then of the document's bytes as they were read, `text_sha256`
    of the text in UTF-8, and `pages` holds (start offset, page number) for each page of a document that has pages, in
    order.
    """

    id: str
    text: str
    sha256: str
    path: str | None = None
    record: int | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    origin: str | None = None
    encoding: str = "utf-8"
    stored: bool = False
    reader: str | None = None
    text_sha256: str | None = None
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was not used: its name as the user gave it, and why, in words."""

    path: str
    why: str

    @property
    def duplicate(self) -> bool:
        """Whether the input was read under another name, so that nothing is missing."""
        return self.why.startswith(DUPLICATE)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know. `code` is stable, for programs; `article` is an article's id or None."""

    code: str
    message: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class LoadResult(Sequence[Article]):
    """The result of reading: the articles, and every skipped input. Behaves as the sequence of its articles."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        """Give an article by its place, or a tuple of articles for a slice."""
        return self.articles[index]


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of an article's characters that serves one purpose, with the reason why we think so."""

    start: int
    end: int
    kind: ZoneKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article. `number` counts from 0 inside its article, `paragraph` is its line's number.

    `text` is exactly `article.text[start:end]`, without white space at either end. `lead` is the number of the
    sentence that must stand before this one (a list's lead-in, the speaker of a quotation's continuation) or None.
    """

    article: str
    number: int
    start: int
    end: int
    text: str
    zone: ZoneKind
    reason: str
    paragraph: int
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of an article that supports a claim; `text` is the exact slice."""

    article: str
    start: int
    end: int
    text: str
    by: CitedBy = "engine"

    @classmethod
    def of(cls, sentence: Sentence, by: CitedBy) -> Evidence:
        """A whole sentence as evidence that `by` has found."""
        return cls(sentence.article, sentence.start, sentence.end, sentence.text, by)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one claim. `detail` says in plain words what was found, what failed, or why it was not run.

    `by` is the name of the model that read the claim, "" for a rule of this program.
    """

    name: CheckName
    outcome: Outcome
    detail: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of the summary. `articles` and `origins` count the distinct ones behind its evidence.

    `worded_otherwise`: where another article gives the claim's quotation in other words, so that the words are only
    those of the cited ones. `edited`: the words taken out of the first evidence span, each an exact slice of it;
    without them the span is the claim word for word. `paragraph`: the one its writer put it in, from 1; 0 if none did.
    """

    id: str
    text: str
    evidence: tuple[Evidence, ...]
    attributed_to: str | None = None
    kind: ClaimKind = "fact"
    articles: int = 1
    origins: int = 1
    checks: tuple[Check, ...] = ()
    worded_otherwise: tuple[Evidence, ...] = ()
    edited: tuple[str, ...] = ()
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: the check `meaning`, and the articles (ids) whose passages alone say all of the claim."""

    check: Check
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sentences of different articles that say the same, and what they share: words, names, figures as written."""

    first: Evidence
    second: Evidence
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One report that one or more articles derive from. Copies of it are not confirmations.

    `evidence`: the credits that name it, or a sentence two articles share; `alignments`: sentences of rewritten copies
    side by side; `why` says in words what the confidence rests on.
    """

    id: str
    name: str | None
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence | None = None
    why: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One side of a disagreement."""

    text: str
    evidence: tuple[Evidence, ...]
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A point on which articles differ, with every side's evidence.

    "told_differently": sentences of independent reports on one matter, beside each other, without a verdict.
    """

    id: str
    point: str
    kind: PointKind
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A dated event. `when` is an ISO date, None where it cannot be resolved; `as_written` is the article's wording."""

    when: str | None
    as_written: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way in which articles (ids) write a name, `count` times in all, first at `evidence`."""

    text: str
    count: int
    articles: tuple[str, ...]
    evidence: Evidence
    likely_misspelling: bool = False


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the articles spell in more than one way. `name` is the spelling that this program itself uses."""

    name: str
    spellings: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What an article or origin (`id`) contributes: the `claims` that rest on it, and the ids of those on it `alone`.

    `share` is the number of claims it has a part in, divided by all claims, 0 to 1.
    """

    id: str
    claims: int
    share: float
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How much each article and each origin is heard, in their order."""

    articles: tuple[Share, ...] = ()
    origins: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles of a pile that report one event.

    `title` is the title or first line of the most typical one, `shared` the names and terms that hold the group
    together, as that article writes them. `since` and `until` are the first and last day of publication (ISO dates),
    None if no article's is known; `languages` are codes, the pile's most common one if an article's own cannot be told.
    Groups about events of one saga have the same number as `thread`, from 1; a group without others has None.
    """

    articles: tuple[Article, ...]
    title: str
    shared: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """A source sentence that no claim uses, and why. `of` is the claim it repeats (reason duplicate) or None."""

    article: str
    start: int
    end: int
    reason: OmissionReason
    of: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Accounting:
    """Every input sentence, once: `used` plus all counts of `omitted` make `sentences`."""

    sentences: int
    used: int
    omitted: dict[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage:
    """What one model of the run cost; see `Usage`."""

    model: str
    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    cost_usd: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What the run cost. Dollars are None when the price is not known; seconds are wall time.

    `reasoning_tokens` are part of `completion_tokens`. `models` has the same for each model that was asked.
    """

    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    seconds: float = 0.0
    reasoning_tokens: int = 0
    models: tuple[ModelUsage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the summary was made. The engine "draft" wrote nothing: somebody's text was checked. `checker` is the model
    that read the claims, None where none did. `started` is an ISO 8601 time in UTC, "" when the caller gave no clock.
    """

    engine: Literal["embedded", "model", "draft"]
    model: str | None
    version: str
    prompts: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    config: dict[str, object] = field(default_factory=dict, hash=False)
    started: str = ""
    checker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole result. `claims` are in reading order; [n] in texts is an article's place in `articles`.

    `told_differently` are at most five matters that independent reports tell differently, the most central first. They
    are found by comparing words and are no verdict: the reader decides whether the reports contradict each other.
    `digest` is the SHA-256 of headline, claims and disagreements in canonical JSON, "" where nobody computed it.
    """

    headline: str
    headline_evidence: tuple[Evidence, ...]
    claims: tuple[Claim, ...]
    articles: tuple[Article, ...]
    origins: tuple[Origin, ...]
    accounting: Accounting
    omitted: tuple[Omission, ...]
    run: Run
    disagreements: tuple[Disagreement, ...] = ()
    told_differently: tuple[Disagreement, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    names: tuple[NamedPerson, ...] = ()
    balance: Balance = Balance()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[Notice, ...] = ()
    usage: Usage = Usage()
    digest: str = ""
    schema: str = SCHEMA

    @property
    def paragraphs(self) -> tuple[tuple[Claim, ...], ...]:
        """The claims in paragraphs of about 80 words at most."""
        from .paragraphs import in_paragraphs

        return tuple(map(tuple, in_paragraphs(self.claims)))

    @property
    def text(self) -> str:
        """The summary as bare prose: no headline, no citations, a blank line between paragraphs."""
        return "\n\n".join(" ".join(claim.text for claim in paragraph) for paragraph in self.paragraphs)

    @classmethod
    def from_json(cls, data: str | bytes | Mapping[str, object]) -> Summary:
        """A summary from its JSON: the text, its UTF-8 bytes, or the parsed object.

        If the JSON lacks an article's text, the passages that the summary cites stand in its place, each at its offset,
        with blanks between; `load_summary` reads the files. Raises InputError for what is not a summary of this
        schema.
        """
        try:
            value = data if isinstance(data, Mapping) else json.loads(data)
            summary = decode_record(cls, _with_texts(value))
        except (Unreadable, ValueError, RecursionError) as error:
            raise InputError(f"this is not the JSON of a summary: {_line(error)}", hint=_HINT) from error
        if summary.schema != SCHEMA:
            raise InputError(f"its schema is {_line(summary.schema)}, not {SCHEMA}", hint=_HINT)
        passages = _passages(value)
        return replace(summary, articles=tuple(_patched(each, passages) for each in summary.articles))


def _line(error: object) -> str:
    return " ".join(str(error).split())[:MAX_ERROR_CHARACTERS]


def _with_texts(value: object) -> object:
    """The JSON's object with a text for each article: if it has none, as many blanks as the text had characters."""
    articles = value.get("articles") if isinstance(value, Mapping) else None
    if not isinstance(articles, list | tuple):
        return value
    known = [_with_text(each) if isinstance(each, Mapping) else each for each in articles]
    return {**value, "articles": known}  # type: ignore[dict-item]  # checked above: a mapping


def _with_text(article: Mapping[str, object]) -> Mapping[str, object]:
    count = article.get("characters")
    blanks = " " * count if isinstance(count, int) and 0 < count <= MAX_CLAIMED_CHARACTERS else ""
    return {"text": blanks, "stored": "text" in article, **article}


def _passages(value: object) -> dict[str, list[tuple[int, str]]]:
    """By article, where passages begin and what they say, wherever the JSON holds evidence."""
    found: dict[str, list[tuple[int, str]]] = {}
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            article, start, text = each.get("article"), each.get("start"), each.get("text")
            if isinstance(article, str) and isinstance(start, int) and isinstance(text, str) and start >= 0:
                found.setdefault(article, []).append((start, text))
            waiting.extend(each.values())
        elif isinstance(each, list | tuple):
            waiting.extend(each)
    return found


def _patched(article: Article, passages: Mapping[str, list[tuple[int, str]]]) -> Article:
    """An article without a text, with its known passages put in their places."""
    if article.stored:
        return article
    text = article.text
    for start, words in sorted(passages.get(article.id, ())):
        if start + len(words) > MAX_PASSAGE_END:
            raise InputError("it cites a passage beyond any article's end", hint=_HINT)
        text = text.ljust(start)
        text = text[:start] + words + text[start + len(words) :]
    return replace(article, text=text)


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a run, for progress displays. `done` of `total` items of `stage`; total 0 means not known.

    A stage begins with `done` 0 and is over when `done` reaches `total`: articles prepared, sentences to compose from,
    claims to check. "end" comes last, if all went well.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    detail: str = ""
