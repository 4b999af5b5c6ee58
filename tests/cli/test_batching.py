"""`summarize batch` as a user runs it: exit codes, what is said, --status, a folder that cannot be written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from summarize import BatchResult, BatchStatus
from summarize.batch.ledger import STATES
from summarize.cli import main
from summarize.cli.batching import _bytes, _status_text
from summarize.errors import ConfigError
from tests.batches import articles_of, write_stories


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """No key, no settings, a folder of its own, signals left as they are."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "SUMMARIZE_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["batch", *arguments])
    return int(end.value.code or 0)


def batch(path: Path, *more: str) -> int:
    return run(str(path), "--into", "out", "--workers", "1", *more)


def test_all_is_well(tmp_path, capsys):
    assert batch(write_stories(tmp_path / "s.jsonl", 2), "--format", "json, md") == 0
    said = capsys.readouterr()
    assert said.out == "2 done; out/index.html\n"
    assert said.err == ""  # without a model nothing leaves the computer, and nothing need be said
    assert (tmp_path / "out" / "story-001.md").is_file()
    assert batch(tmp_path / "s.jsonl", "--format", "json,md", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_something_missing_is_3_and_allow_partial_makes_it_0(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 1)
    with path.open("a") as file:
        file.write(json.dumps({"id": "part", "articles": [*articles_of(1), {"text": ""}]}) + "\n{\n")
        file.write(json.dumps({"id": "none", "articles": []}) + "\n")
    assert batch(path) == 3
    said = capsys.readouterr()
    assert said.out == "1 done, 1 partial, 1 failed; out/index.html\n"
    assert "s.jsonl:3: not valid JSON" in said.err
    assert "none: failed (" in said.err
    assert batch(path, "--allow-partial") == 0


def test_where_nothing_was_written_the_first_reason_counts(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text(json.dumps({"id": "none", "articles": []}) + "\n")
    assert batch(path) == 4
    assert batch(path, "--allow-partial") == 4


def test_how_a_batch_stands(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 1)
    with path.open("a") as file:
        file.write(json.dumps({"id": "none", "articles": []}) + "\n")
    batch(path)
    capsys.readouterr()
    assert run("out", "--status") == 0
    shown = capsys.readouterr().out
    assert "done                1\n" in shown
    assert "all                 2\n" in shown
    assert "failed: none: " in shown
    assert run("--status", "--into", "out") == 0
    assert run("nowhere", "--status") == 4
    assert run("out", "out", "--status") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("s.jsonl",),
        ("s.jsonl", "--into", "out", "--format", "pdf"),
        ("s.jsonl", "--into", "out", "--story-memory", "much"),
        ("s.jsonl", "--into", "out", "--story-deadline", "0"),
        ("s.jsonl", "--into", "out", "--retry", "some"),
        ("s.jsonl", "--into", "out", "--workers", "0"),
        ("s.jsonl", "--into", "out", "--batch-api"),
        ("s.jsonl", "--into", "out", "--batch-api", "--batch-files", "files"),
        ("s.jsonl", "--into", "out", "--poll", "0"),
        ("-", "--into", "out"),
    ],
)
def test_wrong_arguments_are_one_line(tmp_path, capsys, arguments):
    write_stories(tmp_path / "s.jsonl", 1)
    assert run(*arguments) in (2, 4)
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if "engine embedded" not in line]) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(tmp_path, capsys):
    (tmp_path / "out").mkdir(mode=0o500)
    assert batch(write_stories(tmp_path / "s.jsonl", 1), "--quiet") == 74
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path, capsys):
    (tmp_path / "out").write_text("a file")
    assert batch(write_stories(tmp_path / "s.jsonl", 1), "--quiet") == 74
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_that_cannot_be_written_ends_the_batch_with_74_and_loses_nothing(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 3)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "story-001.json").mkdir()  # in the way, as a full disk would be
    assert batch(path, "--format", "json", "--quiet") == 74
    assert len(capsys.readouterr().err.splitlines()) == 1
    (tmp_path / "out" / "story-001.json").rmdir()
    assert batch(path, "--format", "json", "--quiet") == 0
    assert capsys.readouterr().out == "3 done; out/index.html\n"


def test_settings_are_options_here_too(tmp_path):
    assert batch(write_stories(tmp_path / "s.jsonl", 1), "--words", "40", "--format", "json") == 0
    told = json.loads((tmp_path / "out" / "story-000.json").read_text())
    assert told["run"]["config"]["words"] == 40


@pytest.mark.parametrize(
    ("text", "size"), [("2GB", 2 * 10**9), ("500 mb", 5 * 10**8), ("7kb", 7_000), ("0", 0), ("9" * 15, 10**15 - 1)]
)
def test_a_size_is_read_in_the_usual_units(text, size):
    assert _bytes(text) == size


