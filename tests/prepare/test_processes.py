from __future__ import annotations

import io
import marshal
import os
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from summarize.nlp.tokenize import words
from summarize.prepare import processes
from summarize.prepare.processes import available, in_shares, serve

SHARES = ["The bridge fell.", "A ferry sank", "", "Nobody \ud800 drowned."]
FOUND = ["The", "bridge", "fell", "A", "ferry", "sank", "Nobody", "drowned"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    start = processes._start

    def remembered() -> subprocess.Popen[bytes] | None:
        process = start()
        if process:
            found.append(process)
        return process

    monkeypatch.setattr(processes, "_start", remembered)
    return found


def test_results_come_in_the_order_of_the_shares_from_a_process_each(started: list[subprocess.Popen[bytes]]):
    assert in_shares(words, SHARES) == FOUND
    assert len(started) == 3
    assert [process.poll() is None for process in started] == [False] * 3


def test_one_share_starts_no_process(started: list[subprocess.Popen[bytes]]):
    assert in_shares(words, SHARES[:1]) == FOUND[:3]
    assert started == []


@pytest.mark.parametrize(
    "boot",
    [
        "import sys; sys.exit(3)",
        "print('no reply of ours')",
        "import sys; sys.stdout.buffer.write(b'[\\x05\\x00\\x00\\x00')",
        "import os; os.kill(os.getpid(), 9)",
        "import time; time.sleep(600)",
        "import sys; sys.stdin.close(); import time; time.sleep(600)",
    ],
)
def test_what_a_process_does_not_give_is_done_here(
    boot: str, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
):
    monkeypatch.setattr(processes, "_BOOT", boot)
    monkeypatch.setattr(processes, "_GRACE", 0.2)
    shares = [*SHARES, "word " * 100_000]  # more than a pipe holds
    assert in_shares(words, shares) == FOUND + ["word"] * 100_000
    assert [process.poll() is None for process in started] == [False] * 4


def test_where_no_process_can_be_started_all_is_done_here(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("none allowed")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert in_shares(words, SHARES) == FOUND


def test_an_interruption_ends_the_processes(monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]):
    monkeypatch.setattr(processes, "_BOOT", "import time; time.sleep(600)")

    def work(_: Any) -> list[Any]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_shares(work, SHARES)
    assert [process.poll() is None for process in started] == [False] * 3


def test_no_key_reaches_a_process_and_ctrl_c_is_for_us(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not for children")
    seen: dict[str, Any] = {}

    def remember(_: Any, **given: Any) -> None:
        seen.update(given)
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", remember)
    in_shares(words, SHARES)
    assert "OPENAI_API_KEY" not in seen["env"]
    assert seen["env"]["PATH"] == os.environ["PATH"]
    assert seen["start_new_session"]


@pytest.mark.parametrize(("module", "name"), [("os", "listdir"), ("summarizer.text", "words")])
def test_a_process_does_the_work_of_this_program_only(module: str, name: str, monkeypatch: pytest.MonkeyPatch):
    request = marshal.dumps((module, name, "."))
    monkeypatch.setattr(processes.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(request)))
    with pytest.raises(ValueError, match="not part of this program"):
        serve()


def test_a_share_is_answered_on_standard_output(monkeypatch: pytest.MonkeyPatch):
    request, out = marshal.dumps(("summarize.nlp.tokenize", "words", SHARES[0])), io.BytesIO()
    monkeypatch.setattr(processes.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(request)))
    monkeypatch.setattr(processes.sys, "stdout", SimpleNamespace(buffer=out))
    serve()
    assert marshal.loads(out.getvalue()) == FOUND[:3]


@pytest.mark.parametrize(("processors", "used"), [(1, 1), (2, 2), (4, 4), (5, 4), (64, 4)])
def test_as_many_processes_as_processors_but_four_at_most(processors: int, used: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    assert available() == used
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert available() == used
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert available() == 1
