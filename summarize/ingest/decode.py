"""Bytes to text: find the encoding, say what was guessed or damaged. Never changes a character, newlines included.

Whatever is returned can be proved from the bytes: `raw.decode(encoding, "replace") == text`.

A document may declare its character set: mark, valid UTF-8, declaration, guess. Pages declare a wrong set more often
than bytes in another encoding are valid UTF-8 by chance, so what decodes as UTF-8 is UTF-8 (the WHATWG's Encoding
Standard lists the labels that mean another set than they say). JSON is read strictly.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import InputError

REPLACEMENT = "\ufffd"

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (.docx, .odt, .epub)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90\x00", "a program (Windows)"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
MAGIC_STARTS = tuple(start for start, _ in _MAGIC)

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_BAD_SHARE = 0.001  # of the bytes: with more broken than that it is another encoding, or not text
_CONTROL_SHARE = 0.05  # terminal logs hold escape sequences; data holds far more
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"
_ASCII = bytes(range(128))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")  # except Ctrl-Z, the end of old DOS files

_IN_ANY_TEXT = frozenset(" \n.,。、，")  # with its two bytes swapped, none of these is another one, or frequent

# Bytes that Windows-1252 uses for quotation marks, dashes, currencies and the like, and letters beside a plain letter.
_WESTERN = re.compile(
    rb"[\x80\x82\x84\x85\x8b\x91-\x97\x99\x9b\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xbd\xbf]"
    rb"|(?<=[A-Za-z])[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xfe]"
    rb"|[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xfe](?=[A-Za-z])"
)
_WESTERN_SHARE = 0.01  # English and Dutch stay below; Polish, Czech and Turkish lie above and need the detector

_LAST_RESORT_SHARE = 0.3  # of the bytes beyond ASCII: with more it is not a Latin script

_SAMPLE = 100_000  # bytes the detector sees
_EXAMINED_CHARACTERS = 10_000  # characters examined one by one
_ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "cp866"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "euc_kr"),
]


# Markup and JSON begin with an ASCII character, so the zeros among their first bytes tell the width and order of
# characters where no mark does (XML 1.0, appendix F; RFC 4627, section 3).
_ZEROS = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
_META = re.compile(rb"<meta[^>]{0,500}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([a-zA-Z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([a-zA-Z0-9_:.-]{2,40})", re.I)
_DECLARED_WITHIN = (
    4_096  # bytes in which a page must declare it; the standard says 1,024, but some real pages are later
)
_MEANT = {  # label: what pages mean by it
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949"),
    "big5": "big5hkscs",
}
_SEVEN_BIT = ("iso-2022-", "iso2022", "hz")  # all their bytes are ASCII: valid UTF-8, and wrong
# Text codecs that are not character sets (some take quadratic time), and sets in which every byte means something.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf_7")
)
_Hook = Callable[[list[tuple[str, object]]], object]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python codec that gives it (with errors="replace"), and (code, message) pairs of remarks."""

    text: str
    encoding: str
    remarks: tuple[tuple[str, str], ...] = ()


def decode(raw: bytes) -> Decoded:
    """Decode the bytes of one file.

    Order: byte order mark, UTF-8, mostly-ASCII Windows-1252, UTF-8 with at most 0.1 % damage, UTF-32 and UTF-16 by
    their zero bytes, charset-normalizer, Windows-1252. Every guess and every replaced byte is a remark. Raises
    `InputError`, its message the reason in words, if the bytes are not text.
    """
    if raw.startswith(MAGIC_STARTS):
        kind = next(kind for start, kind in _MAGIC if raw.startswith(start))
        raise InputError(f"{kind}, not text; save it as plain text (.txt)")
    for attempt in (
        _marked,
        _utf8,
        _sparse_western,
        _damaged_utf8,
        _unmarked_utf32,
        _unmarked_utf16,
        _detected,
        _western,
    ):
        decoded = attempt(raw)
        if decoded is not None:
            return decoded
    if is_binary(raw):
        raise InputError("binary data, not text")
    raise InputError("the encoding cannot be determined; save it as UTF-8")


def unmarked_width(raw: bytes) -> str | None:
    """The encoding of markup or JSON in UTF-16 or UTF-32 without a mark; None for anything else."""
    return _ZEROS.get(tuple(byte == 0 for byte in raw[:4])) if 0 in raw[:4] else None  # type: ignore[arg-type]


