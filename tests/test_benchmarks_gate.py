"""The gate's quality does not fall: labelled sentences, and finished summaries changed in one place."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from benchmarks import gate, gate_cases, jobs
from benchmarks.corruptions import KINDS, corruptions, stock_of
from benchmarks.gate_cases import articles_of, cases, judge, shares
from summarize.records import Claim, Evidence


@pytest.mark.parametrize(("part", "caught", "alarms"), [("dev", 0.97, 0.03), ("held", 0.93, 0.11)])
def test_the_gate_keeps_what_it_catches_on_labelled_sentences(part: str, caught: float, alarms: float) -> None:
    measured = shares(judge(cases(part)))
    assert measured[0] >= caught
    assert measured[1] <= alarms


def test_every_label_stands_on_its_article() -> None:
    found = [case for part in gate_cases.PARTS for case in cases(part)]
    assert len(found) >= 600
    assert len({case.id for case in found}) == len(found)
    for case in found:
        texts = {article.id: article.text for article in articles_of(case.story)}
        for span in case.claim.evidence:
            assert texts[span.article][span.start : span.end] == span.text, case.id


def test_the_table_has_a_row_for_every_label(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = gate.labelled(argparse.Namespace())
    assert {len(row) for row in rows} == {7}
    assert {"figure", "swapped roles", "all altered", "faithful paraphrases"} <= {row[0] for row in rows}


@pytest.mark.parametrize("engine", ["embedded", "recorded"])
def test_a_change_of_a_finished_summary_is_found_and_named(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    summaries = getattr(gate, engine)()
    total, wrong = gate.untouched(summaries)
    assert total >= 20
    assert wrong / total < 0.03
    found = gate.in_summaries(summaries, 42, seed=7)
    assert sum(each.found and each.named for each in found) >= 0.95 * len(found)


def test_a_change_of_a_paraphrase_is_found_and_named() -> None:
    found = gate.in_paraphrases(140, seed=7)
    assert sum(each.found and each.named for each in found) >= 0.95 * len(found)


def test_corruptions_are_the_same_every_time_and_change_one_thing() -> None:
    text = "Ana Ruiz said on Monday that 18 people did not leave Leeds, “a sad day,” for 3 hours."
    claim = Claim(id="c", text=text, evidence=(Evidence("a", 0, len(text), text),), attributed_to="Ana Ruiz")
    stock = stock_of(["Tom Bell met Jo Park. Jo Park told Tom Bell. They spoke about weather."])
    made = list(corruptions([claim], stock, 21, seed=1))
    assert made == list(corruptions([claim], stock, 21, seed=1))
    assert {corruption.kind for corruption in made} == set(KINDS) - {"negation"}  # "did leave" would be no sentence
    for corruption in made:
        assert corruption.claim.text != text
        assert corruption.after in corruption.claim.text


def test_the_gate_job_measures_a_time() -> None:
    assert jobs.gate(2, 1)["cpu"] > 0
