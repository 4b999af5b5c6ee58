from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.cli import output
from summarize.cli.output import (
    Target,
    check_writable,
    checklists,
    same_file,
    say,
    size_of,
    targets,
    visible,
    write_file,
    write_stdout,
)
from summarize.errors import OutputError


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
    code = "import sys; from summarize.cli.output import say; say('nobody listens'); sys.exit(4)"
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


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def leftovers() -> list[str]:
    return [each.name for each in Path().iterdir() if each.name.startswith(".summarize")]


def test_a_files_ending_decides_its_format():
    assert targets([], None) == [Target("-", "text")]
    assert targets([], "json") == [Target("-", "json")]
    assert targets(["a.md", "b.JSON", "c.txt", "-"], "markdown") == [
        Target("a.md", "markdown"),
        Target("b.JSON", "json"),
        Target("c.txt", "text"),
        Target("-", "markdown"),
    ]


def test_a_page_and_a_check_list_are_known_by_their_endings():
    assert targets(["a.html", "b.HTM"], None) == [Target("a.html", "html"), Target("b.HTM", "html")]
    assert checklists(None, []) == []
    assert checklists("desk.csv", [Target("desk.md", "markdown")]) == [Target("desk.csv", "csv")]
    assert checklists("desk.MD", []) == [Target("desk.MD", "markdown")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("a.json", "choose from .csv, .md"),
        ("", "has no name"),
        ("./a.md", "named twice"),
        ("-", "the ending names no format"),
    ],
)
def test_check_lists_that_make_no_sense_are_usage_errors(path: str, message: str):
    with pytest.raises(click.UsageError, match=message):
        checklists(path, [Target("a.md", "markdown")])


@pytest.mark.parametrize(
    ("paths", "layout", "message"),
    [
        (["a.pdf"], None, "choose from .txt, .md, .json"),
        (["a"], None, "the ending names no format"),
        ([""], None, "no name"),
        (["a.md", "./a.md"], None, "named twice"),
        (["-", "-"], None, "named twice"),
        (["a.md"], "json", "--format is for standard output"),
    ],
)
def test_outputs_that_make_no_sense_are_usage_errors(paths: list[str], layout: str | None, message: str):
    with pytest.raises(click.UsageError, match=message):
        targets(paths, layout)


def test_a_file_is_written_whole_with_ordinary_permissions():
    write_file("a.md", "text é\n", force=False)
    assert Path("a.md").read_bytes() == "text é\n".encode()
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(Path("a.md").stat().st_mode) == 0o666 & ~umask
    assert leftovers() == []


def test_an_existing_file_is_replaced_only_by_force():
    Path("a.md").write_text("old")
    for attempt in (
        lambda: write_file("a.md", "new", force=False),
        lambda: check_writable([Target("a.md", "")], force=False),
    ):
        with pytest.raises(OutputError, match=r"a\.md: exists and is left unchanged; use --force"):
            attempt()
    assert Path("a.md").read_text() == "old"
    check_writable([Target("a.md", "markdown")], force=True)
    write_file("a.md", "new", force=True)
    assert Path("a.md").read_text() == "new"
    assert leftovers() == []


def test_a_link_is_followed_not_replaced():
    Path("real.md").write_text("old")
    Path("link.md").symlink_to("real.md")
    write_file("link.md", "new", force=True)
    assert Path("link.md").is_symlink()
    assert Path("real.md").read_text() == "new"


def test_a_failing_disk_leaves_the_old_file_and_no_rubbish(monkeypatch: pytest.MonkeyPatch):
    Path("a.md").write_text("old")

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.md: cannot be written \(No space left on device\)") as caught:
        write_file("a.md", "new", force=True)
    assert caught.value.exit_code == 74
    assert Path("a.md").read_text() == "old"
    assert leftovers() == []


def test_what_cannot_be_written_is_found_before_the_work():
    Path("folder.md").mkdir()
    os.mkfifo("pipe.md")
    for path, reason in (
        ("no/a.md", "its folder does not exist"),
        ("folder.md", "not a regular"),
        ("pipe.md", "not a"),
    ):
        with pytest.raises(OutputError, match=reason):
            check_writable([Target("-", "text"), Target(path, "markdown")], force=True)


def test_a_name_as_long_as_names_can_be_is_fine():
    name = "a" * 252 + ".md"
    write_file(name, "x", force=False)
    assert Path(name).read_text() == "x"


def test_lone_surrogates_do_not_stop_a_file():
    write_file("a.txt", "a\udc80b", force=False)
    assert Path("a.txt").read_text() == "a\\udc80b"


class Stream(io.TextIOWrapper):
    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def written(self) -> bytes:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


def test_an_ascii_terminal_gets_escapes_not_a_crash(monkeypatch: pytest.MonkeyPatch):
    stream = Stream("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write_stdout("“é”\n")
    assert stream.written() == b"\\u201c\\xe9\\u201d\n"


def test_an_encoding_can_be_demanded(monkeypatch: pytest.MonkeyPatch):
    stream = Stream("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write_stdout("é\n", encoding="utf-8")
    assert stream.written() == "é\n".encode()


def test_a_closed_standard_output_is_an_output_error(monkeypatch: pytest.MonkeyPatch):
    closed = Stream("utf-8")
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(OutputError, match="standard output: cannot be written"):
            write_stdout("x")


def test_a_file_is_known_under_other_names():
    Path("a.md").touch()
    Path("link.md").symlink_to("a.md")
    assert same_file("a.md", "./link.md")
    assert not same_file("a.md", "b.md")
    assert not same_file("-", "-")


def test_what_is_no_terminal_has_no_size():
    with Path("/dev/null").open() as stream:
        assert size_of(stream) == (0, 0)
    assert size_of(None) == (0, 0)
