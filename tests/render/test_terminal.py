from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize import load_articles, summarize
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
from summarize.render.layout import columns
from summarize.render.terminal import render_prose, render_text

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TEXTS = [path.read_bytes() for path in SEEDS]
HEADLINE = "Zelensky Rejects Trump’s Minerals Proposal that Offers Almost Nothing in Return"
REFUSAL = (
    "Ukrainian President Volodymyr Zelensky says he directed his ministers not to sign off on a proposed agreement "
    "to give the United States access to Ukraine’s rare earth minerals because the document was too focused on US "
    "interests."
)
AIM = (
    "Zelenskyy aims to connect American and European security assurances directly to any agreement concerning the "
    "mineral reserves, according to three individuals familiar with the ongoing US-Ukraine talks."
)
TALKS = "“We are still in discussions,” Zelenskyy stated in Munich on Saturday."
CHECKED = (Check("names", "pass"), Check("numbers", "pass"))


def report(summary: Summary, **more: Any) -> str:
    return render_text(summary, full=True, **more)


def span(article: int, words: str) -> Evidence:
    start = TEXTS[article - 1].decode().index(words)
    return Evidence(f"a{article}", start, start + len(words), words)


def claim(*spans: Evidence, origins: int = 1, **more: object) -> Claim:
    known = {"id": "c", "text": spans[0].text, "articles": 1, "checks": CHECKED}
    return Claim(evidence=spans, origins=origins, **{**known, **more})  # type: ignore[arg-type]


@pytest.fixture
def summary() -> Summary:
    articles = tuple(
        Article(id=f"a{n}", text=text.decode(), sha256=hashlib.sha256(text).hexdigest(), path=f"seeds/{path.name}")
        for n, (path, text) in enumerate(zip(SEEDS, TEXTS, strict=True), 1)
    )
    return Summary(
        headline=HEADLINE,
        headline_evidence=(span(5, HEADLINE),),
        claims=(claim(span(5, REFUSAL), span(4, TALKS), origins=2), claim(span(4, AIM)), claim(span(4, TALKS))),
        articles=articles,
        origins=tuple(Origin(id=f"o{n}", name=None, articles=(f"a{n}",)) for n in range(1, 6)),
        accounting=Accounting(200, 4, {"budget": 150, "title": 46}),
        omitted=(),
        run=Run(engine="embedded", model=None, version="0.1.0", config={"words": 250}),
    )


def test_sentences_flow_in_paragraphs_with_citations(summary: Summary) -> None:
    lines = report(summary).splitlines()
    assert lines[:2] == ["Zelensky Rejects Trump’s Minerals Proposal that Offers Almost Nothing in", "Return [5]"]
    story = " ".join(lines)
    assert f"{REFUSAL} [5][4] {AIM} [4] {TALKS} [4]" in story


def test_the_sections_stand_in_the_order_an_editor_needs(summary: Summary) -> None:
    text = report(summary)
    parts = [
        "without a language model",
        REFUSAL[:30],
        "\nSources\n",
        "\nHow it was checked\n",
        "\nFigures and days that differ\n",
    ]
    parts += ["\nWhat became of every sentence\n  200 sentences read:\n", "\nsummarize 0.1.0"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Timeline" not in text and "Not used" not in text and "Notes" not in text


@pytest.mark.parametrize("width", [1, 20, 33, 40, 80, 200])
@pytest.mark.parametrize("evidence", [False, True])
def test_no_line_is_wider_than_the_terminal(summary: Summary, width: int, evidence: bool) -> None:
    wide = replace(summary, headline="“我们仍在讨论”，他星期六在慕尼黑说。" * 5, skipped=(Skipped("x" * 90, "binary"),))
    for full in (False, True):
        text = render_text(wide, width=width, evidence=evidence, full=full)
        assert max(map(columns, text.splitlines())) <= max(width, 20)


def test_color_adds_codes_and_no_words(summary: Summary) -> None:
    plain, colored = report(summary), report(summary, color=True)
    assert "\x1b" not in plain
    assert colored.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "") == plain
    assert colored.startswith("\x1b[1mZelensky")


def test_a_failed_check_is_said_in_words_at_its_claim(summary: Summary) -> None:
    failed = replace(summary.claims[1], checks=(Check("numbers", "fail", "“500” is not in the passage"),))
    text = report(replace(summary, claims=(summary.claims[0], failed)), width=2000)
    assert f"{AIM} [4] (CHECK FAILED – figures: “500” is not in the passage)" in text
    assert "Careful: 1 of 2 sentences failed a check" in text


def test_a_sentence_without_evidence_is_marked(summary: Summary) -> None:
    bare = replace(summary.claims[1], evidence=())
    assert f"{AIM} [NO SOURCE]" in report(replace(summary, claims=(bare,)), width=2000)


