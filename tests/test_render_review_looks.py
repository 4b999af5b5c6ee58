from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.records import Check, Claim, Evidence
from summarize.render.review_looks import KINDS, all_checks, looks, outcome_word, outcomes, support
from tests.review_story import CLAIMS, FULL, passed

SPAN = Evidence("a", 0, 4, "Rain")
CALM = Claim(id="c", text="Rain", evidence=(SPAN,), articles=2, origins=2, checks=passed())


def kinds(claim: Claim) -> list[str]:
    return [look.kind for look in looks(claim, FULL.disagreements)]


def test_a_claim_that_needs_no_second_look_has_none():
    assert kinds(CALM) == []


@pytest.mark.parametrize(
    ("claim", "kind", "words"),
    [
        (replace(CALM, checks=passed(Check("dates", "fail", "May"))), "failed", "failed a check"),
        (replace(CALM, evidence=()), "unsourced", "cites nothing"),
        (replace(CALM, worded_otherwise=(SPAN,)), "otherwise", "quotation worded otherwise elsewhere"),
        (replace(CALM, checks=passed(Check("quotes", "not_run"))), "unchecked", "not checked: quotes"),
        (replace(CALM, checks=()), "unchecked", "not checked: support, names, numbers, dates, quotes"),
        (replace(CALM, evidence=(replace(SPAN, by="match"),)), "compared", "cited by comparing words only"),
        (replace(CALM, origins=1), "alone", "rests on one report"),
    ],
)
def test_each_reason_is_said_in_words(claim: Claim, kind: str, words: str):
    (look,) = looks(claim, ())
    assert (look.kind, look.words) == (kind, words)
    assert kind in KINDS


def test_a_claim_on_one_side_of_a_disagreement_is_disputed():
    assert [(look.kind, look.words) for look in looks(CLAIMS[0], FULL.disagreements)] == [
        ("disputed", "disputed: see disagreement 1")
    ]
    assert kinds(CLAIMS[3]) == ["disputed", "unchecked", "alone"]
    beside = replace(CLAIMS[0], evidence=(replace(CLAIMS[0].evidence[0], start=162, end=163),))
    assert kinds(beside) == []


def test_what_weighs_most_comes_first():
    claim = replace(CALM, evidence=(), origins=0, checks=passed(Check("names", "fail"), Check("dates", "not_run")))
    assert kinds(claim) == ["failed", "unsourced", "unchecked"]


def test_outcomes_name_their_checks_and_failures_come_first():
    claim = replace(CALM, checks=passed(Check("numbers", "fail"), Check("dates", "not_run")))
    assert outcomes(claim) == [
        ("fail", "numbers: FAILED"),
        ("pass", "support, names, quotes: passed"),
        ("not_run", "dates, meaning: not run"),
    ]


def test_a_check_nobody_mentions_was_not_run():
    assert [check.outcome for check in all_checks(replace(CALM, checks=()))] == ["not_run"] * 6
    assert outcome_word("not_run") == "not run"


def test_support_counts_articles_and_reports():
    assert support(CALM) == "2 articles, 2 reports"
    assert support(replace(CALM, articles=3, origins=1, kind="quote")) == "3 articles, 1 report only · quote"
