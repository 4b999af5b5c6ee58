"""`summarize_batch` with real processes: results as they come, resuming, poison, kills of the parent and of workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import (
    BatchOptions,
    ScriptedModel,
    batch_status,
    forecast_batch,
    load_articles,
    preview,
    summarize_batch,
    verify_summary,
)
from summarize.batch import local
from summarize.batch.driver import SAMPLE, _RunningBatch
from summarize.batch.ledger import LEDGER
from summarize.config import Config
from summarize.errors import ConfigError, InputError, OutputError, ProviderError, UsageError
from tests.batch.test_steps import reply
from tests.batches import TRAP, articles_of, states, write_stories

REPOSITORY = Path(__file__).parents[2]
TWO = BatchOptions(workers=2, formats=("json",))

MODEL = Config(engine="model", model="gpt-4.1-mini")


def batch(stories, into, options=TWO, **rest):
    return list(summarize_batch(stories, into, options=options, engine=rest.pop("engine", "embedded"), **rest))


def test_stories_are_summarized_and_the_same_call_does_nothing_again(tmp_path):
    path, out = write_stories(tmp_path / "s.jsonl", 6), tmp_path / "out"
    results = batch(path, out)
    assert set(states(results).values()) == {"done"}
    assert not any(result.resumed for result in results)
    before = {each.name: each.stat().st_mtime_ns for each in out.glob("story-*.json")}
    again = batch([path], out)
    assert all(result.resumed for result in again)
    assert {each.name: each.stat().st_mtime_ns for each in out.glob("story-*.json")} == before
    assert len((out / "index.jsonl").read_text().splitlines()) == 6
    assert not list(out.glob(".batch-*"))


def test_a_changed_article_or_setting_reruns_its_story_only(tmp_path):
    path, out = write_stories(tmp_path / "s.jsonl", 4), tmp_path / "out"
    batch(path, out)
    write_stories(path, 4, {2: "The council met twice."})
    again = batch(path, out)
    assert [result.story for result in again if not result.resumed] == ["story-002"]
    assert all(not result.resumed for result in batch(path, out, words=60))
    assert all(result.resumed for result in batch(path, out, words=60, rpm=9))


def test_poison_stories_are_quarantined_and_their_neighbours_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "_BOOT", TRAP)
    path = write_stories(tmp_path / "s.jsonl", 8, {1: "POISON", 5: "GREEDY"})
    results = batch(path, tmp_path / "out")
    found = states(results)
    assert {key for key, state in found.items() if state == "quarantined"} == {"story-001", "story-005"}
    assert list(found.values()).count("done") == 6
    status = batch_status(tmp_path / "out")
    assert (status.states["quarantined"], status.states["done"]) == (2, 6)
    assert {each.story: each.error.split(" (")[0] for each in status.troubles} == {
        "story-001": "its process crashed",
        "story-005": "it needs more than 2 GB of memory",
    }
    assert all(result.resumed for result in batch(path, tmp_path / "out"))
    monkeypatch.undo()
    options = BatchOptions(workers=2, formats=("json",), retry="failed")
    healed = batch(path, tmp_path / "out", options)
    assert {result.story for result in healed if not result.resumed} == {"story-001", "story-005"}
    assert set(states(healed).values()) == {"done"}


def test_a_folder_of_record_files_can_be_verified(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "s.jsonl").write_text("".join(json.dumps(each) + "\n" for each in articles_of(1)))
    results = batch(folder, tmp_path / "out")
    assert [result.story for result in results] == ["s"]
    assert list(verify_summary(results[0].files["json"])) == []


def test_stories_need_no_file_and_a_summary_of_theirs_can_be_verified(tmp_path):
    given = {"a": articles_of(1), "b": load_articles(articles_of(2))}
    results = batch(given, tmp_path / "out")
    assert states(results) == {"a": "done", "b": "done"}
    assert all(list(verify_summary(result.files["json"])) == [] for result in results)
    assert all(result.resumed for result in batch(list(given.items()), tmp_path / "out"))


def test_a_pile_is_sorted_into_stories_first(tmp_path):
    pile = tmp_path / "pile.jsonl"
    other = {"title": "Comet seen", "published": "2025-02-17", "text": "A comet was seen over the observatory in Ossa. "
             "Astronomers expect it to fade within a week. The telescope will follow it every night."}  # fmt: skip
    pile.write_text("".join(json.dumps(each) + "\n" for each in [*articles_of(1), other]))
    results = batch(pile, tmp_path / "out", BatchOptions(formats=("json",), workers=1, group=True))
    assert len(results) == 2
    assert sorted(len(json.loads(each.files["json"].read_text())["articles"]) for each in results) == [1, 3]


def test_a_story_without_an_article_fails_alone(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 2)
    with path.open("a") as file:
        file.write('{"id": "empty", "articles": []}\n{"id": "bad", "articles": [{"text": ""}]}\n')
    results = {each.story: each for each in batch(path, tmp_path / "out")}
    assert (results["empty"].state, results["empty"].exit_code) == ("failed", 4)
    assert (results["bad"].state, results["bad"].files) == ("failed", {})
    assert results["story-001"].state == "done"


@pytest.mark.parametrize(
    ("stories", "error"),
    [
        ([], InputError),
        (["no such folder"], InputError),
        (["x", ("a", [])], UsageError),
        ("http://e.org/", UsageError),
    ],
)
def test_nothing_to_do_is_said(tmp_path, stories, error):
    with pytest.raises(error):
        batch(stories, tmp_path / "out")


@pytest.mark.parametrize(
    "wrong",
    [{"formats": ()}, {"formats": ("pdf",)}, {"formats": ("json", "json")}, {"retry": "some"}, {"workers": -1},
     {"story_deadline": 0.0}, {"story_memory": -1}, {"poll": 0.0}, {"wait": -1.0},
     {"batch_api": True, "batch_files": "files"}],
)  # fmt: skip
def test_options_are_checked(wrong):
    with pytest.raises(ConfigError):
        BatchOptions(**wrong)


def test_settings_are_checked(tmp_path):
    with pytest.raises(ConfigError, match="is not a setting"):
        batch({}, tmp_path, word=3)
    with pytest.raises(ConfigError, match="leave one of them out"):
        batch({"a": articles_of(1)}, tmp_path, model=ScriptedModel([]))


def test_a_model_that_is_given_writes_the_summaries(tmp_path):
    model = ScriptedModel(lambda call: reply(call).text)
    results = batch({"a": articles_of(1), "b": articles_of(2)}, tmp_path, model=model, engine="auto", check="values")
    assert {json.loads(each.files["json"].read_text())["run"]["engine"] for each in results} == {"model"}
    assert len(model.calls) >= 2


def test_who_stops_taking_results_ends_the_batch_and_can_go_on(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 12)
    for result in summarize_batch(path, tmp_path / "out", options=TWO, engine="embedded"):
        assert result.state == "done"
        break
    assert (tmp_path / "out" / "index.html").is_file()
    assert batch_status(tmp_path / "out").states["running"] == 0
    assert len(batch(path, tmp_path / "out")) == 12


def test_a_folder_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        batch(write_stories(tmp_path / "s.jsonl", 1), tmp_path / "out")


def command(path: Path, out: Path, *more: str) -> list[str]:
    arguments = ["batch", str(path), "--into", str(out), "--config", "none", "--format", "json", "--workers", "2"]
    return [sys.executable, "-m", "summarize", *arguments, *more]


def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARIZE_"))}
    return kept | {"XDG_CACHE_HOME": str(tmp_path / "cache")}


def written(out: Path) -> int:
    return len(list(out.glob("story-*.json")))


def whole(out: Path) -> bool:
    """Whether every file of a story is whole JSON."""
    return all(json.loads(each.read_text())["claims"] for each in out.glob("story-*.json"))


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_a_parent_that_is_killed_leaves_nothing_torn_and_loses_nothing(tmp_path, after):
    path, out = write_stories(tmp_path / "s.jsonl", 14), tmp_path / "out"
    process = subprocess.Popen(
        command(path, out), cwd=REPOSITORY, env=environment(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True
    )
    until(lambda: written(out) >= after and (out / LEDGER).exists())
    process.kill()
    process.wait()
    assert whole(out)
    status = batch_status(out) if written(out) else None
    assert status is None or not status.active
    done = {each.name: each.stat().st_mtime_ns for each in out.glob("story-*.json")}
    results = batch(path, out)
    assert len(results) == 14
    assert set(states(results).values()) == {"done"}
    resumed = [result for result in results if result.resumed]
    assert len(resumed) >= (status.states["done"] if status else 0)
    assert all(result.files["json"].stat().st_mtime_ns == done[result.files["json"].name] for result in resumed)
    assert whole(out)


def test_ctrl_c_ends_with_130_and_a_ledger_that_is_right(tmp_path):
    path, out = write_stories(tmp_path / "s.jsonl", 40), tmp_path / "out"
    process = subprocess.Popen(
        command(path, out), cwd=REPOSITORY, env=environment(tmp_path), stderr=subprocess.PIPE, start_new_session=True
    )
    until(lambda: written(out) >= 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in said
    assert b"Traceback" not in said
    status = batch_status(out)
    assert status.states["running"] == 0
    assert status.states["done"] == written(out)
    assert (out / "index.html").is_file()


def test_workers_that_are_killed_cost_nothing(tmp_path):
    path, out = write_stories(tmp_path / "s.jsonl", 30), tmp_path / "out"
    process = subprocess.Popen(
        command(path, out), cwd=REPOSITORY, env=environment(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True
    )
    for count in (3, 9):
        until(lambda count=count: written(out) >= count or process.poll() is not None)
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
            break
    process.wait(120)
    assert process.returncode == 0
    assert written(out) == 30
    assert whole(out)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text()
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            found.append(int(entry.name))
    return found


def until(holds) -> None:
    """Wait until something holds; the machine may be busy, so only an hour is too long."""
    for _ in range(36_000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to hold")


def test_a_model_may_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "https://example.org/v1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ProviderError, match=r"no key for https://example\.org/v1"):
        list(summarize_batch({"a": articles_of(1)}, tmp_path / "out", model="some-model", options=TWO))
    assert batch_status(tmp_path / "out").states["queued"] == 1


def test_a_batch_that_ends_at_once_is_left_without_a_word():
    class Idle:
        halt = None

        async def run(self, tell) -> None:
            tell("a result")

        class executor:
            @staticmethod
            async def close() -> None:
                pass

    for _ in range(100):
        with _RunningBatch(Idle()) as working:
            assert list(working.results()) == ["a result"]


def test_stories_alike_cost_what_one_costs_times_their_number(tmp_path):
    one = preview(load_articles(articles_of(0)), config=MODEL)
    found = forecast_batch({f"s{n}": articles_of(0) for n in range(7)}, config=MODEL)
    assert (found.stories, found.sampled, found.engine) == (7, 7, "model")
    assert found.calls == 7 * (len(one.calls) + one.check_calls)
    assert found.likely_cost_usd == pytest.approx(7 * (one.most_first_cost_usd + one.check_cost_usd))
    assert found.most_cost_usd == pytest.approx(7 * (one.most_cost_usd + one.check_cost_usd))
    assert found.prompt_tokens == 7 * (sum(size for _, size in one.calls) + one.check_prompt_tokens)


@pytest.mark.parametrize(("stories", "looked_at"), [(SAMPLE, SAMPLE), (SAMPLE + 1, 11), (3 * SAMPLE, SAMPLE)])
def test_no_more_stories_are_looked_at_than_a_sample(tmp_path, stories, looked_at):
    found = forecast_batch(write_stories(tmp_path / "s.jsonl", stories), config=MODEL)
    assert (found.stories, found.sampled) == (stories, looked_at)
    one = forecast_batch(write_stories(tmp_path / "one.jsonl", 1), config=MODEL)
    assert found.likely_cost_usd == pytest.approx(stories * one.likely_cost_usd, rel=0.05)


def test_a_price_that_is_not_known_is_not_nothing(tmp_path):
    found = forecast_batch({"a": articles_of(0)}, config=replace(MODEL, model="nobody-knows-it"))
    assert (found.likely_cost_usd, found.most_cost_usd) == (None, None)


def test_the_batch_api_costs_half(tmp_path):
    given = {"a": articles_of(0)}
    usual = forecast_batch(given, config=MODEL)
    half = forecast_batch(given, config=MODEL, options=BatchOptions(batch_api=True))
    assert half.half_price
    assert not usual.half_price
    assert 2 * half.likely_cost_usd == pytest.approx(usual.likely_cost_usd)
    assert 2 * half.most_cost_usd == pytest.approx(usual.most_cost_usd)
    assert half.calls == usual.calls
    by_files = forecast_batch(given, config=MODEL, options=BatchOptions(batch_files="files"))
    assert by_files == usual


def test_without_a_model_nothing_is_looked_at(tmp_path):
    path = write_stories(tmp_path / "s.jsonl", 3)
    with path.open("a") as file:
        file.write("{\n")
    found = forecast_batch(path, config=Config(engine="embedded"))
    assert (found.stories, found.skipped, found.sampled, found.likely_cost_usd) == (3, 1, 0, 0.0)


def test_a_story_that_would_fail_is_not_reckoned_with(tmp_path):
    found = forecast_batch({"a": articles_of(0), "b": []}, config=MODEL)
    assert (found.stories, found.sampled) == (2, 1)
    with pytest.raises(InputError, match="none of the stories"):
        forecast_batch({"b": []}, config=MODEL)
    with pytest.raises(InputError, match="no story"):
        forecast_batch({}, config=MODEL)
