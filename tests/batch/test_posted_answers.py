"""A batch by files, whole: rounds that come hours later, every fault of a provider, a restart in every gap."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.writer import reply_to
from summarize import BatchOptions, batch_status, summarize_batch
from summarize.batch.ledger import LEDGER, Ledger
from summarize.batch.posted_answers import PostedAnswers
from summarize.config import Config
from summarize.errors import ConfigError, LimitError, ProviderError, RetryableError
from summarize.llm import ScriptedModel
from tests.batch_api_server import BatchServer, Ending, completion
from tests.batches import articles_of, states, write_stories

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
REPOSITORY = Path(__file__).parents[2]
KEY = "sk-test-0123456789abcdefXYZ"
CALL_COST = 0.5 * (100 + 10) / 1_000_000  # dollars: the prices below, halved
STORIES = {f"story-{n}": articles_of(n) for n in range(3)}


def answer(body: dict) -> dict:
    """What a careful model writes, and in its first reply a sentence that no article says."""
    text = reply_to(body, 4_000)
    if body["messages"][0]["content"].startswith("You write one"):
        text += "\n[1] Police counted 777 horses in the town on Monday."
    return completion(text)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A batch over a server's Batch API; the folder is always the same."""

    def run(server, stories=None, options=None, **settings):
        monkeypatch.setenv("OPENAI_BASE_URL", server.url if server else "http://127.0.0.1:9/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        asked = options or BatchOptions(formats=("json",), batch_api=True, poll=0.02, workers=1)
        chosen = {"model": "m", "cache": "none", "price_prompt": 1.0, "price_completion": 1.0} | settings
        return list(summarize_batch(stories or STORIES, tmp_path / "out", options=asked, **chosen))

    return run


def once_each(server: BatchServer) -> bool:
    """Whether no request was answered, and so paid, twice."""
    return len(server.answered) == len(set(server.answered))


def test_rounds_come_one_after_the_other_at_half_the_price(tmp_path, run):
    with BatchServer(answer) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert [result.attempts for result in results] == [1, 1, 1]
    assert len(server.batches) == 3  # writing, mending, reading
    assert once_each(server)
    assert len(server.lines("batch_0")) == len(STORIES)
    usage = [json.loads(result.files["json"].read_text())["usage"] for result in results]
    assert sum(each["calls"] for each in usage) == len(server.answered)
    assert sum(each["cost_usd"] for each in usage) == pytest.approx(len(server.answered) * CALL_COST)
    status = batch_status(tmp_path / "out")
    assert status.cost_usd == pytest.approx(len(server.answered) * CALL_COST)
    assert status.unsettled_calls == 0
    assert server.keys == {f"Bearer {KEY}"}
    assert KEY.encode() not in (tmp_path / "out" / LEDGER).read_bytes()


def test_lines_that_are_lost_expired_or_repeated_cost_another_round_and_nothing_else(run):
    def ending(number: int) -> Ending:
        if number:
            return Ending(repeated=lambda place: place % 2 == 0)
        noise = (b"{", b"[]", b'{"custom_id": 3}', b'{"custom_id": "x-1", "response": null}', b"\xff")
        return Ending(status="expired", lost=lambda n: n == 0, expired=lambda n: n == 1, noise=noise)

    with BatchServer(answer, ending) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert once_each(server)
    assert {line["custom_id"].partition("-")[0] for line in server.lines("batch_0")} != {
        line["custom_id"].partition("-")[0] for line in server.lines("batch_1")
    }
    assert len(server.lines("batch_1")) >= 2  # the two that were lost


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (Ending(lost=lambda n: n == 0), "completed and has no answer"),
        (Ending(status="expired", expired=lambda n: n == 0), "batch_expired"),
        (Ending(status="cancelled", expired=lambda n: n == 0, reason="batch_cancelled"), "batch_cancelled"),
        (Ending(refused=lambda n, _: (500, {"message": "oops"}) if n == 0 else None), "500"),
    ],
)
def test_a_line_that_is_never_answered_fails_its_story_after_three_tries(tmp_path, run, ending, reason):
    with BatchServer(answer, lambda _: ending) as server:
        results = run(server, {"story-0": STORIES["story-0"]})
        assert states(results) == {"story-0": "failed"}
        assert "3 times" in results[0].error
        assert reason in results[0].error
        assert results[0].exit_code == ProviderError.exit_code
        assert len(server.batches) == 3
        server.ending = lambda _: Ending()  # it is tried again when that is asked for
        assert states(run(server, {"story-0": STORIES["story-0"]})) == {"story-0": "failed"}
        assert len(server.batches) == 3
        again = BatchOptions(formats=("json",), batch_api=True, poll=0.02, workers=1, retry="failed")
        assert states(run(server, {"story-0": STORIES["story-0"]}, again)) == {"story-0": "done"}


