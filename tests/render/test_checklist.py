from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from summarize import Summary, render_checklist
from summarize.records import Evidence
from summarize.render.checklist import COLUMNS
from tests.review_story import CLAIMS, EMPTY, FULL
from tests.test_render_hostile import HOSTILE, poisoned


def rows(summary: Summary) -> list[dict[str, str]]:
    text = render_checklist(summary)
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_row_a_claim_with_what_an_editor_asks():
    found = rows(FULL)
    assert [row["claim"] for row in found] == [claim.text for claim in FULL.claims]
    first, second, third, *_ = found
    assert tuple(first) == COLUMNS
    assert first["articles"] == "3: [1], [2], [3]" and first["origins"] == "2: North Wire, o2, not named"
    assert second["checks"] == (
        "CHECK FAILED – figures: “25 minutes” is in none of the cited passages; they say 20 minutes; "
        "quotations, names, dates: found in the sources; read by example-reader: supported; one report"
    )
    assert (third["kind"], third["said by"], third["quotation"]) == (
        "quote",
        "Ilen Varro",
        "“We saw the lights too late,”",
    )
    assert "worded otherwise in" in third["checks"]
    assert first["evidence"].startswith("[1] characters 60–162: “Two ferries collided")
    assert "(added because its words match)" in found[4]["evidence"]
    assert found[5]["evidence"] == "NO SOURCE" and found[5]["articles"] == "0"


def test_the_columns_for_decisions_are_empty():
    assert {row[name] for row in rows(FULL) for name in ("editor", "decision", "note")} == {""}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "\u200b=1", "＝1", "\x00=1"])
def test_no_cell_is_a_formula(text: str):
    claim = replace(CLAIMS[0], text=text, attributed_to=text, evidence=(Evidence("?", 0, 1, text),))
    for row in rows(replace(FULL, claims=(claim,), headline=text)):
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "-", "@", "＝", "\t"))
            assert not set(value) & set("\r\n\t\x00")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_break_neither_table(text: str):
    summary: Summary = poisoned(Summary, text)
    render_checklist(summary).encode("utf-8")
    assert len(rows(summary)) == len(summary.claims)
    sheet = render_checklist(summary, layout="markdown")
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(sheet)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
    assert not kinds & {"html_block", "html_inline", "image", "code_block", "fence", "link_open", "s_open"}
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == len(COLUMNS) * len(summary.claims)


def test_markdown_holds_the_same_rows():
    sheet = render_checklist(FULL, layout="markdown")
    lines = sheet.splitlines()
    assert lines[0] == "# Check-list: Ferries collide off Port Sella; toll is disputed"
    assert len(lines) == 4 + len(FULL.claims)
    assert all(line.count("|") == len(COLUMNS) + 1 for line in lines[2:])


def test_without_claims_there_is_the_head_alone():
    assert rows(EMPTY) == []
    assert render_checklist(EMPTY, layout="markdown").splitlines()[0] == "# Check-list: Without a headline"
