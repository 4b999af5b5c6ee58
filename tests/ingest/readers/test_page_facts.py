"""What a page says of itself: title, day, site, address, language."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from summarize.ingest.readers import page_facts
from summarize.ingest.readers.html_page import parse_page
from summarize.ingest.readers.page_facts import (
    host_name,
    iso_date,
    json_ld,
    page_address,
    page_author,
    page_date,
    page_language,
    page_title,
    site_name,
)

HEAD = "Ferry service resumes after the storm"

DAY = "2025-03-04"
PUBLISHED = '<meta property="article:published_time" content="{}">'
CHANGED = '<meta property="article:modified_time" content="{}">'
PERHAPS = '<meta name="date" content="{}">'
ADDRESS = '<link rel="canonical" href="https://a.example/{}/ferry">'


def tree(head: str = "", body: str = "<p>x</p>", attributes: str = ""):
    return parse_page(f"<html {attributes}><head>{head}</head><body>{body}</body></html>")


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def og(name: str, content: str) -> str:
    return f'<meta property="og:{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (og("title", HEAD), f"<h1>{HEAD}</h1>", HEAD),
        (og("title", f"{HEAD} | The Post"), f"<h1>{HEAD}</h1>", HEAD),
        (og("title", HEAD), f"<h1>The Post</h1><h1>{HEAD}</h1>", HEAD),
        (og("title", HEAD) + f"<title>{HEAD} - The Post</title>", "", HEAD),
        (f"<title>{HEAD} - The Post</title>", "", HEAD),
        (f"<title>{HEAD} — News — The Post</title>", "", HEAD),
        (f"<title>The Post: {HEAD}</title>", f"<h1>{HEAD}</h1>", HEAD),
        (f"<title>The Post - {HEAD}</title>{og('site_name', 'The Post')}", "", HEAD),
        (og("title", "Storm: what we know") + f"<title>{HEAD}</title>", f"<h1>{HEAD}</h1>", HEAD),
        ("<title>Home</title>" + og("title", "Live"), f"<h1>{HEAD}</h1>", "Live"),
        ("", f"<h1> {HEAD}\n </h1>", HEAD),
        ("<title> | The Post</title>", "", None),
        ("", "", None),
        (og("title", "x" * 1000), "", None),
    ],
)
def test_the_title_is_the_one_two_marks_agree_on_else_the_likeliest(head: str, body: str, title: str | None) -> None:
    assert page_title(tree(head, body)) == title


SITE = "The Norwick Post"


AMP = HEAD + " & floods the old town"


MARKED_AMP = AMP.replace("&", "&amp;")


TITLED = f"<title>{HEAD} - {SITE}</title>"


def headline_ld(around: str = "{}", **fields: object) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": HEAD, **fields})
    return f'<script type="application/ld+json">{around.format(data)}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # an <h1> that names the site
        (TITLED, f'<h1><a href="/">{SITE}</a></h1><h2>{HEAD}</h2>', HEAD),
        (TITLED, f"<h1>{SITE}</h1><h2>{HEAD}</h2>", HEAD),
        (TITLED, f'<h1 class="logo">{SITE}</h1>', HEAD),
        (TITLED, f'<h1 id="site-title"><span>{SITE}</span></h1>', HEAD),
        (TITLED, f'<h1><img alt="{SITE}"></h1>', HEAD),
        (TITLED, f"<h1>{SITE}</h1><h1>{HEAD}</h1>", HEAD),
        (f"<title>{SITE} - {HEAD}</title>", f"<h1>{SITE}</h1><h2>{HEAD}</h2>", HEAD),
        (f"<title>{SITE} | {HEAD}</title>", f'<h1 class="brand">{SITE}</h1>', HEAD),
        (TITLED + og("site_name", SITE), f"<h1>{SITE}</h1>", HEAD),
        (f"<title>{HEAD}</title>", f'<h1 class="masthead">{SITE}</h1>', HEAD),
        (f"<title>{SITE}</title>", f"<h1>{SITE}</h1>", SITE),  # nothing better
        ("<title>Storm | Sea</title>", "<h1>Storm</h1>", "Storm"),  # no part is twice as long
        # escaped twice
        (og("title", MARKED_AMP.replace("&", "&amp;")), "", AMP),
        (og("title", MARKED_AMP), f"<h1>{MARKED_AMP}</h1>", AMP),
        (headline_ld(headline=MARKED_AMP), f"<h1>{MARKED_AMP}</h1>", AMP),
        (headline_ld(headline=HEAD + " &#8217;"), "", HEAD + " ’"),
        (og("title", HEAD + " AT&T"), "", HEAD + " AT&T"),
        (og("title", HEAD + " &notthis"), "", HEAD + " &notthis"),
        # JSON-LD with something around it
        (headline_ld("//<![CDATA[\n{}\n//]]>"), "", HEAD),
        (headline_ld("/*<![CDATA[*/{}/*]]>*/"), "", HEAD),
        (headline_ld("<![CDATA[{}]]>"), "", HEAD),
        (headline_ld("<!-- {} -->"), "", HEAD),
        (headline_ld("\n {};\n"), "", HEAD),
        (headline_ld(**{"@type": "http://schema.org/NewsArticle"}), "", HEAD),
        (headline_ld(**{"@type": "https://schema.org/Report"}), "", HEAD),
        (headline_ld(**{"@type": ["Thing", "schema:NewsArticle"]}), "", HEAD),
        (headline_ld(**{"@type": "http://schema.org/Product"}), "", None),
        # further marks
        (f'<meta name="title" content="{HEAD}"><title>{SITE}</title>', "", HEAD),
        (f'<meta name="parsely-title" content="{HEAD}"><title>{SITE}</title>', "", HEAD),
        (f'<meta name="DC.title" content="{HEAD}"><title>{SITE}</title>', "", HEAD),
        (f"<title>{SITE}</title>", f'<h2 itemprop="headline">{HEAD}</h2>', HEAD),
        (f"<title>{SITE}</title>", f'<meta itemprop="headline" content="{HEAD}">', HEAD),
        (f"<title>{SITE}</title>", f'<b itemprop="headline">{HEAD}</b><b itemprop="headline">Another</b>', SITE),
        # cut, or in capitals
        (og("title", HEAD[:30] + "…"), f"<h1>{HEAD}</h1>", HEAD),
        (og("title", HEAD[:30] + "..."), f"<h1>{HEAD}</h1>", HEAD),
        (headline_ld(headline=HEAD[:30] + "..."), f"<h1>{HEAD}</h1>", HEAD),
        (og("title", HEAD.upper()), f"<h1>{HEAD}</h1>", HEAD),
        (og("title", HEAD), f"<h1>{HEAD.upper()}</h1>", HEAD),
        # the site behind other marks
        (f"<title>{HEAD}|{SITE}</title>", "", HEAD),
        (f"<title>{HEAD} &lt; {SITE}</title>", "", HEAD),
        (f"<title>{HEAD} | World | {SITE}</title>", "", HEAD),
        (f"<title>{HEAD} · {SITE}</title>", "", HEAD),
        # a kicker, a label
        (og("title", HEAD), f"<h1><span>Storm</span> {HEAD}</h1>", HEAD),
        (og("title", f"Live: {HEAD}"), f"<h1>{HEAD}</h1>", HEAD),
    ],
)
def test_a_title_is_found_behind_what_sites_do_to_it(head: str, body: str, title: str | None) -> None:
    assert page_title(tree(head, body)) == title


def test_json_ld_confirms_a_title_too() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": HEAD})
    head = f'<script type="application/ld+json">{data}</script>' + og("title", f"{HEAD} – as it happened")
    assert page_title(tree(head)) == HEAD


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-03-04", "2025-03-04"),
        (" 2025-03-04T08:00:00Z ", "2025-03-04T08:00:00Z"),
        ("2025-03-04 08:00:00", "2025-03-04T08:00:00"),
        ("2025-03-04T08:00:00.123456789Z", "2025-03-04T08:00:00Z"),
        ("2025-03-04T08:00:00,123Z", "2025-03-04T08:00:00Z"),
        ("2025-03-04t08:00:00z", "2025-03-04T08:00:00Z"),
        ("2025-03-04 08:00:00 +0100", "2025-03-04T08:00:00+01:00"),
        ("2025-03-04T08:00:00 +01:00", "2025-03-04T08:00:00+01:00"),
        ("2025-03-04 08:00:00 UTC", "2025-03-04T08:00:00Z"),
        ("2025-03-04 08:00 GMT", "2025-03-04T08:00Z"),
        ("2025-03-04T0800", None),
        ("2025-03-04T08:00:00T+01:00", None),
        ("2025-02-30", None),
        ("20250304", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_near_forms_of_iso_dates_are_tidied(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    ("head", "base", "address"),
    [
        ('<link rel="canonical" href="https://a.example/x">', None, "https://a.example/x"),
        ('<link rel="canonical" href="/x">', "https://a.example/y?z", "https://a.example/x"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://a.example/y", "https://a.example/y"),
        ('<link rel="canonical" href="http://[bad">' + og("url", "https://a.example/x"), None, "https://a.example/x"),
        ('<link rel="canonical" href="/x">', None, None),
        ("", None, None),
    ],
)
def test_the_address_is_an_absolute_web_address(head: str, base: str | None, address: str | None) -> None:
    assert page_address(tree(head), base) == address


@pytest.mark.parametrize(
    ("attributes", "language"), [('lang="de-AT"', "de"), ('xml:lang="pt"', "pt"), ('lang="x"', None), ("", None)]
)
def test_the_language_is_the_declared_ones_code(attributes: str, language: str | None) -> None:
    assert page_language(tree(attributes=attributes)) == language


def test_the_site_is_named_by_its_own_marks() -> None:
    publisher = json.dumps({"@type": "Article", "publisher": {"name": "The Post"}})
    assert site_name(tree(og("site_name", "The Site"))) == "The Site"
    assert site_name(tree(f'<script type="application/ld+json">{publisher}</script>')) == "The Post"
    assert site_name(tree()) is None


@given(
    st.recursive(
        st.none() | st.text(max_size=8), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner)
    )
)
def test_any_json_ld_is_taken_or_left(value: object) -> None:
    script = json.dumps({"@graph": value, "@type": value}).replace("<", "\\u003c")
    page = tree(f'<script type="application/ld+json">{script}</script>')
    assert all(isinstance(one, dict) for one in json_ld(page))
    page_title(page), page_author(page), page_date(page), site_name(page)


@pytest.mark.parametrize("script", ["{", "[" * 100_000, "NaN", "{}" * 5, ""])
def test_broken_json_ld_is_no_json_ld(script: str) -> None:
    assert json_ld(tree(f'<script type="application/ld+json">{script}</script>')) == []


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        (ld(author={"@type": "Person", "name": "A. Moll"}), "", "A. Moll"),
        (ld(author=[{"name": "A. Moll"}, "Ida Brandt", {"name": ""}, 7]), "", "A. Moll, Ida Brandt"),
        ('<meta name="author" content="By A. Moll">', "<p class=byline>By I. Brandt</p>", "A. Moll"),
        ('<meta property="article:author" content="https://a.example/moll">', "<a rel=author>A. Moll</a>", "A. Moll"),
        ("", '<div itemprop="author">By <b itemprop="name">A. Moll</b>, our reporter</div>', "A. Moll"),
        ("", "<p class='article-byline'>By A. Moll and I. Brandt | 4 March 2025</p>", "A. Moll and I. Brandt"),
        ("", "<p class=byline>Von A. Moll, 4. März</p>", "A. Moll"),
        ("", "<p class=byline>Updated at 10:00</p>", None),
        ("", f"<p class=byline>{'x ' * 100}</p>", None),
        ("", "<p class=byline>the newsroom</p>", None),
        ("", "<p class=byline>港区记者</p>", "港区记者"),
        ("", "", None),
    ],
)
def test_the_author_is_the_marks_else_a_marked_line(head: str, body: str, author: str | None) -> None:
    assert page_author(tree(head, body)) == author


def test_a_site_without_a_name_is_its_host() -> None:
    assert host_name("https://www.norwick.example/a") == "norwick.example"
    assert host_name(None) is None
    assert site_name(tree('<meta name="twitter:site" content="@norwick">')) is None
    assert site_name(tree('<meta name="publisher" content="The Norwick Post">')) == "The Norwick Post"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param(og("title", "x" * 400), "", "x" * 400, id="a title of 400 letters"),
        pytest.param(og("title", "x" * 401), "", None, id="a title of 401"),
        pytest.param(og("title", "x" * 401), f"<h1>{'x' * 401}</h1>", None, id="though two marks agree"),
        pytest.param(
            og("title", "Ferry service res…"), f"<h1>Old</h1><h1>{HEAD}</h1>", HEAD, id="cut after 15 letters"
        ),
        pytest.param(
            og("title", "Ferry service re…"), f"<h1>Old</h1><h1>{HEAD}</h1>", "Ferry service re…", id="cut after 14"
        ),
        pytest.param(
            og("title", "Ferry service r and the storm"),
            "<h1>Ferry service r</h1><h1>Old</h1>",
            "Ferry service r",
            id="a shorter one of 15",
        ),
        pytest.param(
            og("title", "Ferry services and the storm"),
            "<h1>Ferry services</h1><h1>Old</h1>",
            "Ferry services and the storm",
            id="a shorter one of 14",
        ),
        pytest.param(f"<title>{HEAD} - {'x' * 30}</title>", "", HEAD, id="a site of 30 letters"),
        pytest.param(f"<title>{HEAD} - {'x' * 31}</title>", "", f"{HEAD} - {'x' * 31}", id="a site of 31"),
        pytest.param(f"<title>{HEAD} - One two three four</title>", "", HEAD, id="a site of four words"),
        pytest.param(f"<title>{HEAD} - A b c d e</title>", "", f"{HEAD} - A b c d e", id="a site of five words"),
        pytest.param(
            "<title>Ferries sail against - The Post</title>", "", "Ferries sail against", id="20 before a site"
        ),
        pytest.param(
            "<title>Ferries sail agains - The Post</title>", "", "Ferries sail agains - The Post", id="19 before a site"
        ),
        pytest.param(
            "<title>Seas at the gates</title>", "<h1>Seas</h1><h1>Old</h1>", "Seas", id="a part of four letters"
        ),
        pytest.param(
            "<title>Sea at the gates</title>", "<h1>Sea</h1><h1>Old</h1>", "Sea at the gates", id="three letters"
        ),
    ],
)
def test_how_long_a_title_and_its_parts_are(head: str, body: str, title: str | None) -> None:
    assert page_title(tree(head, body)) == title


@pytest.mark.parametrize(("length", "read"), [(90, True), (91, False)])
def test_a_name_has_ninety_letters_at_most(length: int, read: bool) -> None:
    name = "Ada ".ljust(length, "b")
    assert page_author(tree(f'<meta name="author" content="{name}">')) == (name if read else None)


@pytest.mark.parametrize(("length", "read"), [(100, True), (101, False)])
def test_a_site_has_a_name_of_a_hundred_letters_at_most(length: int, read: bool) -> None:
    assert site_name(tree(og("site_name", "x" * length))) == ("x" * length if read else None)


def dated(head: str, body: str = "") -> HtmlElement:
    return parse_page(f"<html><head><title>A</title>{head}</head><body><p>The bridge fell.</p>{body}</body></html>")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (PUBLISHED.format("2025-03-04T18:20:00+0100"), "2025-03-04T18:20:00+01:00"),
        (ld(datePublished="2025-03-04T08:00:00Z"), "2025-03-04T08:00:00Z"),
        ('<meta itemprop="datePublished" content="2025-03-04">', DAY),
        (PERHAPS.format(DAY), DAY),
        (ADDRESS.format("2025/03/04"), DAY),
        (ADDRESS.format("news/20250304"), DAY),
        (ADDRESS.format("2025/3/4"), DAY),
        ('<meta name="pubdate" content="20250304">', DAY),
        ('<meta name="pubdate" content="2025/03/04">', DAY),
        ('<meta name="pubdate" content="Tue, 04 Mar 2025 18:20:00 GMT">', "2025-03-04T18:20:00+00:00"),
        ('<meta name="pubdate" content="20250304182000">', DAY),
        ('<meta name="pubdate" content="1741112400">', "2025-03-04T18:20:00+00:00"),
        (ld(datePublished="1741112400000"), "2025-03-04T18:20:00+00:00"),
        (PUBLISHED.format("2025-03-04 18:20:00 UTC"), "2025-03-04T18:20:00Z"),
        (PUBLISHED.format("2025-03-04T18:20:00 +01:00"), "2025-03-04T18:20:00+01:00"),
        (PUBLISHED.format("March 4, 2025"), DAY),
        (PUBLISHED.format("04.03.2025 18:20"), DAY),
        (ld(dateCreated=DAY), DAY),
        (ld(datePublished=DAY, dateCreated="2025-02-20"), DAY),
        (ld(datePublished=DAY).replace('">{', '"><!-- {').replace("}</", "} --></"), DAY),
        (PUBLISHED.format("yesterday") + ld(datePublished=DAY), DAY),
        # no day of publication
        (PUBLISHED.format("2025-03"), None),  # a month is no day
        (PUBLISHED.format("174111240"), None),
        (CHANGED.format(DAY), None),
        (ld(dateModified=DAY), None),
        (ADDRESS.format("2025/02/31"), None),
        (ADDRESS.format("id-920250304-7"), None),
        ('<link rel="canonical" href="https://web.archive.org/web/20250304/https://a.example/">', None),
        (PUBLISHED.format("Tue, not a day"), None),
        ("", None),
    ],
)
def test_each_statement_is_understood(head: str, day: str | None) -> None:
    assert page_date(dated(head)) == (day, ())


@pytest.mark.parametrize(
    ("head", "day"),
    [
        # publication before change, whatever stands first
        (CHANGED.format("2025-03-09") + PUBLISHED.format(DAY), DAY),
        (ld(dateModified="2025-03-09T08:00:00Z", datePublished=DAY), DAY),
        # one day apart is one day; the statement with a time zone is kept
        (ld(datePublished="2025-03-05") + PUBLISHED.format("2025-03-04T23:30:00-05:00"), "2025-03-04T23:30:00-05:00"),
        (ld(datePublished="2025-03-04T23:30:00") + PUBLISHED.format("2025-03-05T04:30Z"), "2025-03-05T04:30Z"),
        (PUBLISHED.format(DAY) + ADDRESS.format("2025/03/05"), DAY),
        # what differs more is settled by what is known of a change, or by a further mark
        (PUBLISHED.format("2025-03-09") + ld(datePublished=DAY, dateModified="2025-03-09"), DAY),
        (PUBLISHED.format(DAY) + '<meta name="pubdate" content="2024-12-24">' + PERHAPS.format(DAY), DAY),
        # one plain statement goes before what may mean anything
        (PERHAPS.format("2019-01-01") + PUBLISHED.format(DAY), DAY),
    ],
)
def test_statements_are_compared(head: str, day: str) -> None:
    assert page_date(dated(head)) == (day, ())


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (PUBLISHED.format("2025-03-06") + ld(datePublished=DAY), ("JSON-LD 2025-03-04", "2025-03-06")),
        (PUBLISHED.format(DAY) + ADDRESS.format("2024/12/24"), ("2025-03-04", "its address 2024-12-24")),
        (PUBLISHED.format(DAY) + '<meta name="pubdate" content="2024-12-24">' + PERHAPS.format("2001-01-01"), (DAY,)),
    ],
)
def test_days_that_differ_are_none_and_said(head: str, named: tuple[str, ...]) -> None:
    found, ((code, message),) = page_date(dated(head))
    assert (found, code) == (None, "days_differ")
    assert all(each in message for each in named)


def test_two_days_apart_differ_and_one_does_not() -> None:
    for day, differs in (("2025-03-05", False), ("2025-03-06", True)):
        found, warnings = page_date(dated(PUBLISHED.format(DAY) + ld(datePublished=day)))
        assert (found is None, bool(warnings)) == (differs, differs)


def test_the_address_it_came_from_counts_and_a_time_element_settles() -> None:
    assert page_date(dated(""), "https://a.example/2025/03/04/x") == (DAY, ())
    marked = (
        '<time itemprop="datePublished" datetime="2025-03-04">4 March</time><time itemprop="datePublished">x</time>'
    )
    assert page_date(dated("", marked)) == (DAY, ())
    for mark in ("datePublished", "schema:datePublished"):
        assert page_date(dated("", f'<span property="{mark}" content="2025-03-04">today</span>')) == (DAY, ())
    twice = PUBLISHED.format(DAY) + ld(datePublished="2024-12-24")
    assert page_date(dated(twice, '<time datetime="2025-03-04T10:00">today</time>')) == (DAY, ())


def test_a_date_line_is_read_where_no_mark_speaks_but_not_the_day_of_a_change() -> None:
    line = '<p class="date">4 March 2025</p>'
    assert page_date(dated("", line)) == (DAY, ())
    assert page_date(dated(ld(dateModified=DAY), line)) == (None, ())


@pytest.mark.parametrize(("length", "agreed"), [(400, True), (401, False)])
def test_what_is_longer_than_any_title_agrees_with_none(length: int, agreed: bool) -> None:
    assert (page_facts._agreed("x" * length, "x" * length) is not None) == agreed


@pytest.mark.parametrize(("other", "names_site"), [("Bridge is shut", True), ("Bridge closed", False)])
def test_a_heading_half_as_long_as_another_part_of_the_title_names_the_site(other: str, names_site: bool) -> None:
    heads, logos = page_facts._heads(tree(body="<h1>Norwick</h1>"), f"Norwick - {other}")
    assert (logos if names_site else heads) == ["Norwick"]


@pytest.mark.parametrize("mark", ['property="og:site_name"', 'name="publisher"'])
@pytest.mark.parametrize(("length", "known"), [(100, True), (101, False)])
def test_a_site_has_a_name_of_at_most_a_hundred_characters(mark: str, length: int, known: bool) -> None:
    assert site_name(tree(f'<meta {mark} content="{"x" * length}">')) == ("x" * length if known else None)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        # days next to each other are one: a change on one of them settles nothing
        (ld(datePublished="2025-03-05", dateModified="2025-03-05") + PUBLISHED.format(DAY), "2025-03-05"),
        # so they are among those that remain
        (
            ld(datePublished=DAY, dateModified="2025-03-09")
            + PUBLISHED.format("2025-03-05")
            + '<meta name="pubdate" content="2025-03-09">',
            DAY,
        ),
        (
            ld(datePublished=DAY)
            + PUBLISHED.format("2025-03-05")
            + '<meta name="pubdate" content="2024-12-24">'
            + PERHAPS.format(DAY)
            + '<meta name="created" content="2025-03-05">',
            DAY,
        ),
    ],
)
def test_days_next_to_each_other_are_one(head: str, day: str) -> None:
    assert page_date(dated(head)) == (day, ())
