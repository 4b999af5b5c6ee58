"""NewsML-G2 and NITF."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.feeds.newsml import read_newsml

XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>
</head><body><p>The bridge fell.</p><p>The mayor said &#8220;no &lt; yes&#8221;.</p></body></html></inlineXML>"""
NITF_BODY = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Not this</hl1></hedline></body.head><body.content><block><hl2>Under it</hl2>
<p>The bridge fell.</p>
<media><media-caption>A picture</media-caption></media></block></body.content></body></nitf></inlineXML>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:agency.example:1" xml:lang="en">
<rightsInfo><copyrightHolder literal="Example Agency"/></rightsInfo>
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="p:EXA"/>
<versionCreated>2026-11-02T10:00:00+01:00</versionCreated>
<pubStatus qcode="stat:{status}"/>{more}<link rel="irel:isA" href="https://agency.example/1"/></itemMeta>
<contentMeta><infoSource qcode="is:EXW"><name>Example Wire</name></infoSource><headline>Bridge
falls</headline><by>By A. Writer</by><language tag="en-GB"/></contentMeta>
<contentSet>{body}</contentSet></newsItem>"""


def made(body: str = XHTML, *, kind: str = "text", status: str = "usable", more: str = "") -> str:
    return ITEM.format(body=body, kind=kind, status=status, more=more)


def item(text: str) -> dict[str, str]:
    (found,) = read_newsml(text.encode()).items
    return found


def test_an_item_says_who_wrote_and_whose_it_is():
    assert item(made()) == {
        "text": "The bridge fell.\n\nThe mayor said “no < yes”.",
        "title": "Bridge falls",
        "author": "A. Writer",
        "published": "2026-11-02T10:00:00+01:00",
        "publisher": "Example Agency",
        "origin": "Example Wire",
        "language": "en-GB",
        "url": "https://agency.example/1",
        "skip": "",
        "note": "",
    }


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (NITF_BODY, "Under it\n\nThe bridge fell."),
        ('<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>', "One.\n\nTwo."),
        (
            '<inlineData contenttype="text/html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData>',
            "One.\n\nTwo.",
        ),
        ('<remoteContent href="http://127.0.0.1/"/>' + XHTML, "The bridge fell.\n\nThe mayor said “no < yes”."),
    ],
)
def test_the_text_is_xhtml_nitf_or_plain(body: str, text: str):
    assert item(made(body))["text"] == text


def test_a_message_holds_several_items_and_packages_none():
    message = f"<newsMessage><itemSet>{made()}{made(status='canceled')}<packageItem/></itemSet></newsMessage>"
    found = read_newsml(message.encode()).items
    assert [each["skip"] for each in found] == [
        "",
        "its agency has withdrawn it (pubStatus canceled)",
        "a package that only names other items",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (made('<remoteContent href="http://x.example/"/>', kind="picture"), "a picture, not a text"),
        (made('<remoteContent href="http://x.example/"/>'), "it has no text inside (its content is elsewhere)"),
    ],
)
def test_items_without_a_text_say_why(text: str, why: str):
    assert item(text)["skip"] == why


def test_an_embargo_is_said():
    assert (
        item(made(more="<embargoed>2026-11-03T06:00Z</embargoed>"))["note"]
        == "it is under embargo until 2026-11-03T06:00Z"
    )


def test_nitf_alone():
    text = """<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf><head><title>t</title></head><body><body.head><hedline>
    <hl1>Bridge falls</hl1></hedline><byline>By <person>A. Writer</person></byline><distributor>EXA</distributor>
    <dateline><story.date norm="20261102T100000Z"/></dateline></body.head>
    <body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"""
    found = item(text)
    assert (found["text"], found["title"], found["author"]) == ("One.\n\nTwo.", "Bridge falls", "A. Writer")
    assert (found["published"], found["publisher"], found["origin"]) == ("2026-11-02T10:00:00Z", "EXA", "EXA")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<newsItem>", "not well-formed XML"),
        ("<newsMessage/>", "no items in it"),
        ("<newsItem>" + "<a>" * 5_000 + "</a>" * 5_000 + "</newsItem>", "not well-formed XML"),
        ("<newsItem>&undefined;</newsItem>", "not well-formed XML"),
    ],
)
def test_broken_deliveries_are_refused(text: str, why: str):
    with pytest.raises(InputError, match=why) as caught:
        read_newsml(text.encode())
    assert "\n" not in caught.value.message


def test_a_picture_is_refused_with_its_caption():
    assert item(made(kind="picture"))["skip"] == "a picture, not a text"
    assert item(made(kind="text"))["skip"] == ""
