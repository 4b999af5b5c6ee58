from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from summarize.records import (
    Accounting,
    Article,
    Check,
    Claim,
    Disagreement,
    Evidence,
    Notice,
    Origin,
    Position,
    Run,
    Skipped,
    Summary,
    TimelineEntry,
)
from summarize.render.markdown import render_markdown

TEXT = "Rain fell. The river rose by 2 m."
RAIN, RIVER = TEXT[:10], TEXT[11:]
MARKDOWN = MarkdownIt("commonmark").enable("table")


def span(article: int, words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(f"a{article}", start, start + len(words), words)


@pytest.fixture
def summary() -> Summary:
    return Summary(
        headline="Flood",
        headline_evidence=(span(1, RAIN),),
        claims=(
            Claim(id="c1", text=RAIN, evidence=(span(2, RAIN), span(1, RAIN)), origins=2),
            Claim(id="c2", text=RIVER, evidence=(span(1, RIVER),)),
        ),
        articles=(
            Article(id="a1", text=TEXT, sha256="1" * 64, path="in/a_b_c.txt"),
            Article(
                id="a2", text=TEXT, sha256="2" * 64, title="A *flood*", publisher="Paper", url="https://x.test/?a=1&b=2"
            ),
        ),
        origins=(Origin(id="o1", name=None, articles=("a1",)), Origin(id="o2", name=None, articles=("a2",))),
        accounting=Accounting(4, 3, {"budget": 1}),
        omitted=(),
        run=Run(engine="embedded", model=None, version="0.1.0", config={"words": 12}),
    )


def anchors(document: str) -> set[str]:
    """The addresses GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(document: str) -> list[str]:
    children = [child for token in MARKDOWN.parse(document) for child in token.children or []]
    return [str(child.attrs["href"]) for child in children if child.type == "link_open"]


def test_the_document_starts_with_headline_label_and_text(summary: Summary) -> None:
    blocks = render_markdown(summary).split("\n\n")
    assert blocks[0] == r"# Flood [\[1\]](#evidence-for-the-headline)"
    assert blocks[1].startswith("*8 words, selected from 2 articles without a language model")
    assert blocks[2] == (
        r"Rain fell. [\[2\]](#evidence-for-sentence-1)[\[1\]](#evidence-for-sentence-1) "
        r"The river rose by 2 m. [\[1\]](#evidence-for-sentence-2)"
    )


def test_every_citation_leads_to_a_heading(summary: Summary) -> None:
    sides = (Position(text="up", evidence=(span(1, RIVER),), published="2025-02-16"),)
    document = render_markdown(
        replace(
            summary,
            disagreements=(Disagreement(id="d", point="the river", kind="contradiction", positions=sides),),
            told_differently=(Disagreement(id="t", point="the rise", kind="told_differently", positions=sides),),
            timeline=(TimelineEntry(when=None, as_written="", text="Rain", evidence=(span(2, RAIN),)),),
        )
    )
    inside = {link for link in links(document) if link.startswith("#")}
    assert "## Told differently" in document
    assert len(inside) == 6
    assert inside <= anchors(document)


def test_each_passage_is_quoted_with_its_offsets(summary: Summary) -> None:
    document = render_markdown(summary)
    assert (
        "### Evidence for sentence 1\n\n- \\[2\\] characters 0–10: “Rain fell.”\n- \\[1\\] characters 0–10:" in document
    )
    assert "### Evidence for sentence 2\n\n- \\[1\\] characters 11–33: “The river rose by 2 m.”" in document


def test_passages_found_by_comparing_say_so(summary: Summary) -> None:
    found = replace(span(1, RAIN), by="match")
    document = render_markdown(replace(summary, claims=(replace(summary.claims[0], evidence=(found,)),)))
    assert "characters 0–10 (added because its words match): “Rain fell.”" in document


def test_sources_are_linked_only_to_web_addresses(summary: Summary) -> None:
    document = render_markdown(summary)
    assert r"- **\[1\]** `in/a_b_c.txt` · cited by 2 sentences" in document
    assert r"- **\[2\]** [A \*flood\*](<https://x.test/?a=1&amp;b=2>) — Paper · cited by 1 sentence" in document
    local = replace(summary.articles[1], url="file:///etc/passwd", title=None)
    document = render_markdown(replace(summary, articles=(summary.articles[0], local)))
    assert all(link.startswith("#") for link in links(document)) and "`file:///etc/passwd`" in document


def test_the_shares_are_a_table_that_ends_in_the_sum(summary: Summary) -> None:
    document = render_markdown(summary)
    assert "| 3 | 75 % | are in the summary or support it |\n| 1 | 25 % | no room in 12 words |\n" in document
    assert "| 4 | 100 % | sentences read |\n" in document
    assert "<table>" in MARKDOWN.render(document)


def test_failed_checks_and_missing_sources_stand_out(summary: Summary) -> None:
    failed = replace(summary.claims[0], checks=(Check("numbers", "fail", "*5* is not there"),))
    document = render_markdown(replace(summary, claims=(failed, replace(summary.claims[1], evidence=()))))
    assert r"**(CHECK FAILED – figures: \*5\* is not there)**" in document
    assert r"The river rose by 2 m. **\[NO SOURCE\]**" in document
    assert "**Careful: 2 of 2 sentences failed" in document


def test_hundreds_of_citations_become_a_count_but_every_passage_is_listed(summary: Summary) -> None:
    articles = tuple(Article(id=f"a{n}", text=TEXT, sha256=f"{n:064}") for n in range(300))
    many = replace(summary.claims[0], evidence=tuple(span(n, RAIN) for n in range(300)), origins=300)
    document = render_markdown(replace(summary, articles=articles, claims=(many,)))
    assert "[and 294 more](#evidence-for-sentence-1)" in document
    assert document.count("characters 0–10") == 301


@pytest.mark.parametrize(("count", "more"), [(6, False), (7, True)])
def test_six_citations_are_shown(summary: Summary, count: int, more: bool) -> None:
    articles = tuple(Article(id=f"a{n}", text=TEXT, sha256=f"{n:064}") for n in range(count))
    many = replace(summary.claims[0], evidence=tuple(span(n, RAIN) for n in range(count)))
    document = render_markdown(replace(summary, articles=articles, claims=(many,)))
    assert ("[and 1 more](#evidence-for-sentence-1)" in document, "and 0 more" in document) == (more, False)


def test_skipped_inputs_and_warnings_are_listed(summary: Summary) -> None:
    document = render_markdown(
        replace(summary, skipped=(Skipped("a.png", "binary"),), warnings=(Notice("w", "guessed", "a2"),))
    )
    assert "## Not used\n\n- a.png: binary\n" in document
    assert "## Notes\n\n- \\[2\\] guessed\n" in document


def test_sections_without_content_are_left_out(summary: Summary) -> None:
    document = render_markdown(summary)
    assert "Timeline" not in document and "Not used" not in document
    assert document.endswith("*summarize 0.1.0, embedded engine: no model was called*\n")
