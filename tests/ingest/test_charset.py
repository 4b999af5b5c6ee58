"""The character set of documents that declare one, rightly, wrongly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.charset import decode_declared

GERMAN = "Die Brücke über den Fluß blieb geschlossen; „Niemand“ wußte warum."
RUSSIAN = "Мост через гавань оставался закрытым во вторник."
JAPANESE = "港の橋は火曜日も閉鎖されたままとなった。"


def page(text: str, declared: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{text}</html>'


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (RUSSIAN, "utf-16", "windows-1251"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (GERMAN, "utf-8-sig", "us-ascii"),
    ],
)
def test_a_page_is_decoded_whatever_it_declares_when_it_says_enough(text: str, codec: str, declared: str) -> None:
    raw = page(text, declared).encode(codec)
    assert text in decode_declared(raw).text


def test_the_senders_word_goes_before_the_documents() -> None:
    raw = page(RUSSIAN, "windows-1251").encode("koi8_r")
    assert RUSSIAN in decode_declared(raw, "koi8-r").text


def test_xml_declares_in_its_own_way() -> None:
    raw = f'<?xml version="1.0" encoding="windows-1251"?><html>{RUSSIAN}</html>'.encode("cp1251")
    found = decode_declared(raw)
    assert RUSSIAN in found.text
    assert found.encoding == "cp1251"


@pytest.mark.parametrize(
    "declared", ["utf-7", "idna", "punycode", "hex", "rot13", "zip", "unicode_escape", "no-such", "a\0b", "undefined"]
)
def test_what_is_no_character_set_is_not_believed(declared: str) -> None:
    assert decode_declared(GERMAN.encode("cp1252"), declared).encoding == "cp1252"


def test_a_declaration_that_breaks_the_text_is_not_believed_and_a_broken_byte_is_said() -> None:
    assert decode_declared(GERMAN.encode("cp1252") * 20, "utf-8").encoding == "cp1252"
    found = decode_declared((JAPANESE * 200).encode("cp932") + b"\x81", "shift_jis")
    assert [code for code, _ in found.remarks] == ["bad_bytes"]


def test_pictures_are_no_text() -> None:
    with pytest.raises(InputError, match="PNG"):
        decode_declared(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@given(st.binary(max_size=300), st.none() | st.text(max_size=20))
def test_any_bytes_give_a_text_or_a_reason(raw: bytes, declared: str | None) -> None:
    try:
        assert isinstance(decode_declared(raw, declared).text, str)
    except InputError as error:
        assert error.message
