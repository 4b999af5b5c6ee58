"""What kind of document it is, and that no trick of XML gets anything out of the computer or out of its limits."""

from __future__ import annotations

import json

import pytest

from summarize.errors import InputError
from summarize.ingest.feeds.items import KEYS, is_container, read_items, root_of

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
