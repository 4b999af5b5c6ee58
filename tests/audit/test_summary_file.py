"""A summary's JSON from bytes and files: a mapping, or the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarize.audit import summary_file
from summarize.audit.summary_file import read_summary
from summarize.errors import InputError, LimitError


def test_bytes_and_files_give_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(b'{"a": 1}')
    assert read_summary(b'{"a": 1}') == read_summary(tmp_path / "s.json") == {"a": 1}


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(InputError, match=r"s\.json: not JSON \(neither UTF-8 nor UTF-16\); give"):
        read_summary(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.json")
    with pytest.raises(InputError, match="a pipe, not a file"):
        read_summary(tmp_path / "s.json")


def test_too_many_bytes_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_file, "MAX_FILE", 4)
    with pytest.raises(LimitError, match="larger than 4 bytes"):
        read_summary(b'{"a": 1}')
