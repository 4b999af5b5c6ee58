"""Word documents: paragraphs, headings, lists, tables, notes; what was deleted stays deleted."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.readers.docx import read_docx
from tests.documents import boxed, docx
from tests.page_shapes import TEXTS

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
