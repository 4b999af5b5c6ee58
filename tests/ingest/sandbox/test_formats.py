"""Which reader a document needs, and the article it becomes."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.extracted import READERS, Extracted
from summarize.ingest.sandbox.formats import draft_extracted, reader_of
from tests import documents

TEXTS = ["Words of the first paragraph.", "Words of the second."]
PAGE = documents.html_page("A headline", TEXTS)


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (documents.docx("T", TEXTS), "docx"),
        (documents.odt("T", TEXTS), "odt"),
        (documents.mhtml(PAGE), "mhtml"),
        (PAGE, "html"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "html"),
        (b"<!-- saved --><HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', None),
        (b"<htmlish> is no tag", None),
        (b"PK\x03\x04 some archive", None),
        (b"Plain words about %PDF- and <html>.", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide_before_the_name(head: bytes, reader: str | None) -> None:
    assert reader_of("a", None, head[:4096]) == reader
    assert reader_of("a.txt", "text/plain", head[:4096]) == reader


@pytest.mark.parametrize(
    ("name", "declared", "reader"),
    [
        ("a.html", None, "html"),
        ("a.HTM", "", "html"),
        ("a.mht", None, "mhtml"),
        ("a.eml", "application/octet-stream", "eml"),
        ("a.docx", "application/zip", "docx"),
        ("a.txt", "text/html; charset=utf-8", "html"),
        ("a.html", "text/plain", None),
        ("a.html", "application/json", None),
        ("https://example.org/a.pdf?x=1.html#top", None, "pdf"),
        ("https://example.org/", "application/xhtml+xml", "html"),
        ("a.b/c", None, None),
        ("html", None, None),
    ],
)
def test_then_the_declared_type_then_the_ending(name: str, declared: str | None, reader: str | None) -> None:
    assert reader_of(name, declared, b"Words.") == reader


@pytest.mark.parametrize(
    ("name", "declared", "head"),
    [
        ("a.epub", None, b""),
        ("a", None, documents.boxed({"mimetype": "application/epub+zip", "x": "y"})),
        ("a", "application/epub+zip", b""),
        ("a.doc", None, b""),
        ("a.txt", None, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
        ("a.pptx", None, b"PK\x03\x04"),
        ("a.webarchive", None, b"bplist00"),
    ],
)
def test_a_known_kind_that_is_not_read_is_refused_in_words(name: str, declared: str | None, head: bytes) -> None:
    with pytest.raises(InputError, match="not read") as caught:
        reader_of(name, declared, head)
    assert "save " in caught.value.message


@given(st.text(max_size=30), st.none() | st.text(max_size=30), st.binary(max_size=200))
def test_whatever_is_asked_there_is_an_answer_or_a_reason(name: str, declared: str | None, head: bytes) -> None:
    try:
        assert reader_of(name, declared, head) in (None, *READERS)
    except InputError as error:
        assert error.message


def test_an_article_of_a_document_carries_both_hashes_and_what_was_found() -> None:
    found = Extracted(
        text="Größe.",
        reader="pdf, x 1",
        title="T",
        url="https://example.org/own",
        pages=((0, 1),),
        warnings=(("hidden_text", "five"),),
    )
    draft = draft_extracted(found, b"raw", "a.pdf", path="a.pdf")
    article = draft.article
    assert article.sha256 == hashlib.sha256(b"raw").hexdigest()
    assert article.text_sha256 == hashlib.sha256("Größe.".encode()).hexdigest()
    assert (article.stored, article.reader, article.pages, article.url) == (
        True,
        "pdf, x 1",
        ((0, 1),),
        "https://example.org/own",
    )
    assert (draft.name, draft.remarks) == ("a.pdf", (("hidden_text", "five"),))
    fetched = draft_extracted(found, b"raw", "x", url="https://example.org/asked").article
    assert (fetched.path, fetched.url) == (None, "https://example.org/asked")
