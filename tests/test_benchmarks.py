"""The benchmarks' articles are the same every time, and every part runs. Nothing here judges a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import jobs
from benchmarks.corpus import KINDS, LENGTH, make_articles, make_pile, sentences
from benchmarks.measure import ChildError, Cost, cpu_of, peak_memory, run, run_in_turns

ROOT = Path(__file__).resolve().parents[1]
kinds = pytest.mark.parametrize("kind", KINDS)


def paragraphs(kind: str, count: int) -> list[str]:
    """Give all paragraphs of some articles."""
    return [line for article in make_articles(count, kind) for line in article["text"].split("\n\n")]


@kinds
def test_the_same_call_gives_the_same_articles(kind: str) -> None:
    assert make_articles(3, kind) == make_articles(3, kind)
    assert make_articles(3, kind) == make_articles(6, kind)[:3]


@kinds
def test_articles_do_not_depend_on_the_process(kind: str) -> None:
    code = f"import json; from benchmarks.corpus import make_articles; print(json.dumps(make_articles(2, {kind!r})))"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) == make_articles(2, kind)


@kinds
def test_another_seed_gives_other_articles(kind: str) -> None:
    assert make_articles(1, kind, seed=1) != make_articles(1, kind, seed=2)


@kinds
def test_articles_have_about_the_stated_length(kind: str) -> None:
    lengths = [len(article["text"].split()) for article in make_articles(100, kind)]
    assert LENGTH - 35 <= min(lengths) <= max(lengths) <= LENGTH + 35
    assert LENGTH - 3 <= sum(lengths) / 100 <= LENGTH + 3


def test_repeats_hold_nothing_but_the_seeds_sentences_as_they_are() -> None:
    rest = "\n".join(paragraphs("repeats", 3))
    for sentence in sorted(sentences(), key=len, reverse=True):
        rest = rest.replace(sentence, "")
    assert not rest.strip()


def test_hardly_a_sentence_of_varied_articles_stands_twice() -> None:
    found = paragraphs("varied", 50)
    assert len(set(found)) == len(found)
    assert sum(sentence in "\n".join(found[:40]) for sentence in sentences()) < len(sentences()) / 10


def test_no_articles_are_no_articles() -> None:
    assert make_articles(0) == []


def test_the_cost_of_a_child_is_its_own() -> None:
    cost = run([sys.executable, "-c", "print('x' * 3)"])
    assert (cost.cpu > 0, cost.peak > 1_000_000, cost.output) == (True, True, b"xxx\n")


def test_a_failing_child_is_reported_by_its_last_line() -> None:
    with pytest.raises(ChildError, match="no such day"):
        run([sys.executable, "-c", "raise SystemExit('first\\nno such day')"])
    with pytest.raises(ChildError, match="exit status 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_commands_in_turns_keep_their_names() -> None:
    command = [sys.executable, "-I", "-S", "-c", "pass"]
    assert list(run_in_turns({"a": command, "b": command}, rounds=1)) == ["a", "b"]


def test_costs_inside_a_process_are_seconds_and_bytes() -> None:
    assert cpu_of(lambda: sum(range(1000))) >= 0
    assert 5_000_000 < peak_memory() < 10**11


def test_the_engine_job_measures_reading_and_summarizing() -> None:
    figures = jobs.engine(3, "varied", 1)
    assert figures.keys() == {"reading", "cpu", "before", "peak", "claims"}
    assert figures["claims"] > 0
    assert figures["peak"] >= figures["before"] > 0


def test_the_throughput_job_measures_every_kind_of_work() -> None:
    figures = jobs.throughput(2, 1)
    assert figures.keys() == {"megabytes", "bare"} | {
        name + suffix for name in ("split", "count", "pieces") for suffix in ("", "_ratio")
    }
    assert all(value > 0 for value in figures.values())


def test_growth_is_the_exponent_between_two_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    def quadratic(_: str, count: int, *__: object) -> dict[str, float]:
        return {"reading": 0.0, "cpu": count**2 / 1e6, "before": 20e6, "peak": 30e6, "claims": 9}

    monkeypatch.setattr(benchmarks, "_job", quadratic)
    options = benchmarks.argparse.Namespace(articles=[10, 100])
    assert [row[3:] for row in benchmarks.engine(options)[1:3]] == [("", "30", "20", "9"), ("2.00", "30", "20", "9")]


def test_start_up_compares_every_process_with_importing_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmarks, "run_in_turns", lambda commands, *_: dict.fromkeys(commands, Cost(0.1, 20_000_000)))
    rows = benchmarks.start_up(benchmarks.argparse.Namespace(quick=True))
    assert [row[1:4] for row in rows[1:]] == [("0.100", "1.00", "20")] * 5


def test_the_report_is_markdown_and_says_when_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmarks, "PARTS", {"one": lambda _: [("work", "s"), ("walk", "1.0")]})
    assert benchmarks.main(["one"]) == 0
    told = capsys.readouterr().out
    assert told.endswith("\n| work | s |\n| --- | ---: |\n| walk | 1.0 |\n")
    assert "CPUs, load" in told
    assert benchmarks.machine(datetime(2026, 1, 2, tzinfo=UTC)).startswith("Measured 2026-01-02: Python 3.")


def test_a_part_that_fails_is_named_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> benchmarks.Rows:
        raise ChildError("out of paper")

    monkeypatch.setattr(benchmarks, "PARTS", {"bad": fail, "good": lambda _: [("fine",)]})
    assert benchmarks.main([]) == 1
    told = capsys.readouterr().out
    assert "bad: not measured (out of paper)" in told
    assert "| fine |" in told


@pytest.mark.parametrize("arguments", [["nothing"], ["--articles", "0"], ["--articles", "x"]])
def test_wrong_arguments_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        benchmarks.main(arguments)


def test_a_pile_is_the_same_every_time_and_knows_its_stories() -> None:
    pile = make_pile(30)
    assert pile == make_pile(30) != make_pile(30, seed=1)
    assert len(pile) == 30 > len({record["story"] for record in pile}) > 3
    assert all(250 <= len(record["text"].split()) <= 760 for record in pile)


def test_sorting_a_pile_is_measured() -> None:
    figures = jobs.group(30)
    assert figures["stories"] >= 3
    assert 0.9 <= figures["right"] <= 1
    assert figures["whole"] > 0.9
