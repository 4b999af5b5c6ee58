"""What is written and said of a finished summary, and the texts that are kept under safe names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import Article, Config, InputError, load_articles, summarize
from summarize.cli import main
from summarize.cli.delivery import deliver, plan_texts, write_texts
from summarize.cli.output import Target
from summarize.errors import OutputError
from summarize.records import Notice, Skipped, Summary
from tests.documents import html_page
from tests.page_shapes import TEXTS

TEXT = "The old bridge over the Sarn was closed on Monday. Two lorries had hit its northern pier, the council said.\n"
OPTIONS = {
    **dict.fromkeys(("quiet", "verbose", "plain", "full", "evidence", "no_color", "force"), False),
    "width": 80,
}


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Summary:
    monkeypatch.chdir(tmp_path)
    return summarize(load_articles([{"text": TEXT}, {"text": TEXT.replace("Monday", "Tuesday")}]))


def test_every_output_is_written_in_its_format(summary: Summary):
    places = [Target("a.json", "json"), Target("a.md", "markdown"), Target("a.txt", "text")], [Target("a.csv", "csv")]
    assert deliver(summary, Config(), places, OPTIONS) == 0
    assert {path.name for path in Path().iterdir()} == {"a.json", "a.md", "a.txt", "a.csv"}
    assert "\nSources\n" in Path("a.txt").read_text("utf-8")


def test_what_comes_before_the_writing_is_not_done_for_a_refused_result(summary: Summary):
    lost = replace(summary, skipped=(Skipped("b.txt", "no such file"),))
    done: list[str] = []
    with pytest.raises(InputError, match="1 input was not used"):
        deliver(lost, Config(strict=True), ([], []), OPTIONS, lambda: done.append("before"))
    assert done == []
    assert deliver(lost, Config(), ([], []), OPTIONS, lambda: done.append("before")) == 3
    assert done == ["before"]


@pytest.mark.parametrize(("count", "message"), [(1, "1 input was not used"), (2, "2 inputs were not used")])
def test_inputs_are_counted(summary: Summary, count: int, message: str):
    lost = replace(summary, skipped=(Skipped("b.txt", "no such file"),) * count)
    with pytest.raises(InputError, match=message):
        deliver(lost, Config(strict=True), ([], []), OPTIONS)


def test_another_language_is_said(summary: Summary):
    foreign = replace(summary, warnings=(Notice("language", "it is in English"),))
    with pytest.raises(InputError, match="not in the language you asked for"):
        deliver(foreign, Config(strict=True), ([], []), OPTIONS)


def article(identity: str, text: str = "Words.\r\nMore.", *, stored: bool = True) -> Article:
    return Article(id=identity, text=text, sha256="", stored=stored)


def test_texts_are_written_to_the_letter_and_plain_files_are_not_copied(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "texts"
    planned = plan_texts([article("a1"), article("a2", stored=False)], str(folder), force=False)
    write_texts(planned, force=False)
    assert [path.name for path in folder.iterdir()] == ["a1.txt"]
    assert (folder / "a1.txt").read_bytes() == b"Words.\r\nMore."


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("../../etc/passwd", "_.._.._etc_passwd.txt"),
        ("-rf", "_-rf.txt"),
        (".hidden", "_.hidden.txt"),
        ("NUL", "_NUL.txt"),
        ("com1.x", "_com1.x.txt"),
        ("größe", "gr__e.txt"),
        ("...", "_....txt"),
        ("x" * 100, "x" * 80 + ".txt"),
    ],
)
def test_ids_become_safe_names(tmp_path: Path, identity: str, name: str) -> None:
    ((path, _),) = plan_texts([article(identity)], str(tmp_path), force=False)
    assert Path(path) == tmp_path / name


def test_names_differ_by_more_than_their_case(tmp_path: Path) -> None:
    planned = plan_texts([article("a"), article("A"), article("a-2")], str(tmp_path), force=False)
    assert [Path(path).name for path, _ in planned] == ["a.txt", "A-2.txt", "a-2-2.txt"]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6, unique=True))
def test_names_are_always_distinct_and_inside_the_folder(identities: list[str]) -> None:
    paths = [Path(path) for path, _ in plan_texts(map(article, identities), ".", force=True)]
    assert len({path.name.casefold() for path in paths}) == len(identities)
    assert {path.parent for path in paths} == {Path()}


def test_an_existing_file_is_left_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a2.txt").write_text("mine")
    with pytest.raises(OutputError, match="exists and is left"):
        plan_texts([article("a1"), article("a2")], str(tmp_path), force=False)
    write_texts(plan_texts([article("a2")], str(tmp_path), force=True), force=True)
    assert (tmp_path / "a2.txt").read_bytes() == b"Words.\r\nMore."


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in (str(tmp_path / "file"), str(tmp_path / "file" / "in"), "a\0b"):
        with pytest.raises(OutputError, match="cannot be created"):
            plan_texts([article("a1")], name, force=False)


def test_the_command_writes_them_and_evidence_points_into_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.html").write_bytes(html_page("A headline", TEXTS))
    Path("b.txt").write_text("The harbour bridge stayed closed on Tuesday, officials said. Ferries cross again.")
    with pytest.raises(SystemExit) as end:
        main(["a.html", "b.txt", "--keep-texts", "texts", "-o", "story.json", "-q", "--config", "none"])
    assert end.value.code in (0, 3), capsys.readouterr().err
    assert [path.name for path in Path("texts").iterdir()] == ["a1.txt"]
    kept = Path("texts/a1.txt").read_bytes().decode()
    spans = [span for claim in json.loads(Path("story.json").read_text())["claims"] for span in claim["evidence"]]
    assert [span for span in spans if span["article"] == "a1"] != []
    with pytest.raises(SystemExit) as end:
        main(["a.html", "texts", "--keep-texts", "./texts/", "--force", "-o", "other.json", "-q", "--config", "none"])
    assert end.value.code == 2
    assert "texts/: holds articles, so keep the texts in another" in capsys.readouterr().err
    assert all(kept[span["start"] : span["end"]] == span["text"] for span in spans if span["article"] == "a1")
