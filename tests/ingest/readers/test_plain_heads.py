"""Title, author and day of a plain text that begins as a mail or a wire report does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.ingest.readers.plain_heads import head_fields

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
