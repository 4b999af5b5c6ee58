"""What the child process does with a request, tried in this process."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from summarize.ingest import worker
from summarize.ingest.worker import read_document, reply_to
from tests import documents
from tests.page_shapes import TEXTS

REQUEST = {"charset": None, "address": None, "seconds": 20.0, "memory": 400_000_000, "characters": 10_000_000}


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "resource", None)  # the limits would stay on the tests' own process


MADE = {
    "html": documents.html_page("A headline", TEXTS),
    "mhtml": documents.mhtml(documents.html_page("A headline", TEXTS)),
    "pdf": documents.set_in_print("A headline", TEXTS),
    "docx": documents.docx("A headline", TEXTS),
    "odt": documents.odt("A headline", TEXTS),
    "rtf": documents.rtf("A headline", TEXTS),
    "eml": documents.eml("A headline", TEXTS),
}


@pytest.mark.parametrize("reader", MADE)
def test_every_kind_of_document_is_read(reader: str) -> None:
    found = read_document(reader, MADE[reader])  # type: ignore[arg-type]
    assert found.text.removeprefix("A headline\n\n") == "\n\n".join(TEXTS)
    assert found.title == "A headline"
    assert found.reader.partition(",")[0] == reader


def test_an_answer_is_what_was_found_or_the_cause() -> None:
    assert reply_to({**REQUEST, "reader": "rtf"}, MADE["rtf"])["found"]["title"] == "A headline"  # type: ignore[index]
    assert reply_to({**REQUEST, "reader": "rtf"}, b"x") == {"error": "not a Rich Text document"}
    assert reply_to({**REQUEST, "reader": "rtf", "characters": 5}, MADE["rtf"]) == {
        "error": "more than 5 characters of text"
    }


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "takes more than 400 MB of memory"),
        (RecursionError(), "nested too deeply"),
        (KeyError("a\nb"), "it cannot be read as PDF (KeyError: 'a\\nb')"),
    ],
)
def test_whatever_a_library_raises_is_a_cause(error: Exception, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker, "read_document", fail)
    assert said in str(reply_to({**REQUEST, "reader": "pdf"}, b"")["error"])


def test_the_process_answers_in_turn_and_ends_with_its_input() -> None:
    def framed(reader: str, raw: bytes) -> bytes:
        header = json.dumps({**REQUEST, "reader": reader, "size": len(raw)}).encode()
        return len(header).to_bytes(4, "big") + header + raw

    asked = framed("eml", MADE["eml"]) + framed("rtf", b"no") + framed("odt", MADE["odt"])
    code = "from summarize.ingest.worker import serve; serve()"
    done = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, timeout=60, check=True)
    stream, answers = io.BytesIO(done.stdout), []
    while header := stream.read(4):
        answers.append(json.loads(stream.read(int.from_bytes(header, "big"))))
    assert [set(answer) for answer in answers] == [{"found", "last"}, {"error", "last"}, {"found", "last"}]
    assert answers[2]["found"]["title"] == "A headline"
    assert done.stderr == b""
