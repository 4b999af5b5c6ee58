from __future__ import annotations

from summarize.compose.llm.protocols import ClaimChecker, ClaimReader
from summarize.records import Claim
from tests.scripted import ScriptedReader, checker_of, story_of


def test_what_the_tests_hand_in_has_the_shape_that_the_engine_asks_for():
    checker: ClaimChecker = checker_of(story_of())
    reader: ClaimReader = ScriptedReader()
    claim = checker.check(Claim(id="c1", text="It fell.", evidence=()))
    assert {each.name for each in claim.checks} >= {"verbatim", "numbers", "meaning"}
    assert reader.call(claim).optional
