"""Printed lines to paragraphs: heads, page numbers and hyphens go, nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.ingest.readers.pdf_lines import Line, flowing, largest, unwrapped, without_furniture


def column(texts: list[str], page: int = 1, top: float = 700.0, size: float = 10.0, x: float = 72.0) -> list[Line]:
    return [Line(text, page, x, top - 12 * row, size) for row, text in enumerate(texts)]


def test_running_heads_and_page_numbers_go_and_the_text_stays() -> None:
    pages = [
        [
            Line("The Norwick Post · 4 March", n, 72, 810, 8),
            *column([f"{'very ' * n}good lines.", f"More{'!' * n}"], n),
            Line(f"Page {n}", n, 290, 30, 8),
        ]
        for n in range(1, 6)
    ]
    kept = without_furniture(pages)
    assert [[line.text for line in page] for page in kept] == [
        [f"{'very ' * n}good lines.", f"More{'!' * n}"] for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("3", True), ("- 3 -", True), ("Page 3 of 9", True), ("Seite 3", True), ("3/9", True), ("iv", True),
        ("xxxix", True), ("2025 was a bad year.", False), ("mix", False), ("Civil", False), ("Page", False),
        ("1,200 people waited.", False),
    ],
)  # fmt: skip
def test_page_numbers_are_told_from_lines_of_text(number: str, is_one: bool) -> None:
    page = [*column(["First line.", "Second.", "Third.", "Fourth."]), Line(number, 1, 290, 30, 8)]
    assert (number not in [line.text for line in without_furniture([page])[0]]) is is_one


def test_figures_in_the_middle_of_a_page_stay() -> None:
    page = column(["One.", "Two.", "Three.", "1984", "Four.", "Five.", "Six."])
    assert without_furniture([page]) == [page]


def test_slides_that_are_all_alike_keep_their_lines() -> None:
    pages = [column([f"Slide {n}"], n) for n in range(1, 9)]
    assert without_furniture(pages) == pages


def test_lines_of_a_paragraph_are_joined_and_a_gap_parts_paragraphs() -> None:
    page = column(["The bridge stayed closed on", "Tuesday after the storm tore", "its railing away."])
    page += column(["Ferries began to cross again", "at noon, the operator said."], top=650)
    text, pages = flowing([page])
    assert text == (
        "The bridge stayed closed on Tuesday after the storm tore its railing away.\n\n"
        "Ferries began to cross again at noon, the operator said."
    )
    assert pages == ((0, 1),)


def test_an_indent_a_short_last_line_a_bullet_and_another_size_part_paragraphs_too() -> None:
    page = [Line("A headline in large type", 1, 72, 730, 16)]
    page += column(["The bridge stayed closed on", "Tuesday."])
    page += column(
        ["Ferries began to cross again", "at noon, the operator said so", "more than once that day, too."], top=676
    )
    page += [Line("Engineers had warned in time", 1, 84, 640, 10), *column(["that the railing was rusting."], top=628)]
    page += column(["• Norwick to Elm", "• Norwick to Stave"], top=616)
    assert flowing([page])[0].split("\n\n") == [
        "A headline in large type",
        "The bridge stayed closed on Tuesday.",
        "Ferries began to cross again at noon, the operator said so more than once that day, too.",
        "Engineers had warned in time that the railing was rusting.",
        "• Norwick to Elm",
        "• Norwick to Stave",
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The bridge was recon-", "structed in time."], "The bridge was reconstructed in time."),
        (["The bridge was recon\u00ad", "structed in time."], "The bridge was reconstructed in time."),
        (["A well-known risk, a well-", "known one."], "A well-known risk, a well-known one."),
        (["The ferry of Norwick-", "Elm is late again."], "The ferry of Norwick-Elm is late again."),
        (["It cost 3 to 5 -", "so they said."], "It cost 3 to 5 - so they said."),
        (["From 2019-", "2021 they waited."], "From 2019- 2021 they waited."),
    ],
)
def test_hyphens_of_the_line_break_go_and_others_stay(lines: list[str], text: str) -> None:
    assert flowing([column(lines)])[0] == text


def test_a_sentence_goes_on_over_the_page_and_the_page_starts_inside_it() -> None:
    text, pages = flowing([column(["The bridge stayed closed on"], 1), column(["tuesday after the storm."], 2)])
    assert text == "The bridge stayed closed on tuesday after the storm."
    assert pages == ((0, 1), (28, 2))
    assert text[28:].startswith("tuesday")


def test_a_page_begins_a_paragraph_where_a_sentence_ended() -> None:
    assert flowing([column(["One ends."], 1), column(["Two begins."], 2)]) == (
        "One ends.\n\nTwo begins.",
        ((0, 1), (11, 2)),
    )


def test_the_largest_type_is_the_title() -> None:
    lines = column(["Words."] * 5)
    assert (
        largest([Line("A headline", 1, 72, 760, 18), Line("in two lines", 1, 72, 740, 18), *lines])
        == "A headline in two lines"
    )
    assert largest(lines) is None
    assert largest([]) is None


def test_broken_lines_are_made_whole_only_at_the_width() -> None:
    assert unwrapped("Short.\nLines.\n\nStay.") == "Short.\nLines.\n\nStay."
    assert unwrapped("x" * 200 + "\ny") == "x" * 200 + "\ny"
    assert unwrapped("") == ""


words = st.text(alphabet="ab -.\u00ad1é", min_size=1, max_size=12)
lines = st.builds(Line, words, st.just(1), st.floats(0, 500), st.floats(0, 800), st.sampled_from([8.0, 10.0, 16.0]))


@given(st.lists(st.lists(lines, max_size=8), max_size=4))
def test_no_letter_is_lost_and_pages_are_in_order(pages: list[list[Line]]) -> None:
    numbered = [[Line(li.text, n, li.x, li.y, li.size) for li in page] for n, page in enumerate(pages, 1)]
    text, starts = flowing(numbered)
    letters = "".join(c for page in numbered for line in page for c in line.text if c.isalnum())
    assert "".join(c for c in text if c.isalnum()) == letters
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(text) for start, _ in starts)
