"""Saved pages with their parts."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.readers.mhtml import read_mhtml
from tests.documents import html_page, mhtml
from tests.page_shapes import TEXTS

PAGE = html_page("A headline", TEXTS)


def test_the_page_of_an_archive_is_read_with_its_address() -> None:
    found = read_mhtml(mhtml(PAGE, "https://norwick.example/story"))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert (found.title, found.url) == ("A headline", "https://norwick.example/story")
    assert found.reader.startswith("mhtml, trafilatura ")


def test_the_day_of_saving_is_not_the_day_of_publication() -> None:
    assert read_mhtml(mhtml(PAGE)).published is None


def test_the_part_that_the_archive_starts_with_is_read() -> None:
    frame = b"<html><body><p>A frame with an advert in it.</p></body></html>"
    parts = b"".join(
        b"--b\r\nContent-Type: text/html\r\nContent-ID: <%s>\r\n\r\n%s\r\n" % (name, page)
        for name, page in ((b"frame@x", frame), (b"main@x", PAGE))
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; start="<main@x>"; boundary=b\r\n\r\n'
    assert TEXTS[0] in read_mhtml(head + parts + b"--b--\r\n").text


@pytest.mark.parametrize("raw", [b"", b"Words.", b"MIME-Version: 1.0\nContent-Type: image/png\n\nxyz"])
def test_an_archive_without_a_page_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match="no web page"):
        read_mhtml(raw)
