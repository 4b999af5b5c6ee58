"""Files of a batch: whole or not there, whatever the disk does. The index: what needs a look first, hostile words
stay words, nothing is loaded, memory does not grow.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from summarize.batch.ledger import Ledger, Outcome
from summarize.batch.outputs import all_there, tidy, write_index, write_story, write_whole
from summarize.batch.stories import Source, Story
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


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202e\x1b[31m&"


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path) as found:
        yield found


def filled(ledger: Ledger, facts: dict[str, object], key: str = "s") -> tuple[str, list[dict]]:
    ledger.register([Story(key, Source("f", "1")), Story("bad", Source("f", "2"))], "shape", lambda name: True)
    ledger.finish(key, "done", Outcome(facts=facts, review_priority=0.5))
    ledger.finish("bad", "failed", Outcome(code=4, error=f"no article: {HOSTILE}", review_priority=1_000.0))
    write_index(ledger, ("json", "html"))
    page = (ledger.folder / "index.html").read_text(encoding="utf-8")
    return page, [json.loads(line) for line in (ledger.folder / "index.jsonl").read_text().splitlines()]


def test_it_shows_every_story_and_links_its_files(ledger):
    page, lines = filled(ledger, {"headline": "Bridge closed", "sentences": 4, "articles": 3, "failed": 1})
    assert '<a href="s.html">Bridge closed</a>' in page
    assert '<a href="s.json">json</a>' in page
    assert page.index(">bad<") < page.index("Bridge closed")  # what needs a look comes first
    assert "1 sentence failed a check" in page
    assert [line["story"] for line in lines] == ["bad", "s"]
    assert lines[0]["files"] == {}
    assert lines[1]["files"] == {"json": "s.json", "html": "s.html"}
    assert lines[1]["headline"] == "Bridge closed"


def test_hostile_words_stay_words(ledger):
    page, lines = filled(ledger, {"headline": HOSTILE}, key=HOSTILE)
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert lines[1]["story"] == HOSTILE.replace("\x1b", "\x1b")
    raw = (ledger.folder / "index.jsonl").read_text()
    assert "\u202e" not in raw
    assert "\x1b" not in raw
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", link) for link in re.findall(r'href="([^"]*)"', page))


def test_the_page_loads_nothing_and_its_own_parts_fit_its_policy(ledger):
    from base64 import b64encode
    from hashlib import sha256

    page, _ = filled(ledger, {"headline": "x"})
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src &#39;none&#39;")
    for part in ("style", "script"):
        inner = re.search(rf"<{part}>(.*?)</{part}>", page, re.DOTALL)[1]
        assert b64encode(sha256(inner.encode()).digest()).decode() in policy
    assert "http://" not in page
    assert "https://" not in page
    assert not re.search(r"<[^>]*\ssrc=", page)


def test_an_index_of_nothing_finished_is_a_page_too(ledger):
    ledger.register([Story("s", Source("f", "1"))], "shape", lambda name: True)
    write_index(ledger, ("json",))
    assert "queued" in (ledger.folder / "index.html").read_text()


@pytest.mark.parametrize(("priority", "marked"), [(0.9, False), (1.0, True)])
def test_one_unclear_sentence_needs_a_look_and_warnings_do_not(ledger, priority, marked):
    ledger.register([Story("s", Source("f", "1"))], "shape", lambda name: True)
    ledger.finish("s", "done", Outcome(facts={}, review_priority=priority))
    write_index(ledger, ("json",))
    assert (" data-look>" in (ledger.folder / "index.html").read_text()) == marked


@pytest.mark.parametrize(("length", "shown"), [(300, "x" * 300), (301, "x" * 299 + "…")])
def test_a_long_headline_is_cut(ledger, length, shown):
    page, lines = filled(ledger, {"headline": "x" * length})
    assert f">{shown}<" in page
    assert lines[1]["headline"] == "x" * length
