from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.cli import main
from summarize.config import setting_names


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZE_LANGUAGE", "pt-BR")
    Path("config.yaml").write_text("# mine\nstrict: true\n")


def test_each_setting_is_shown_with_its_origin(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["config", "--max-size", "5MB"])
    assert end.value.code == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == list(setting_names())
    assert ["words", "250", "default"] in rows
    assert ["language", "pt-BR", "SUMMARIZE_LANGUAGE"] in rows
    assert ["strict", "true", "config.yaml:2"] in rows
    assert ["max_size", "5000000", "--max-size"] in rows


def test_an_empty_value_is_visible(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SUMMARIZE_LANGUAGE")
    with pytest.raises(SystemExit):
        main(["config", "--config", "none"])
    assert 'language          ""        default\n' in capsys.readouterr().out


def test_json_for_programs(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["config", "--json"])
    table = json.loads(capsys.readouterr().out)
    assert table["strict"] == {"value": True, "origin": "config.yaml:2"}
    assert list(table) == list(setting_names())


def test_a_wrong_setting_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]):
    Path("config.yaml").write_text("wrods: 100\n")
    with pytest.raises(SystemExit) as end:
        main(["config"])
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("summarize: config.yaml:1: wrods is not a setting (did you mean words?)")
    assert shown.err.count("\n") == 1
