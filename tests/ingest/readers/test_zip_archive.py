"""Archives of documents are measured before they are unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest

from summarize.errors import InputError
from summarize.ingest.readers.zip_archive import open_box, read_part
from tests.documents import boxed


def refusal(raw: bytes, name: str = "a.xml") -> str:
    with pytest.raises(InputError) as caught:
        read_part(open_box(raw), name)
    return caught.value.message


def test_a_part_is_read_and_a_missing_one_is_none() -> None:
    box = open_box(boxed({"a.xml": "<a/>"}))
    assert (read_part(box, "a.xml"), read_part(box, "b.xml")) == (b"<a/>", None)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert "unpacks to 120 MB" in refusal(boxed({"a.bin": bytes(120_000_000)}))
    assert "text unpacks to 30 MB" in refusal(boxed({"a.xml": bytes(30_000_000)}))
    assert "6,000 entries" in refusal(boxed({f"{n}": "" for n in range(6_000)}))


def test_a_size_that_lies_is_found_out() -> None:
    raw = boxed({"a.xml": bytes(1_000_000)})
    lying = raw.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "damaged" in refusal(lying)


@pytest.mark.parametrize("text", ["<!DOCTYPE x []><x/>", "<! doctype x><x/>", "<x/><!ENTITY a 'b'>"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_every_encoding(text: str, codec: str) -> None:
    assert "declares XML entities" in refusal(boxed({"a.xml": text.encode(codec)}))


def test_damaged_and_encrypted_archives_are_refused() -> None:
    raw = boxed({"a.xml": "words " * 1_000})
    assert "cannot be opened" in refusal(b"")
    assert "cannot be opened" in refusal(raw[: len(raw) // 2])
    assert "damaged" in refusal(raw[:40] + b"\xff" * 10 + raw[50:])
    locked = bytearray(raw)
    locked[raw.rindex(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(locked))


def test_nothing_is_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("../../escape.xml", "<a/>")
    open_box(stream.getvalue())
    assert list(tmp_path.iterdir()) == []
