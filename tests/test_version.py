"""The version: one place, a form that package indexes read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import summarize
from summarize.version import VERSION

REPOSITORY = Path(__file__).parents[1]


def test_the_version_is_plain() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert summarize.__version__ == VERSION


def test_the_build_reads_the_same_place() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    source = settings["tool"]["hatch"]["version"]
    found = re.search(source["pattern"], (REPOSITORY / source["path"]).read_text(encoding="utf-8"))
    assert found is not None
    assert found["version"] == VERSION


def test_a_summary_says_which_version_made_it(summary: summarize.Summary) -> None:
    assert summary.run.version == VERSION
