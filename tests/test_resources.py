from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from summarize.resources import _home, read_resource


def test_a_shipped_file_is_found():
    assert "words: 250" in read_resource("config.yaml")


def test_an_unknown_name_is_an_error():
    with pytest.raises(FileNotFoundError, match=r"prompts/none\.yaml is not part of this installation"):
        read_resource("prompts/none.yaml")


def test_an_installed_package_reads_its_own_folder(tmp_path: Path):
    package = tmp_path / "summarize"
    (package / "_data" / "prompts").mkdir(parents=True)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "pyproject.toml").touch()
    assert _home(package) == package / "_data"


def test_a_checkout_is_known_by_its_landmarks(tmp_path: Path):
    package = tmp_path / "summarize"
    package.mkdir()
    (tmp_path / "config.yaml").write_text("words: 99")
    with pytest.raises(FileNotFoundError, match="missing from this installation"):
        _home(package)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "prompts").mkdir()
    assert _home(package) == tmp_path


def test_this_checkout_is_recognised():
    assert _home(resources.files("summarize")).joinpath("config.yaml").is_file()
