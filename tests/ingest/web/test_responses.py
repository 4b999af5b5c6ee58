"""Answers of servers: packed bodies within limits, and what headers mean. robots.txt: what it forbids, and that a
hostile one costs nothing.
"""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.web.page_cache import KeptPage
from summarize.ingest.web.responses import (
    Answer,
    Robots,
    barred,
    conditions,
    fresh_seconds,
    read_robots,
    reason_of,
    seconds_until,
    unpacked,
)
from tests.growth import assert_linear


def test_unpacking_stops_at_the_limit_piece_by_piece():
    packed = gzip.compress(bytes(10_000))
    pieces = [packed[n : n + 7] for n in range(0, len(packed), 7)]
    assert unpacked(pieces, 10_000) == bytes(10_000)
    bare = zlib.compressobj(wbits=-15)
    for form in (packed, zlib.compress(bytes(10_000)), bare.compress(bytes(10_000)) + bare.flush()):
        assert unpacked([form[n : n + 1] for n in range(len(form))], 10_000) == bytes(10_000)
    assert unpacked([], 10) == unpacked([b"", b""], 10) == b""
    with pytest.raises(InputError, match="larger than 9,999 bytes"):
        unpacked(pieces, 9_999)
    with pytest.raises(InputError, match="cannot be read"):
        unpacked([packed + packed], 100_000)


def test_a_bomb_is_never_unpacked_as_a_whole():
    bomb = gzip.compress(bytes(30_000_000), 1)
    tracemalloc.start()
    with pytest.raises(InputError, match="larger than"):
        unpacked([bomb], 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5", 5.0), (" 0 ", 0.0), ("Thu, 01 Jan 1970 00:01:00 GMT", 60.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
    + [(text, None) for text in ("", "soon", "-5", "9" * 50, "1e5", "Thu, 99 Jan 1970")],
)
def test_a_retry_after_is_seconds_or_a_date(text: str, seconds: float | None):
    assert seconds_until(text, 0.0) == seconds


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("max-age=60", 60.0),
        ('public, Max-Age="90", must-revalidate', 90.0),
        ("max-age=999999", 3600.0),
        ("max-age=60, no-cache", 0.0),
        ("max-age=-1", 0.0),
        ("", 0.0),
    ],
)
def test_a_page_is_fresh_for_as_long_as_its_site_says_but_an_hour_at_most(control: str, seconds: float):
    assert fresh_seconds(Answer(200, {"cache-control": control})) == seconds


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_a_damaged_cache_holds_never_makes_a_header_of_its_own(etag: str, modified: str):
    made = conditions(KeptPage("u", "k", etag, modified, 0.0, b""))
    assert set(made) <= {"If-None-Match", "If-Modified-Since"}
    assert all(value.isascii() and value.isprintable() for value in made.values())


def test_a_reason_is_short_whatever_the_server_says():
    assert reason_of(Answer(429, {"retry-after": "x" * 50_000})) == "the site gave no page (429)"
    assert reason_of(Answer(999, {})) == "the site failed (999)"


@pytest.mark.parametrize(
    ("text", "url", "allowed"),
    [
        ("User-agent: *\nDisallow: /x", "https://n.example/y", True),
        ("User-agent: *\nDisallow: /x", "https://n.example/x/y", False),
        ("User-agent: *\nDisallow: /\nAllow: /news$", "https://n.example/news", True),
        ("User-agent: *\nDisallow: /*.pdf$", "https://n.example/a/b.pdf", False),
        ("User-agent: summarize\nDisallow: /\n\nUser-agent: *\nAllow: /", "https://n.example/", False),
        ("User-agent: other\nDisallow: /", "https://n.example/", True),
        ("User-agent: *\nDisallow:", "https://n.example/", True),
        ("\ufeffUser-agent: *\nDisallow: /", "https://n.example/", False),
        ("<html>not found</html>", "https://n.example/", True),
        ("", "https://n.example/", True),
    ],
)
def test_rules_are_those_of_the_standard(text: str, url: str, allowed: bool):
    assert (read_robots(text.encode()).refusal(url) == "") is allowed


def test_a_refusal_says_whose_it_is_and_what_can_be_done():
    said = read_robots(b"User-agent: *\nDisallow: /").refusal("https://n.example/")
    assert said == "the site's robots.txt asks programs not to read it; --ignore-robots reads it anyway"
    assert "could not be fetched (the site failed (500))" in barred("the site failed (500)").refusal(
        "https://n.example/"
    )
    assert Robots().refusal("https://n.example/") == ""


@pytest.mark.parametrize(
    ("delay", "seconds"), [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("nan", 0.0), ("soon", 0.0), ("", 0.0)]
)
def test_the_pause_between_pages(delay: str, seconds: float):
    assert read_robots(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /x".encode()).delay() == seconds
    assert Robots().delay() == 0.0


def read_and_ask(raw: bytes) -> None:
    rules = read_robots(raw)
    forbidden = 0 < raw.count(b"*a") <= 3_000 and b"*b" not in raw  # so many letters match so many stars
    assert bool(rules.refusal("https://n.example/" + "a" * 3_000)) is forbidden
    assert rules.refusal("https://n.example/") == ""
    assert rules.delay() >= 0


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (b"User-agent: *\nDisallow: /", b"*a"),
        (b"User-agent: *\n", b"Disallow: /*a*b\n"),
        (b"", b"User-agent: *\n"),
        (b"", b"%"),
        (b"", bytes(range(256))),
    ],
)
def test_a_hostile_file_takes_linear_time(head: bytes, unit: bytes):
    read_and_ask(head + 10 * unit)
    assert_linear(lambda raw: read_and_ask(head + raw), unit, 500_000)


def test_nonsense_in_every_field_is_read():
    read_and_ask(b"User-agent: *\nVisit-time: x-y\nRequest-rate: 1/0s\nCrawl-delay: 1e999\nHost: \nSitemap:")
