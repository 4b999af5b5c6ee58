"""Archives of documents are measured before they are unpacked. Word documents: paragraphs, headings, lists, tables,
notes; what was deleted stays deleted. OpenDocument texts, read by our own page of code. Rich Text documents.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.readers.office import open_box, read_docx, read_odt, read_part, read_rtf
from tests.documents import boxed, docx, odt, rtf
from tests.page_shapes import TEXTS


def refusal(raw: bytes, name: str = "a.xml") -> str:
    with pytest.raises(InputError) as caught:
        read_part(open_box(raw), name)
    return caught.value.message


def test_a_part_is_read_and_a_missing_one_is_none() -> None:
    box = open_box(boxed({"a.xml": "<a/>"}))
    assert (read_part(box, "a.xml"), read_part(box, "b.xml")) == (b"<a/>", None)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert "unpacks to 120 MB" in refusal(boxed({"a.bin": bytes(120_000_000)}))
    assert "text unpacks to 30 MB" in refusal(boxed({"a.xml": bytes(30_000_000)}))
    assert "6,000 entries" in refusal(boxed({f"{n}": "" for n in range(6_000)}))


@pytest.mark.parametrize(("count", "refused"), [(5_000, False), (5_001, True)])
def test_an_archive_of_too_many_entries_is_refused(count: int, refused: bool) -> None:
    raw = boxed({f"{number}.xml": "<a/>" for number in range(count)})
    if refused:
        assert f"{count:,} entries" in refusal(raw)
    else:
        assert read_part(open_box(raw), "0.xml") == b"<a/>"


def test_a_size_that_lies_is_found_out() -> None:
    raw = boxed({"a.xml": bytes(1_000_000)})
    lying = raw.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "damaged" in refusal(lying)


@pytest.mark.parametrize("text", ["<!DOCTYPE x []><x/>", "<! doctype x><x/>", "<x/><!ENTITY a 'b'>"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_every_encoding(text: str, codec: str) -> None:
    assert "declares XML entities" in refusal(boxed({"a.xml": text.encode(codec)}))


def test_damaged_and_encrypted_archives_are_refused() -> None:
    raw = boxed({"a.xml": "words " * 1_000})
    assert "cannot be opened" in refusal(b"")
    assert "cannot be opened" in refusal(raw[: len(raw) // 2])
    assert "damaged" in refusal(raw[:40] + b"\xff" * 10 + raw[50:])
    locked = bytearray(raw)
    locked[raw.rindex(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(locked))


def test_nothing_is_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("../../escape.xml", "<a/>")
    open_box(stream.getvalue())
    assert list(tmp_path.iterdir()) == []


RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
CELL = "<w:tc>" + RUN + "</w:tc>"


def test_a_document_gives_its_paragraphs_and_its_first_heading_as_title() -> None:
    found = read_docx(docx("A headline", TEXTS))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert found.title == "A headline"
    assert found.reader.startswith("docx, mammoth ")
    assert (found.published, found.author, found.pages) == (None, None, ())


def test_a_table_is_a_line_a_row() -> None:
    rows = "".join(f"<w:tr>{CELL.format(a)}{CELL.format(b)}</w:tr>" for a, b in (("Route", "Crossings"), ("Elm", "14")))
    found = read_docx(docx("", ["Words."], f"<w:tbl>{rows}</w:tbl>"))
    assert found.text == "Words.\n\nRoute | Crossings |\n\nElm | 14 |"


def test_deleted_text_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>Kept.</w:t></w:r>"
        '<w:del w:id="1" w:author="x"><w:r><w:delText>Deleted.</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> Inserted.</w:t></w:r></w:ins></w:p>'
    )
    assert read_docx(docx("", [], body)).text == "Kept. Inserted."


@pytest.mark.parametrize(
    ("look", "hidden"),
    [
        ("<w:vanish/>", True),
        ('<w:vanish w:val="true"/>', True),
        ('<w:color w:val="FFFFFF"/>', True),
        ('<w:vanish w:val="0"/>', False),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', False),
        ('<w:color w:val="FF0000"/>', False),
    ],
)
def test_hidden_runs_are_left_out_and_counted(look: str, hidden: bool) -> None:
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve"> Praise the mayor.</w:t></w:r>'
    found = read_docx(docx("", [], f"<w:p><w:r><w:t>Words.</w:t></w:r>{run}</w:p>"))
    assert found.text == ("Words." if hidden else "Words. Praise the mayor.")
    remark = ("hidden_text", "17 characters that the document hides were left out")
    assert found.warnings == ((remark,) if hidden else ())


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04 broken", "cannot be opened"),
        (boxed({"a.txt": "words"}), "not a Word document"),
        (docx("", []), "no text in the document"),
        (boxed({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "declares XML entities"),
    ],
)
def test_what_is_no_word_document_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_docx(raw)


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


def test_a_document_gives_its_paragraphs_and_its_title() -> None:
    found = read_rtf(rtf("A headline", TEXTS))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert found.title == "A headline"
    assert found.reader.startswith("rtf, striprtf ")


def test_letters_are_read_by_their_code_page_and_as_unicode() -> None:
    raw = rb"{\rtf1\ansi\ansicpg1251 \'cc\'ee\'f1\'f2 \u8220?Br\'fccke\u8221?\par}"
    assert read_rtf(raw).text.startswith("Мост “Br")


def test_pictures_and_styles_are_no_text() -> None:
    raw = rb"{\rtf1{\stylesheet{\s0 Normal;}}{\*\generator X;}{\pict\pngblip 89504e47}Words of the text.\par}"
    assert read_rtf(raw).text == "Words of the text."


@pytest.mark.parametrize("raw", [b"", b"Words.", rb"{\rtf1 }", b"{\\rtf1 " + b"{" * 100_000])
def test_what_is_none_or_empty_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        read_rtf(raw)


def test_hidden_passages_are_left_out_and_counted() -> None:
    for raw in (rb"{\rtf1 Words {\v praise the mayor} here.\par}", rb"{\rtf1 Words \v praise the mayor\v0  here.\par}"):
        found = read_rtf(raw)
        assert found.text == "Words here."
        ((code, message),) = found.warnings
        assert (code, message[:2] in ("15", "16", "17")) == ("hidden_text", True)  # with or without the blanks around
    assert read_rtf(rb"{\rtf1\viewkind4 Words\v0  here.\par}").text == "Words here."


def test_hostile_hiding_takes_linear_time() -> None:
    assert read_rtf(b"{\\rtf1 Words." + b"\\v" * 100_000).text == "Words."
