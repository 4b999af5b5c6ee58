"""The five seeds as every kind of input give the summary that the plain files give, and it can be proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize import Summary, load_articles, render_json, summarize, verify_summary
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
