"""The summary as an editor pastes it elsewhere: plain text, Markdown and HTML with notes. Computes no fact.

What failed a check or cites nothing keeps its mark in every copy. Words of articles stay plain words: each form has its
own escaping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from ..records import Claim, Summary
from . import labels, sources
from .escape import markdown, markdown_link, quoted
from .review_sources import Name, article_names
from .text_fragment import web_address


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