def test_an_article_cannot_write_citations(summary: Summary) -> None:
    forged = replace(summary.claims[1], text="All agree [1][2].")
    text = report(replace(summary, claims=(forged,)), width=2000)
    assert r"All agree \[1]\[2]. [4]" in text
    assert r"A bracket shown as \[1] is the article’s own" in text


def test_copies_of_one_report_are_said_to_be_one(summary: Summary) -> None:
    copies = replace(summary.claims[0], origins=1)
    origins = (Origin(id="o", name=None, articles=("a4", "a5"), confidence="inferred"),)
    text = report(replace(summary, claims=(copies,), origins=origins), width=2000)
    assert "interests. [5][4] (one report)" in text
    assert "same report as [4] (inferred)" in text


def test_evidence_shows_where_each_passage_stands(summary: Summary) -> None:
    text = report(summary, evidence=True, width=2000)
    start = TEXTS[3].decode().index(TALKS)
    assert f"    [4] characters {start}–{start + len(TALKS)}: “{TALKS}”" in text
    assert f"{TALKS} [4]\n    [4] characters {start}–{start + len(TALKS)}: word for word\n" in text
    assert "Headline\n    [5] characters 0–" in text


def test_hundreds_of_citations_become_a_count(summary: Summary) -> None:
    articles = tuple(Article(id=f"b{n}", text=TALKS, sha256=f"{n:064}") for n in range(300))
    many = claim(*(Evidence(f"b{n}", 0, len(TALKS), TALKS) for n in range(300)), origins=300)
    text = report(replace(summary, articles=articles, claims=(many,), origins=()), width=2000)
    assert f"{TALKS} [1][2][3][4][5][6] and 294 more\n" in text


def test_disagreements_and_dates_are_cited(summary: Summary) -> None:
    sides = (
        Position(text="half", evidence=(span(4, TALKS),), published="2025-02-16"),
        Position(text="all", evidence=()),
    )
    point = Disagreement(id="d", point="the share", kind="change_over_time", positions=sides)
    dates = (
        TimelineEntry(when="2025-02-15", as_written="Saturday", text="Talks", evidence=(span(4, TALKS),)),
        TimelineEntry(when=None, as_written="last week", text="Visit", evidence=()),
    )
    text = report(replace(summary, disagreements=(point,), timeline=dates))
    assert "  the share (change over time)\n    – half [4] 2025-02-16\n    – all\n" in text
    assert "Timeline\n  2025-02-15  Talks [4]\n  “last week”  Visit\n" in text
    assert "None listed" not in text


def test_what_is_told_differently_stands_side_by_side_below_the_figures_that_differ(summary: Summary) -> None:
    sides = (
        Position(text="Kyiv refused", evidence=(span(4, AIM),), published="2025-02-16"),
        Position(text="Kyiv hesitated", evidence=(span(5, REFUSAL),)),
    )
    told = Disagreement(id="t1", point="the answer", kind="told_differently", positions=sides)
    figures = Disagreement(id="d1", point="the share", kind="contradiction", positions=())
    text = report(replace(summary, disagreements=(figures,), told_differently=(told,)), width=200)
    assert text.index("Figures and days that differ") < text.index("Told differently") < text.index("\nSources")
    assert "  the answer\n    – Kyiv refused [4] 2025-02-16\n    – Kyiv hesitated [5]\n" in text
    assert "that is for the reader to judge" in text
    assert "Told differently" not in report(summary)


def test_skipped_inputs_and_warnings_are_listed(summary: Summary) -> None:
    text = report(
        replace(summary, skipped=(Skipped("a.png", "binary data"),), warnings=(Notice("w", "guessed encoding", "a2"),))
    )
    assert "Not used\n  - a.png: binary data\n" in text
    assert "Notes\n  - [2] guessed encoding\n" in text


def test_an_image_in_a_warning_is_shown_as_text(summary: Summary) -> None:
    warning = Notice("sentence_dropped", "dropped: “![](https://x.example/a.png) says so”", "a2")
    text = report(replace(summary, warnings=(warning,)))
    assert "- [2] dropped: “!\\[]\\(https://x.example/a.png) says so”" in text


def test_shares_stand_in_columns(summary: Summary) -> None:
    expected = "    4   2 %  are in the summary or support it\n  150  75 %  no room in 250 words\n   46  23 %  titles\n"
    assert expected in report(summary)


def test_right_to_left_titles_cannot_reorder_their_line(summary: Summary) -> None:
    article = replace(summary.articles[0], title="عنوان المقال", publisher="ناشر")
    text = report(replace(summary, articles=(article,)))
    assert "  [1] \u2068عنوان المقال\u2069 — \u2068ناشر\u2069\n" in text


def test_an_empty_summary_still_says_what_happened(summary: Summary) -> None:
    empty = replace(
        summary, headline="", headline_evidence=(), claims=(), articles=(), origins=(), accounting=Accounting(0, 0)
    )
    text = report(empty, width=2000)
    assert text.startswith("Without a headline\n\n0 words")
    assert "no sentence was chosen" in text and "How it was checked" in text


