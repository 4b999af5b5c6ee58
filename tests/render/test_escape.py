"""What pages of ours share: what is printed is escaped and visible, and nothing but the page's own code may run."""

from __future__ import annotations

import json
import unicodedata
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarize.render import escape
from summarize.render.escape import page_environment, page_file, policy_of
from tests.growth import assert_linear

MARKUP = st.text(alphabet="ab1 \\`*_[]()<>&;~|$#{}!-+=.:/@\n\t\"'", max_size=40)
ANY = st.text(alphabet=st.characters(), max_size=40)
WORD_JOINER = "\u2060"
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def shown(document: str) -> str:
    """The text a reader sees, when a document holds nothing but text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(document)
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    return "".join(child.content for child in inline).replace(WORD_JOINER, "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\x1b[31mred\x07", "a\ufffd[31mred\ufffd"),
        ("a\x9b2Jb\x7f", "a\ufffd2Jb\ufffd"),
        ("abc\u202edef\u2066g\u200f", "abcdefg"),
        ("one\r\ntwo\tthree\u2028four\x0b\x85five", "one two three four five"),
        ("  \u3000 blanks\xa0only inside ", "blanks only inside"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("hidden\U000e0041\ufeff\u200b\xadwords", "hiddenwords"),
        ("क्\u200dष می\u200cخواهم", "क्\u200dष می\u200cخواهم"),
    ],
)
def test_only_visible_characters_stay(text: str, line: str) -> None:
    assert escape.visible(text) == line


@given(ANY)
def test_no_control_reaches_the_terminal(text: str) -> None:
    line = escape.visible(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in line)
    assert not any(unicodedata.bidirectional(char) in DIRECTIONS for char in line)
    assert escape.visible(line) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("“Look ![](https://x.example/a.png) here”", r"“Look !\[]\(https://x.example/a.png) here”"),
        ("a [link](https://x.example) and ![ref][1]", r"a [link]\(https://x.example) and !\[ref][1]"),
        ("Stop! [2] (later) [sic]", "Stop! [2] (later) [sic]"),
    ],
)
def test_an_image_is_shown_and_is_none_where_the_line_is_pasted(text: str, line: str) -> None:
    assert escape.without_images(text) == line
    tokens = MarkdownIt("commonmark").parse(line)
    kinds = {child.type for token in tokens for child in token.children or []}
    assert not kinds & {"image", "link_open"}


def test_an_article_cannot_write_a_citation() -> None:
    assert escape.quoted("true [1][22], see [sic] and [a1]") == r"true \[1]\[22], see [sic] and [a1]"
    assert escape.has_own_citation("so [3]") and not escape.has_own_citation("so [sic]")
    assert escape.has_own_citation("so [3, p. 2]") and not escape.has_own_citation("in [2024, 2025]")
    assert escape.quoted("so [12, pp. 2, 3, …]") == "so \\[12, pp. 2, 3, …]"


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "![](http://tracker.test/x.png)",
        "<img src=x onerror=alert(1)> <!-- -->",
        "`code` ``` fence",
        "&lt;b&gt; &#60; &amp;",
        "# heading #",
        "> quotation",
        "1. item",
        "1) item",
        "- item",
        "+ item",
        "* item",
        "---",
        "===",
        "~~~ fence",
        "~~gone~~ **bold** _em_ __strong__",
        "| a | b |",
        "[ref]: http://example.test",
        "[^1]: note",
        "$x$ $500 and {{ slot }} {#id}",
        "    indented",
        "ends with \\",
        "<http://example.test>",
        ": definition",
    ],
)
def test_markup_of_an_article_stays_text(text: str) -> None:
    assert shown(escape.markdown(text)) == escape.visible(text)


@given(MARKUP | ANY)
def test_markdown_shows_every_text_as_itself(text: str) -> None:
    assert shown(escape.markdown(text)) == escape.visible(text)


@given(MARKUP)
def test_markdown_shows_every_text_as_itself_inside_a_line(text: str) -> None:
    assert shown(f"so ({escape.markdown(text)}) it is") == f"so ({escape.visible(text)}) it is"


@pytest.mark.parametrize(
    "text", ["see https://evil.test/x", "WWW.evil.test", "me@evil.test", "@someone", "http\\://evil.test"]
)
def test_addresses_and_names_of_an_article_do_not_become_links(text: str) -> None:
    line = escape.markdown(text)
    assert "://" not in line and "www." not in line.lower() and "@e" not in line and "@s" not in line


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.test/a?b=c&d=e", "<https://example.test/a?b=c&amp;d=e>"),
        ("HTTP://example.test/ü x", "<HTTP://example.test/%C3%BC%20x>"),
        ("https://example.test/)[x](<y>\n", "<https://example.test/%29%5Bx%5D%28%3Cy%3E%0A>"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (" https://example.test", None),
        ("https:///x", None),
        ("https://example.test/\ud800", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert escape.markdown_link(url) == link


def test_a_path_is_code_unless_it_holds_a_back_tick() -> None:
    assert escape.markdown_code("a_b.txt") == "`a_b.txt`"
    assert shown(escape.markdown_code("a`b_c_\x1b.txt")) == "a`b_c_\ufffd.txt"
    assert escape.markdown_code("") == ""


@given(ANY)
def test_json_means_the_same_after_escaping(text: str) -> None:
    line = escape.json_text(json.dumps(text, ensure_ascii=False))
    expected = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert json.loads(line) == expected
    line.encode("utf-8")
    assert not any("\x7f" <= char <= "\x9f" or "\u202a" <= char <= "\u202e" for char in line)


@pytest.mark.parametrize(
    "unit", ["\\", "[1", "[", "https:/", "://", "www", "@", "\x00", " \t", "1", "&", "\u202e", "]("]
)
def test_escaping_takes_linear_time(unit: str) -> None:
    for function in (escape.visible, escape.quoted, escape.markdown, escape.markdown_code, escape.markdown_link):
        assert_linear(function, unit)
    assert_linear(lambda text: escape.markdown_link(f"https://{text}"), unit)
    assert_linear(escape.json_text, unit)


def test_page_text_keeps_its_white_space_and_shows_controls():
    assert escape.page_text("a\n\n b\tc\x00\u202ed\ud800") == "a\n\n b\tc\ufffdd\ufffd"


@pytest.mark.parametrize(
    ("text", "shown"), [("=1", "'=1"), ("\t+1", "'+1"), ("a=1", "a=1"), ("", ""), ("-\n1", "'- 1")]
)
def test_a_cell_is_never_a_formula(text: str, shown: str):
    assert escape.cell(text) == shown


PACKAGES = {"summarize.render": "review.html.j2", "summarize.batch": "index.html.j2"}


def test_a_policy_names_each_style_and_script_and_allows_nothing_else() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy_of(["a{}", "b{}"], ["run()"]).split("; "))
    named = {text: f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in ("a{}", "b{}", "run()")}
    assert rules == {
        "default-src": "'none'",
        "style-src": f"{named['a{}']} {named['b{}']}",
        "script-src": named["run()"],
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_printed_is_escaped_and_visible_unless_it_is_html_of_ours(package: str) -> None:
    from markupsafe import Markup

    template = page_environment(package).from_string("{{ one }}|{{ two }}")
    printed = template.render(one="<b>\x1b[2J", two=Markup("<i>ours</i>"))
    assert printed.startswith("&lt;b&gt;")
    assert "\x1b" not in printed
    assert printed.endswith("|<i>ours</i>")


@pytest.mark.parametrize(("package", "name"), PACKAGES.items())
def test_a_package_s_templates_are_found_and_a_misspelt_name_in_one_is_an_error(package: str, name: str) -> None:
    from jinja2 import UndefinedError

    loader = page_environment(package).loader
    assert loader is not None
    assert loader.get_source(page_environment(package), name)[0] == page_file(package, name)
    with pytest.raises(UndefinedError):
        page_environment(package).from_string("{{ misspelt }}").render()
