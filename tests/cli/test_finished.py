"""Where a command finds a finished summary: a path, or standard input; never the working directory."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

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
