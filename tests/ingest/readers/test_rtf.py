"""Rich Text documents."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.readers.rtf import read_rtf
from tests.documents import rtf
from tests.page_shapes import TEXTS


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
