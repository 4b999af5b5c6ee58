from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.records import Check, Claim, Skipped
from summarize.render.review_verdict import line, outcome, verdict
from tests.review_story import CLAIMS, EMPTY, FULL, passed

READ = replace(CLAIMS[0], checks=passed())
OWN = replace(READ, checks=passed(Check("verbatim", "pass"), Check("meaning", "not_run", "its own words")))
UNREAD = replace(READ, checks=passed(Check("meaning", "not_run", "no model read it")))
FAILED = replace(READ, checks=passed(Check("names", "fail", "no such name")))
BARE = replace(READ, checks=())


@pytest.mark.parametrize(
    ("claim", "key"), [(READ, "supported"), (OWN, "own"), (UNREAD, "values"), (FAILED, "look"), (BARE, "unchecked")]
)
def test_a_sentence_counts_under_its_worst_outcome(claim: Claim, key: str):
    assert outcome(claim) == key


def test_a_failed_extract_is_to_look_at_though_it_is_word_for_word():
    assert outcome(replace(OWN, checks=(*OWN.checks, Check("dates", "fail")))) == "look"


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([OWN] * 9, "9 sentences, each in its source’s own words"),
        ([READ] * 3, "3 sentences, read and supported"),
        ([READ] * 11 + [FAILED], "12 sentences: 11 read and supported, 1 to look at"),
        ([READ, OWN, UNREAD, BARE], "4 sentences: 1 in the source’s own words, 1 read and supported, 1 with names, "
         "figures and dates found in the sources, not read, 1 not checked"),
        ([FAILED], "1 sentence, to look at"),
        ([FAILED, FAILED], "2 sentences, all to look at"),
        ([UNREAD] * 2, "2 sentences, with names, figures, dates and quotations found in the sources, but not read"),
        ([], "No sentence"),
    ],
)  # fmt: skip
def test_the_verdict_counts_every_sentence_once(claims: list[Claim], words: str):
    assert line(replace(EMPTY, claims=tuple(claims))) == words


def test_what_differs_and_what_was_not_used_is_counted_and_leads_to_its_place():
    parts = verdict(FULL)
    assert [(part.words, part.link) for part in parts] == [
        ("7 sentences: 4 read and supported", ""),
        ("3 to look at", "look"),
        ("2 points differ", "disagreements"),
        ("1 point is told differently", "told"),
        ("1 input was not used", "notes"),
    ]
    assert line(FULL).startswith("7 sentences: 4 read and supported, 3 to look at; 2 points differ; 1 point is told")


def test_a_duplicate_input_is_no_loss():
    copy = Skipped("b.txt", "a duplicate of a.txt")
    assert line(replace(EMPTY, skipped=(copy,))) == "No sentence"
    assert line(replace(EMPTY, skipped=(copy, Skipped("c", "empty"), Skipped("d", "empty")))).endswith(
        "2 inputs were not used"
    )
