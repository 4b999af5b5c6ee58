from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.render.layout import TIE, columns, cut, isolated, wrapped

TEXT = st.text(alphabet="ab 中文。「」é\u0301🙂\ufe0fя" + TIE, max_size=120)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("中文", 4),
        ("Ａ", 2),
        ("e\u0301", 1),
        ("🙂", 2),
        ("ｶﾞ", 2),
        ("한글", 4),
        ("\u2068a\u2069", 1),
        ("", 0),
        ("“é”", 3),
    ],
)
def test_columns_counts_what_a_terminal_shows(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_break_at_spaces() -> None:
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]


def test_first_and_other_lines_have_their_own_openings() -> None:
    assert wrapped("one two three", 9, first="[1] ") == ["[1] one", "    two", "    three"]
    assert wrapped("one two three", 9, first="- ", rest="> ") == ["- one two", "> three"]


def test_a_citation_stays_with_its_word() -> None:
    assert wrapped(f"one two{TIE}[1][2]", 12) == ["one", "two [1][2]"]


def test_east_asian_text_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert wrapped("中文中文。文", 8) == ["中文中", "文。文"]
    assert wrapped("中文「文」", 6) == ["中文", "「文」"]


def test_a_word_that_fits_no_line_is_cut() -> None:
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_no_text_gives_the_opening_alone() -> None:
    assert wrapped("", 10, first="- ") == ["-"]


@given(TEXT, st.integers(12, 40), st.sampled_from(["", "  - ", "中 "]))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int, first: str) -> None:
    lines = wrapped(text, width, first=first)
    assert all(columns(line) <= width for line in lines)
    rest = columns(first)
    shown = lines[0].removeprefix(first.rstrip()) + "".join(line[rest:] for line in lines[1:])
    assert shown.replace(" ", "") == text.replace(" ", "").replace(TIE, "")


def test_right_to_left_words_get_a_direction_of_their_own() -> None:
    assert isolated("כותרת") == "\u2068כותרת\u2069"
    assert isolated("“title” 中文") == "“title” 中文"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("bridge", 6, "bridge"),
        ("bridges", 6, "bridg…"),
        ("the bridge", 5, "the…"),
        ("橋の上の人", 10, "橋の上の人"),
        ("橋の上の人", 9, "橋の上の…"),
        ("橋の上の人", 8, "橋の上…"),
        ("e\u0301te\u0301", 3, "e\u0301te\u0301"),
    ],
)
def test_a_text_is_cut_to_its_columns(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected
    assert columns(cut(text, width)) <= width
