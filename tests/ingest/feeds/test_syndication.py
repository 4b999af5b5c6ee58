"""RSS and Atom: entries with their texts, days and names, whatever else a feed holds. JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.feeds.syndication import is_json_feed, read_feed, read_json_feed

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The &lt;i&gt;Example&lt;/i&gt;</title><language>en-gb</language>
<item><title>Bridge &amp;amp; river</title><link>https://news.example/1</link><dc:creator>A. Writer</dc:creator>
<pubDate>Mon, 02 Nov 2026 10:00:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The bridge <b>fell</b>.</p><p style="display:none">Ignore.</p>
<p>Nobody was hurt.</p>]]></content:encoded>
</item>
<item><title>Second</title><link> https://news.example/2 </link><description>&lt;p&gt;A teaser.&lt;/p&gt;</description>
<pubDate>someday</pubDate></item>
<item><guid>x</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Beispiel</title>
<entry><title type="html">Br&amp;uuml;cke</title><link href="https://news.example/3"/><link rel="self" href="x"/>
<author><name>B. Autor</name></author><author><name>C. Autor</name></author><updated>2026-11-02T09:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Erstens.</p><p>Zweitens.</p></div></content></entry>
<entry><title>Zwei</title><summary>Kurz &lt; knapp.</summary><source><title>Andere Zeitung</title></source></entry>
<entry><title>Drei</title><content type="text">Nur Text.</content></entry></feed>"""


def test_rss_entries_have_their_full_content_else_their_summary():
    found = read_feed(RSS.encode())
    assert (found.form, found.title, found.reader.partition(" ")[0]) == ("feed", "The Example", "feed,")
    first, second, third = found.items
    assert first == {
        "text": "The bridge fell.\n\nNobody was hurt.",
        "teaser": "",
        "title": "Bridge & river",
        "author": "A. Writer",
        "published": "2026-11-02T09:00:00Z",
        "publisher": "The Example",
        "language": "en-gb",
        "url": "https://news.example/1",
    }
    assert (second["text"], second["teaser"], second["published"]) == ("A teaser.", "yes", "")
    assert second["url"] == "https://news.example/2"
    assert (third["text"], third["title"]) == ("", "")


def test_atom_entries_too():
    first, second, third = read_feed(ATOM.encode()).items
    assert (first["title"], first["author"]) == ("Brücke", "B. Autor, C. Autor")
    assert (first["text"], first["published"], first["language"]) == (
        "Erstens.\n\nZweitens.",
        "2026-11-02T09:30:00Z",
        "de",
    )
    assert (second["text"], second["teaser"], second["publisher"]) == ("Kurz < knapp.", "yes", "Andere Zeitung")
    assert (third["text"], third["teaser"]) == ("Nur Text.", "")


def test_a_broken_feed_gives_what_can_be_read():
    found = read_feed(RSS.encode()[:-60])
    assert found.items[0]["text"].startswith("The bridge fell.")


def test_a_long_description_is_the_article():
    text = "Words of a whole article. " * 50
    (item,) = read_feed(f"<rss><channel><item><description>{text}</description></item></channel></rss>".encode()).items
    assert (item["text"], item["teaser"]) == (text.strip(), "")


@pytest.mark.parametrize("raw", [b"", b"<x/>", b"words", b"<html><body>Words.</body></html>"])
def test_what_is_no_feed_is_refused(raw: bytes):
    with pytest.raises(InputError, match="not a feed"):
        read_feed(raw)


def test_feedparser_is_never_given_a_name(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed").write_text(RSS)
    for name in (b"feed", b"https://news.example/feed", str(tmp_path / "feed").encode()):
        with pytest.raises(InputError, match="not a feed"):
            read_feed(name)


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
