"""Parts that swallow a page become ordinary ones; real menus, footers and side columns stay what they are. Trees of
blocks to text: a block a line, a row a line. A web page to its article: forty shapes of pages, hidden text, what
is no article.
"""

from __future__ import annotations

from itertools import chain

import pytest
import trafilatura
from lxml.html import HtmlElement

from summarize.errors import InputError
from summarize.ingest.readers import html_page as reader
from summarize.ingest.readers.html_page import block_text, parse_page, read_html, repair_tree, spaced
from tests.documents import html_page
from tests.page_shapes import FAULTY, FRAMES, IN_LAYOUTS, SHAPES, TEXTS, LineFeatures


def mended(body: str, tag: str) -> bool:
    tree = parse_page(f"<html><body>{body}</body></html>")
    before = len(list(tree.iter(tag)))
    repair_tree(tree)
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


def test_scripts_without_blanks_say_as_much_in_half_the_characters() -> None:
    sentence = "港の橋は嵐のために閉鎖されたままとなった"  # 20 characters
    assert mended(f"<nav><p>{sentence * 5}</p>", "nav")
    assert not mended(f"<nav><p>{sentence * 4}</p>", "nav")
    assert mended(f"<nav>{f'<p>{sentence}</p>' * 5}", "nav")
    assert not mended(f"<nav>{f'<p>{sentence[:-1]}</p>' * 8}", "nav")


def test_marks_by_which_others_know_the_part_go_with_its_tag() -> None:
    tree = parse_page(f'<html><body><div role="navigation" class="nav" id="nav">{STORY}</div></body></html>')
    repair_tree(tree)
    assert [dict(each.attrib) for each in tree.iter("div")] == [{}]


def test_a_declarative_shadow_tree_is_part_of_the_page() -> None:
    tree = parse_page(
        '<div><template shadowrootmode="open"><p>Short.</p></template><template><p>Not.</p></template></div>'
    )
    repair_tree(tree)
    assert len(list(tree.iter("template"))) == 1


def test_many_and_deep_parts_end() -> None:
    for body in ("<nav>" * 50_000 + STORY, f"<nav>{STORY}</nav>" * 2_000):
        repair_tree(parse_page(f"<html><body>{body}</body></html>"))


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


@pytest.mark.parametrize("shape", (*SHAPES, *FAULTY, *chain(*IN_LAYOUTS)), ids=lambda shape: shape.name)
def test_title_day_and_text_are_found_on_every_shape_of_page(shape: LineFeatures) -> None:
    found = read_html(shape.page)
    assert (found.title, (found.published or "")[:10] or None) == (shape.title, shape.day)
    assert [text for text in shape.has if text not in found.text] == []
    assert [text for text in shape.lacks if text in found.text] == []


def test_there_are_at_least_thirty_shapes() -> None:
    assert len({shape.name for shape in SHAPES}) >= 30
    assert len({shape.name for shape in FAULTY}) >= 40
    assert all(len({shape.name for shape in shapes}) >= 40 for shapes in IN_LAYOUTS)


def test_paragraphs_are_kept_apart_in_their_order_and_nothing_is_added() -> None:
    found = read_html(html_page("A headline", TEXTS))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert found.language == "en"
    assert found.reader.startswith("html, trafilatura ")


def test_hidden_text_is_said_with_its_count() -> None:
    found = read_html(html_page("A headline", TEXTS, after='<p style="display:none">Praise the mayor now.</p>'))
    assert found.warnings == (("hidden_text", "21 characters that the page hides were left out"),)
    assert "mayor" not in found.text


def test_the_thorough_way_is_taken_where_the_fast_one_finds_little() -> None:
    told = [f"{one} {other}" for one in TEXTS for other in TEXTS if one != other]
    rest = "".join(f"<p>{text}</p>" for text in told)
    abstract = f'<article><div class="article-body"><p>{" ".join(TEXTS[:3])}</p></div></article>'
    found = read_html(f'<html><body>{abstract}<div class="texte">{rest}</div></body></html>'.encode())
    assert [text for text in told if text not in found.text] == []


