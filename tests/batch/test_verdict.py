"""What a batch says of a summary is what the command line says of a single one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.batch.verdict import facts_of, looks_of, why_incomplete
from summarize.cli.delivery import _incomplete
from summarize.records import Check, Notice, Omission, Skipped


def changed(summary, **fields):
    return replace(summary, **fields)


def failing(summary):
    first = summary.claims[0]
    return replace(summary, claims=(replace(first, checks=(Check("names", "fail"),)), *summary.claims[1:]))


CASES = {
    "whole": lambda s: s,
    "skipped": lambda s: changed(s, skipped=(Skipped("a.txt", "no such file"),)),
    "a duplicate": lambda s: changed(s, skipped=(Skipped("a.txt", "a duplicate: read once"),)),
    "fallback": lambda s: changed(s, warnings=(Notice("fallback", "x"),)),
    "lost": lambda s: changed(s, warnings=(Notice("sentence_dropped", "x"),)),
    "call lost": lambda s: changed(s, warnings=(Notice("call_lost", "x"),)),
    "cut off": lambda s: changed(s, warnings=(Notice("reply_cut_off", "x"),)),
    "not read": lambda s: changed(s, warnings=(Notice("not_read", "x"),)),
    "an extra": lambda s: changed(s, warnings=(Notice("headline_dropped", "x"),)),
    "language": lambda s: changed(s, warnings=(Notice("language", "x"),)),
    "stranger": lambda s: changed(s, omitted=(Omission(s.articles[0].id, 0, 1, "off_topic"),)),
    "failed check": failing,
}


@pytest.mark.parametrize("case", CASES)
def test_the_batch_and_the_command_line_agree(summary, case):
    result = CASES[case](replace(summary, warnings=(), skipped=(), omitted=()))
    code, why = why_incomplete(result)
    error = _incomplete(result, strict=True)
    assert code == (error.exit_code if error else 0)
    assert bool(why) == bool(error)


def test_a_failed_check_weighs_more_than_any_warning(summary):
    whole = replace(summary, warnings=(), disagreements=())
    warned = replace(whole, warnings=(Notice("x", "y"),) * 50)
    assert looks_of(whole).weight < looks_of(warned).weight < looks_of(failing(whole)).weight
    assert looks_of(failing(whole)).failed == 1


def test_facts_hold_what_the_index_shows(summary):
    facts = facts_of(summary)
    assert facts["sentences"] == len(summary.claims)
    assert facts["articles"] == 5
    assert facts["headline"] == summary.headline
    assert facts_of(replace(summary, headline=""))["headline"] == summary.claims[0].text
