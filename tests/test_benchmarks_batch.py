"""The measurement of batches measures what it says."""

from __future__ import annotations

import json

from benchmarks import batch


def test_stories_are_the_same_each_time_and_have_three_to_twelve_articles(tmp_path):
    first, again = (batch.write_stories(tmp_path / name, 6).read_text() for name in "ab")
    assert first == again
    sizes = [len(json.loads(line)["articles"]) for line in first.splitlines()]
    assert len(sizes) == 6
    assert all(3 <= size <= 12 for size in sizes)
    small = batch.write_stories(tmp_path / "c", 2, small=True).read_text()
    assert {len(json.loads(line)["articles"]) for line in small.splitlines()} == {3}


def test_a_batch_and_one_by_one_do_the_same_stories(tmp_path):
    path = batch.write_stories(tmp_path / "s.jsonl", 3, small=True)
    found = batch.as_batch(str(path), 1)
    assert found["states"]["done"] + found["states"]["partial"] == 3
    assert found["workers"] > 0
    assert batch.one_by_one(str(path), 2)["cpu"] > 0


def test_ledger_and_index_are_measured_without_any_story(capsys):
    found = batch.ledger_and_index(30)
    assert found["size"] > 3_000
    assert found["ledger"] > 0
    batch.row("a", 1)
    assert capsys.readouterr().out == "| a | 1 |\n"