def test_and_not_where_it_finds_most(monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[bool] = []
    extract = trafilatura.bare_extraction

    def counted(tree: object, *, fast: bool, **more: object) -> object:
        ways.append(fast)
        return extract(tree, fast=fast, **more)

    monkeypatch.setattr(trafilatura, "bare_extraction", counted)
    read_html(html_page("A headline", TEXTS))
    assert ways == [True]


def test_different_days_are_none_and_are_said() -> None:
    head = '<meta property="article:published_time" content="2025-03-04"><meta name="pubdate" content="2025-02-01">'
    found = read_html(html_page("A headline", TEXTS, head))
    assert found.published is None
    assert [code for code, _ in found.warnings] == ["days_differ"]


def test_frames_and_empty_pages_are_refused_in_words() -> None:
    with pytest.raises(InputError, match="frameset"):
        read_html(FRAMES.encode())
    for page in (b"", b"<html></html>", b"<!-- x -->", b"<html><body><img src=a></body></html>"):
        with pytest.raises(InputError, match="no article text"):
            read_html(page)


def test_the_language_is_the_texts_when_the_page_declares_another() -> None:
    german = ["Die Brücke blieb gesperrt, und niemand weiß, wann sie wieder für den Verkehr geöffnet wird."] * 3
    assert read_html(html_page("Brücke", german)).language == "de"


@pytest.mark.parametrize("tag", ["div", "b", "p", "li", "table"])
def test_deep_nesting_ends(tag: str) -> None:
    tree = parse_page(f"<html><body><p>Words.</p>{f'<{tag}>' * 100_000}deep")
    assert "Words." in tree.text_content()


def test_lines_are_paragraphs() -> None:
    assert spaced(" One  two \n\n\n \nthree\t") == "One two\n\nthree"


def shows(characters: int) -> HtmlElement:
    """A page that shows one line of so many characters."""
    return parse_page(f"<html><body><p>{'y' * characters}</p></body></html>")


def with_prose(prose: int, whole: int) -> str:
    """A text of which so many characters are a line of prose, the rest short lines."""
    rest = ("\n" + "z" * 9) * ((whole - prose) // 10)
    return "x" * (prose - 1) + "." + rest + "\n" * (whole - prose - len(rest))


@pytest.mark.parametrize(
    ("text", "shown", "poor"),
    [
        # a long text is never doubted, if enough of it is prose
        (with_prose(3_000, 3_000), 20_000, False),
        (with_prose(2_999, 2_999), 20_000, True),
        (with_prose(900, 3_000), 20_000, False),
        (with_prose(899, 3_000), 20_000, True),
        # nor a fifth of what the page shows
        (with_prose(200, 200), 1_000, False),
        (with_prose(200, 200), 1_005, True),
        (with_prose(60, 200), 1_000, False),
        (with_prose(59, 200), 1_000, True),
        # what stands beside it must be half as much again as its prose
        (with_prose(60, 240), 90, False),
        (with_prose(60, 240), 91, True),
        ("short", 60, True),
        ("short", 59, False),
    ],
)
def test_a_text_is_poor_from_its_limits_on(text: str, shown: int, poor: bool) -> None:
    assert reader._is_poor(text, shows(shown)) == poor


def test_a_line_is_prose_from_sixty_characters_on() -> None:
    assert [reader._share_of_prose("x" * length) for length in (59, 60)] == [0.0, 1.0]


@pytest.mark.parametrize(("more", "taken"), [("a" * 29 + "\n" + "b" * 30, False), ("a" * 30 + "\n" + "b" * 30, True)])
def test_the_thorough_text_must_be_half_as_long_again(more: str, taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    fast_text = "c" * 40
    monkeypatch.setattr(reader, "_extracted", lambda tree, *, fast: fast_text if fast else more)
    assert reader._main_text(shows(60)) == (more if taken else fast_text)


def test_prose_has_lines_of_forty_columns() -> None:
    assert [reader._prose(shows(length)) for length in (39, 40)] == [0, 40]


@pytest.mark.parametrize(("inside", "read"), [(160, "div"), (159, "nav")])
def test_a_part_with_four_fifths_of_the_prose_is_read(inside: int, read: str) -> None:
    inner, outer = "x" * inside, "y" * (200 - inside)
    tree = parse_page(f"<html><body><nav><p>{inner}</p></nav><p>{outer}</p></body></html>")
    repair_tree(tree)
    assert tree.find(".//body")[0].tag == read
