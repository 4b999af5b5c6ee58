"""NewsML 1.0 to 1.2 as agencies deliver it: text, pictures with captions, several languages, markup as characters."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.feeds.items import read_items
from summarize.ingest.feeds.newsml import read_newsml

TEXT = "<p>The bridge fell.</p><p>Two &amp; three.</p>"
COMPONENT = """<NewsComponent>{role}<NewsLines><HeadLine>Bridge
falls</HeadLine><ByLine>By A. Writer</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Example Agency"/></Provider>{source}</AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="{kind}"/><DataContent>{data}</DataContent></ContentItem></NewsComponent>"""
ITEM = """<NewsItem><Identification><NewsIdentifier><DateId>20261102</DateId></NewsIdentifier></Identification>
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
        DELIVERY.format("".join(ITEM.format(inside=each, status=status) for each in inside)).encode()
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
    nested = f"<NewsComponent>{ITEM.format(inside=component(), status='Usable')}</NewsComponent>"
    assert [each["text"][:3] for each in items(component(), nested)] == ["The", "The"]
    with pytest.raises(InputError, match="no items"):
        items()


def test_it_is_told_by_its_root_with_its_document_type() -> None:
    found = read_items(DELIVERY.format(ITEM.format(inside=component(), status="Usable")).encode("utf-16-le"))
    assert found.reader == "items, NewsML 1"
