"""Every text field of every record is hostile at once; each sink must stay harmless."""

from __future__ import annotations

import json
import re
import types
import typing
import unicodedata
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

import pytest
from markdown_it import MarkdownIt

from summarize.records import Summary
from summarize.render import labels
from summarize.render.json_text import render_json
from summarize.render.markdown import render_markdown
from summarize.render.terminal import render_prose, render_text

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "\x1b[2J\x1b]0;title\x07\x9b31m red \x00\x7f",
    "\u202egnp.exe\u2066 \u2069\u2069 \u200f",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "![x](http://tracker.test/p.png) [y](javascript:alert(1)) <http://evil.test>",
    "line\n\n# heading\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x]: http://evil.test\n\n    code\n\n```\nfence",
    "``` ` `` **a** __b__ ~~c~~ &lt;i&gt; \\",
    "https://evil.test/a www.evil.test me@evil.test @name",
    "[1][2][3] (CHECK FAILED)",
    "\ud800 lone \udfff",
    "1. one 2) two > three",
    "",
]


ADDRESS = "https://evil.test/a%20www.evil.test%20me@evil.test%20@name"


def poisoned(kind: Any, text: str) -> Any:  # noqa: PLR0911 - one return a kind of type
    """A value of a field's type in which every string is the hostile text."""
    if kind is str:
        return text
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{field.name: poisoned(hints[field.name], text) for field in fields(kind)})
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return (poisoned(inner[0], text),) * 2
    if origin is dict:
        return {text: poisoned(inner[1], text)}
    if origin in (types.UnionType, typing.Union):
        return poisoned(inner[0], text)
    if origin is typing.Literal:
        # A failed check, so that its detail is shown.
        return "fail" if "fail" in inner else inner[-1]
    return text if kind is object else kind(1)


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def summary(request: pytest.FixtureRequest) -> Summary:
    built: Summary = poisoned(Summary, request.param)
    return built


SHOWN = {
    "short": lambda summary, width: render_text(summary, width=width),
    "full": lambda summary, width: render_text(summary, width=width, full=True),
    "with its evidence": lambda summary, width: render_text(summary, width=width, full=True, evidence=True),
    "prose": lambda summary, width: render_prose(summary),
}


@pytest.mark.parametrize("form", SHOWN)
@pytest.mark.parametrize("width", [20, 80])
def test_the_terminal_shows_only_visible_characters(summary: Summary, width: int, form: str) -> None:
    text = SHOWN[form](summary, width)
    # The program's own isolates are the only invisible characters, and each one that opens is closed.
    assert text.count("\u2068") == text.count("\u2069")
    rest = text.replace("\u2068", "").replace("\u2069", "").replace("\n", "")
    assert not {unicodedata.category(char) for char in rest} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    text.encode("utf-8")


def test_markdown_holds_no_html_no_image_no_code_and_no_foreign_link(summary: Summary) -> None:
    document = render_markdown(summary)
    document.encode("utf-8")
    tokens = MARKDOWN.parse(document)
    inline = [child for token in tokens for child in token.children or []]
    kinds = {token.type for token in tokens} | {child.type for child in inline}
    assert not kinds & {"html_block", "html_inline", "image", "code_block", "fence", "blockquote_open", "s_open", "hr"}
    links = {str(child.attrs["href"]) for child in inline if child.type == "link_open"}
    # The address of an article may be a link, percent-encoded; nothing inside a text may.
    assert {link for link in links if not link.startswith("#evidence-for-")} <= {ADDRESS}
    bare = re.sub(r"`[^`\n]*`|\(<[^>\n]*>\)", "", document)
    assert not re.search(r"://|www\.|@\w", bare)


def test_markdown_keeps_its_own_headings_lists_and_table_only(summary: Summary) -> None:
    document = render_markdown(summary)
    tokens = MARKDOWN.parse(document)
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    sections = [
        labels.differing(summary),
        *labels.SECTIONS.values(),
    ]
    if not any(origin.why for origin in summary.origins):
        sections.remove(labels.SECTIONS["reports"])
    assert headings[1 : len(sections) + 1] == sections
    assert all(heading.startswith("Evidence") for heading in headings[len(sections) + 1 :])
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert all(token.type != "ordered_list_open" for token in tokens)


def test_json_stays_json_and_harmless_to_print(summary: Summary) -> None:
    text = render_json(summary)
    text.encode("utf-8")
    assert json.loads(text)["schema"] is not None
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
