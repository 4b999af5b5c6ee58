"""The cache of replies and its ledger: private, resumable, never trusted."""

from __future__ import annotations

import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from summarize.errors import ConfigError
from summarize.llm import Call, Reply
from summarize.llm.reply_cache import ReplyCache, key_of

CALL = Call(name="direct", messages=(("user", "Hello"),), schema={"b": 1, "a": 2})
REPLY = Reply(text='{"a": "\ud800é"}', prompt_tokens=7, completion_tokens=3, request_id="req_1", attempts=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "replies.sqlite"


def opened(path: Path, **more) -> ReplyCache:
    return ReplyCache(path, now=lambda: 1000.0, **more)


def test_a_reply_comes_back_marked_as_cached(path: Path):
    first = opened(path)
    first.put("k", CALL, "m", REPLY)
    first.close()
    second = opened(path)
    assert second.get("k") == replace(REPLY, cached=True)
    assert second.get("other") is None
    second.close()


def test_a_reply_kept_by_an_earlier_version_is_not_paid_again(path: Path):
    old = {"text": "x", "prompt_tokens": 7, "completion_tokens": 3, "finish": "stop", "cached": False,
           "cached_prompt_tokens": 0, "attempts": 1, "maybe_billed": 0, "refusal": "", "request_id": ""}  # fmt: skip
    cache = opened(path)
    cache.put("k", CALL, "m", REPLY)
    base = sqlite3.connect(path)
    base.execute("UPDATE replies SET reply = ?", (json.dumps(old),))
    base.commit()
    base.close()
    assert cache.get("k") == Reply(text="x", prompt_tokens=7, completion_tokens=3, cached=True)
    cache.close()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text=""),
        Reply(text=" \n"),
        Reply(text="half", finish="length"),
        Reply(text="no", finish="refusal", refusal="no"),
        Reply(text="no", finish="content_filter"),
    ],
)
def test_replies_that_are_not_complete_are_never_stored(path: Path, reply: Reply):
    cache = opened(path)
    cache.put("k", CALL, "m", reply)
    assert cache.get("k") is None and cache.state().replies == 0
    cache.close()


def test_all_files_are_the_users_own(path: Path):
    cache = opened(path)
    cache.put("k", CALL, "m", REPLY)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert len(list(path.parent.iterdir())) == 3  # with the journal and its index
    cache.close()
    path.chmod(0o644)
    opened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_covers_all_that_shapes_a_reply_and_nothing_else():
    key = key_of(CALL, "m")
    assert key == key_of(replace(CALL, name="other", prompt_tokens=9, stream=True), "m")
    changed = [
        replace(CALL, messages=(("system", "Hello"),)),
        replace(CALL, messages=(("user", "Hello"), ("user", ""))),
        replace(CALL, schema={"b": 1}),
        replace(CALL, schema={"a": 2, "b": 1}),  # a model fills a schema in its order
        replace(CALL, max_tokens=1),
    ]
    assert len({key, key_of(CALL, "n"), *(key_of(call, "m") for call in changed)}) == 7


def test_half_characters_have_a_key():
    assert len(key_of(replace(CALL, messages=(("user", "\ud800"),)), "m")) == 64


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "null",
        "[]",
        "{}",
        "{oops",
        "[" * 100_000,
        json.dumps({"text": "x"}),
        json.dumps({**asdict(REPLY), "later": 1}),
        json.dumps({**asdict(REPLY), "tier": 1}),
        json.dumps({**dict.fromkeys(Reply.__dataclass_fields__, 0)}),
        None,
    ],
)
def test_a_row_of_another_shape_counts_as_missing(path: Path, stored: str | None):
    cache = opened(path)
    cache.put("k", CALL, "m", REPLY)
    base = sqlite3.connect(path)
    base.execute("UPDATE replies SET reply = ?", (stored if stored is not None else b"\x00\xff",))
    base.commit()
    base.close()
    assert cache.get("k") is None
    cache.close()


def test_a_call_that_was_sent_and_never_answered_is_visible(path: Path):
    cache = opened(path)
    known, unknown, failed = (cache.sent("run", "k", CALL, "m") for _ in range(3))
    cache.answered(known, REPLY, None)
    cache.failed(failed, "503")
    cache.answered(cache.sent("run", "k", CALL, "m"), REPLY, "0.25")
    state = cache.state()
    assert (state.sent, state.unknown, state.cost_usd, state.unpriced) == (4, 1, 0.25, 1)
    assert unknown
    cache.close()


def test_clearing_takes_what_is_old_enough(path: Path):
    times = iter([100.0, 900.0, 1000.0, 1000.0])
    cache = ReplyCache(path, now=lambda: next(times))
    cache.put("old", CALL, "m", REPLY)
    cache.put("new", CALL, "m", REPLY)
    assert cache.clear(older_than=500) == 1
    assert cache.get("old") is None and cache.get("new")
    assert cache.clear() == 1 and cache.state().replies == 0
    cache.close()


def test_a_run_in_another_thread_can_use_it(path: Path):
    cache = opened(path, on_fault=pytest.fail)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(cache.put, "k", CALL, "m", REPLY).result()
    assert cache.get("k")
    cache.close()


def test_two_processes_can_use_one_cache(path: Path):
    one, two = opened(path), opened(path)
    for number in range(50):
        one.put(f"a{number}", CALL, "m", REPLY)
        two.put(f"b{number}", CALL, "m", REPLY)
    assert one.state().replies == 100
    one.close()
    two.close()


@pytest.mark.parametrize("kind", ["directory", "text", "parent is a file"])
def test_what_is_no_cache_is_refused_before_anything_is_paid(tmp_path: Path, kind: str):
    path = tmp_path / "it"
    if kind == "directory":
        path.mkdir()
    else:
        path.write_text("hello " * 1000, encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be used as the cache"):
        opened(path / "below" if kind == "parent is a file" else path)


def test_a_cache_that_fails_later_costs_the_cache_and_is_told_once(path: Path):
    told: list[str] = []
    cache = opened(path, on_fault=told.append)
    base = sqlite3.connect(path)
    base.execute("DROP TABLE replies")
    base.close()
    cache.put("k", CALL, "m", REPLY)
    assert cache.get("k") is None
    assert cache.sent("run", "k", CALL, "m") == 0
    assert len(told) == 1 and "no longer used" in told[0]
    cache.close()
