"""Trees of blocks to text: a block a line, a row a line."""

from __future__ import annotations

import pytest

from summarize.ingest.readers.block_text import block_text
from summarize.ingest.readers.html_page import parse_page


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two three.\n\nFour."),
        ("<h1>Head</h1>tail<p>One.</p>", "Head\n\ntail\n\nOne."),
        ("<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>", "- One\n\n- Two\n\n- Three"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td>2</td></tr></table>", "A | B |\n\n1 | 2 |"),
        ("<p>One<br>two</p>", "One two"),
        ("<div><div></div>  </div><p> </p>", ""),
        ("<p>Seen</p><script>x()</script><style>p{}</style>", "Seen"),
        ("One<p>two</p>three", "One\n\ntwo\n\nthree"),
    ],
)
def test_blocks_become_lines(body: str, text: str) -> None:
    assert block_text(parse_page(f"<html><body>{body}</body></html>")) == text


def test_a_deep_tree_is_walked() -> None:
    assert "words" in block_text(parse_page("<div>" * 200 + "words"))
