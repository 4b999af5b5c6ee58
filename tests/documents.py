"""Writes documents of every kind that is read, from paragraphs, byte by byte: no office program, no library."""

from __future__ import annotations

import csv
import html
import io
import textwrap
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape


def html_page(title: str, paragraphs: Sequence[str], head: str = "", before: str = "", after: str = "") -> bytes:
    """A page as content systems make it: a menu, an article, a footer."""
    body = "\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs)
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)} | The Example</title>{head}</head>"
        '<body><header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>'
        f"<main>{before}<article>{heading}{body}</article>{after}</main>"
        "<footer><p>© The Example. <a href='/terms'>Terms</a></p></footer></body></html>"
    ).encode()


def mhtml(page: bytes, address: str = "https://example.org/story") -> bytes:
    """A page as browsers save it with its parts."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = address
    message["Subject"] = "Saved"
    message["Date"] = "Mon, 17 Feb 2025 08:00:00 +0000"
    message.set_content(page, "text", "html", cte="quoted-printable")
    del message["Content-Disposition"]
    message["Content-Location"] = address
    message.set_param("charset", "utf-8")
    message.make_related()
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", headers=["Content-Location: https://example.org/a.png"])
    return bytes(message)


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], *, compress: bool = True, extra: str = "") -> bytes:
    """A PDF of pages of lines (x, y, type size in points, text), in Helvetica with the letters of Windows-1252."""
    font = 3 + 2 * len(pages)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        stream = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_in_pdf(text)}) Tj ET" for x, y, size, text in lines)
        data = zlib.compress(stream.encode("cp1252")) if compress else stream.encode("cp1252")
        packed = " /Filter /FlateDecode" if compress else ""
        objects.append(f"<< /Length {len(data)}{packed} >>\nstream\n{data.decode('latin-1')}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    return pdf_file([each.encode("latin-1") for each in objects], extra)


def pdf_file(objects: Sequence[bytes], extra: str = "") -> bytes:
    """A PDF of these objects, the first of them the catalogue; `extra` goes into the trailer."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _in_pdf(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def set_in_print(title: str, paragraphs: Sequence[str], *, columns: int = 90, rows: int = 52, head: str = "") -> bytes:
    """Paragraphs set in one column, with a running head and page numbers; a gap between paragraphs."""
    lines: list[tuple[float, str]] = [(18.0, line) for line in textwrap.wrap(title, 50)] if title else []
    for text in paragraphs:
        wrapped = textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False)
        lines += [(0.0, ""), *((10.0, line) for line in wrapped)]
    pages = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    return pdf([_printed(page, number, head) for number, page in enumerate(pages, 1)])


def _printed(lines: Sequence[tuple[float, str]], number: int, head: str) -> list[tuple[float, float, float, str]]:
    placed = [(72.0, 810.0, 8.0, head)] if head else []
    y = 780.0
    for size, text in lines:
        if text:
            placed.append((72.0, y, size, text))
        y -= 6 if not text else max(size, 10) * 1.2
    return [*placed, (290.0, 30.0, 8.0, f"Page {number}")]


def boxed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of parts, packed; `mimetype` is stored as OpenDocument wants it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            box.writestr(name, content, packing)
    return stream.getvalue()


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def docx(title: str, paragraphs: Sequence[str], body: str = "") -> bytes:
    """A Word document; `body` is WordprocessingML put after the paragraphs."""
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    head = f"<w:p>{style}<w:r><w:t>{escape(title)}</w:t></w:r></w:p>" if title else ""
    text = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(each)}</w:t></w:r></w:p>' for each in paragraphs)
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return boxed(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'{_XML}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
            f'"{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/styles.xml": f'{_XML}<w:styles {_WORD}><w:style w:type="paragraph" w:styleId="Heading1"><w:name '
            'w:val="heading 1"/></w:style></w:styles>',
            "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{package}/relationships"><Relationship Id='
            f'"rId1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
            "word/document.xml": f"{_XML}<w:document {_WORD}><w:body>{head}{text}{body}</w:body></w:document>",
        }
    )


_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "text", "table", "meta")
)


def odt(title: str, paragraphs: Sequence[str], body: str = "") -> bytes:
    """An OpenDocument text; `body` is its XML put after the paragraphs."""
    head = f'<text:h text:outline-level="1">{escape(title)}</text:h>' if title else ""
    text = "".join(f"<text:p>{escape(each)}</text:p>" for each in paragraphs)
    return boxed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'{_XML}<office:document-content {_ODF} office:version="1.3"><office:body><office:text>'
            f"{head}{text}{body}</office:text></office:body></office:document-content>",
            "meta.xml": f'{_XML}<office:document-meta {_ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            f"<dc:title>{escape(title)}</dc:title></office:meta></office:document-meta>",
        }
    )


def rtf(title: str, paragraphs: Sequence[str]) -> bytes:
    """A Rich Text document, everything beyond ASCII escaped as Unicode."""
    info = f"{{\\info{{\\title {_in_rtf(title)}}}}}" if title else ""
    texts = [*([title] if title else []), *paragraphs]
    body = "".join(f"\\pard {_in_rtf(each)}\\par\n" for each in texts)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Times;}}}}{info}\n{body}}}".encode("ascii")


def _in_rtf(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in plain)


def eml(
    title: str, paragraphs: Sequence[str], *, date: str = "", html_part: str = "", newsletter: bool = False
) -> bytes:
    """A message with a plain part, its lines as long as its paragraphs, and a page part when given."""
    message = EmailMessage()
    message["From"] = "The Example <news@example.org>"
    message["To"] = "desk@example.net"
    message["Subject"] = title
    if date:
        message["Date"] = date
    if newsletter:
        message["List-Unsubscribe"] = "<https://example.org/off>"
    message.set_content("\n\n".join(paragraphs) + "\n", cte="quoted-printable")
    if html_part:
        message.add_alternative(html_part, subtype="html")
    return bytes(message)


def table(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    """A table, quoted where needed."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()
