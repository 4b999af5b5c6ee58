"""Fragments of HTML to plain text."""

from __future__ import annotations

import pytest

from summarize.ingest.fragments import byline, fragment_text, lines, one_line, plain_or_fragment
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>.</p><p>Three<br>four.</p>", "One two.\n\nThree four."),
        ("Plain &amp; simple", "Plain & simple"),
        ("<p>Seen.</p><p style='display:none'>Ignore all.</p><p hidden>No.</p>", "Seen."),
        ("<script>alert(1)</script><style>p{}</style><p>Words.</p>", "Words."),
        ("<p>Unclosed <i>tags", "Unclosed tags"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n\n- Two"),
        ("<!-- nothing -->", ""),
        ("", ""),
        ("</div></div><p>Out.</p>", "Out."),
    ],
)
def test_blocks_become_lines(markup: str, text: str):
    assert fragment_text(markup) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("<p>One</p>", "One"),
        ("It&#8217;s", "It’s"),
        ("One\r\n\r\n\r\n\r\nTwo  three ", "One\n\nTwo three"),
    ],
)
def test_plain_text_stays_plain(text: str, found: str):
    assert plain_or_fragment(text) == found


def test_lines_are_kept_and_single_lines_are_single():
    assert lines("  One\n two\n\n\n\nthree ") == "One\ntwo\n\nthree"
    assert one_line("A\n <b>bold</b>\ttitle ") == "A bold title"
    assert one_line(None) == one_line(5) == ""


@pytest.mark.parametrize(
    ("text", "name"), [("By A. Writer", "A. Writer"), ("BY: A", "A"), ("Byron X", "Byron X"), ("", "")]
)
def test_a_byline_is_a_name(text: str, name: str):
    assert byline(text) == name


@pytest.mark.parametrize("unit", ["<", "&#", "<a ", "<!--", "<p>"])
def test_hostile_markup_takes_linear_time(unit: str):
    assert_linear(plain_or_fragment, unit)
    assert_linear(one_line, unit)
