"""robots.txt: what it forbids, and that a hostile one costs nothing."""

from __future__ import annotations

import pytest

from summarize.ingest.web.robots import Robots, barred, read_robots
from tests.growth import assert_linear


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
    assert isinstance(rules.refusal("https://n.example/" + "a" * 3_000), str)
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
    assert_linear(lambda raw: read_and_ask(head + raw), unit, 500_000)


def test_nonsense_in_every_field_is_read():
    read_and_ask(b"User-agent: *\nVisit-time: x-y\nRequest-rate: 1/0s\nCrawl-delay: 1e999\nHost: \nSitemap:")