def test_a_batch_that_is_refused_whole_says_why(tmp_path, run):
    with BatchServer(answer, lambda _: Ending(status="failed", why=f"too many tokens, {KEY}")) as server:
        results = run(server)
    assert set(states(results).values()) == {"failed"}
    assert "too many tokens" in results[0].error
    assert KEY not in results[0].error
    assert batch_status(tmp_path / "out").cost_usd == 0


def test_a_format_that_the_model_does_not_take_is_put_otherwise(run):
    def ending(_: int) -> Ending:
        def refused(_: int, body: dict) -> tuple[int, dict] | None:
            return (400, {"message": "temperature: max_tokens is not supported"}) if "max_tokens" in body else None

        return Ending(refused=refused)

    with BatchServer(answer, ending) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 4  # the first one for nothing
    assert all("max_completion_tokens" in line["body"] for line in server.lines("batch_1"))


def test_wait_0_leaves_after_submitting_and_the_same_command_goes_on(run):
    left = BatchOptions(formats=("json",), batch_api=True, poll=0.02, wait=0, workers=1)
    with BatchServer(answer, lambda _: Ending(looks=2)) as server:
        for _ in range(3):
            with pytest.raises(RetryableError, match="not answered yet"):
                run(server, options=left)
        assert len(server.batches) == 2
        for _ in range(8):
            try:
                results = run(server, options=left)
            except RetryableError:
                continue
            break
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 3
    assert once_each(server)


def test_money_is_reserved_at_half_the_price_before_anything_is_sent(tmp_path, run):
    """Only as many first calls as the money allows are submitted; the others wait for what the first ones leave."""
    with BatchServer(answer) as server:
        with pytest.raises(LimitError, match="max_cost"):
            run(server, max_cost=0.0001)
        assert not server.requests
        with pytest.raises(LimitError, match="max_calls"):
            run(server, max_calls=2)
        assert len(server.lines("batch_0")) == 2
        spent = batch_status(tmp_path / "out").cost_usd
        assert spent == pytest.approx(2 * CALL_COST)
        assert set(states(run(server)).values()) == {"done"}
    assert once_each(server)


def test_a_provider_that_fails_for_a_while_is_asked_again(run):
    failures = {"upload": 2, "submit": 2, "look": 2, "fetch": 2}

    def status(name: str) -> int:
        failures[name] = failures.get(name, 0) - 1
        return 503 if failures[name] >= 0 else 200

    with BatchServer(answer, status=status) as server:
        results = run(server)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 3
    assert once_each(server)


def test_a_provider_that_refuses_ends_the_batch_with_its_reason(run):
    with BatchServer(answer, status=lambda name: 401 if name == "submit" else 200) as server:
        with pytest.raises(ProviderError, match="401"):
            run(server)
        server.status = lambda _: 200
        assert set(states(run(server)).values()) == {"done"}
    assert once_each(server)
    assert server.requests.count("upload") == 3


def test_a_kept_reply_is_not_submitted(tmp_path, run):
    with BatchServer(answer) as server:
        run(server, cache=str(tmp_path / "c.sqlite"))
        before = len(server.answered)
        for left in (tmp_path / "out").iterdir():
            left.unlink()
        results = run(server, cache=str(tmp_path / "c.sqlite"))
        assert len(server.answered) == before
    usage = json.loads(results[0].files["json"].read_text())["usage"]
    assert (usage["calls"], usage["cost_usd"]) == (0, 0)
    assert usage["cached_calls"] >= 3


@pytest.mark.parametrize("chosen", [{"engine": "embedded"}, {"tier": "flex"}])
def test_what_does_not_go_together_is_refused(run, chosen):
    with pytest.raises(ConfigError):
        run(None, **({"model": "m"} | chosen if "tier" in chosen else {"model": "", **chosen}))


