from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from summarize.cli import main, verification

SEEDS = Path(__file__).parents[1] / "seeds"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["verify", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A finished summary of the seeds, made and verified in the folder that holds `seeds/`."""
    monkeypatch.chdir(SEEDS.parent)
    path = tmp_path / "summary.json"
    with pytest.raises(SystemExit) as end:
        main(["seeds", "-q", "--config", "none", "-o", str(path)])
    assert end.value.code == 0
    capsys.readouterr()
    return path


def test_a_finished_summary_is_proved(finished: Path, capsys: pytest.CaptureFixture[str]):
    assert run(str(finished)) == 0
    summary = json.loads(finished.read_text("utf-8"))
    passages = sum(len(claim["evidence"]) for claim in summary["claims"])
    assert capsys.readouterr().out == f"OK (claims: {len(summary['claims'])}, passages: {passages}, articles: 5)\n"


def test_the_sources_may_lie_elsewhere(finished: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(finished.parent)
    assert run(finished.name) == 7
    assert run(finished.name, "--root", str(SEEDS.parent)) == 0


def test_a_changed_offset_is_found(finished: Path, capsys: pytest.CaptureFixture[str]):
    summary = json.loads(finished.read_text("utf-8"))
    summary["claims"][0]["evidence"][0]["start"] += 1
    finished.write_text(json.dumps(summary), encoding="utf-8")
    assert run(str(finished)) == 7
    shown = capsys.readouterr()
    assert summary["claims"][0]["id"] in shown.out
    assert shown.err == ""


def test_standard_input_is_read(finished: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(finished.read_bytes())))
    assert run("-") == 0


def test_findings_are_printed_one_a_line_and_harmless(
    finished: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(verification, "verify_summary", lambda data, **rest: ("claim c1: \x1b[2J\n", "claim c2"))
    assert run(str(finished)) == 7
    assert capsys.readouterr().out == "claim c1: \\x1b[2J\\n\nclaim c2\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# Heading", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[1]", "its JSON is no object"),
        (b"[" * 200_000, "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_summary_is_exit_4(content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "summary.json"
    path.write_bytes(content)
    assert run(str(path)) == 4
    shown = capsys.readouterr().err
    assert message in shown
    assert shown.count("\n") == 1


def test_a_missing_file_is_exit_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(str(tmp_path / "none.json")) == 4
    assert "cannot be read (No such file or directory)" in capsys.readouterr().err


def test_a_huge_file_is_exit_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verification, "MAX_FILE", 10)
    (tmp_path / "s.json").write_text("{" + " " * 20 + "}")
    assert run(str(tmp_path / "s.json")) == 8
