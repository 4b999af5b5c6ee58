"""What kind of document it is, and that no trick of XML gets anything out of the computer or out of its limits. RSS
and Atom: entries with their texts, days and names, whatever else a feed holds. JSON Feed 1.0 and 1.1.
"""

from __future__ import annotations

import json

import pytest

from summarize.errors import InputError
from summarize.ingest.readers.feed_items import (
    KEYS,
    is_container,
    is_json_feed,
    read_feed,
    read_items,
    read_json_feed,
    root_of,
)

RSS = (
    '<rss version="2.0"><channel><title>{}</title>'
    "<item><title>T</title><description>D</description></item></channel></rss>"
)


def read(text: str | bytes, charset: str | None = None) -> dict:
    return json.loads(read_items(text if isinstance(text, bytes) else text.encode(), charset).text)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss>", "rss"),
        ('\ufeff<?xml version="1.0"?>\n<!-- <rss> --><a:Feed xmlns="x">', "feed"),
        ('<!DOCTYPE nitf SYSTEM "x.dtd"><?p?><nitf/>', "nitf"),
        ("<rdf:RDF a='1'>", "rdf"),
        ("Words, then <rss>", ""),
        ("<", ""),
        ("", ""),
        ("<!--" + "-" * 30_000, ""),
        ("<?" * 10_000, ""),
    ],
)
def test_the_root_tells_the_kind(text: str, root: str):
    assert root_of(text) == root


def test_only_documents_with_items_are_containers():
    assert all(map(is_container, ("rss", "feed", "rdf", "newsmessage", "newsitem", "nitf")))
    assert not any(map(is_container, ("html", "svg", "", "opml")))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
        '<!-- <a> --><!DOCTYPE x [<!ENTITY a "b">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_documents_that_define_entities_are_refused(declaration: str, encoding: str):
    for body in (RSS.format("&a;&f;"), "<newsItem/>", "<nitf/>"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body}'
        with pytest.raises(InputError, match="it defines entities of its own"):
            read_items(text.encode(encoding))


def test_a_document_type_elsewhere_is_not_read():
    found = read(f'<!DOCTYPE rss SYSTEM "file:///etc/passwd">{RSS.format("Feed")}')
    assert (found["title"], found["form"], found["found"]) == ("Feed", "feed", 1)


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (('<?xml version="1.0" encoding="iso-8859-1"?>' + RSS.format("Größe")).encode("latin-1"), None),
        (RSS.format("Größe").encode("cp1252"), "windows-1252"),
        (RSS.format("Größe").encode("utf-16"), None),
        (RSS.format("Größe").encode("utf-8-sig"), "iso-8859-1"),
        (('<?xml version="1.0" encoding="utf-16"?>' + RSS.format("Größe")).encode(), None),
    ],
)
def test_the_character_set_is_found_and_named_but_once(raw: bytes, charset: str | None):
    assert read(raw, charset)["title"] == "Größe"


def test_xml_of_another_kind_is_named():
    with pytest.raises(InputError, match=r"XML of a kind that is not read \(opml\)"):
        read("<opml/>")
    with pytest.raises(InputError, match="no root element"):
        read("<")


def test_items_are_bounded_in_number_and_length():
    entries = "".join("<item><title>" + "x" * 5_000 + "</title><description>D</description></item>" for _ in range(3))
    found = read(f"<rss><channel>{entries}</channel></rss>")
    assert [len(item["title"]) for item in found["items"]] == [2_000] * 3
    many = {"version": "https://jsonfeed.org/version/1", "items": [{"content_text": "x"}] * 20_001}
    found = read(json.dumps(many))
    assert (len(found["items"]), found["found"]) == (20_000, 20_001)
    assert all(set(item) <= set(KEYS) for item in found["items"])


def test_json_may_have_one_item_a_line():
    item = {"uri": "u", "headline": "H", "body_text": "Words."}
    assert [each["text"] for each in read(f"{json.dumps(item)}\n\n{json.dumps(item)}\n")["items"]] == ["Words."] * 2
    with pytest.raises(InputError, match="not valid JSON"):
        read('{"body_text": ')


RSS_FEED = """<?xml version="1.0"?>
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
    found = read_feed(RSS_FEED.encode())
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
    found = read_feed(RSS_FEED.encode()[:-60])
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
    (tmp_path / "feed").write_text(RSS_FEED)
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


@pytest.mark.parametrize(("words", "teaser"), [(199, "yes"), (200, "")])
def test_a_summary_of_two_hundred_words_is_the_article(words: int, teaser: str):
    entry = f"<item><title>A</title><description>{'word ' * words}</description></item>"
    (found,) = read_feed(f'<rss version="2.0"><channel><title>T</title>{entry}</channel></rss>'.encode()).items
    assert (found["text"].split(), found["teaser"]) == (["word"] * words, teaser)
