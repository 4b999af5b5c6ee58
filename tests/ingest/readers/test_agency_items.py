"""Elements by their local names, NITF and XHTML as text, days without dashes. NewsML-G2 and NITF. NewsML 1.0 to 1.2
as agencies deliver it: text, pictures with captions, several languages, markup as characters.
"""

from __future__ import annotations

import pytest
from lxml import etree

from summarize.errors import InputError
from summarize.ingest.readers.agency_items import (
    attribute,
    child,
    find,
    find_ninjs,
    is_ninjs,
    iso_day,
    markup_text,
    name_of,
    read_newsml,
    read_ninjs,
    text_at,
)
from summarize.ingest.readers.feed_items import read_items

ROOT = etree.fromstring('<a xmlns="urn:x" xmlns:y="urn:y"><y:b k=" v\n w"><c>One <d>two</d></c></y:b><!-- x --></a>')

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


TEXT = "<p>The bridge fell.</p><p>Two &amp; three.</p>"


COMPONENT = """<NewsComponent>{role}<NewsLines><HeadLine>Bridge
falls</HeadLine><ByLine>By A. Writer</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Example Agency"/></Provider>{source}</AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="{kind}"/><DataContent>{data}</DataContent></ContentItem></NewsComponent>"""


NEWSML_1_ITEM = """<NewsItem><Identification><NewsIdentifier><DateId>20261102</DateId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20261102T100000+0100</FirstCreated>
<ThisRevisionCreated>20261103T100000Z</ThisRevisionCreated>
<Status FormalName="{status}"/></NewsManagement>{inside}</NewsItem>"""


DELIVERY = """<?xml version="1.0"?><!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.1"
"http://127.0.0.1/x.dtd">
<NewsML Version="1.2"><NewsEnvelope><SentFrom><Party FormalName="Sender"/></SentFrom></NewsEnvelope>{}</NewsML>"""


def component(data: str = TEXT, *, kind: str = "Text", role: str = "", source: str = "") -> str:
    return COMPONENT.format(data=data, kind=kind, role=role and f'<Role FormalName="{role}"/>', source=source)


def items(*inside: str, status: str = "Usable") -> list[dict[str, str]]:
    return read_newsml(
        DELIVERY.format("".join(NEWSML_1_ITEM.format(inside=each, status=status) for each in inside)).encode()
    ).items


def test_an_item_says_who_wrote_and_whose_it_is_and_when_it_came_first() -> None:
    (found,) = items(component(source='<Source><Party FormalName="Example Wire"/></Source>'))
    assert found == {
        "text": "The bridge fell.\n\nTwo & three.",
        "title": "Bridge falls",
        "author": "A. Writer",
        "published": "2026-11-02T10:00:00+0100",
        "publisher": "Example Agency",
        "origin": "Example Wire",
        "language": "en",
        "url": "",
        "skip": "",
        "note": "",
    }


@pytest.mark.parametrize(
    "data",
    [
        "<body><h1>Not this</h1></body>".replace("<h1>Not this</h1>", TEXT),
        f"<nitf><head/><body><body.head><hedline><hl1>Not this</hl1></hedline></body.head><body.content>{TEXT}"
        "<media><media-caption>A picture</media-caption></media></body.content></body></nitf>",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{TEXT}</body></html>',
        f"<![CDATA[{TEXT}]]>",
        f"<![CDATA[<html><head><title>x</title></head><body>{TEXT}</body></html>]]>",
        "The bridge fell.\n\nTwo &amp; three.",
    ],
)
def test_the_text_is_markup_nitf_characters_or_plain(data: str) -> None:
    (found,) = items(component(data))
    assert found["text"] == "The bridge fell.\n\nTwo & three."


def test_the_longest_text_is_the_article_and_captions_are_none() -> None:
    caption = component("<p>" + "A bridge, seen from the harbour on a day of storm. " * 9 + "</p>", role="Caption")
    photo = component("", kind="Photo")
    inner = f"<NewsComponent>{component('<p>Short.</p>')}{component()}{photo}{caption}</NewsComponent>"
    (found,) = items(inner)
    assert found["text"] == "The bridge fell.\n\nTwo & three."


def test_pictures_are_refused_with_their_captions_and_so_is_what_was_withdrawn() -> None:
    caption = component("<p>A bridge.</p>", role="Caption")
    (picture,) = items(f"<NewsComponent>{component('', kind='Photo')}{caption}</NewsComponent>")
    assert picture["skip"] == "a photo, not a text"
    (gone,) = items(component(), status="Canceled")
    assert gone["skip"] == "its agency has withdrawn it (status canceled)"
    (empty,) = items(component(""))
    assert empty["skip"].startswith("it has no text inside")
    (later,) = items(component(), status="Embargoed")
    assert later["note"].startswith("it is under embargo until")


def test_a_delivery_holds_several_items_and_an_item_may_hold_others() -> None:
    nested = f"<NewsComponent>{NEWSML_1_ITEM.format(inside=component(), status='Usable')}</NewsComponent>"
    assert [each["text"][:3] for each in items(component(), nested)] == ["The", "The"]
    with pytest.raises(InputError, match="no items"):
        items()


def test_it_is_told_by_its_root_with_its_document_type() -> None:
    found = read_items(DELIVERY.format(NEWSML_1_ITEM.format(inside=component(), status="Usable")).encode("utf-16-le"))
    assert found.reader == "items, NewsML 1"


def ninjs_item(value: object) -> dict[str, str]:
    (found,) = read_ninjs(value).items
    return found


def test_version_one():
    assert ninjs_item(ONE) == {
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
    assert ninjs_item({**ONE, "body_text": "Plain\ntext."})["text"] == "Plain\ntext."


def test_versions_two_and_three():
    two, three = ninjs_item(TWO), ninjs_item(THREE)
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
    assert ninjs_item({**ONE, **change})["skip"] == why


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
    found = ninjs_item(
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
        ninjs_item({"type": "text", "headline": "Bridge falls", "versioncreated": "2026-11-02T10:00:00Z", **body})[
            "text"
        ]
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
    assert ninjs_item(picture)["skip"] == "a picture, not a text"


def test_packages_in_packages_end() -> None:
    deep: object = ONE
    for _ in range(500):
        deep = {"uri": "u", "pubstatus": "usable", "versioncreated": "x", "items": [deep]}
    assert len(list(find_ninjs(deep))) == 1
