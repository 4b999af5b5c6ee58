"""What the review page tells of articles: their names, links to passages on the web, notes in what editors copy.

Computes no fact. An article is named by its title, publisher and day; by a file name only if nothing else is known.
Links lead only to http and https addresses, and nothing is fetched: they are text fragments (WICG "URL Fragment Text
Directives"), and whether the page still holds the words is for the browser to find out. A copy is plain text, Markdown
or HTML, each with its own escaping; what failed a check or cites nothing keeps its mark in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from ..records import Article, Claim, Omission, Summary
from . import labels, sources
from .escape import markdown, markdown_link, quoted, visible

EXACT_WORDS = 12  # a longer passage is identified by its first and last words
END_WORDS = 5
CONTEXT_WORDS = 3
_EXACT_CHARACTERS, _END_CHARACTERS = 200, 30  # for scripts without spaces between words
_WEB = re.compile(r"https?://[^/\s?#]", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING = 72  # characters of an article's text that serve as its title if it has none
_LINES = 40  # at an article's head, searched for words that are its own
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NOT_ITS_WORDS = ("boilerplate", "heading")


def web_address(url: str | None) -> str | None:
    """An http(s) address, percent-encoded where needed; None for other schemes and for what is not an address."""
    if url is None or not _WEB.match(url) or _SURROGATE.search(url):
        return None
    return _UNSAFE.sub(lambda unsafe: quote(unsafe[0], safe=""), url)


@dataclass(slots=True)
class PassageLinks:
    """Links to passages of one article, whose text is folded once for all of them."""

    article: Article
    _folded: str | None = field(default=None, init=False)

    def link(self, start: int, end: int) -> str | None:
        """The address of `article.text[start:end]` on the web, None if the article has none or the span is empty.

        A short passage is identified by all its words, a longer one or one that crosses lines by its first and last
        words; if these occur more than once in the article, the words before and after tell the places apart.
        """
        address = web_address(self.article.url)
        lines = [line.split() for line in self.article.text[start:end].splitlines() if line.strip()]
        if address is None or not lines:
            return None
        page, _, anchor = address.partition("#")
        return f"{page}#{anchor.partition(':~:')[0]}:~:text={self._directive(start, end, lines)}"

    def _directive(self, start: int, end: int, lines: list[list[str]]) -> str:
        text, passage = self.article.text, " ".join(lines[0])
        if len(lines) == 1 and len(lines[0]) <= EXACT_WORDS and len(passage) <= _EXACT_CHARACTERS:
            edges = [passage]
        else:
            edges = [_first(lines[0]), _last(lines[-1])]
        parts = [_encoded(edge) for edge in edges]
        if self._repeats(edges[0]):
            before = text[text.rfind("\n", 0, start) + 1 : start].split()[-CONTEXT_WORDS:]
            parts = [f"{_encoded(' '.join(before))}-", *parts] if before else parts
        if self._repeats(edges[-1]):
            after = text[end : text.find("\n", end) % (len(text) + 1)].split()[:CONTEXT_WORDS]
            parts = [*parts, f"-{_encoded(' '.join(after))}"] if after else parts
        return ",".join(parts)

    def _repeats(self, words: str) -> bool:
        """Whether words occur more than once in the article; browsers compare without regard to case."""
        if self._folded is None:
            self._folded = " ".join(self.article.text.split()).casefold()
        return self._folded.count(words.casefold()) > 1


def _first(words: list[str]) -> str:
    text = " ".join(words[:END_WORDS])
    return text if len(text) <= 3 * _END_CHARACTERS else text[:_END_CHARACTERS]


def _last(words: list[str]) -> str:
    text = " ".join(words[-END_WORDS:])
    return text if len(text) <= 3 * _END_CHARACTERS else text[-_END_CHARACTERS:]


def _encoded(words: str) -> str:
    """Percent-encoded, including "-", which like "," and "&" has a special meaning in a text directive."""
    return quote(_SURROGATE.sub("\ufffd", words), safe="").replace("-", "%2D")


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


@dataclass(frozen=True, slots=True)
class Copies:
    """The three forms; `html` is a fragment of headings, paragraphs and a list of notes."""

    plain: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class _Note:
    """A note: its number, the article it names and the passages of it that one sentence cites."""

    number: int
    name: Name
    url: str | None
    passages: tuple[str, ...]


def copies(summary: Summary) -> Copies:
    """The headline and the text in every form; a note for each article that a sentence cites."""
    names = article_names(summary)
    urls = {article.id: article.url for article in summary.articles}
    notes: list[_Note] = []
    of_claim: dict[int, list[_Note]] = {}
    for number, claim in enumerate(summary.claims, 1):
        of_claim[number] = _notes(claim, names, urls, len(notes) + 1)
        notes += of_claim[number]
    return Copies(_plain(summary), _markdown(summary, of_claim, notes), _html(summary, of_claim, notes))


def _notes(claim: Claim, names: Mapping[str, Name], urls: Mapping[str, str | None], first: int) -> list[_Note]:
    passages: dict[str, list[str]] = {}
    for span in claim.evidence:
        if span.article in names:
            passages.setdefault(span.article, []).append(quoted(span.text))
    return [
        _Note(number, names[article], urls[article], tuple(dict.fromkeys(texts)))
        for number, (article, texts) in enumerate(passages.items(), first)
    ]


def _marked(claim: Claim) -> str:
    """The mark that a sentence keeps wherever it is pasted; "" for most."""
    return labels.failures(claim) or ("" if claim.evidence else "NO SOURCE")


def _body(summary: Summary, sentence: Callable[[int, Claim], str]) -> list[str]:
    return [
        " ".join(sentence(number, claim) for number, claim in paragraph)
        for paragraph in sources.paragraphs(summary.claims)
    ]


def _plain(summary: Summary) -> str:
    def sentence(_: int, claim: Claim) -> str:
        mark = quoted(_marked(claim))
        return quoted(claim.text) + (f" [{mark}]" if mark else "")

    return "\n\n".join(filter(None, [quoted(summary.headline), *_body(summary, sentence)]))


def _markdown(summary: Summary, of_claim: Mapping[int, list[_Note]], notes: list[_Note]) -> str:
    def sentence(number: int, claim: Claim) -> str:
        cited = "".join(f"[^{note.number}]" for note in of_claim[number])
        mark = markdown(_marked(claim))
        return markdown(quoted(claim.text)) + cited + (f" **({mark})**" if mark else "")

    head = [f"# {markdown(quoted(summary.headline))}"] if quoted(summary.headline) else []
    said = "\n".join(f"[^{note.number}]: {_source(note, markdown, _link)}" for note in notes)
    return "\n\n".join(filter(None, [*head, *_body(summary, sentence), said]))


def _html(summary: Summary, of_claim: Mapping[int, list[_Note]], notes: list[_Note]) -> str:
    def sentence(number: int, claim: Claim) -> str:
        cited = "".join(f'<sup><a href="#note-{note.number}">[{note.number}]</a></sup>' for note in of_claim[number])
        mark = escape(quoted(_marked(claim)))
        return escape(quoted(claim.text)) + cited + (f" <strong>[{mark}]</strong>" if mark else "")

    head = f"<h2>{escape(quoted(summary.headline))}</h2>\n" if quoted(summary.headline) else ""
    body = "\n".join(f'<p dir="auto">{paragraph}</p>' for paragraph in _body(summary, sentence))
    items = "\n".join(f'<li id="note-{note.number}" dir="auto">{_source(note, escape, _anchor)}</li>' for note in notes)
    return f"{head}{body}" + (f"\n<ol>\n{items}\n</ol>" if items else "")


def _source(note: _Note, escaped: Callable[[str], str], linked: Callable[[str, str | None], str]) -> str:
    """A note in words: the publisher, the title, the day and the passages."""
    title = linked(escaped(quoted(note.name.title)), note.url)
    said = ", ".join(filter(None, (escaped(quoted(note.name.publisher)), title, escaped(quoted(note.name.day)))))
    passages = " … ".join(f"“{escaped(text)}”" for text in note.passages)
    return f"{said}: {passages}"


def _link(title: str, url: str | None) -> str:
    address = markdown_link(url)
    return f"[{title}]({address})" if address else title


def _anchor(title: str, url: str | None) -> str:
    address = web_address(url)
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{title}</a>' if address else title
