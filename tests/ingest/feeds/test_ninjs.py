"""ninjs in its three spellings, alone and in deliveries."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.feeds.ninjs import find_ninjs, is_ninjs, read_ninjs

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


PLAIN = "The bridge fell.\n\nTwo & three."
MARKUP = "<p>The bridge fell.</p><p>Two &amp; three.</p>"


@pytest.mark.parametrize(
    "body",
    [
        {"body_xhtml": MARKUP},
        {"body_xhtml": f"<!DOCTYPE html><html><head><title>x</title></head><body>{MARKUP}</body></html>"},
        {"body_html": MARKUP, "body_nitf": "<p>Shorter.</p>"},
        {"body_html5": MARKUP},
        {"body_nitf": f"<body><body.content>{MARKUP}</body.content></body>"},
        {"body_richtext": {"value": MARKUP}},
        {"body_text": "", "body_xhtml": MARKUP},
        {"bodies": [{"role": "main", "contentType": "text/html", "value": MARKUP}]},
        {"bodies": [{"value": MARKUP}]},
        {"bodies": {"main": {"contenttype": "application/xhtml+xml", "value": MARKUP}, "summary": {"value": "Short."}}},
        {"bodies": [{"role": "caption", "value": "A picture."}, {"role": "main", "value": PLAIN}]},
    ],
)
def test_a_body_is_found_under_every_name(body: dict[str, object]) -> None:
    assert (
        item({"type": "text", "headline": "Bridge falls", "versioncreated": "2026-11-02T10:00:00Z", **body})["text"]
        == PLAIN
    )


def test_deliveries_wrap_their_items_several_times() -> None:
    delivery = {"api_version": "1.1", "data": {"items": [{"meta": {"products": []}, "item": ONE}, {"item": THREE}]}}
    assert [each.get("headline", "") for each in find_ninjs(delivery)] == ["Bridge falls", ""]
    assert len(read_ninjs(delivery).items) == 2


@pytest.mark.parametrize(
    "held", [{"associations": {"one": ONE, "two": THREE}}, {"associations": [ONE, THREE]}, {"items": [ONE, THREE]}]
)
def test_a_package_is_what_it_holds(held: dict[str, object]) -> None:
    package = {
        "uri": "urn:p",
        "type": "composite",
        "versioncreated": "2026-11-02T10:00:00Z",
        "pubstatus": "usable",
        **held,
    }
    assert [each["text"][:16] for each in read_ninjs(package).items] == ["The bridge fell."] * 2


def test_a_text_is_itself_and_not_what_goes_with_it() -> None:
    picture = {"type": "picture", "uri": "urn:q", "versioncreated": "x", "body_text": "A caption."}
    (found,) = read_ninjs({**ONE, "associations": {"featuremedia": picture}}).items
    assert found["text"].startswith("The bridge fell.")
    assert item(picture)["skip"] == "a picture, not a text"


def test_packages_in_packages_end() -> None:
    deep: object = ONE
    for _ in range(500):
        deep = {"uri": "u", "pubstatus": "usable", "versioncreated": "x", "items": [deep]}
    assert len(list(find_ninjs(deep))) == 1
