from __future__ import annotations

from summarize.compose.llm.protocols import ClaimChecker, ClaimReader, Reading
from summarize.records import Check, Claim
from tests.scripted import ScriptedReader, ValueChecker, story_of


def test_a_reading_confirms_by_no_article_unless_it_says_so():
    assert Reading(Check("meaning", "pass", by="reader")).alone == ()


def test_what_the_tests_hand_in_has_the_shape_that_the_engine_asks_for():
    checker: ClaimChecker = ValueChecker(story_of())
    reader: ClaimReader = ScriptedReader()
    claim = checker.check(Claim(id="c1", text="It fell.", evidence=()))
    assert {each.name for each in claim.checks} >= {"verbatim", "numbers", "meaning"}
    assert reader.call(claim).optional
