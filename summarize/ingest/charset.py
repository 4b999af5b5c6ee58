"""The character set of a document that may declare one: mark, valid UTF-8, declaration, guess. Changes no character.

Pages declare a wrong set more often than bytes in another encoding are valid UTF-8 by chance, so what decodes as UTF-8
is UTF-8 (the WHATWG's Encoding Standard lists the labels that mean another set than they say).
"""

from __future__ import annotations

import codecs
import re

from .decode import REPLACEMENT, Decoded, decode, unmarked_width

_META = re.compile(rb"<meta[^>]{0,500}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([a-zA-Z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([a-zA-Z0-9_:.-]{2,40})", re.I)
_LOOK = 4_096  # bytes in which a page must declare it; the standard says 1,024, but some real pages are later
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
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
_BAD_SHARE = 0.001


def decode_declared(raw: bytes, charset: str | None = None) -> Decoded:
    """Decode a document whose sender (`charset`) or own head may name a character set.

    Order: byte order mark, UTF-16 or UTF-32 by its zero bytes, a declared seven-bit set, UTF-8, the sender's
    declaration, the document's, a guess. A declaration that fits less than 999 bytes in a thousand is not believed.
    Raises `InputError`.
    """
    if raw.startswith(_MARKS):
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
    head = raw[:_LOOK]
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


# Text codecs that are not character sets (some take quadratic time), and sets in which every byte means something.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf_7")
)