def test_a_size_of_sixteen_digits_is_a_mistake():
    with pytest.raises(ConfigError, match="is not allowed"):
        _bytes("1" + "0" * 15)


@pytest.mark.parametrize(("count", "named", "more"), [(20, 20, False), (21, 20, True)])
def test_at_most_twenty_stories_in_trouble_are_named(count, named, more):
    troubles = tuple(BatchResult(f"s{n}", "failed", {}, error="no words in it") for n in range(count))
    status = BatchStatus(dict.fromkeys(STATES, 0), 0.0, 0, True, troubles)
    text = _status_text(status)
    assert text.count("no words in it") == named
    assert ("and 1 more; see index.html" in text, "more" in text) == (more, more)


def test_what_it_would_cost_is_said_and_nothing_is_sent_or_written(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 3)
    assert run(str(path), "--dry-run", "--quiet") == 0
    assert "no call, no cost" in capsys.readouterr().out
    assert run(str(path), "--dry-run", "--quiet", "--model", "gpt-4.1-mini", "--max-cost", "2") == 0
    said = capsys.readouterr().out
    assert "stories   3\n" in said
    assert "reckoned  from 3 of the stories" in said
    assert "over $2 is sent" in said
    assert said.endswith("nothing was sent\n")
    assert not (tmp_path / "out").exists()


def test_the_batch_api_costs_half_and_says_so(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 2)
    assert run(str(path), "--dry-run", "--model", "gpt-4.1-mini", "--batch-api") == 0
    shown = capsys.readouterr().out
    assert "with second chances, at half price by the Batch API\n" in shown
    assert "nothing was sent" in shown
    assert run(str(path), "--dry-run", "--model", "gpt-4.1-mini") == 0
    assert "half price" not in capsys.readouterr().out


def test_calls_by_files_leave_with_6_and_say_how_it_goes_on(tmp_path, capsys, monkeypatch):
    path = write_stories(tmp_path / "s.jsonl", 2)
    by_files = ("--model", "m", "--batch-files", "files", "--wait", "0", "--cache", "none")
    for _ in range(2):
        assert batch(path, *by_files) == 6
        said = capsys.readouterr().err
        assert "2 calls are with the provider and not answered yet; run the batch again later" in said
        assert len(list((tmp_path / "files").glob("*.in.jsonl"))) == 1


def test_files_of_articles_are_no_stories_and_leave_nothing_behind(tmp_path, capsys):
    for number in range(5):
        (tmp_path / "pile" / str(number)).mkdir(parents=True)
        (tmp_path / "pile" / str(number) / "a.txt").write_text("Rain fell on Monday. Nobody was hurt.")
    assert batch(tmp_path / "pile") == 4
    lines = capsys.readouterr().err.splitlines()
    assert [("and so no story" in line) for line in lines] == [True] * 3 + [False, False]
    assert "2 more inputs are no story" in lines[3]
    assert "--group" in lines[4]
    assert not (tmp_path / "out").exists()


def test_three_inputs_that_are_no_stories_are_all_named(tmp_path, capsys):
    for number in range(3):
        (tmp_path / "pile" / str(number)).mkdir(parents=True)
        (tmp_path / "pile" / str(number) / "a.txt").write_text("Rain fell on Monday. Nobody was hurt.")
    assert batch(tmp_path / "pile") == 4
    assert "more" not in capsys.readouterr().err


def test_a_ledger_with_stories_stays_where_a_later_run_names_none(tmp_path, capsys):
    assert batch(write_stories(tmp_path / "s.jsonl", 1)) == 0
    (tmp_path / "a.txt").write_text("Rain fell.")
    assert batch(tmp_path / "a.txt") == 4
    assert (tmp_path / "out" / "ledger.sqlite").is_file()


def test_one_reason_is_said_once_and_how_to_try_again(tmp_path, capsys):
    path = write_stories(tmp_path / "s.jsonl", 1)
    with path.open("a") as file:
        file.writelines(json.dumps({"id": f"none{n}", "articles": []}) + "\n" for n in range(5))
    assert batch(path) == 3
    said = capsys.readouterr().err
    assert said.count("failed (the same)") == 2
    assert "2 more for the same reason" in said
    assert "--retry failed tries 5 again" in said
    assert batch(path) == 3
    assert capsys.readouterr().err.count("\n") == 1  # what failed before is not said again, only what can be done


def test_a_missing_folder_names_the_help_of_the_command(tmp_path, capsys):
    assert run("s.jsonl") == 2
    assert "--into DIR is missing" in (said := capsys.readouterr().err) and "see summarize batch --help" in said
