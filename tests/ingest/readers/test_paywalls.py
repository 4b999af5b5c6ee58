"""Walls are told from articles, and short articles from walls."""

from __future__ import annotations

import pytest

from summarize.ingest.readers.html_page import read_html
from summarize.ingest.readers.paywalls import is_wall
from tests.page_shapes import TEXTS, WALLS

BRIEF = "\n\n".join(TEXTS[:2])
NEWS = "\n\n".join(TEXTS * 3)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_recognised_by_its_page(name: str) -> None:
    page, why = WALLS[name]
    found = read_html(page.encode())
    assert is_wall(found.text, found.title).startswith(why)


@pytest.mark.parametrize(
    "text",
    [
        BRIEF,
        f"{BRIEF}\n\n{' '.join(TEXTS[2:])} “Access denied”, a sign said, and error 404 below it.",
        f"{NEWS}\n\nAlready a subscriber? Log in to continue.",
        f"{NEWS}\n\nWe use cookies and similar technologies.",
        "The publisher will let readers subscribe from May, it said on Monday. A month costs nine euros.",
        "The court ruled that sites need consent before they set any such file on a reader's device.",
        "",
    ],
)
def test_news_is_no_wall(text: str) -> None:
    assert is_wall(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{BRIEF}\n\nThis article is for subscribers only.", "a paywall"),
        (f"{BRIEF}\n\nDieser Artikel ist nur für Abonnenten.", "a paywall"),
        (f"{BRIEF}\n\nIl vous reste 80 % de cet article à lire. La suite est réservée.", "a paywall"),
        (f"{BRIEF}\n\nYou’ve reached your limit of free articles.", "a paywall"),
        ("Please log in to read.", "a log-in page"),
        ("Subscribe. Choose how to subscribe: monthly or yearly.", "a paywall"),
        ("Access denied", "an error page"),
    ],
)
def test_set_phrases_tell_the_kind(text: str, why: str) -> None:
    assert is_wall(text).startswith(why)


def test_a_title_counts_too() -> None:
    assert is_wall("Sorry.", "Page not found").startswith("an error page")


def test_hostile_text_takes_linear_time() -> None:
    assert is_wall("subscribe " * 200_000) == ""
    assert is_wall("subscribe" * 200_000 + " log in") != "x"
