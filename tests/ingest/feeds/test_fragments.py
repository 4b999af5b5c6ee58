"""Fragments of HTML to plain text."""

from __future__ import annotations

import pytest

from summarize.ingest.feeds.fragments import (
    byline,
    fragment_text,
    lines,
    one_line,
    plain_or_fragment,
    without_literal_markup,
)
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


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One with <b>bold</b>.\n\nTwo.", "One with bold.\n\nTwo."),
        ("One.<br/>Two.", "One. Two."),
        ('[caption id="a_1" width="300"]<img src="a.jpg"> A bridge.[/caption]One.', "One."),
        ("[embed]https://v.example/1[/embed]\n\nOne.", "One."),
        ('[gallery ids="1,2"]One. [/gallery]', "One."),
        ("[vc_row][vc_column_text]One.[/vc_column_text][/vc_row]", "One."),
        ('[su-note color="red"]One.[/su-note]', "One."),
        # what people write stays
        ("One [the mayor] said [sic].", "One [the mayor] said [sic]."),
        ("[Agency] One. [...] Two [a = b].", "[Agency] One. [...] Two [a = b]."),
        ("If a < b and b > c, then a <x>.", "If a < b and b > c, then a <x>."),
        ("  One.\n  Two.\n", "  One.\n  Two.\n"),
        ("[the source=unknown", "[the source=unknown"),
    ],
)
def test_literal_tags_and_shortcodes_go_and_brackets_of_people_stay(text: str, clean: str) -> None:
    assert without_literal_markup(text) == clean


@pytest.mark.parametrize("unit", ["<p", "<b ", "[caption ", "[caption]", "[a_", "[a =", "[/", "</p", "[gallery "])
def test_hostile_markup_ends(unit: str) -> None:
    without_literal_markup(unit * 20_000)
