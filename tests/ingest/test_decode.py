"""Bytes to text: every encoding of the design's list, damage, and what is no text. The character set of documents
that declare one, rightly, wrongly or not at all. JSON text to values: every failure in words, none in Python's.
"""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.decode import (
    decode,
    decode_declared,
    decode_json,
    is_binary,
    parse_json,
    unique_keys,
    unmarked_width,
)
from tests.growth import assert_linear

SEED = (Path(__file__).parents[2] / "seeds" / "000_7d7c88ac784f4215.txt").read_text(encoding="utf-8")
RUSSIAN = "Министр заявил в понедельник, что переговоры продолжатся на следующей неделе. Ёлки стоят в городе.\n" * 3
JAPANESE = "首相は月曜日に記者団に対し、来週も協議を続けると述べた。カタカナもあります。\n" * 3
CHINESE = "总统星期一表示，谈判将于下周继续进行，两国部长正在准备协议草案。\n" * 3
FRENCH = "Le ministre a déclaré lundi que l’accord serait signé là où « tout » a commencé, à Nîmes.\r\n" * 3
GERMAN = "Die Größe der Übung ist geheim, erklärte der Minister am Montag; die Gespräche gehen weiter.\n" * 3
HEBREW = "השר אמר ביום שני כי השיחות יימשכו בשבוע הבא והשרים מכינים טיוטת הסכם.\n" * 3


def codes(raw: bytes) -> list[str]:
    return [code for code, _ in decode(raw).remarks]


def refusal(raw: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode(raw)
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [SEED, RUSSIAN, JAPANESE, CHINESE], ids=["english", "russian", "japanese", "chinese"])
def test_a_declared_encoding_is_read_without_remark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.remarks) == (text, encoding, ())


