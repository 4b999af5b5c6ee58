"""Hostile inputs, made when they are needed: each a name, its bytes, and words of the reason it is to be skipped with.

Nothing large is stored. A reason of "" means that the input is readable and must be read.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import NamedTuple

from tests import documents

WORDS = b"Words of the page are here."
PAGE = documents.html_page("A headline", ["Words of the page are here.", "They are followed by others."])


class Hostile(NamedTuple):
    """One hostile file."""

    name: str
    make: Callable[[], bytes]
    why: str = ""


def _entities(root: str) -> str:
    """The billion laughs: ten entities, each ten times the one before."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{names}]><{root}>&l9;</{root}>'


def _outside(root: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><{root}>&f;</{root}>'


def _nested(tag: str, count: int = 100_000) -> bytes:
    return f"<!DOCTYPE html><html><body><p>{WORDS.decode()}</p>{f'<{tag}>' * count}deep".encode()


def _flate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(500)), packer.flush()])
    return _with_content(b"/Filter /FlateDecode", packed)


def _with_content(entry: bytes, content: bytes, pages: bytes = b"/Kids [3 0 R] /Count 1") -> bytes:
    return documents.pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages " + pages + b" >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entry, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 6 0 R >> >> /Length 5 >>\n"
            b"stream\n/X Do\nendstream",
        ]
    )


HOSTILE = (
    Hostile("nested-divs.html", lambda: _nested("div")),
    Hostile("nested-inline.html", lambda: _nested("b")),
    Hostile("nested-tables.html", lambda: _nested("table><tr><td")),
    Hostile("unclosed-comments.html", lambda: PAGE[:-14] + b"<!--" * 200_000),
    Hostile("one-attribute.html", lambda: PAGE.replace(b"<main>", b'<main class="' + b"a " * 500_000 + b'">')),
    Hostile("style-bomb.html", lambda: PAGE.replace(b"</head>", b"<style>" + b".a{" * 300_000 + b"</style></head>")),
    Hostile("json-ld-bomb.html", lambda: PAGE.replace(b"</head>", b'<script type="application/ld+json">' + b"[" * 300_000 + b"</script></head>")),
    Hostile("controls.html", lambda: PAGE.replace(b"Words", b"\0\1\x1b[31mWords\xe2\x80\xae")),
    Hostile("outside-entity.html", lambda: _outside("html").replace("&f;", f"<p>&f; {WORDS.decode()}</p>").encode()),
    Hostile("entities.docx", lambda: documents.boxed({"word/document.xml": _entities("a")}), "declares XML entities"),
    Hostile("entities.odt", lambda: documents.boxed({"content.xml": _entities("a")}), "declares XML entities"),
    Hostile("entities-utf16.odt", lambda: documents.boxed({"content.xml": _entities("a").encode("utf-16")}), "declares XML entities"),
    Hostile("outside-entity.docx", lambda: documents.boxed({"word/document.xml": _outside("a")}), "declares XML entities"),
    Hostile("zip-bomb.docx", lambda: documents.boxed({"word/document.xml": bytes(200_000_000)}), "unpacks to 200 MB"),
    Hostile("many-entries.odt", lambda: documents.boxed({str(n): "" for n in range(6_000)}), "6,000 entries"),
    Hostile("deep.odt", lambda: documents.odt("", ["x"], "<text:span>" * 50_000 + "</text:span>" * 50_000), "damaged document"),
    Hostile("deep.docx", lambda: documents.docx("", ["x"], "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000), "nested too deeply"),
    Hostile("groups.rtf", lambda: b"{\\rtf1 " + b"{" * 500_000 + WORDS + b"}" * 500_001),
    Hostile("skip-all.rtf", lambda: b"{\\rtf1\\uc999999999 \\u8217 Words of the page.}", "no text"),
    Hostile("parts.eml", lambda: b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 3_000, "1,000 parts"),
    Hostile("deep.eml", lambda: b"Content-Type: message/rfc822\n\n" * 3_000 + WORDS, "nested too deeply"),
    Hostile("head.eml", lambda: b"Subject: x\nFrom: " + b'"' * 200_000 + b"\n\n" + WORDS, "header line"),
    Hostile("flate-bomb.pdf", _flate_bomb, "PDF"),
    Hostile("circular-pages.pdf", lambda: _with_content(b"", b"", b"/Kids [2 0 R 2 0 R] /Count 1000000000"), "damaged PDF"),
    Hostile("circular-form.pdf", lambda: _with_content(b"", b"BT /F1 10 Tf 72 700 Td (Words of the page.) Tj ET /X Do")),
    Hostile("arrays.pdf", lambda: _with_content(b"", b"[" * 300_000), "PDF"),
    Hostile("encrypted.pdf", lambda: documents.pdf([[(72, 700, 10, "x")]], extra=f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>] "), "password"),
    Hostile("pictures.pdf", lambda: documents.pdf([[], []]), "without a text layer"),
    Hostile("not-a.pdf", lambda: b"<script>alert(1)</script>", "damaged PDF"),
    Hostile("book.epub", lambda: documents.boxed({"mimetype": "application/epub+zip"}), "e-book"),
    Hostile("packed.html", lambda: gzip.compress(bytes(50_000_000)), "gzip"),
    Hostile("cells.csv", lambda: b"text\n" + b'"' + b"word " * 1_000_000 + b'"\n'),
    Hostile("open-quote.csv", lambda: b'text\n"' + b"a,\n" * 300_000, "not a usable table"),
    Hostile("columns.csv", lambda: b"text" + b"," * 1_000_000 + b"\nWords.\n"),
    Hostile("line.txt", lambda: b"word " * 2_000_000),
    Hostile("lines.txt", lambda: b"Words.\n" * 1_000_000),
    Hostile("line\nbreak.txt", lambda: WORDS),
    Hostile("-rf.html", lambda: PAGE),
    Hostile("bidi\u202egpj.html", lambda: PAGE),
)  # fmt: skip