def _marked(raw: bytes) -> Decoded | None:
    named = [encoding for mark, encoding in MARKS if raw.startswith(mark)]
    for encoding in named:
        decoded = _tolerant(raw, encoding)
        if decoded is not None:
            return decoded
    if named:
        raise InputError(f"it starts with the mark of {named[0].upper()}, but the rest is something else")
    return None


def _utf8(raw: bytes) -> Decoded | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if is_binary(raw) else Decoded(text, "utf-8")


def _sparse_western(raw: bytes) -> Decoded | None:
    """A Latin text with few accents or curly quotes, none of them in UTF-8: too few for the detector to go by."""
    high = _high(raw)
    if high > len(raw) * _WESTERN_SHARE or len(_WESTERN.findall(raw)) != high or is_binary(raw):
        return None
    return None if _has_utf8(raw) else _guessed(_tolerant(raw, "cp1252", spare=0))


def _damaged_utf8(raw: bytes) -> Decoded | None:
    return None if is_binary(raw) else _tolerant(raw, "utf-8", spare=1 if _has_utf8(raw) else 0)


def _unmarked_utf32(raw: bytes) -> Decoded | None:
    """UTF-32 without a mark: no character has more than 21 bits, so every fourth byte is zero."""
    if raw.count(0) < len(raw) / 4:
        return None
    for encoding in ("utf-32-le", "utf-32-be"):
        decoded = _tolerant(raw, encoding, spare=0)
        if decoded is not None and _is_plausible(decoded.text):
            return _guessed(decoded)
    return None


def _unmarked_utf16(raw: bytes) -> Decoded | None:
    """UTF-16 without a mark. Read in the wrong byte order, it has no blank, line break or full stop."""
    if 0 not in raw:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = _tolerant(raw, encoding)
        if decoded is not None and _is_plausible(decoded.text) and not _IN_ANY_TEXT.isdisjoint(decoded.text):
            return _guessed(decoded)
    return None


def _detected(raw: bytes) -> Decoded | None:
    if is_binary(raw):
        return None
    sample = raw[:_SAMPLE]
    # The second try is for a two-byte character that the end of the sample or of the file cuts in half.
    encoding = _detect(sample) or _detect(sample[:-1])
    return _guessed(_tolerant(raw, encoding)) if encoding else None


def _detect(sample: bytes) -> str | None:
    """charset-normalizer's answer, corrected where it proved wrong (its order among near equals is chance)."""
    from charset_normalizer import from_bytes

    matches = [m for m in from_bytes(sample, cp_isolation=_ENCODINGS) if _is_believable(str(m))]
    for match in matches:
        if match.encoding in {"cp932", "euc_jp"} and _is_japanese(str(match)):
            return match.encoding
    for match in matches:
        is_near = match.chaos - matches[0].chaos < 0.01 and matches[0].coherence - match.coherence < 0.1
        if is_near and "cp1252" in match.could_be_from_charset:  # by far the most frequent of its family
            return "cp1252"
    return matches[0].encoding if matches else None


def _western(raw: bytes) -> Decoded | None:
    """The last resort: Windows-1252, if at least most bytes are ASCII."""
    if is_binary(raw) or _high(raw) > len(raw) * _LAST_RESORT_SHARE:
        return None
    return _guessed(_tolerant(raw, "cp1252", spare=0))


def _guessed(decoded: Decoded | None) -> Decoded | None:
    """A guess, marked as such; control characters show that it is wrong."""
    if decoded is None or _CONTROL.search(decoded.text):
        return None
    guess = ("encoding_guess", f"read as {decoded.encoding}, which is a guess; save it as UTF-8 to be sure")
    return Decoded(decoded.text, decoded.encoding, (guess, *decoded.remarks))


def _tolerant(raw: bytes, encoding: str, spare: int = 1) -> Decoded | None:
    """The text, with at most 0.1 % (or `spare`) of it replaced by U+FFFD; None if more is broken."""
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
    bad = text.count(REPLACEMENT)
    if bad > max(spare, len(raw) * _BAD_SHARE):
        return None
    places = f"{bad:,} bad byte{'s' * (bad > 1)} replaced by U+FFFD, the first at character {text.find(REPLACEMENT)}"
    return Decoded(text, encoding, (("bad_bytes", places),))