def test_a_model_of_ones_own_has_no_files(tmp_path):
    with Ledger(tmp_path) as ledger, pytest.raises(ConfigError, match="OpenAI-compatible"):
        PostedAnswers(replace(Config(), engine="model", check="values"), ledger, ScriptedModel([]))


GAPS = [(when, name) for name in ("upload", "submit", "look", "fetch") for when in ("before", "after")]


def test_a_restart_in_every_gap_of_every_round_submits_nothing_twice(tmp_path):
    """The process is ended before and after each request of each of three rounds, 24 times, by kill -9."""
    path, out = write_stories(tmp_path / "s.jsonl", 2), tmp_path / "out"
    ended: set[tuple[str, str, int]] = set()
    process: list[subprocess.Popen] = []

    def gap(when: str):
        def end(name: str) -> None:
            made = len(server.batches)
            number = made if name == "upload" or (when, name) == ("before", "submit") else made - 1
            place = (when, name, number)
            if (when, name) in GAPS and place not in ended:
                ended.add(place)
                process[0].kill()
                process[0].wait()

        return end

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SUMMARIZE_"))}
    with BatchServer(answer, before=gap("before"), after=gap("after")) as server:
        environment = kept | {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
        command = [sys.executable, "-m", "summarize", "batch", str(path), "--into", str(out), "--config", "none"]
        command += ["--format", "json", "--workers", "1", "--model", "m", "--cache", "none", "--batch-api"]
        command += ["--price-prompt", "1", "--price-completion", "1", "--poll", "0.1"]
        for _ in range(40):
            process[:] = [subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, stdout=-3)]
            said = process[0].communicate()[1].decode()
            assert KEY not in said
            if process[0].returncode >= 0:
                break
        assert process[0].returncode == 0, said
    assert len(ended) >= 24
    assert len(server.batches) == 3
    assert once_each(server)
    assert {json.loads(each.read_text())["run"]["engine"] for each in out.glob("story-*.json")} == {"model"}
    status = batch_status(out)
    assert (status.states["done"], status.unsettled_calls) == (2, 0)
    assert status.cost_usd == pytest.approx(len(server.answered) * CALL_COST)


def test_calls_go_by_files_as_a_run_over_a_file_reads_and_writes_them(tmp_path, run):
    """Each run of the command writes a file of calls and leaves; what answers them is started in between."""
    folder = tmp_path / "files"
    options = BatchOptions(formats=("json",), batch_files=str(folder), poll=0.02, wait=0, workers=1)
    results = []
    for number in range(1, 4):
        with pytest.raises(RetryableError, match="not answered yet"):
            run(None, options=options)
        given = sorted(folder.glob("*.in.jsonl"))
        assert len(given) == number
        for file in given:
            out = file.with_name(file.name.replace(".in.", ".out."))
            lines = [json.loads(line) for line in file.read_text().splitlines()]
            told = [
                {"custom_id": x["custom_id"], "response": {"status_code": 200, "body": answer(x["body"])}}
                for x in lines
            ]
            out.write_text("".join(f"{json.dumps(each)}\n" for each in told))
    results = run(None, options=options)
    assert set(states(results).values()) == {"done"}
    calls = sum(file.read_text().count("\n") for file in folder.glob("*.in.jsonl"))
    assert batch_status(tmp_path / "out").cost_usd == pytest.approx(
        2 * calls * CALL_COST
    )  # nobody gives half the price


def test_a_reply_that_was_spent_on_reasoning_is_asked_again_in_another_round(run):
    def thoughtful(body: dict) -> dict:
        if body["messages"][0]["content"].startswith("You write one") and body["max_tokens"] < 9_000:
            told = completion("", written=100)
            told["choices"][0]["finish_reason"] = "length"
            told["usage"]["completion_tokens_details"] = {"reasoning_tokens": 100}
            return told
        return completion(reply_to(body, 4_000))

    with BatchServer(thoughtful) as server:
        results = run(server, {"story-0": STORIES["story-0"]}, check="values", output_tokens=5_000)
    assert set(states(results).values()) == {"done"}
    assert len(server.batches) == 2
    assert server.lines("batch_1")[0]["body"]["max_tokens"] > server.lines("batch_0")[0]["body"]["max_tokens"]
    assert json.loads(results[0].files["json"].read_text())["usage"]["calls"] == 2
