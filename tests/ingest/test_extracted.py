"""What the sandbox and the readers agree on. Title, author and day of a plain text that begins as a mail or a wire
report does. Walls are told from articles, and short articles from walls.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.ingest.extracted import READERS, Limits, head_fields, hidden_remark, is_wall
from summarize.ingest.readers.html_page import read_html
from tests.page_shapes import TEXTS, WALLS


@pytest.mark.parametrize(("count", "remarks"), [(0, 0), (1, 1)])
def test_hidden_text_is_remarked_on_only_where_there_is_some(count: int, remarks: int) -> None:
    assert len(hidden_remark(count)) == remarks


def test_the_remark_says_how_much_and_of_what() -> None:
    assert hidden_remark(1_200, "page") == (("hidden_text", "1,200 characters that the page hides were left out"),)


def test_every_reader_is_named_once_and_limits_are_bounded() -> None:
    assert len(set(READERS)) == len(READERS)
    assert 0 < Limits().seconds <= 60
    assert 0 < Limits().characters <= Limits().memory


MAIL = "From: The Desk <desk@example.org>\nSubject: Ferries  resume\nDate: Tue, 4 Mar 2025 18:20:00 +0100\n\nThe text."
FIELDS = {"title": "Ferries resume", "author": "The Desk", "published": "2025-03-04T18:20:00+01:00"}

WIRE = "\x01a0412 r i bc-storm\n^BC-Storm,312<\n^Ferries resume after storm<\n^By A. MOLL=\n\x02Text."


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (MAIL, FIELDS),
        ("\ufeff" + MAIL.replace("\n", "\r\n"), FIELDS),
        ("---------- Forwarded message ---------\n" + MAIL, FIELDS),
        (MAIL.replace("Tue, 4 Mar 2025 18:20:00 +0100", "today"), FIELDS | {"published": None}),
        (WIRE, {"title": "Ferries resume after storm"}),
        # no heads
        ("From: here to there is a long way.\n\nThe text.", {}),
        ("To: all\nDate: Tue, 4 Mar 2025 18:20:00 +0100\n\nThe text.", {}),
        ("Subject: Ferries resume\n\nThe text.", {}),
        ("Note: One.\nSource: Two.\n", {}),
        ("The text.\n\nFrom: a\nSubject: b\n", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_head_says_what_it_says(text: str, fields: dict[str, str | None]) -> None:
    assert head_fields(text) == {key: value for key, value in fields.items() if value}


@given(st.text(alphabet="From: Subject-\n<^>x@."))
def test_any_text_is_read_or_left(text: str) -> None:
    assert all(head_fields(text).values())


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
