"""The tables of the model path: what they count, and that every job runs. Nothing here judges a time."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pytest

from benchmarks import model_path, others
from benchmarks.corpus import articles_of, make_articles
from benchmarks.model_path import Outcome, levels, measured, once, rounds, serving
from benchmarks.others import is_installed

FAST = {"first_token": 0.0, "tokens_a_second": 1e6}
SMALL = {"input_tokens": 4_000, "words": 60}


def call(kind: str, began: float, needed: float, status: int = 200) -> dict[str, Any]:
    began += 100
    return {
        "kind": kind, "arrived": began - 0.01, "began": began, "first": began + 0.4, "ended": began - 0.01 + needed,
        "needed": needed, "status": status, "prompt": 100, "tokens": 10,
    }  # fmt: skip


NOTED = [call("select", 0, 3), call("select", 0, 4), call("select", 4, 4), call("write", 8, 2), call("write", 10, 1)]


def test_extracts_are_one_level_and_merges_are_levels_where_one_waits_for_another():
    assert [len(level) for level in levels(NOTED)] == [3, 1, 1]
    assert [len(level) for level in levels([call("write", 0, 2), call("write", 1, 2)])] == [2]


def test_rounds_count_the_waves_of_a_level_too():
    assert rounds(NOTED) == 4
    assert rounds([]) == 0


@pytest.mark.parametrize(
    ("service", "bound"),
    [({}, 7.0), ({"slots": 2}, 11.0), ({"rpm": 60, "burst": 1}, 9.0), ({"rpm": 6000, "burst": 1}, 7.02)],
)
def test_the_bound_is_full_waves_at_the_cap_or_what_the_rate_lets_in(service, bound):
    assert model_path._bound(levels(NOTED), service) == pytest.approx(bound)


def test_a_workload_is_a_number_of_articles_or_the_seeds():
    assert [len(articles_of(name)) for name in ("seeds", "seeds×4", "3")] == [5, 20, 3]
    assert articles_of("3") == make_articles(3, "varied")
    assert articles_of("2+1") == articles_of("3")
    assert articles_of("1+2") == [articles_of("3")[2], *articles_of("2")]


def fake(figures: dict[str, Any]) -> Outcome:
    own = {
        "wall": 8.0,
        "cpu": 1.0,
        "peak": 9e7,
        "kept": 400,
        "calls": 5,
        "cached": 1,
        "openai": False,
        "words": 240,
        "lost": False,
    }
    return Outcome({**own, **figures}, NOTED)


def test_the_table_of_sizes_has_every_program_and_walls_beside_the_plain_call(monkeypatch):
    walls = {"ours": 10.0, "plain": 8.0}
    shown = {"ours": {"first_words": 110.5}}
    monkeypatch.setattr(model_path, "is_installed", lambda job: job != "llamaindex")
    monkeypatch.setattr(
        model_path, "once", lambda job, *_, **__: fake({"wall": walls.get(job, 12.0), **shown.get(job, {})})
    )
    rows = model_path.sizes(Namespace(quick=False))
    assert {len(row) for row in rows} == {10}
    assert [row[0].split(", ", 1)[1] for row in rows[1:6]] == [
        "summarize", "one plain call", "gather + merge by hand", "LangChain, map-reduce",
        "LlamaIndex, tree: not installed",
    ]  # fmt: skip
    assert rows[1][1:] == ("10.00", "1.25", "240", "5 (4)", "50", "1.250", "1.00", "90", "0.10")
    assert [row[2] for row in rows[2:6]] == ["1.00", "1.50", "1.50", ""]


def test_where_a_plain_call_does_not_fit_nothing_is_put_beside_it(monkeypatch):
    monkeypatch.setattr(model_path, "once", lambda job, *_, **__: fake({"lost": job == "plain"}))
    rows = model_path.sizes(Namespace(quick=True))
    assert rows[2][0] == "seeds, one plain call, LOST" and {row[2] for row in rows[1:]} == {""}


def test_a_lost_run_is_said_and_its_paid_replies_count_as_unused(monkeypatch):
    monkeypatch.setattr(model_path, "once", lambda job, *_, **__: fake({"lost": job != "ours"}))
    rows = model_path.faults(Namespace(quick=True))
    assert {len(row) for row in rows} == {8}
    lost = [row for row in rows if row[0].endswith("LOST")]
    assert [row[-2:] for row in lost] == [("5", "0")] * 3
    assert rows[1][-2:] == ("5", "5")


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_every_job_runs_against_the_server():
    outcome = once("ours", "4", FAST, **SMALL)
    assert outcome.figures["claims"] > 0
    assert outcome.figures["calls"] == len(outcome.paid)
    assert 0 < outcome.figures["kept"] <= 1.01 * outcome.figures["source"]
    assert all(each["prompt"] <= SMALL["input_tokens"] for each in outcome.paid)
    assert outcome.figures["first_words"] >= levels(outcome.paid)[-1][0]["first"]


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_other_programs_run_write_as_much_and_lose_a_run_that_is_refused():
    with serving(**FAST) as url:
        for job, calls in (("plain", 1), ("gather", 4), ("map_reduce", 4)):
            outcome = measured(url, job, "3")
            assert len(outcome.paid) == calls
            assert 230 <= outcome.figures["words"] <= 270
        assert len(measured(url, "gather", "20").paid) == 17
    outcome = once("plain", "2", {**FAST, "window": 2})
    assert outcome.figures["lost"]
    assert [each["status"] for each in outcome.calls] == [400]


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(("job", "calls"), [("langchain", 4), ("llamaindex", 1)])
def test_the_frameworks_run_where_they_are_installed(job: str, calls: int):
    if not is_installed(job):
        pytest.skip(f"{job} is not installed")
    outcome = once(job, "3", FAST)
    assert len(outcome.paid) == calls
    assert 230 <= outcome.figures["words"] <= 270


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_run_of_the_cache_asks_nothing_and_imports_no_client(tmp_path):
    with serving(**FAST) as url:
        measured(url, "ours", "2", cache=str(tmp_path / "c"), **SMALL)
        outcome = measured(url, "ours", "2", cache=str(tmp_path / "c"), offline=True, **SMALL)
    assert outcome.calls == []
    assert outcome.figures["cached"] > 0
    assert not outcome.figures["openai"]


@pytest.mark.parametrize(("letters", "groups"), [(256_000, 1), (256_001, 2)])
def test_summaries_are_merged_in_groups_that_fit_a_prompt(letters: int, groups: int):
    texts = ["x" * letters, "y" * 256_000]
    found = others._grouped(texts)
    assert len(found) == groups and [text for group in found for text in group] == texts
