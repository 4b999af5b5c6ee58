"""Finished summaries of the seeds with a forged account: the sentences are found again and speak against it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from summarize import load_articles, render_json, summarize, verify_summary
from summarize.audit.recompute import is_ours
from summarize.report.digest import digest_of
from summarize.version import VERSION

ROOT = Path(__file__).parents[2]
NOTE = "The bridge over the river was closed on Monday after a barge hit it. Ferries will run every hour until May."


@pytest.fixture(scope="module")
def finished() -> dict:
    """A real summary of the seeds, as parsed JSON."""
    articles = load_articles([ROOT / "seeds"])
    return json.loads(render_json(summarize(articles)))


def found(data: dict) -> list[str]:
    return [str(finding) for finding in verify_summary(data | {"digest": digest_of(data)}, root=ROOT)]


def move(data: dict, old: str, new: str) -> None:
    """Change one omission's reason together with the counts, so that all sums still fit."""
    next(item for item in data["omitted"] if item["reason"] == old)["reason"] = new
    counts = data["accounting"]["omitted"]
    counts[old] -= 1
    counts[new] = counts.get(new, 0) + 1


def test_an_untouched_summary_has_no_findings(finished: dict) -> None:
    assert found(finished) == []


def test_so_has_one_that_keeps_boilerplate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{NOTE}\n\nSubscribe to our newsletter\n", encoding="utf-8")
    summary = summarize(load_articles([tmp_path / "a.txt"]), keep_boilerplate=True)
    assert verify_summary(json.loads(render_json(summary)), root=tmp_path) == ()


@pytest.mark.parametrize(("old", "new"), [("budget", "boilerplate"), ("boilerplate", "budget"), ("budget", "title")])
def test_a_reason_moved_together_with_its_count_is_found(finished: dict, old: str, new: str) -> None:
    data = copy.deepcopy(finished)
    move(data, old, new)
    (said,) = found(data)
    assert said.startswith(f"omitted: the reason {new} does not fit characters")


def test_used_and_sentences_raised_together_are_found(finished: dict) -> None:
    data = copy.deepcopy(finished)
    data["accounting"]["used"] += 1
    data["accounting"]["sentences"] += 1
    assert [said.partition(" is ")[0] for said in found(data)] == ["accounting: sentences", "accounting: used"]


def test_a_changed_kind_and_a_removed_speaker_are_found(finished: dict) -> None:
    data = copy.deepcopy(finished)
    claim = next(claim for claim in data["claims"] if claim["attributed_to"])
    claim["attributed_to"] = None
    claim["kind"] = "fact" if claim["kind"] == "quote" else "quote"
    said = found(data)
    assert len(said) == 2
    assert all("read again it is" in each and claim["id"] in each for each in said)


def test_another_version_is_not_recounted(finished: dict) -> None:
    data = copy.deepcopy(finished)
    data["run"]["version"] = "0.0.0"
    move(data, "budget", "boilerplate")
    assert found(data) == []
    assert is_ours({"version": VERSION})
    assert not is_ours(data["run"])


@pytest.mark.parametrize("config", [[], {}, {"language": 5, "keep_boilerplate": False}, {"language": "en"}])
def test_a_strange_configuration_never_raises(finished: dict, config: object) -> None:
    data = copy.deepcopy(finished)
    data["run"]["config"] = config
    found(data)
