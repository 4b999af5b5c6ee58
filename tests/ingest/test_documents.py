"""The child process: reused, replaced when it dies, ended when it hangs; its answers are not trusted. Which reader a
document needs, and the article it becomes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest import documents as sandbox
from summarize.ingest.documents import draft_extracted, extract, read_document, reader_of, reply_to
from summarize.ingest.extracted import READERS, Extracted, Limits
from tests import documents
from tests.page_shapes import TEXTS

RTF = documents.rtf("A headline", TEXTS)
PARAGRAPHS = ["Words of the first paragraph.", "Words of the second."]
PAGE = documents.html_page("A headline", PARAGRAPHS)
ROOT = str(Path(__file__).parents[3])

REQUEST = {"charset": None, "address": None, "seconds": 20.0, "memory": 400_000_000, "characters": 10_000_000}


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    sandbox.close_workers()
    yield
    sandbox.close_workers()


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program stand in for the child process."""
    monkeypatch.setattr(sandbox, "_BOOT", f"import json, os, sys, time, signal\n{code}")
    monkeypatch.setattr(sandbox, "_START_SECONDS", 0.0)


def answers(value: object) -> str:
    body = json.dumps(value)
    return f"b = {body!r}.encode(); os.write(1, len(b).to_bytes(4, 'big') + b); sys.stdin.buffer.read()"


def refusal(limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        extract(RTF, "rtf", "a.rtf", limits)
    return caught.value.message


def test_one_process_reads_many_documents() -> None:
    extract(RTF, "rtf")
    first = sandbox._pool.worker
    assert extract(documents.odt("T", TEXTS), "odt").title == "T"
    assert first is not None
    assert sandbox._pool.worker is first
    sandbox.close_workers()
    assert not first.alive


def test_a_bad_document_costs_itself_only() -> None:
    with pytest.raises(InputError, match="not a Rich Text document"):
        extract(b"x", "rtf")
    assert extract(RTF, "rtf").title == "A headline"


def test_a_process_that_was_killed_is_replaced() -> None:
    extract(RTF, "rtf")
    worker = sandbox._pool.worker
    assert worker is not None
    worker.process.kill()
    worker.process.wait()
    assert extract(RTF, "rtf").title == "A headline"


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "time.sleep(60)")
    started: list[sandbox.Worker] = []

    class Noted(sandbox.Worker):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr(sandbox, "Worker", Noted)
    assert refusal(Limits(seconds=0.3)) == "reading it takes longer than 0.3 s"
    assert sandbox._pool.worker is None
    assert [worker.process.returncode for worker in started] == [-signal.SIGKILL]  # it did not sleep to its end


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("sys.exit(3)", "crashed (exit 3)"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "for lack of memory"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed (exit -11)"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "longer than 20 s"),
        ("os.write(1, b'\\xff\\xff\\xff\\xff'); sys.stdin.buffer.read()", "no usable answer"),
        ("os.write(1, b'\\x00\\x00\\x00\\x02[]'); sys.stdin.buffer.read()", "no usable answer"),
        ("os.write(1, b'\\x00\\x00\\x00\\x02\\xff\\xff'); sys.stdin.buffer.read()", "no usable answer"),
    ],
)
def test_however_it_ends_there_is_a_cause(monkeypatch: pytest.MonkeyPatch, code: str, why: str) -> None:
    child(monkeypatch, f"sys.stdin.buffer.read(4)\n{code}")
    assert why in refusal()


GOOD = {
    "text": "Words.", "reader": "rtf, 1", "title": None, "author": None, "published": None, "publisher": None,
    "url": None, "language": None, "pages": [[0, 1]], "warnings": [["a", "b"]],
}  # fmt: skip


def test_an_answer_of_the_right_form_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, answers({"found": GOOD, "last": False}))
    assert extract(RTF, "rtf") == Extracted(text="Words.", reader="rtf, 1", pages=((0, 1),), warnings=(("a", "b"),))


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5}, {"title": ["x"]}, {"pages": [[7, 1]]}, {"pages": [[3, 1], [0, 2]]}, {"pages": "x"},
        {"warnings": [["a"]]}, {"more": 1}, {"pages": [["a", "b"]]}, {"pages": None},
    ],
)  # fmt: skip
def test_any_other_answer_is_refused(monkeypatch: pytest.MonkeyPatch, change: dict[str, object]) -> None:
    child(monkeypatch, answers({"found": GOOD | change, "last": False}))
    assert refusal() == "the process that read it gave no usable answer"


def test_the_limits_are_the_systems_own() -> None:
    page = b"<html><body><article>" + b"<p><b>some</b> <i>words</i></p>" * 60_000
    with pytest.raises(InputError, match="more than 150 MB of memory"):
        extract(page, "html", limits=Limits(memory=150_000_000, seconds=300))


