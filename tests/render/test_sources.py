"""What all text outputs share: numbers, citations, paragraphs, the source list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize import Article, Claim, Evidence, Summary, render_markdown, render_text
from summarize.records import Origin
from summarize.render.sources import all_sources, cited, confidence, in_short, numbers, paragraphs, sources


def test_numbers_follow_the_list_of_articles(summary: Summary) -> None:
    assert numbers(summary) == {"a1": 1, "a2": 2, "a3": 3, "a4": 4, "a5": 5}


def test_a_citation_is_shown_once_and_an_unknown_article_as_a_question_mark() -> None:
    spans = [Evidence(article, 0, 1, "x") for article in ("a2", "a1", "a2", "lost")]
    assert cited(spans, {"a1": 1, "a2": 2}) == ["2", "1", "?"]


def test_a_citation_names_the_pages_its_passages_begin_on(summary: Summary) -> None:
    paged = replace(summary.articles[0], pages=((0, 1), (100, 2), (200, 3)))
    number = numbers(replace(summary, articles=(paged, *summary.articles[1:])))
    spans = [Evidence("a1", start, start + 1, "x") for start in (199, 0, 100)] + [Evidence("a2", 0, 1, "x")]
    assert cited(spans, number) == ["1, pp. 2, 1", "2"]
    assert cited(spans[:1], number) == ["1, p. 2"]
    assert cited([Evidence("a1", 100, 101, "x")], number) == ["1, p. 2"]
    assert cited([Evidence("a1", 99, 101, "x")], number) == ["1, p. 1"]
    many = replace(paged, pages=tuple((n, n + 1) for n in range(9)))
    number = numbers(replace(summary, articles=(many,)))
    assert cited([Evidence("a1", n, n + 1, "x") for n in range(4)], number) == ["1, pp. 1, 2, 3, 4"]
    assert cited([Evidence("a1", n, n + 1, "x") for n in range(9)], number) == ["1, pp. 1, 2, 3, 4, …"]
    assert cited([Evidence("a1", 0, 1, "x")], numbers(summary)) == ["1"]


def test_pages_stand_in_every_text_output(summary: Summary) -> None:
    articles = tuple(replace(article, pages=((0, 1), (1, 7))) for article in summary.articles)
    paged = replace(summary, articles=articles)
    assert "p. 7]" in render_text(paged).replace("\u00a0", " ")
    assert "p. 7] characters" in " ".join(render_text(paged, evidence=True).split())
    assert "p. 7\\] characters" in render_markdown(paged)


def test_paragraphs_hold_every_claim_once_in_order_and_stay_short(summary: Summary) -> None:
    found = list(paragraphs(summary.claims))
    assert [claim for part in found for _, claim in part] == list(summary.claims)
    assert [number for part in found for number, _ in part] == list(range(1, len(summary.claims) + 1))
    for part in found:
        assert len(part) == 1 or sum(len(claim.text.split()) for _, claim in part) <= 120


def test_a_sentence_stays_with_the_one_it_follows_in_its_article() -> None:
    def claim(start: int, words: int, article: str = "a1") -> Claim:
        return Claim(id="c", text="word " * words, evidence=(Evidence(article, start, start + 100, "word"),))

    def parted(*claims: Claim) -> list[list[int]]:
        return [[number for number, _ in part] for part in paragraphs(claims)]

    assert parted(claim(0, 70), claim(110, 30)) == [[1, 2]]
    assert parted(claim(0, 70), claim(900, 30)) == [[1], [2]]
    assert parted(claim(110, 70), claim(0, 30)) == [[1], [2]]
    assert parted(claim(0, 70), claim(110, 30, "a2")) == [[1], [2]]
    assert parted(claim(0, 70), claim(110, 70)) == [[1], [2]]


def test_a_claim_longer_than_a_paragraph_stands_alone() -> None:
    long = Claim(id="c1", text="word " * 120, evidence=())
    short = Claim(id="c2", text="Short.", evidence=())
    assert [[number for number, _ in part] for part in paragraphs([long, short])] == [[1], [2]]


def test_the_list_says_how_often_a_source_is_cited(summary: Summary) -> None:
    shown, left_out = sources(summary)
    assert left_out == 0
    uses = {source.number: source.notes[-1] for source in shown}
    for number, note in uses.items():
        count = sum(f"a{number}" in {e.article for e in claim.evidence} for claim in summary.claims)
        assert note == ("not cited" if not count else f"cited by {count} sentence{'s' if count > 1 else ''}")


def test_equal_files_and_shared_reports_are_told_apart(summary: Summary) -> None:
    twin = replace(summary.articles[0], id="a6")
    agency = Origin(id="o9", name="Agency", articles=("a2", "a3"), confidence="stated")
    several = replace(summary, articles=(*summary.articles, twin), origins=(agency,))
    notes = {source.number: source.notes for source in sources(several)[0]}
    assert notes[6][0] == "same text as [1]"
    assert notes[2][0] == "report of Agency (stated in the text)"
    assert notes[3][0] == "same report as [2], report of Agency (stated in the text)"


def test_a_long_list_shows_only_the_cited_ones(summary: Summary) -> None:
    extra = tuple(Article(id=f"x{n}", text="x", sha256=str(n), path=f"{n}.txt") for n in range(60))
    shown, left_out = sources(replace(summary, articles=(*summary.articles, *extra)))
    assert {source.number for source in shown} <= {1, 2, 3, 4, 5}
    assert len(shown) + left_out == 65


@pytest.mark.parametrize(("count", "all_shown"), [(40, True), (41, False)])
def test_forty_sources_are_all_shown(summary: Summary, count: int, all_shown: bool) -> None:
    extra = tuple(Article(id=f"x{n}", text="x", sha256=str(n), path=f"{n}.txt") for n in range(count - 5))
    shown, left_out = sources(replace(summary, articles=(*summary.articles, *extra)))
    assert (len(shown) == 40, left_out == 0) == (all_shown, all_shown)


@pytest.mark.parametrize(("count", "end"), [(6, "[6]"), (7, "[6] and 1 more")])
def test_six_citations_stand_behind_a_sentence(summary: Summary, count: int, end: str) -> None:
    articles = tuple(Article(id=f"a{n}", text="Rain fell.", sha256=str(n)) for n in range(1, count + 1))
    claim = Claim(id="c1", text="Rain fell.", evidence=tuple(Evidence(each.id, 0, 10, each.text) for each in articles))
    shown = render_text(replace(summary, articles=articles, claims=(claim,), headline_evidence=()))
    assert any(line == f"Rain fell. [1][2][3][4][5]{end}" for line in shown.replace("\u00a0", " ").splitlines())


def test_a_place_is_the_address_or_the_file_with_its_record() -> None:
    by_url = Article(id="a1", text="x", sha256="1", path="w.jsonl", record=2, url="https://example.org/1")
    by_record = replace(by_url, id="a2", sha256="2", url=None, published="2025-02-14T09:00:00Z", publisher="Wire")
    from summarize import summarize

    base = summarize([{"text": "The old bridge of the northern district closes to all traffic on Monday morning."}])
    first, second = sources(replace(base, articles=(by_url, by_record), claims=(), origins=()))[0]
    assert first.place == "https://example.org/1"
    assert second.place == "w.jsonl, record 2"
    assert second.facts == ("Wire", "2025-02-14")


def test_all_sources_leave_none_out(summary: Summary) -> None:
    extra = tuple(Article(id=f"x{n}", text="x", sha256=str(n), path=f"{n}.txt") for n in range(60))
    every = all_sources(replace(summary, articles=(*summary.articles, *extra)))
    assert [source.number for source in every] == list(range(1, 66))
    assert all_sources(summary) == sources(summary)[0]


def test_confidence_is_said_in_words() -> None:
    origin = Origin(id="o1", name=None, articles=(), confidence="given")
    assert confidence(origin) == "(as you set it)" and confidence(replace(origin, confidence=None)) == ""


def test_in_short_a_source_is_named_by_publisher_and_title_or_by_its_place(summary: Summary) -> None:
    first, second, *rest = summary.articles
    bare = replace(second, title=None, publisher=None, published=None)
    listed, left_out = in_short(
        replace(summary, articles=(replace(first, publisher="Wire", title="Fog"), bare, *rest)), 40
    )
    assert left_out == 0
    assert listed[0].name == "Wire, Fog"
    assert listed[1].name == all_sources(summary)[1].place and listed[1].day == ""
    assert not any(note.startswith("cited by") for source in listed for note in source.notes)
