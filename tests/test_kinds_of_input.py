"""The five seeds as every kind of input give the summary that the plain files give, and it can be proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from summarize import LoadResult, Summary, load_articles, render_json, summarize, verify_summary
from tests import documents
from tests.documents import html_page, mhtml, set_in_print

SEEDS = sorted((Path(__file__).parents[1] / "seeds").iterdir())
PARAGRAPHS = [[line.strip() for line in seed.read_text("utf-8").split("\n") if line.strip()] for seed in SEEDS]

KINDS = {
    "html": lambda texts: html_page("", texts),
    "xhtml": lambda texts: html_page("", texts),
    "mhtml": lambda texts: mhtml(html_page("", texts)),
    "pdf": lambda texts: set_in_print("", texts),
    "docx": lambda texts: documents.docx("", texts),
    "odt": lambda texts: documents.odt("", texts),
    "rtf": lambda texts: documents.rtf("", texts),
    "eml": lambda texts: documents.eml("", texts),
}


@pytest.fixture(params=KINDS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for number, texts in enumerate(PARAGRAPHS):
        (tmp_path / f"{number}.{request.param}").write_bytes(KINDS[request.param](texts))
    return tmp_path


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def test_documents_give_the_texts_the_summary_and_the_proof_of_the_plain_files(folder: Path, summary: Summary) -> None:
    articles = load_articles([folder])
    assert articles.skipped == ()
    if not articles[0].pages:
        assert [lines(article.text) for article in articles] == PARAGRAPHS
    else:  # in print a line without a full stop at the foot of a page may go on with the next page's first
        texts = [" ".join(lines(article.text)) for article in articles]
        assert texts == [" ".join(paragraphs) for paragraphs in PARAGRAPHS]
    found = summarize(articles)
    assert [claim.text for claim in found.claims] == [claim.text for claim in summary.claims]
    path = folder / "story.json"
    path.write_text(render_json(found), encoding="utf-8")
    proof = verify_summary(path)
    assert (list(proof), proof.limits) == ([], ())


def test_a_table_of_the_seeds_gives_the_same(tmp_path: Path, summary: Summary) -> None:
    texts = [seed.read_bytes().decode() for seed in SEEDS]
    (tmp_path / "seeds.csv").write_bytes(
        documents.table([["id", "text"], *([f"s{n}", t] for n, t in enumerate(texts))])
    )
    articles = load_articles([tmp_path])
    assert [article.text for article in articles] == texts
    found = summarize(articles)
    assert [claim.text for claim in found.claims] == [claim.text for claim in summary.claims]
    path = tmp_path / "story.json"
    path.write_text(render_json(found), encoding="utf-8")
    assert list(verify_summary(path)) == []
    (tmp_path / "seeds.csv").write_bytes(documents.table([["text"], ["The bridge fell."]]))
    assert len(verify_summary(path)) >= len(SEEDS)


def test_sentences_of_a_print_know_their_pages(tmp_path: Path) -> None:
    for number, texts in enumerate(PARAGRAPHS):
        (tmp_path / f"{number}.pdf").write_bytes(set_in_print("", texts))
    found = json.loads(render_json(summarize(load_articles([tmp_path]))))
    pages = {article["id"]: article["pages"] for article in found["articles"]}
    assert all(each and each[0] == [0, 1] for each in pages.values())
    assert max(len(each) for each in pages.values()) > 1


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _rss(stories: Sequence[Sequence[str]], mark: Callable[[str], str] = str) -> str:
    items = "".join(
        f"<item><title>Story {n}</title>"
        f"<content:encoded><![CDATA[{mark(_paragraphs(texts))}]]></content:encoded></item>"
        for n, texts in enumerate(stories)
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>The Example</title>{items}</channel></rss>'


def _newsml_one(stories: Sequence[Sequence[str]]) -> str:
    caption = (
        '<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>A picture.</DataContent></ContentItem>'
    )
    items = "".join(
        '<NewsItem><NewsManagement><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsComponent>'
        f"<NewsLines><HeadLine>Story {n}</HeadLine></NewsLines><ContentItem><MediaType FormalName='Text'/>"
        f"<DataContent><nitf><body><body.content>{_paragraphs(texts)}</body.content></body></nitf></DataContent></ContentItem></NewsComponent>"
        f"{caption}</NewsComponent></NewsComponent></NewsItem>"
        for n, texts in enumerate(stories)
    )
    return f'<?xml version="1.0"?><!DOCTYPE NewsML><NewsML Version="1.2"><NewsEnvelope/>{items}</NewsML>'


def _newsml_two(stories: Sequence[Sequence[str]]) -> str:
    items = "".join(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>'
        '<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{_paragraphs(texts)}</body></html></inlineXML></contentSet></newsItem>"
        for texts in stories
    )
    return f"<newsMessage><itemSet>{items}</itemSet></newsMessage>"


def _ninjs(texts: Sequence[str], **body: object) -> dict[str, object]:
    return {"uri": "urn:1", "type": "text", "versioncreated": "2025-02-17T08:00:00Z", "language": "en", **body}


def _in_json(make: Callable[[Sequence[str]], object]) -> Callable[[Sequence[Sequence[str]]], str]:
    return lambda stories: json.dumps([make(texts) for texts in stories])


CONTAINERS: dict[str, Callable[[Sequence[Sequence[str]]], bytes | str]] = {
    "rss.xml": _rss,
    "rss without a mark, UTF-16 little end first.xml": lambda stories: _rss(stories).encode("utf-16-le"),
    "rss without a mark, UTF-32 big end first.xml": lambda stories: _rss(stories).encode("utf-32-be"),
    "escaped twice.xml": lambda stories: _rss(stories, escape),
    "newsml 1.xml": _newsml_one,
    "newsml-g2.xml": _newsml_two,
    "body_xhtml.json": _in_json(lambda texts: _ninjs(texts, body_xhtml=_paragraphs(texts))),
    "bodies.json": _in_json(
        lambda texts: _ninjs(texts, bodies=[{"contentType": "text/html", "value": _paragraphs(texts)}])
    ),
    "tags in plain text.json": _in_json(lambda texts: _ninjs(texts, body_text=_paragraphs(texts))),
    "wrapped.json": lambda stories: json.dumps(
        {"data": {"items": [{"item": _ninjs(texts, body_html=_paragraphs(texts))} for texts in stories]}}
    ),
    "package.json": lambda stories: json.dumps(
        {
            **_ninjs([], pubstatus="usable", type="composite"),
            "associations": {str(n): _ninjs(texts, body_xhtml=_paragraphs(texts)) for n, texts in enumerate(stories)},
        }
    ),
    "shortcodes.json": _in_json(
        lambda texts: _ninjs(texts, body_text="[vc_row]\n\n" + "\n\n".join(texts) + '\n\n[gallery ids="1,2"]')
    ),
    "aliases.json": _in_json(lambda texts: {"articleBody": "\n\n".join(texts), "datePublished": "2025-02-17"}),
    "aliases.jsonl": lambda stories: "\n".join(json.dumps({"body": "\n\n".join(texts)}) for texts in stories),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_gives_the_texts_and_its_evidence_resolves(name: str, tmp_path: Path, summary: Summary) -> None:
    made = CONTAINERS[name](PARAGRAPHS)
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    articles = load_articles([tmp_path])
    assert (articles.skipped, articles.warnings) == ((), ())
    assert [lines(article.text) for article in articles] == PARAGRAPHS
    _proved(articles, tmp_path, len(summary.claims) - 1)  # a record brings more: its title, its day


def test_wires_and_mails_saved_as_text_are_read_and_their_evidence_resolves(tmp_path: Path, summary: Summary) -> None:
    head = "From: Desk <desk@example.org>\nSubject: Story {}\nDate: Mon, 17 Feb 2025 08:00:00 +0000\n\n"
    wire = "ZCZC EXA{:04} 4 I 0312 EXP\n\n"
    for number, texts in enumerate(PARAGRAPHS):
        text = (head if number % 2 else wire).format(number) + "\n\n".join(texts)
        (tmp_path / f"{number}.txt").write_text(text if number % 2 else f"{text}\n\nNNNN\n", encoding="utf-8")
    articles = load_articles([tmp_path])
    assert [article.title for article in articles] == [None, "Story 1", None, "Story 3", None]
    found = _proved(articles, tmp_path, len(summary.claims) - 2)
    assert not any(word in claim.text for claim in found.claims for word in ("ZCZC", "NNNN", "Subject"))


def _proved(articles: LoadResult, folder: Path, claims: int) -> Summary:
    """The summary of articles, of which every passage is the article's text, and which `verify` finds sound."""
    found = summarize(articles)
    assert len(found.claims) >= claims
    texts = {article.id: article.text for article in articles}
    for span in (span for claim in found.claims for span in claim.evidence):
        assert texts[span.article][span.start : span.end] == span.text
    path = folder.with_name("story.json")
    path.write_text(render_json(found), encoding="utf-8")
    proof = verify_summary(path)
    assert (list(proof), proof.limits) == ([], ())
    return found
