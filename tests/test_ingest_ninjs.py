"""ninjs in its three spellings, alone and in deliveries."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.ninjs import find_ninjs, is_ninjs, read_ninjs

ONE = {
    "uri": "http://agency.example/1",
    "type": "text",
    "versioncreated": "2026-11-02T10:00:00Z",
    "headline": "Bridge falls",
    "byline": "By A. Writer",
    "language": "en",
    "infosource": [{"name": "Example Press"}],
    "copyrightholder": "Example Group",
    "body_xhtml": "<div><p>The bridge fell.</p><p>Two &amp; three.</p></div>",
}
TWO = {
    "uri": "urn:agency.example:2",
    "type": "text",
    "standard": {"name": "ninjs", "version": "2.0"},
    "versioncreated": "2026-11-02T10:00:00Z",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge falls"}],
    "bodies": [
        {"role": "summary", "contenttype": "text/plain", "value": "A bridge fell somewhere, and here is much of it."},
        {"role": "main", "contenttype": "application/xhtml+xml", "value": "<p>The bridge fell.</p><p>Two.</p>"},
    ],
    "by": "A. Writer",
    "infosources": [{"name": "Example Press"}, {"name": "Other Press"}, {"name": "Example Press"}],
}
THREE = {
    "uri": "https://agency.example/3",
    "type": "text",
    "versionCreated": "2026-11-02T10:00:00Z",
    "bodies": [{"contentType": "text/plain", "value": "The bridge fell.\nTwo."}],
    "headlines": [{"value": "Bridge falls"}],
    "infoSources": [{"name": "Example Press"}],
    "copyrightHolder": "Example Group",
    "embargoed": "2026-11-03T06:00:00Z",
}


def item(value: object) -> dict[str, str]:
    (found,) = read_ninjs(value).items
    return found


def test_version_one():
    assert item(ONE) == {
        "text": "The bridge fell.\n\nTwo & three.",
        "title": "Bridge falls",
        "author": "A. Writer",
        "published": "2026-11-02T10:00:00Z",
        "publisher": "Example Group",
        "origin": "Example Press",
        "language": "en",
        "url": "http://agency.example/1",
        "skip": "",
        "note": "",
    }
    assert item({**ONE, "body_text": "Plain\ntext."})["text"] == "Plain\ntext."


def test_versions_two_and_three():
    two, three = item(TWO), item(THREE)
    assert (two["text"], two["title"], two["author"]) == ("The bridge fell.\n\nTwo.", "Bridge falls", "A. Writer")
    assert (two["origin"], two["publisher"], two["url"]) == ("Example Press, Other Press",) * 2 + ("",)
    assert (three["text"], three["title"], three["origin"]) == (
        "The bridge fell.\nTwo.",
        "Bridge falls",
        "Example Press",
    )
    assert (three["publisher"], three["published"]) == ("Example Group", "2026-11-02T10:00:00Z")
    assert three["note"] == "it is under embargo until 2026-11-03T06:00:00Z"


@pytest.mark.parametrize(
    "wrapped",
    [
        [ONE, TWO],
        {"items": [ONE, TWO]},
        {"_items": [ONE, TWO]},
        {"data": {"items": [{"item": ONE}, {"item": TWO}]}},
    ],
)
def test_deliveries_are_unwrapped(wrapped: object):
    assert [each["title"] for each in read_ninjs(wrapped).items] == ["Bridge falls"] * 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pubstatus": "canceled"}, "its agency has withdrawn it (pubStatus canceled)"),
        ({"body_xhtml": "", "type": "picture"}, "a picture, not a text"),
        ({"body_xhtml": "<p> </p>"}, "it has no body"),
        ({"body_xhtml": 5}, "it has no body"),
    ],
)
def test_items_that_are_no_article_say_why(change: dict[str, object], why: str):
    assert item({**ONE, **change})["skip"] == why


@pytest.mark.parametrize(
    "value",
    [
        {"text": "Words.", "headline": "x", "body_text": "y", "uri": "u"},
        {"title": "x"},
        {"bodies": []},
        {"articles": [{"text": "Words."}]},
        [1, 2],
        "words",
        None,
    ],
)
def test_our_own_records_and_other_json_are_not_taken_for_items(value: object):
    assert not is_ninjs(value) and list(find_ninjs(value)) == []
    with pytest.raises(InputError, match="no items"):
        read_ninjs(value)


def test_deep_nesting_ends():
    value: object = ONE
    for _ in range(500):
        value = {"items": [value]}
    assert list(find_ninjs(value)) == []


def test_values_of_wrong_types_are_no_values():
    found = item(
        {**ONE, "headline": {"a": 1}, "byline": 7, "infosource": "Press", "language": [], "uri": None, "bylines": [3]}
    )
    assert (found["title"], found["author"], found["origin"], found["language"]) == ("", "", "Press", "")
