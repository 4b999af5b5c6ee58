"""Elements by their local names, NITF and XHTML as text, days without dashes."""

from __future__ import annotations

import pytest
from lxml import etree

from summarize.ingest.feeds.xml_items import attribute, child, find, iso_day, markup_text, name_of, text_at

ROOT = etree.fromstring('<a xmlns="urn:x" xmlns:y="urn:y"><y:b k=" v\n w"><c>One <d>two</d></c></y:b><!-- x --></a>')


def test_elements_are_found_by_their_local_names() -> None:
    assert [name_of(each) for each in ROOT.iter()] == ["a", "b", "c", "d", ""]
    assert name_of(child(ROOT, "b")) == "b" and child(ROOT, "c") is None and child(None, "b") is None
    assert name_of(find(ROOT, "d")) == "d" and find(ROOT, "e") is None and find(None, "a") is None
    assert text_at(ROOT, "b", "c") == "One two" and text_at(ROOT, "c") == ""
    assert attribute(child(ROOT, "b"), "k") == "v w" and attribute(None, "k") == ""


def test_markup_is_read_as_html_and_media_are_silent() -> None:
    media = "<media><media-caption>Not.</media-caption></media>"
    nitf = f"<body.content><hl2>Head</hl2><p>One.</p>{media}<fn>Two.</fn></body.content>"
    assert markup_text(etree.fromstring(nitf)) == "Head\n\nOne.\n\nTwo."
    assert markup_text(None) == ""


@pytest.mark.parametrize(
    ("norm", "iso"),
    [
        ("20250217", "2025-02-17"),
        ("20250217T083000Z", "2025-02-17T08:30:00Z"),
        ("20250217T083000+0100", "2025-02-17T08:30:00+0100"),
        ("20250217T0830", "2025-02-17"),
        ("2025-02-17", "2025-02-17"),
        ("", ""),
    ],
)
def test_days_get_their_dashes(norm: str, iso: str) -> None:
    assert iso_day(norm) == iso
