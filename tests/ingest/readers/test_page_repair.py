"""Parts that swallow a page become ordinary ones; real menus, footers and side columns stay what they are."""

from __future__ import annotations

import pytest

from summarize.ingest.readers.html_page import parse_page
from summarize.ingest.readers.page_repair import mend
from tests.page_shapes import TEXTS


def mended(body: str, tag: str) -> bool:
    tree = parse_page(f"<html><body>{body}</body></html>")
    before = len(list(tree.iter(tag)))
    mend(tree)
    return len(list(tree.iter(tag))) < before


STORY = "".join(f"<p>{text}</p>" for text in TEXTS)


@pytest.mark.parametrize("tag", ["noscript", "nav", "aside", "header", "footer", "form", "figure", "template"])
def test_what_holds_nearly_all_of_the_prose_is_an_ordinary_part(tag: str) -> None:
    assert mended(f"<{tag}><b>A box</b>{STORY}", tag)
    assert mended(f'<p>{TEXTS[0]}</p><{tag} class="menu" hidden>{STORY}', tag)  # five of six passages
    assert not mended(f"{STORY}<{tag}>{STORY}</{tag}>", tag)


def test_a_menu_of_links_is_none_however_long() -> None:
    links = "".join(f'<li><a href="/">{text}</a></li>' for text in TEXTS * 4)
    labels = "<li>Sport</li>" * 200
    assert not mended(f"<nav><ul>{links}{labels}</ul></nav><p>{TEXTS[0]} {TEXTS[1]}</p>", "nav")


def test_a_short_notice_is_no_page() -> None:
    assert not mended("<noscript><p>You need to enable JavaScript to run this application.</p></noscript>", "noscript")


def test_marks_by_which_others_know_the_part_go_with_its_tag() -> None:
    tree = parse_page(f'<html><body><div role="navigation" class="nav" id="nav">{STORY}</div></body></html>')
    mend(tree)
    assert [dict(each.attrib) for each in tree.iter("div")] == [{}]


def test_a_declarative_shadow_tree_is_part_of_the_page() -> None:
    tree = parse_page(
        '<div><template shadowrootmode="open"><p>Short.</p></template><template><p>Not.</p></template></div>'
    )
    mend(tree)
    assert len(list(tree.iter("template"))) == 1


def test_many_and_deep_parts_end() -> None:
    for body in ("<nav>" * 50_000 + STORY, f"<nav>{STORY}</nav>" * 2_000):
        mend(parse_page(f"<html><body>{body}</body></html>"))