def test_the_child_knows_no_key_and_reads_no_module_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "striprtf.py").write_text("raise SystemExit('a module of the folder was run')")
    (tmp_path / "summarize.py").write_text("raise SystemExit('a module of the folder was run')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert extract(RTF, "rtf").title == "A headline"
    worker = sandbox._pool.worker
    assert worker is not None
    if sys.platform == "linux":
        assert b"sk-secret" not in Path(f"/proc/{worker.process.pid}/environ").read_bytes()


def test_the_child_ends_with_its_parent() -> None:
    code = (
        "import os; from summarize.ingest import documents\n"
        f"documents.extract({RTF!r}, 'rtf'); print(documents._pool.worker.process.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    for _ in range(600):
        try:
            os.kill(int(done.stdout), 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the child process outlived its parent")


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (documents.docx("T", PARAGRAPHS), "docx"),
        (documents.odt("T", PARAGRAPHS), "odt"),
        (documents.mhtml(PAGE), "mhtml"),
        (PAGE, "html"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "html"),
        (b"<!-- saved --><HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', None),
        (b"<htmlish> is no tag", None),
        (b"PK\x03\x04 some archive", None),
        (b"Plain words about %PDF- and <html>.", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide_before_the_name(head: bytes, reader: str | None) -> None:
    assert reader_of("a", None, head[:4096]) == reader
    assert reader_of("a.txt", "text/plain", head[:4096]) == reader


@pytest.mark.parametrize(
    ("name", "declared", "reader"),
    [
        ("a.html", None, "html"),
        ("a.HTM", "", "html"),
        ("a.mht", None, "mhtml"),
        ("a.eml", "application/octet-stream", "eml"),
        ("a.docx", "application/zip", "docx"),
        ("a.txt", "text/html; charset=utf-8", "html"),
        ("a.html", "text/plain", None),
        ("a.html", "application/json", None),
        ("https://example.org/a.pdf?x=1.html#top", None, "pdf"),
        ("https://example.org/", "application/xhtml+xml", "html"),
        ("a.b/c", None, None),
        ("html", None, None),
    ],
)
def test_then_the_declared_type_then_the_ending(name: str, declared: str | None, reader: str | None) -> None:
    assert reader_of(name, declared, b"Words.") == reader


@pytest.mark.parametrize(
    ("name", "declared", "head"),
    [
        ("a.epub", None, b""),
        ("a", None, documents.boxed({"mimetype": "application/epub+zip", "x": "y"})),
        ("a", "application/epub+zip", b""),
        ("a.doc", None, b""),
        ("a.txt", None, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"),
        ("a.pptx", None, b"PK\x03\x04"),
        ("a.webarchive", None, b"bplist00"),
    ],
)
def test_a_known_kind_that_is_not_read_is_refused_in_words(name: str, declared: str | None, head: bytes) -> None:
    with pytest.raises(InputError, match="not read") as caught:
        reader_of(name, declared, head)
    assert "save " in caught.value.message


@given(st.text(max_size=30), st.none() | st.text(max_size=30), st.binary(max_size=200))
def test_whatever_is_asked_there_is_an_answer_or_a_reason(name: str, declared: str | None, head: bytes) -> None:
    try:
        assert reader_of(name, declared, head) in (None, *READERS)
    except InputError as error:
        assert error.message


def test_an_article_of_a_document_carries_both_hashes_and_what_was_found() -> None:
    found = Extracted(
        text="Größe.",
        reader="pdf, x 1",
        title="T",
        url="https://example.org/own",
        pages=((0, 1),),
        warnings=(("hidden_text", "five"),),
    )
    draft = draft_extracted(found, b"raw", "a.pdf", path="a.pdf")
    article = draft.article
    assert article.sha256 == hashlib.sha256(b"raw").hexdigest()
    assert article.text_sha256 == hashlib.sha256("Größe.".encode()).hexdigest()
    assert (article.stored, article.reader, article.pages, article.url) == (
        True,
        "pdf, x 1",
        ((0, 1),),
        "https://example.org/own",
    )
    assert (draft.name, draft.remarks) == ("a.pdf", (("hidden_text", "five"),))
    fetched = draft_extracted(found, b"raw", "x", url="https://example.org/asked").article
    assert (fetched.path, fetched.url) == (None, "https://example.org/asked")


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "resource", None)  # the limits would stay on the tests' own process


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

    monkeypatch.setattr(sandbox, "read_document", fail)
    assert said in str(reply_to({**REQUEST, "reader": "pdf"}, b"")["error"])


def test_the_process_answers_in_turn_and_ends_with_its_input() -> None:
    def framed(reader: str, raw: bytes) -> bytes:
        header = json.dumps({**REQUEST, "reader": reader, "size": len(raw)}).encode()
        return len(header).to_bytes(4, "big") + header + raw

    asked = framed("eml", MADE["eml"]) + framed("rtf", b"no") + framed("odt", MADE["odt"])
    code = "from summarize.ingest.documents import serve; serve()"
    done = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, timeout=60, check=True)
    stream, answers = io.BytesIO(done.stdout), []
    while header := stream.read(4):
        answers.append(json.loads(stream.read(int.from_bytes(header, "big"))))
    assert [set(answer) for answer in answers] == [{"found", "last"}, {"error", "last"}, {"found", "last"}]
    assert answers[2]["found"]["title"] == "A headline"
    assert done.stderr == b""
