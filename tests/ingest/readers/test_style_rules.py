"""Rules of a page's own style sheet: simple ones count, what another rule takes back does not."""

from __future__ import annotations

import pytest

from summarize.ingest.readers.html_page import parse_page
from summarize.ingest.readers.style_rules import StyleRules, declarations, read_rules


def rules(css: str) -> StyleRules:
    return read_rules(parse_page(f"<html><head><style>{css}</style></head><body><p>x</p></body></html>"))


@pytest.mark.parametrize(
    ("css", "key", "display"),
    [
        (".x{display:none}", ".x", "none"),
        ("/* a } */ .y , .x { DISPLAY : none !important ; }", ".x", "none"),
        ("@import url(a.css); .x{display:none}", ".x", "none"),
        (".x{display:block} .x{display:none}", ".x", "none"),
        ("p.x{display:none}", "p.x", "none"),
        ("#x{display:none} .x.open{display:block}", "#x", "none"),
        (".x{display:none} .y.open{display:block}", ".x", "none"),
        (".x{display:none} .x .y{display:block}", ".x", "none"),
        (".x{display:none} .x.y{display:none}", ".x", "none"),
        (".x{display:none} @media print{.x{display:block}}", ".x", "none"),
        (".x{display:none} @font-face{src:url(x)} @keyframes a{from{display:block}}", ".x", "none"),
        # taken back
        (".x{display:none} .x.open{display:block}", ".x", None),
        (".x{display:none} .open .x{display:block}", ".x", None),
        (".x{display:none} .x:hover{display:block}", ".x", None),
        (".x{display:none} @media screen{.x{display:block}}", ".x", None),
        ("p.x{display:none} .open>.x{display:block}", "p.x", None),
        ("p{display:none} p.open{display:block}", "p", None),
        # hides on some screens only, or by a selector that is not read
        ("@media (max-width:600px){.x{display:none}}", ".x", None),
        (".y .x{display:none}", ".x", None),
    ],
)
def test_what_a_rule_certainly_says(css: str, key: str, display: str | None) -> None:
    assert rules(css).rules.get(key, {}).get("display") == display


def test_the_nearer_wins_and_two_rules_that_disagree_say_nothing() -> None:
    found = rules(".a{display:none;color:red} .b{display:block} .c{display:none}")
    page = parse_page('<p class="a b">x</p><p class="a c">x</p><p class="a" style="display:inline">x</p>')
    mixed, both, own = page.iter("p")
    assert (found.style_of(mixed).get("display"), found.style_of(mixed)["color"]) == (None, "red")
    assert found.style_of(both)["display"] == "none"
    assert found.style_of(own)["display"] == "inline"


def test_declarations_are_folded() -> None:
    assert declarations("Color : RED !important; ; x; display:none") == {"color": "red", "display": "none"}


def test_hostile_sheets_end() -> None:
    for css in ("{" * 100_000, "}" * 100_000, "@media{" * 50_000, "/*" * 50_000, ".a," * 50_000 + "{display:none}"):
        rules(css)
