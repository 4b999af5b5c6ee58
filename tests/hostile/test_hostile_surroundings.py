"""Documents under hostile surroundings: no home, a full disk, a narrow or ASCII-only terminal, Ctrl-C in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents import set_in_print
from tests.hostile.kit import PAGE, WORDS
from tests.page_shapes import TEXTS

MAIN = [sys.executable, "-m", "summarize"]


@pytest.fixture(autouse=True)
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a page and a print, and the repository on the path of modules."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    Path("a.html").write_bytes(PAGE.replace(WORDS, "\n".join(TEXTS).encode()))
    Path("b.pdf").write_bytes(set_in_print("A headline", TEXTS))
    return tmp_path


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*MAIN, *arguments], capture_output=True, timeout=60, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "changes",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"HOME": None},
        {"HOME": "/nonexistent"},
        {"COLUMNS": "1", "LINES": "1", "TERM": "dumb"},
        {"PATH": ""},
        {"TMPDIR": "/nonexistent"},
    ],
    ids=str,
)
def test_documents_are_read_wherever_it_runs(changes: dict[str, str | None]) -> None:
    environment = {name: value for name, value in (os.environ | changes).items() if value is not None}
    done = run("a.html", "b.pdf", env=environment)
    assert done.returncode == 0, done.stderr
    assert b"harbour bridge" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_is_no_matter(story: Path) -> None:
    home = story / "home"
    home.mkdir(mode=0o500)
    assert run("a.html", "b.pdf", env=os.environ | {"HOME": str(home)}).returncode == 0
    assert list(home.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_exit_74() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*MAIN, "a.html", "b.pdf"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 74
    assert b"cannot be written" in done.stderr


def test_closed_streams_do_not_confuse_the_pipes_to_the_child() -> None:
    script = f"exec '{sys.executable}' -m summarize a.html b.pdf -o out.txt 0<&- 1>&- 2>&-"
    done = subprocess.run(["sh", "-c", script], timeout=60, check=False)
    assert done.returncode == 0
    assert "harbour bridge" in Path("out.txt").read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_document_is_read_ends_it_and_its_child(number: signal.Signals) -> None:
    Path("slow.html").write_bytes(b"<html><body><article>" + b"<p><b>some</b> <i>words</i></p>" * 150_000)
    with subprocess.Popen([*MAIN, "slow.html"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(1)  # long enough to be in the middle, if the machine is quick; it ends in any case
        process.send_signal(number)
        _, said = process.communicate(timeout=120)
    assert process.returncode in (130, 143, 4)
    assert b"Traceback" not in said
    assert said.count(b"\n") <= 2
