from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarize import Config, InputError, load_articles, summarize
from summarize.cli.delivery import deliver, size_of
from summarize.cli.output import Target
from summarize.records import Notice, Skipped, Summary

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


def test_what_is_no_terminal_has_no_size():
    with Path("/dev/null").open() as stream:
        assert size_of(stream) == (0, 0)
    assert size_of(None) == (0, 0)
