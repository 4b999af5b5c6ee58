"""The one file that is kept: where it is, whose it is. (What lies in it is tried with its users.)"""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from summarize.errors import ConfigError
from summarize.storage import Storage, cache_path

TABLES = "CREATE TABLE IF NOT EXISTS things (name TEXT);"


def test_the_setting_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert cache_path("none") is None
    assert cache_path("x.sqlite") == Path("x.sqlite")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_path() == tmp_path / "summarize" / "replies.sqlite"


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch):
    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    with pytest.raises(ConfigError, match="there is no home folder"):
        cache_path()


def test_the_file_is_the_users_alone_and_opens_again(tmp_path: Path):
    path = tmp_path / "deep" / "kept.sqlite"
    for _ in range(2):
        kept = Storage(path, TABLES, "the cache", pytest.fail)
        kept.run("INSERT INTO things VALUES (?)", ("a",))
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in path.parent.iterdir())
        assert kept.run("PRAGMA journal_mode") == ("wal",)
        kept.close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_cannot_be_a_cache_is_one_line(tmp_path: Path):
    (tmp_path / "text").write_text("no database " * 100)
    for path in (tmp_path / "text", tmp_path, tmp_path / "text" / "below"):
        with pytest.raises(ConfigError, match="cannot be used as the cache") as caught:
            Storage(path, TABLES, "the cache", pytest.fail)
        assert "\n" not in str(caught.value)


def test_a_fault_is_told_once_and_ends_the_use(tmp_path: Path):
    faults: list[str] = []
    kept = Storage(tmp_path / "kept.sqlite", TABLES, "the cache of things", faults.append)
    assert kept.run("SELECT count(*) FROM things") == (0,)
    assert [kept.run("SELECT * FROM others"), kept.run("SELECT count(*) FROM things")] == [None, None]
    (told,) = faults
    assert "the cache of things failed and is no longer used" in told
    kept.close()
