"""A finished summary, as a file or on standard input: proved, and rendered in other formats."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from summarize import load_articles, render_json, summarize
from summarize.cli import finished as commands
from summarize.cli import main
from summarize.cli.finished import finished_options, finished_summary
from summarize.errors import InputError


def test_a_name_is_a_path_and_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert finished_summary("story.json") == Path("story.json")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert finished_summary("-") == b"{}"


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(InputError, match="the file's name is empty"):
        finished_summary("")


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        finished_summary("-")


def test_the_options_are_the_file_and_its_root() -> None:
    assert [option.name for option in finished_options()] == ["file", "root"]


TEXT = "The old bridge over the Sarn was closed on Monday. Two lorries had hit its northern pier, the council said.\n"


@pytest.fixture(autouse=True)
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    Path("b.txt").write_text(TEXT.replace("Monday", "Tuesday"), "utf-8")
    made = render_json(summarize(load_articles(["a.txt", "b.txt"])))
    Path("story.json").write_text(made, "utf-8")
    return made


def render(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["render", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_every_format_comes_out_of_the_json(story: str, capsys: pytest.CaptureFixture[str]):
    assert (
        render("story.json", "-o", "r.html", "-o", "r.md", "-o", "r.txt", "-o", "r.json", "--checklist", "r.csv") == 0
    )
    assert Path("r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert all("The old bridge over the Sarn" in Path(f"r.{end}").read_text("utf-8") for end in ("md", "txt", "csv"))
    assert Path("r.json").read_text("utf-8") == story
    capsys.readouterr()
    assert render("story.json", "--plain") == 0
    assert "\nSources" not in capsys.readouterr().out


def test_without_more_the_text_is_shown(capsys: pytest.CaptureFixture[str]):
    assert render("story.json") == 0
    shown = capsys.readouterr()
    assert "\nSources\n" in shown.out and shown.err == ""


def test_a_source_that_is_gone_is_said_once(capsys: pytest.CaptureFixture[str]):
    Path("b.txt").unlink()
    assert render("story.json") == 0
    assert capsys.readouterr().out.count("the file is gone, or it is not") == 1
    assert render("story.json", "-o", "r.html") == 0
    assert capsys.readouterr().err.count("the file is gone, or it is not") == 1
    assert render("story.json", "-o", "r.html", "-q", "--force") == 0
    assert capsys.readouterr().err == ""


def test_standard_input_may_hold_the_summary(
    story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story.encode())))
    assert render("-", "--format", "md") == 0
    assert "The old bridge" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", "{}", TEXT])
def test_what_is_no_summary_is_one_line(content: str, capsys: pytest.CaptureFixture[str]):
    Path("no.json").write_text(content, "utf-8")
    assert render("no.json") == 4
    assert capsys.readouterr().err.count("\n") == 1


SEEDS = Path(__file__).parents[2] / "seeds"


def verify(*arguments: str) -> int:
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
    assert verify(str(finished)) == 0
    summary = json.loads(finished.read_text("utf-8"))
    passages = sum(len(claim["evidence"]) for claim in summary["claims"])
    assert capsys.readouterr().out == f"OK (claims: {len(summary['claims'])}, passages: {passages}, articles: 5)\n"


def test_the_sources_may_lie_elsewhere(finished: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(finished.parent)
    assert verify(finished.name) == 7
    assert verify(finished.name, "--root", str(SEEDS.parent)) == 0


def test_a_large_source_is_read_with_the_option_that_its_refusal_names(
    finished: Path, capsys: pytest.CaptureFixture[str]
):
    assert verify(str(finished), "--max-size", "1kB") == 7
    assert "raise max_size (--max-size) to read it" in capsys.readouterr().out
    assert verify(str(finished), "--max-size", "1MB") == 0


def test_a_changed_offset_is_found(finished: Path, capsys: pytest.CaptureFixture[str]):
    summary = json.loads(finished.read_text("utf-8"))
    summary["claims"][0]["evidence"][0]["start"] += 1
    finished.write_text(json.dumps(summary), encoding="utf-8")
    assert verify(str(finished)) == 7
    shown = capsys.readouterr()
    assert summary["claims"][0]["id"] in shown.out
    assert shown.err == ""


def test_standard_input_is_read(finished: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(finished.read_bytes())))
    assert verify("-") == 0


def test_findings_are_printed_one_a_line_and_harmless(
    finished: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(commands, "verify_summary", lambda data, **rest: ("claim c1: \x1b[2J\n", "claim c2"))
    assert verify(str(finished)) == 7
    assert capsys.readouterr().out == "claim c1: \\x1b[2J\\n\nclaim c2\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# Heading", "not valid JSON (Expecting value, line 1, column 1)"),
        (b"", "not valid JSON"),
        (b"\xff\xfe\xfa", "not JSON (neither UTF-8 nor UTF-16)"),
        (b'{"a": "\xe9"}', "not JSON (neither UTF-8 nor UTF-16)"),
        (b'{"a": 1, "a": 2}', "a key occurs twice in one object"),
        (b"[1]", "its JSON is not an object"),
        (b"[" * 200_000, "not usable JSON (nested too deeply)"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not usable JSON (a number with thousands of digits)"),
    ],
)
def test_what_is_no_summary_is_exit_4(content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "summary.json"
    path.write_bytes(content)
    assert verify(str(path)) == 4
    shown = capsys.readouterr().err
    assert message in shown
    assert shown.count("\n") == 1


def test_a_missing_file_is_exit_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert verify(str(tmp_path / "none.json")) == 4
    assert "no such file; give the .json file of a summary" in capsys.readouterr().err


def test_a_huge_file_is_exit_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("summarize.audit.summary_file.MAX_FILE", 10)
    (tmp_path / "s.json").write_text("{" + " " * 20 + "}")
    assert verify(str(tmp_path / "s.json")) == 8


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_regular_file_is_refused_at_once(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "s.json"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    assert verify("/dev/zero" if kind == "device" else str(path)) == 4
    assert f"a {kind}, not a file" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--nonsense",), ("a.json", "b.json")])
def test_a_usage_error_names_this_commands_help(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    assert verify(*arguments) == 2
    shown = capsys.readouterr().err
    assert shown.endswith("; see summarize verify --help\n")
    assert shown.count("\n") == 1


def test_an_article_without_a_file_is_said_to_be_proved_by_its_copy_only(
    finished: Path, capsys: pytest.CaptureFixture[str]
):
    summary = json.loads(finished.read_text("utf-8"))
    for place in (1, 3):
        article = summary["articles"][place]
        article["text"] = (SEEDS.parent / article["path"]).read_bytes().decode()
        article["path"] = None
    finished.write_text(json.dumps(summary), encoding="utf-8")
    assert verify(str(finished)) == 0
    assert capsys.readouterr().out.startswith(
        "OK, but [2], [4] are checked against the copy inside the summary only (claims: "
    )


def test_another_versions_summary_is_said_not_to_be_recomputed(finished: Path, capsys: pytest.CaptureFixture[str]):
    summary = json.loads(finished.read_text("utf-8"))
    summary["run"]["version"] = "0.0.9"
    finished.write_text(json.dumps(summary), encoding="utf-8")
    assert verify(str(finished)) == 0
    assert "OK, but version 0.0.9 made it" in capsys.readouterr().out


def test_infinite_numbers_are_findings(finished: Path, capsys: pytest.CaptureFixture[str]):
    finished.write_text(finished.read_text("utf-8").replace('"seconds": ', '"seconds": 1e999, "more": '), "utf-8")
    assert verify(str(finished)) == 7
    assert "the number inf is not what the schema says" in capsys.readouterr().out


def test_an_empty_name_is_no_folder(capsys: pytest.CaptureFixture[str]):
    assert verify("") == 4
    assert "the file's name is empty" in capsys.readouterr().err