def is_binary(raw: bytes) -> bool:
    """Whether bytes are data rather than text: they hold many zeros or control characters."""
    if raw.count(0) > len(raw) * _BAD_SHARE:
        return True
    return len(raw) - len(raw.translate(None, _CONTROL_BYTES)) > len(raw) * _CONTROL_SHARE


def _high(raw: bytes) -> int:
    return len(raw.translate(None, _ASCII))


def _has_utf8(raw: bytes) -> bool:
    """Whether at least one character beyond ASCII is valid UTF-8, which hardly ever happens by chance."""
    return not raw.decode("utf-8", "ignore").isascii()


def _is_believable(text: str) -> bool:
    # Hebrew read as KOI8-R looks like fluent Russian to the detector, but all in capitals.
    return _is_plausible(text) and sum(map(str.isupper, text)) <= sum(map(str.islower, text))


def _is_japanese(text: str) -> bool:
    """Whether kana are frequent; the detector takes such text for Korean."""
    kana = sum("\u3041" <= c <= "\u30ff" for c in text)
    return kana > 0.2 * sum(not c.isascii() for c in text)


def _is_plausible(text: str) -> bool:
    """Whether at most 1 % of the first characters are control, private or unassigned: more is a wrong decoding."""
    sample = text[:_EXAMINED_CHARACTERS]
    strange = sum(unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and not c.isspace() for c in sample)
    return strange <= len(sample) / 100


def decode_declared(raw: bytes, charset: str | None = None) -> Decoded:
    """Decode a document whose sender (`charset`) or own head may name a character set.

    Order: byte order mark, UTF-16 or UTF-32 by its zero bytes, a declared seven-bit set, UTF-8, the sender's
    declaration, the document's, a guess. A declaration that fits less than 999 bytes in a thousand is not believed.
    Raises `InputError`.
    """
    if raw.startswith(tuple(mark for mark, _ in MARKS)):
        return decode(raw)
    if (wide := unmarked_width(raw)) and (found := _decoded(raw, wide)):
        return found
    declared = [label for label in (charset, *_written(raw)) if label]
    for label in declared:
        if label.lower().startswith(_SEVEN_BIT) and (found := _decoded(raw, label)):
            return found
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    for label in declared:
        if found := _decoded(raw, label):
            return found
    return decode(raw)


def _written(raw: bytes) -> list[str]:
    head = raw[:_DECLARED_WITHIN]
    found = (pattern.search(head) for pattern in (_XML, _META))
    return [match[1].decode("ascii") for match in found if match]


def _decoded(raw: bytes, label: str) -> Decoded | None:
    name = _MEANT.get(label.strip().lower(), label.strip())
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding or codec.name.replace("-", "_") in _NO_CHARSETS:
            return None
        text = raw.decode(codec.name, "replace")
    except (LookupError, ValueError):  # an unknown name, a zero character in it
        return None
    bad = text.count(REPLACEMENT)
    if bad > len(raw) * _BAD_SHARE:
        return None
    remark = f"{bad:,} bad byte{'s' * (bad > 1)} replaced by U+FFFD"
    return Decoded(text, codec.name, (("bad_bytes", remark),) if bad else ())


def parse_json(text: str, hook: _Hook | None = None) -> object:
    """The value of a JSON text; `hook` makes the objects from their pairs. Raises `InputError` with only the cause."""
    try:
        return json.loads(text, object_pairs_hook=hook)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON ({error.msg}, line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise InputError("not usable JSON (nested too deeply)") from error
    except ValueError as error:  # an integer of more than 4,300 digits
        raise InputError("not usable JSON (a number with thousands of digits)") from error


def decode_json(raw: bytes) -> str:
    """The text of JSON bytes: UTF-8, or UTF-16 and UTF-32 as JSON allows them. Raises `InputError`."""
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise InputError("not JSON (neither UTF-8 nor UTF-16)") from error


def unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuses objects with a repeated key, as a hook: two programs could read them differently. Raises `InputError`."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("not usable JSON (a key occurs twice in one object)")
    return found
