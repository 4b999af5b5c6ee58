"""The cache of pages: private, bounded, never trusted."""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from summarize.errors import ConfigError
from summarize.ingest.web.page_cache import KeptPage, PageCache
from summarize.ingest.web.settings import WebSettings

PAGE = KeptPage("https://news.example/1", "text/html", '"v1"', "Mon, 02 Nov 2026 10:00:00 GMT", 60.0, b"Words." * 99)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[PageCache]:
    opened = PageCache(tmp_path / "deep" / "kept.sqlite", now=iter(range(10_000)).__next__)
    yield opened
    opened.close()


def numbered(number: int, size: int = 100) -> KeptPage:
    return KeptPage(f"https://news.example/{number}", "text/html", "", "", 0.0, os.urandom(size))


def test_a_page_comes_back_as_it_was(cache: PageCache):
    cache.put(PAGE)
    assert cache.get(PAGE.url, 10_000) == PAGE
    assert cache.get("https://news.example/2", 10_000) is None
    cache.renew(PAGE.url, 90.0)
    found = cache.get(PAGE.url, 10_000)
    assert found and found.until == 90.0
    cache.drop(PAGE.url)
    assert cache.get(PAGE.url, 10_000) is None


def test_the_file_is_the_users_own(cache: PageCache):
    cache.put(PAGE)
    for file in cache.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_oldest_pages_make_room(tmp_path: Path):
    cache = PageCache(tmp_path / "kept.sqlite", now=iter(range(10_000)).__next__, most=10_000)
    for number in range(200):
        cache.put(numbered(number))
        assert cache.state().size <= 10_000
    assert cache.get("https://news.example/199", 1_000) and not cache.get("https://news.example/0", 1_000)
    cache.put(numbered(999, 5_000))
    assert cache.get("https://news.example/999", 10_000) is None  # one page must not drive out all others
    cache.close()


def test_a_page_larger_than_wanted_is_not_unpacked(cache: PageCache):
    cache.put(KeptPage(PAGE.url, "", "", "", 0.0, bytes(5_000_000)))
    assert cache.get(PAGE.url, 4_999_999) is None
    assert cache.get(PAGE.url, 5_000_000) is not None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", b"no zlib"),
        ("body", zlib.compress(b"Words.")[:-3]),
        ("body", "text"),
        ("kind", b"bytes"),
        ("etag", 7),
    ],
)
def test_a_damaged_row_is_no_page(cache: PageCache, column: str, value: object):
    cache.put(PAGE)
    with sqlite3.connect(cache.path) as base:
        base.execute(f"UPDATE pages SET {column} = ?", (value,))
    base.close()
    found = cache.get(PAGE.url, 10_000)
    assert found is None or (column == "etag" and found.etag == "7")


def test_a_cache_that_fails_says_so_once_and_costs_nothing_else(tmp_path: Path):
    faults: list[str] = []
    cache = PageCache(tmp_path / "kept.sqlite", now=lambda: 0.0, on_fault=faults.append)
    with sqlite3.connect(cache.path) as base:
        base.execute("DROP TABLE pages")
    base.close()
    cache.put(PAGE)
    assert cache.get(PAGE.url, 100) is None
    assert cache.state().pages == cache.clear() == 0
    assert len(faults) == 1 and "is no longer used" in faults[0]
    cache.close()


def test_several_threads_share_it(cache: PageCache):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: cache.put(numbered(number)), range(100)))
        assert all(pool.map(lambda number: cache.get(f"https://news.example/{number}", 1_000), range(100)))
    assert cache.state().pages == 100
    assert cache.clear() == 100


def test_the_settings_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert WebSettings(cache="none").open_pages() is None
    cache = WebSettings().open_pages()
    assert cache and cache.path == tmp_path / "summarize" / "replies.sqlite"
    cache.close()
    (tmp_path / "text").write_text("no database " * 100)
    with pytest.raises(ConfigError, match="cannot be used as the cache"):
        WebSettings(cache=str(tmp_path / "text")).open_pages()
