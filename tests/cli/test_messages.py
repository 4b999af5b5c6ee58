from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.cli.messages import say, visible


def test_a_message_is_one_line_with_the_programs_name(capsys: pytest.CaptureFixture[str]):
    say("a.txt: skipped (empty)\nand more")
    assert capsys.readouterr().err == "summarize: a.txt: skipped (empty)\\nand more\n"


def test_an_articles_image_is_none_where_the_line_is_pasted(capsys: pytest.CaptureFixture[str]):
    say("a sentence was dropped: “Look ![](https://x.example/a.png)! [sic] (so)”")
    said = "summarize: a sentence was dropped: “Look !\\[]\\(https://x.example/a.png)! [sic] (so)”\n"
    assert capsys.readouterr().err == said


@given(st.text())
def test_nothing_unprintable_is_left(text: str):
    assert visible(text).isprintable()


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [("\x1b[31m", r"\x1b[31m"), ("\u202egpj", r"\u202egpj"), ("\udc80", r"\udc80"), ("\x9b", r"\x9b"), ("é", "é")],
)
def test_what_could_steer_a_terminal_is_escaped(hostile: str, shown: str):
    assert visible(hostile) == shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_could_not_be_said_does_not_come_back_at_the_end() -> None:
    code = "import sys; from summarize.cli.messages import say; say('nobody listens'); sys.exit(4)"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", code], stderr=full, check=False)
    assert done.returncode == 4


def test_a_closed_standard_error_is_no_failure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", None)
    say("nobody listens")
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    say("nobody listens")
