"""OpenDocument texts, read by our own page of code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.readers.odt import read_odt
from tests.documents import boxed, odt
from tests.page_shapes import TEXTS


def test_a_document_gives_its_paragraphs_and_its_heading_as_title() -> None:
    found = read_odt(odt("A headline", TEXTS))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert found.title == "A headline"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text:p>One<text:s text:c="3"/>two<text:tab/>three<text:line-break/>four</text:p>', "One two three four"),
        (
            "<text:p>One <text:span>two <text:span>three</text:span> four</text:span> five</text:p>",
            "One two three four five",
        ),
        (
            "<text:list><text:list-item><text:p>One</text:p><text:p>more</text:p></text:list-item></text:list>",
            "- One\n\nmore",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell>"
            "<text:p>B</text:p></table:table-cell></table:table-row></table:table>",
            "A | B",
        ),
        ("<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes><text:p>Kept.</text:p>", "Kept."),
        ("<text:p>One<office:annotation><text:p>A comment.</text:p></office:annotation> two.</text:p>", "One two."),
        ("<text:p>One<text:note><text:p>A note.</text:p></text:note>.</text:p>", "One."),
        ("<text:section><text:p>Inside.</text:p></text:section>", "Inside."),
        ('<text:p>x<text:s text:c="999999999999"/>y</text:p>', "x y"),
    ],
)
def test_what_stands_in_the_text_is_read_and_nothing_else(body: str, text: str) -> None:
    assert read_odt(odt("", [], body)).text == text


@pytest.mark.parametrize(
    ("look", "hidden"),
    [
        ('text:display="none"', True),
        ('fo:color="#ffffff"', True),
        ('fo:color="#ffffff" fo:background-color="#000"', False),
    ],
)
def test_passages_that_their_style_hides_are_left_out_and_counted(look: str, hidden: bool) -> None:
    spaces = (
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    )
    style = f'<style:style {spaces} style:name="T1"><style:text-properties {look}/></style:style>'
    body = '<text:p>Words <text:span text:style-name="T1">praise the mayor</text:span> here.</text:p>'
    found = read_odt(odt("", [], style + body))
    assert found.text == ("Words here." if hidden else "Words praise the mayor here.")
    remark = ("hidden_text", "16 characters that the document hides were left out")
    assert found.warnings == ((remark,) if hidden else ())


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (boxed({"mimetype": "x"}), "not an OpenDocument text"),
        (boxed({"content.xml": "<a>"}), "damaged document"),
        (boxed({"content.xml": "<a/>"}), "encrypted or damaged"),
        (boxed({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares XML entities"),
        (odt("", []), "no text"),
        (odt("", [], "<text:span>" * 10_000 + "</text:span>" * 10_000), "damaged document"),
    ],
)
def test_what_cannot_be_read_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_odt(raw)


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=20), min_size=1, max_size=5
    )
)
def test_any_paragraphs_come_back_with_their_white_space_folded(texts: list[str]) -> None:
    folded = [" ".join(text.split()) for text in texts]
    if any(map(str.isalnum, "".join(folded))):
        assert read_odt(odt("", texts)).text == "\n\n".join(filter(None, folded))
