"""What an item may say, and that nothing else of it gets out of the child process. Fragments of HTML to plain text."""

from __future__ import annotations

import json

import pytest

from summarize.ingest.readers.feed_items import read_items
from summarize.ingest.readers.fragments import (
    KEYS,
    Items,
    byline,
    fragment_text,
    line_without_tags,
    lines,
    plain_or_fragment,
    without_literal_markup,
)
from tests.growth import assert_linear


def test_an_item_has_known_keys_only_whatever_the_feed_says() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "content_text": "Words.", "title": "A title", "image": "x.png", "_own": {"a": 1}}],
    }
    (item,) = json.loads(read_items(json.dumps(feed).encode()).text)["items"]
    assert (item["text"], item["title"]) == ("Words.", "A title")
    assert set(item) <= set(KEYS)


@pytest.mark.parametrize("name", ["text", "title", "published", "url", "teaser"])
def test_what_later_stages_read_is_among_the_keys(name: str) -> None:
    assert name in KEYS


def test_documents_do_not_share_their_lists_of_items() -> None:
    one, other = Items("feed", "r"), Items("feed", "r")
    one.items.append({"text": "Words."})
    assert other.items == []


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
    assert line_without_tags("A\n <b>bold</b>\ttitle ") == "A bold title"
    assert line_without_tags(None) == line_without_tags(5) == ""


@pytest.mark.parametrize(
    ("text", "name"), [("By A. Writer", "A. Writer"), ("BY: A", "A"), ("Byron X", "Byron X"), ("", "")]
)
def test_a_byline_is_a_name(text: str, name: str):
    assert byline(text) == name


@pytest.mark.parametrize("unit", ["<", "&#", "<a ", "<!--", "<p>"])
def test_hostile_markup_takes_linear_time(unit: str):
    assert_linear(plain_or_fragment, unit)
    assert_linear(line_without_tags, unit)


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
