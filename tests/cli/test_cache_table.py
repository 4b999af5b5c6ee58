from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from summarize.cli import main
from summarize.cli.cache_table import _age
from summarize.ingest.web.page_cache import KeptPage, PageCache
from summarize.llm.protocol import Call, Reply
from summarize.llm.reply_cache import ReplyCache

CALL = Call(name="direct", messages=(("user", "hello"),))


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with one reply, one call that was paid and one whose outcome nobody saw."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "summarize" / "replies.sqlite"
    cache = ReplyCache(path, now=lambda: time.time() - 7200)
    cache.put("k", CALL, "writer-1", Reply(text="hello"))
    cache.answered(cache.sent("run", "k", CALL, "writer-1"), Reply(text="hello", prompt_tokens=9), 0.25)
    cache.sent("run", "l", CALL, "writer-1")
    cache.close()
    pages = PageCache(path, now=time.time)
    pages.put(KeptPage("https://news.example/", "text/html", "", "", 0.0, b"page"))
    pages.close()
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["cache", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_it_shows_the_file_the_replies_and_what_calls_have_cost(kept: Path, capsys: pytest.CaptureFixture[str]):
    assert run() == 0
    shown = capsys.readouterr().out
    assert f"file      {kept}\n" in shown
    assert "replies   1 (" in shown
    assert "2 h to 2 h old" in shown
    assert "calls     2 sent, 1 of them with unknown outcome\n" in shown
    assert "cost      $0.2500\n" in shown
    assert "pages     1 (" in shown


def test_clear_removes_replies_and_ledger(capsys: pytest.CaptureFixture[str]):
    assert run("--clear") == 0
    assert "1 replies and 1 pages removed, and the ledger\n" in capsys.readouterr().out
    assert run("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["replies"], found["sent"], found["cost_usd"], found["removed"]) == (0, 0, 0.0, 0)
    assert found["pages"]["pages"] == 0


def test_another_cache_can_be_named_and_none_is_an_error(capsys: pytest.CaptureFixture[str]):
    assert run("--cache", "other.sqlite") == 0
    assert "replies   0 (0 characters)\n" in capsys.readouterr().out
    assert run("--cache", "none") == 2
    assert "nothing is kept" in capsys.readouterr().err


def test_a_file_that_is_no_cache_is_one_line(capsys: pytest.CaptureFixture[str]):
    Path("text.sqlite").write_text("no database " * 100)
    assert run("--cache", "text.sqlite") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("summarize: text.sqlite: cannot be used as the cache (")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("seconds", "text"), [(-5, "0 s"), (59.9, "59 s"), (61, "1 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_ages_are_said_in_their_largest_unit(seconds: float, text: str):
    assert _age(seconds) == text
