"""The day of a page: marks, address and text compared; publication before change; none where they differ."""

from __future__ import annotations

import json

import pytest
from lxml.html import HtmlElement

from summarize.ingest.readers.html_page import parse_page
from summarize.ingest.readers.page_dates import page_date

DAY = "2025-03-04"
PUBLISHED = '<meta property="article:published_time" content="{}">'
CHANGED = '<meta property="article:modified_time" content="{}">'
PERHAPS = '<meta name="date" content="{}">'
ADDRESS = '<link rel="canonical" href="https://a.example/{}/ferry">'


def ld(**fields: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def tree(head: str, body: str = "") -> HtmlElement:
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
        (PUBLISHED.format("yesterday") + ld(datePublished=DAY), DAY),
        # no day of publication
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
    assert page_date(tree(head)) == (day, ())


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
    assert page_date(tree(head)) == (day, ())


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (PUBLISHED.format("2025-03-06") + ld(datePublished=DAY), ("JSON-LD 2025-03-04", "2025-03-06")),
        (PUBLISHED.format(DAY) + ADDRESS.format("2024/12/24"), ("2025-03-04", "its address 2024-12-24")),
        (PUBLISHED.format(DAY) + '<meta name="pubdate" content="2024-12-24">' + PERHAPS.format("2001-01-01"), (DAY,)),
    ],
)
def test_days_that_differ_are_none_and_said(head: str, named: tuple[str, ...]) -> None:
    found, ((code, message),) = page_date(tree(head))
    assert (found, code) == (None, "days_differ")
    assert all(each in message for each in named)


def test_two_days_apart_differ_and_one_does_not() -> None:
    for day, differs in (("2025-03-05", False), ("2025-03-06", True)):
        found, warnings = page_date(tree(PUBLISHED.format(DAY) + ld(datePublished=day)))
        assert (found is None, bool(warnings)) == (differs, differs)


def test_the_address_it_came_from_counts_and_a_time_element_settles() -> None:
    assert page_date(tree(""), "https://a.example/2025/03/04/x") == (DAY, ())
    marked = (
        '<time itemprop="datePublished" datetime="2025-03-04">4 March</time><time itemprop="datePublished">x</time>'
    )
    assert page_date(tree("", marked)) == (DAY, ())
    twice = PUBLISHED.format(DAY) + ld(datePublished="2024-12-24")
    assert page_date(tree(twice, '<time datetime="2025-03-04T10:00">today</time>')) == (DAY, ())


def test_a_date_line_is_read_where_no_mark_speaks_but_not_the_day_of_a_change() -> None:
    line = '<p class="date">4 March 2025</p>'
    assert page_date(tree("", line)) == (DAY, ())
    assert page_date(tree(ld(dateModified=DAY), line)) == (None, ())