def test_big_endian_marks_are_read() -> None:
    assert decode(b"\xfe\xff" + RUSSIAN.encode("utf-16-be")).text == RUSSIAN
    assert decode(b"\x00\x00\xfe\xff" + RUSSIAN.encode("utf-32-be")).text == RUSSIAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SEED, "utf-16-le"),
        (SEED, "utf-16-be"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (SEED, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (HEBREW, "cp1255"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_an_undeclared_encoding_is_found_and_called_a_guess(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    decoded = decode(raw)
    assert decoded.text == text
    assert raw.decode(decoded.encoding, "replace") == text
    assert codes(raw) == ["encoding_guess"]


@pytest.mark.parametrize("raw", [b"caf\xe9 society", b"It\x92s a good day.", b"word " * 2000 + b"caf\xe9 \x93here\x94"])
def test_few_western_bytes_are_western_text_not_damage(raw: bytes) -> None:
    assert decode(raw).text == raw.decode("cp1252")
    assert codes(raw) == ["encoding_guess"]


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp"])
def test_japanese_within_english_is_not_taken_for_korean(encoding: str) -> None:
    text = (
        "The prime minister told reporters that the talks go on. " * 3
        + "首相は月曜日に記者団に対し、来週も協議を続けると述べた。"
    )
    assert decode(text.encode(encoding)).text == text


def test_characters_that_do_not_exist_speak_against_utf16() -> None:
    assert refusal("\ue000\ue123 ".encode("utf-16-le") * 50) == "binary data, not text"


def test_capitals_only_are_read_by_the_last_resort() -> None:
    text = "LE MINISTRE A DÉCLARÉ À NÎMES QUE L’ACCORD ÉTAIT PRÊT. " * 3
    assert decode(text.encode("cp1252")).text == text


def test_control_characters_speak_against_a_guess_but_not_the_end_mark_of_old_systems() -> None:
    assert "encoding" in refusal(FRENCH.encode("cp1252") + b"\x01\x02")
    assert decode(FRENCH.encode("cp1252") + b"\x1a").text == FRENCH + "\x1a"


def test_utf16_whose_zero_bytes_mislead_is_read_in_the_right_order() -> None:
    text = "一一，一一。" * 50  # the first half of U+4E00 is zero where a Latin letter has its second
    assert decode(text.encode("utf-16-le")).text == text
    assert decode(text.encode("utf-16-be")).text == text


@pytest.mark.parametrize("shift", ["", "x"])
def test_a_two_byte_character_cut_by_the_end_of_the_detectors_sample_does_no_harm(shift: str) -> None:
    text = shift + JAPANESE.replace("\n", "") * 2000
    assert decode(text.encode("shift_jis")).text == text


def test_a_file_cut_inside_a_two_byte_character_loses_that_character() -> None:
    raw = JAPANESE.strip().encode("shift_jis")[:-1]
    assert decode(raw).text.startswith(JAPANESE.strip()[:-1])
    assert codes(raw) == ["encoding_guess", "bad_bytes"]


def test_single_bad_bytes_in_utf8_are_replaced_and_located() -> None:
    raw = SEED[:2000].encode() + b"\xff" + SEED[2000:].encode()
    decoded = decode(raw)
    assert decoded.text == SEED[:2000] + "\ufffd" + SEED[2000:]
    assert decoded.encoding == "utf-8"
    ((code, message),) = decoded.remarks
    assert code == "bad_bytes"
    assert "1 bad byte " in message
    assert message.endswith("character 2000")


def test_a_stray_byte_in_plain_ascii_is_damage_too() -> None:
    assert codes(b"plain words " * 300 + b"\xff") == ["bad_bytes"]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_cut_last_character_costs_that_character_only(cut: int) -> None:
    raw = "Was für ein “Tag”".encode()[:-cut]
    assert decode(raw).text == "Was für ein “Tag\ufffd"
    assert codes(raw) == ["bad_bytes"]


def test_an_odd_last_byte_in_utf16_costs_one_character() -> None:
    decoded = decode(SEED.encode("utf-16") + b"x")
    assert decoded.text == SEED + "\ufffd"
    assert decoded.remarks[0][0] == "bad_bytes"


def test_more_than_one_bad_byte_in_a_thousand_is_not_utf8() -> None:
    assert codes(RUSSIAN.encode() * 10 + b"\xff" * 5) == ["bad_bytes"]
    assert refusal(RUSSIAN.encode() * 10 + b"\xff" * 20) == "the encoding cannot be determined; save it as UTF-8"


def test_a_wrong_mark_is_named() -> None:
    assert "mark of UTF-16" in refusal(b"\xff\xfe" + b"\x00\xd8" * 500)


@pytest.mark.parametrize("text", ["a\r\nb\rc\nd\u2028e\x85f", "\u202eabc\x1b[31mred\x1b[0m " + "word " * 20])
def test_newlines_controls_and_bidi_marks_are_kept(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x7fELF", "ELF"),
        (b"{\\rtf1", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    ],
)
def test_a_known_binary_kind_is_named(start: bytes, kind: str) -> None:
    assert kind in refusal(start + b" and words " * 50)


def test_other_binary_data_is_refused() -> None:
    chance = random.Random(7)
    noise = bytes(chance.randrange(256) for _ in range(20_000))
    without_zeros = noise.replace(b"\x00", b"")
    sound = b"".join(int(chance.gauss(0, 50)).to_bytes(2, "little", signed=True) for _ in range(10_000))
    numbers = struct.pack("<1000d", *(chance.random() for _ in range(1000)))
    for raw in (noise, without_zeros, sound, numbers, b"\x00\x01\x02abc", b"\x00" * 100, b"\x1b" * 100):
        assert refusal(raw) == "binary data, not text"


def test_text_in_no_known_encoding_is_refused_rather_than_garbled() -> None:
    chance = random.Random(7)
    assert "encoding" in refusal(bytes(chance.randrange(160, 256) for _ in range(5000)))


@given(st.binary(max_size=400))
def test_whatever_is_returned_can_be_proved_from_the_bytes(raw: bytes) -> None:
    try:
        decoded = decode(raw)
    except InputError:
        return
    assert raw.decode(decoded.encoding, "replace") == decoded.text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_valid_utf8_text_is_never_altered(text: str) -> None:
    decoded = decode(b"Words " + text.encode())
    assert (decoded.text, decoded.encoding, decoded.remarks) == (f"Words {text}", "utf-8", ())


@pytest.mark.parametrize("unit", [b"\xe9", b"a\x92", b"\xc3", b"a\x00", b"ab\x81 ", b"\x1b", b"\xff", b"\xe3\x81"])
def test_hostile_repetition_is_decided_in_linear_time(unit: bytes) -> None:
    def decide(raw: bytes) -> None:
        with suppress(InputError):
            decode(raw)

    assert_linear(decide, unit, 1_000_000)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [SEED, CHINESE, RUSSIAN])
def test_utf32_without_a_mark_is_a_guess_that_holds(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert [code for code, _ in decoded.remarks] == ["encoding_guess"]


def test_the_width_of_markup_is_told_by_its_zeros() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert unmarked_width("<rss>".encode(encoding)) == encoding
    for raw in (b"<rss>", b"", b"\0\0\0\0", b"<\0", b"\0<rs"):
        assert unmarked_width(raw) is None


GERMAN_PAGE = "Die Brücke über den Fluß blieb geschlossen; „Niemand“ wußte warum."
RUSSIAN_PAGE = "Мост через гавань оставался закрытым во вторник."
JAPANESE_PAGE = "港の橋は火曜日も閉鎖されたままとなった。"


def page(text: str, declared: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{text}</html>'


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (GERMAN_PAGE, "utf-8", "utf-8"),
        (GERMAN_PAGE, "utf-8", "iso-8859-1"),
        (GERMAN_PAGE, "cp1252", "iso-8859-1"),
        (GERMAN_PAGE, "cp1252", "windows-1252"),
        (RUSSIAN_PAGE, "cp1251", "windows-1251"),
        (RUSSIAN_PAGE, "koi8_r", "KOI8-R"),
        (RUSSIAN_PAGE, "utf-16", "windows-1251"),
        (JAPANESE_PAGE, "cp932", "Shift_JIS"),
        (JAPANESE_PAGE, "euc_jp", "euc-jp"),
        (JAPANESE_PAGE, "iso2022_jp", "iso-2022-jp"),
        (GERMAN_PAGE, "utf-8-sig", "us-ascii"),
    ],
)
def test_a_page_is_decoded_whatever_it_declares_when_it_says_enough(text: str, codec: str, declared: str) -> None:
    raw = page(text, declared).encode(codec)
    assert text in decode_declared(raw).text


def test_the_senders_word_goes_before_the_documents() -> None:
    raw = page(RUSSIAN_PAGE, "windows-1251").encode("koi8_r")
    assert RUSSIAN_PAGE in decode_declared(raw, "koi8-r").text


def test_xml_declares_in_its_own_way() -> None:
    raw = f'<?xml version="1.0" encoding="windows-1251"?><html>{RUSSIAN_PAGE}</html>'.encode("cp1251")
    found = decode_declared(raw)
    assert RUSSIAN_PAGE in found.text
    assert found.encoding == "cp1251"


@pytest.mark.parametrize(
    "declared", ["utf-7", "idna", "punycode", "hex", "rot13", "zip", "unicode_escape", "no-such", "a\0b", "undefined"]
)
def test_what_is_no_character_set_is_not_believed(declared: str) -> None:
    assert decode_declared(GERMAN_PAGE.encode("cp1252"), declared).encoding == "cp1252"


def test_a_declaration_that_breaks_the_text_is_not_believed_and_a_broken_byte_is_said() -> None:
    assert decode_declared(GERMAN_PAGE.encode("cp1252") * 20, "utf-8").encoding == "cp1252"
    found = decode_declared((JAPANESE_PAGE * 200).encode("cp932") + b"\x81", "shift_jis")
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


def test_a_text_gives_its_value() -> None:
    assert parse_json('{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le"])
def test_bytes_give_their_text(encoding: str) -> None:
    assert decode_json('{"a": "é"}'.encode(encoding)).strip("\ufeff") == '{"a": "é"}'


def test_bytes_of_another_encoding_are_refused() -> None:
    with pytest.raises(InputError, match="neither UTF-8 nor UTF-16"):
        decode_json(b'{"a": "\xe9"}')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON (Expecting value, line 1, column 1)"),
        ("[" * 100_000, "not usable JSON (nested too deeply)"),
        ("9" * 5_000, "not usable JSON (a number with thousands of digits)"),
        ('{"a": 1, "a": 2}', "not usable JSON (a key occurs twice in one object)"),
        ('[{"b": {"a": 1, "a": 1}}]', "not usable JSON (a key occurs twice in one object)"),
    ],
)
def test_a_failure_is_said_in_words(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(text, unique_keys)
    assert caught.value.message == said


@pytest.mark.parametrize(
    ("raw", "binary"),
    [
        pytest.param(b"a" * 999 + b"\0", False, id="one zero in a thousand"),
        pytest.param(b"a" * 998 + b"\0\0", True, id="two zeros in a thousand"),
        pytest.param(b"a" * 95 + b"\x1b" * 5, False, id="five controls in a hundred"),
        pytest.param(b"a" * 94 + b"\x1b" * 6, True, id="six controls in a hundred"),
    ],
)
def test_what_is_data_rather_than_text(raw: bytes, binary: bool) -> None:
    assert is_binary(raw) is binary


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        pytest.param(b"a" * 1_998 + b"\xff" * 2, "utf-8", id="two bad bytes in two thousand"),
        pytest.param(("ÀÉ" * 15 + "B" * 70).encode("cp1252") * 5, "cp1252", id="three letters of ten beyond ASCII"),
        pytest.param(("ÀÉ" * 16 + "B" * 68).encode("cp1252") * 5, None, id="more than three of ten"),
        pytest.param(
            ("\ue000" + "so it was. " * 9).encode("utf-16-le"), "utf-16-le", id="one strange sign of a hundred"
        ),
        pytest.param(("\ue000" * 2 + "it was so. " * 9)[:100].encode("utf-16-le"), None, id="two of a hundred"),
        pytest.param(("\U0001f601" * 20).encode("utf-32-le"), "utf-32-le", id="a quarter of the bytes is zero"),
    ],
)
def test_how_much_damage_each_encoding_bears(raw: bytes, encoding: str | None) -> None:
    if encoding is None:
        refusal(raw)
    else:
        assert decode(raw).encoding == encoding


def test_more_bad_bytes_are_letters_of_another_set() -> None:
    assert decode(b"a" * 1_997 + b"\xff" * 3).encoding != "utf-8"


@pytest.mark.parametrize(("broken", "believed"), [(1, True), (2, False)])
def test_one_broken_byte_in_a_thousand_leaves_a_declaration_believed(broken: int, believed: bool) -> None:
    found = decode_declared(b"a" * (1_000 - broken) + b"\x81" * broken, "iso-8859-1")
    remarks = (("bad_bytes", "1 bad byte replaced by U+FFFD"),)
    assert ((found.encoding, found.remarks) == ("cp1252", remarks)) is believed


@pytest.mark.parametrize(("before", "encoding"), [(4_060, "koi8-r"), (4_090, "cp1252")])
def test_a_page_declares_its_set_near_its_beginning(before: int, encoding: str) -> None:
    raw = b" " * before + b'<meta charset="koi8-r">' + GERMAN_PAGE.encode("cp1252")
    assert decode_declared(raw).encoding == encoding
