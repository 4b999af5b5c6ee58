"""The child process: reused, replaced when it dies, ended when it hangs; its answers are not trusted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.errors import InputError
from summarize.ingest.extracted import Extracted, Limits
from summarize.ingest.sandbox import worker_pool
from summarize.ingest.sandbox.formats import extract
from tests import documents
from tests.page_shapes import TEXTS

RTF = documents.rtf("A headline", TEXTS)
ROOT = str(Path(__file__).parents[3])


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    worker_pool.close_workers()
    yield
    worker_pool.close_workers()


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program stand in for the child process."""
    monkeypatch.setattr(worker_pool, "_BOOT", f"import json, os, sys, time, signal\n{code}")
    monkeypatch.setattr(worker_pool, "_START", 0.0)


def answers(value: object) -> str:
    body = json.dumps(value)
    return f"b = {body!r}.encode(); os.write(1, len(b).to_bytes(4, 'big') + b); sys.stdin.buffer.read()"


def refusal(limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        extract(RTF, "rtf", "a.rtf", limits)
    return caught.value.message


def test_one_process_reads_many_documents() -> None:
    extract(RTF, "rtf")
    first = worker_pool._pool.worker
    assert extract(documents.odt("T", TEXTS), "odt").title == "T"
    assert first is not None
    assert worker_pool._pool.worker is first
    worker_pool.close_workers()
    assert not first.alive


def test_a_bad_document_costs_itself_only() -> None:
    with pytest.raises(InputError, match="not a Rich Text document"):
        extract(b"x", "rtf")
    assert extract(RTF, "rtf").title == "A headline"


def test_a_process_that_was_killed_is_replaced() -> None:
    extract(RTF, "rtf")
    worker = worker_pool._pool.worker
    assert worker is not None
    worker.process.kill()
    worker.process.wait()
    assert extract(RTF, "rtf").title == "A headline"


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "time.sleep(60)")
    started: list[worker_pool.Worker] = []

    class Noted(worker_pool.Worker):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr(worker_pool, "Worker", Noted)
    assert refusal(Limits(seconds=0.3)) == "reading it takes longer than 0.3 s"
    assert worker_pool._pool.worker is None
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
    worker = worker_pool._pool.worker
    assert worker is not None
    if sys.platform == "linux":
        assert b"sk-secret" not in Path(f"/proc/{worker.process.pid}/environ").read_bytes()


def test_the_child_ends_with_its_parent() -> None:
    code = (
        "from summarize.ingest.sandbox import worker_pool as w; from summarize.ingest.sandbox.formats import extract\n"
        f"extract({RTF!r}, 'rtf'); print(w._pool.worker.process.pid, flush=True); import os; os._exit(0)"
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
