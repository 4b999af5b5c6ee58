"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from summarize.ingest.feeds.json_feed import is_json_feed, read_json_feed

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Example",
    "language": "en",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "url": "https://news.example/1",
            "title": "Bridge",
            "content_html": "<p>The bridge fell.</p><p hidden>No.</p><p>Two.</p>",
            "date_published": "2026-11-02T09:00:00Z",
            "authors": [{"name": "A. Writer"}, {"name": "B. Writer"}],
        },
        {"external_url": "https://news.example/2", "summary": "A teaser.", "author": {"name": "C. Writer"}},
        {"content_text": "Plain  text.\n\nMore < less.", "language": "de", "date_modified": "2026-11-01"},
        {"title": 5, "content_html": ["no"], "url": None},
        "no item",
    ],
}


def test_items_have_their_content_else_their_summary():
    first, second, third, fourth = read_json_feed(FEED).items
    assert first == {
        "text": "The bridge fell.\n\nTwo.",
        "teaser": "",
        "title": "Bridge",
        "author": "A. Writer, B. Writer",
        "published": "2026-11-02T09:00:00Z",
        "publisher": "The Example",
        "language": "en",
        "url": "https://news.example/1",
    }
    assert (second["text"], second["teaser"], second["author"]) == ("A teaser.", "yes", "C. Writer")
    assert second["url"] == "https://news.example/2"
    assert (third["text"], third["language"], third["published"]) == (
        "Plain  text.\n\nMore < less.",
        "de",
        "2026-11-01",
    )
    assert third["author"] == "The desk"
    assert fourth["text"] == fourth["title"] == fourth["url"] == ""


def test_a_feed_says_that_it_is_one():
    assert is_json_feed(FEED) and is_json_feed({"version": "http://jsonfeed.org/version/1"})
    assert not is_json_feed({"version": 1}) and not is_json_feed({"items": []})


def test_a_feed_without_a_list_of_items_is_empty():
    assert read_json_feed({"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}).items == []
