from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from summarize import load_articles, render_json, summarize
from summarize.cli import main

TEXT = "The old bridge over the Sarn was closed on Monday. Two lorries had hit its northern pier, the council said.\n"


@pytest.fixture(autouse=True)
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    Path("b.txt").write_text(TEXT.replace("Monday", "Tuesday"), "utf-8")
    made = render_json(summarize(load_articles(["a.txt", "b.txt"])))
    Path("story.json").write_text(made, "utf-8")
    return made


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["render", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_every_format_comes_out_of_the_json(story: str, capsys: pytest.CaptureFixture[str]):
    assert run("story.json", "-o", "r.html", "-o", "r.md", "-o", "r.txt", "-o", "r.json", "--checklist", "r.csv") == 0
    assert Path("r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert all("The old bridge over the Sarn" in Path(f"r.{end}").read_text("utf-8") for end in ("md", "txt", "csv"))
    assert Path("r.json").read_text("utf-8") == story
    capsys.readouterr()
    assert run("story.json", "--plain") == 0
    assert "\nSources" not in capsys.readouterr().out


def test_without_more_the_text_is_shown(capsys: pytest.CaptureFixture[str]):
    assert run("story.json") == 0
    shown = capsys.readouterr()
    assert "\nSources\n" in shown.out and shown.err == ""


def test_a_source_that_is_gone_is_said_once(capsys: pytest.CaptureFixture[str]):
    Path("b.txt").unlink()
    assert run("story.json") == 0
    assert capsys.readouterr().out.count("the file is gone, or it is not") == 1
    assert run("story.json", "-o", "r.html") == 0
    assert capsys.readouterr().err.count("the file is gone, or it is not") == 1
    assert run("story.json", "-o", "r.html", "-q", "--force") == 0
    assert capsys.readouterr().err == ""


def test_standard_input_may_hold_the_summary(
    story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story.encode())))
    assert run("-", "--format", "md") == 0
    assert "The old bridge" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", "{}", TEXT])
def test_what_is_no_summary_is_one_line(content: str, capsys: pytest.CaptureFixture[str]):
    Path("no.json").write_text(content, "utf-8")
    assert run("no.json") == 4
    assert capsys.readouterr().err.count("\n") == 1
