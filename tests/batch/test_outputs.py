"""Files of a batch: whole or not there, whatever the disk does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarize.batch.outputs import all_there, tidy, write_story, write_whole
from summarize.errors import OutputError


def test_a_story_is_written_whole(tmp_path):
    write_story(tmp_path, "s", {"json": b"{}", "html": b"<p>"})
    assert (tmp_path / "s.json").read_bytes() == b"{}"
    assert all_there(tmp_path, "s", ("json", "html"))
    assert not all_there(tmp_path, "s", ("json", "md"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["s.html", "s.json"]


@pytest.mark.parametrize("fails_at", [0, 1])
def test_a_disk_that_fails_leaves_the_old_files_and_no_rubbish(tmp_path, monkeypatch, fails_at):
    write_story(tmp_path, "s", {"json": b"old", "html": b"old"})
    real, count = os.fsync, iter(range(9))

    def fsync(number):
        if next(count) == fails_at:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match="No space left"):
        write_story(tmp_path, "s", {"json": b"new", "html": b"new"})
    assert {(tmp_path / f"s.{end}").read_bytes() for end in ("json", "html")} == {b"old"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["s.html", "s.json"]


def test_what_was_begun_by_a_batch_that_was_killed_is_removed(tmp_path):
    (tmp_path / ".batch-1-s.json").write_text("half")
    write_whole(tmp_path / "index.html", [b"a", b"b"])
    tidy(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_bytes() == b"ab"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(Path(tmp_path / "none" / "x"), [b""])