def test_in_short_the_text_comes_with_its_sources_and_one_line_of_status(summary: Summary) -> None:
    articles = tuple(
        replace(article, title=title, publisher=publisher, published=published)
        for article, (title, publisher, published) in zip(
            summary.articles,
            [("Deal near", "The Post", "2025-02-17T08:00:00Z"), ("Deal far", None, None), (None, "The Wire", None)]
            + [(None, None, None)] * 2,
            strict=True,
        )
    )
    origins = (
        Origin(id="o1", name=None, articles=("a1", "a4"), confidence="inferred"),
        Origin(id="o2", name="Agency", articles=("a5",), confidence="stated"),
    )
    run = replace(summary.run, config={})
    text = render_text(replace(summary, articles=articles, origins=origins, run=run), width=100)
    assert text.endswith(
        "\nSources\n"
        "  [1] The Post, Deal near · 2025-02-17 · not cited\n"
        "  [2] Deal far · not cited\n"
        "  [3] The Wire · not cited\n"
        f"  [4] {articles[3].path} · likely same report as [1]\n"
        f"  [5] {articles[4].path} · report of Agency\n"
        "\n"
        "75 words from 5 articles, 0 of 3 sentences word for word; no model was used\n"
    )


def test_in_short_many_articles_are_counted_where_no_sentence_cites_them(summary: Summary) -> None:
    def with_articles(count: int) -> str:
        more = tuple(replace(summary.articles[0], id=f"b{n}") for n in range(count - 5))
        return render_text(replace(summary, articles=(*summary.articles, *more)))

    assert "  [12] " in with_articles(12) and "more that no sentence cites" not in with_articles(12)
    assert "  [13] " not in with_articles(13) and "and 11 more that no sentence cites\n" in with_articles(13)
    assert "  [5] " in with_articles(13)


def test_in_short_a_long_title_is_cut_to_its_line(summary: Summary) -> None:
    article = replace(summary.articles[4], title="Minerals " * 20)
    lines = render_text(replace(summary, articles=(*summary.articles[:4], article))).splitlines()
    assert lines[lines.index("Sources") + 5] == f"  [5] {('Minerals ' * 9)[:73].rstrip()}…"


def test_a_name_keeps_two_dozen_columns_however_much_is_said_of_it(summary: Summary) -> None:
    article = replace(summary.articles[0], title="Minerals " * 20, published="2025-02-16")
    origin = Origin(id="o1", name="The Wire Service of the Northern Harbours", articles=("a1",), confidence="stated")
    told = replace(summary, articles=(article, *summary.articles[1:]), origins=(origin, *summary.origins[1:]))
    lines = render_text(told, width=60).splitlines()
    assert lines[lines.index("Sources") + 1].startswith("  [1] Minerals Minerals Miner…")


def test_no_terminal_is_narrower_than_twenty_columns(summary: Summary) -> None:
    assert render_text(summary, width=1) == render_text(summary, width=20) != render_text(summary, width=21)
    assert max(columns(line) for line in render_text(summary, width=1).splitlines()) == 20


@pytest.mark.parametrize(("count", "more"), [(6, False), (7, True)])
def test_a_seventh_citation_is_counted(summary: Summary, count: int, more: bool) -> None:
    articles = tuple(replace(summary.articles[0], id=f"b{n}") for n in range(count))
    text = articles[0].text[:40]
    evidence = tuple(Evidence(each.id, 0, 40, text) for each in articles)
    shown = render_text(replace(summary, articles=articles, claims=(claim(*evidence),), headline_evidence=()))
    assert ("[6] and 1 more" in shown.replace("\u00a0", " "), "0 more" in shown) == (more, False)


def test_in_short_only_what_a_reader_must_know_is_noted(summary: Summary) -> None:
    notices = (Notice("undated", "no day is known"), Notice("off_topic", "[2] is about something else", "a2"))
    text = render_text(replace(summary, warnings=notices, skipped=(Skipped("a.png", "not text"),)), width=100)
    assert "\nNotes\n  - [2] is about something else\n" in text
    assert "  - a.png: not text\n" in text
    assert "no day is known" not in text
    assert "no day is known" in report(replace(summary, warnings=notices))


def test_prose_is_the_text_alone(summary: Summary) -> None:
    lines = render_prose(summary).splitlines()
    assert " ".join(filter(None, lines)) == " ".join(claim.text for claim in summary.claims)
    assert all(bool(line) != bool(place % 2) for place, line in enumerate(lines))


def test_the_seeds_in_short_fit_a_screen() -> None:
    text = render_text(summarize(load_articles([SEEDS[0].parent])))
    assert len(text.splitlines()) <= 45
    assert max(map(columns, text.splitlines())) <= 80
