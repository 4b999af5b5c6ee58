from __future__ import annotations

from dataclasses import replace

from summarize.compose.recite import Reciter, evidence_of, faults_of
from summarize.compose.statements import collect_statements, without
from summarize.records import Check, Claim, Evidence
from tests.scripted import BRIDGE, FERRY, judge_of, story_of

STORY = story_of()
STATEMENTS = collect_statements(without(STORY.sentences, ()))
RECITER = Reciter(STATEMENTS, "en", judge_of(STORY))


def place(words: str) -> int:
    return next(n for n, each in enumerate(STATEMENTS) if words in each.text)


def claim(text: str, *cited: int) -> Claim:
    return Claim(id="c1", text=text, evidence=evidence_of(STATEMENTS, cited, "model"))


CLOSED, COST, FERRIED, FOUND = map(place, ("was closed on Monday", "3 million", "A ferry", "Inspectors found"))


def test_what_carries_the_claim_is_kept_and_what_does_not_is_dropped():
    text = "The bridge over the Nara river was closed on Monday."
    assert RECITER.recite(claim(text, CLOSED), (CLOSED, COST)).cited == (CLOSED,)


def test_a_sentence_that_says_the_same_elsewhere_is_added():
    text = "Inspectors found 14 cracked bolts in the bridge on Monday."
    found = RECITER.recite(claim(text, CLOSED), (CLOSED,))
    assert found.cited == (CLOSED,)
    assert found.matched == (FOUND,)


def test_a_sentence_with_another_figure_is_not_added():
    found = RECITER.recite(claim("The repair would cost 3 million euros.", COST), (COST,))
    assert found.matched == ()


def test_a_weak_sentence_that_a_check_needs_is_kept():
    text = "The bridge over the Nara river was closed on Monday after inspectors found cracked bolts, Ortiz said."
    assert RECITER.recite(claim(text, CLOSED, COST), (CLOSED, COST)).cited == (CLOSED, COST)


def test_a_claim_that_cites_the_wrong_sentence_finds_the_right_one():
    assert RECITER.find(claim("Inspectors found 14 cracked bolts in the bridge.", COST)) in ((CLOSED,), (FOUND,))
    assert RECITER.find(claim("Inspectors found 15 cracked bolts in the bridge.", COST)) == ()


def test_shares_run_from_nothing_to_all():
    assert RECITER.share(STATEMENTS[CLOSED].text, [CLOSED]) == 1
    assert RECITER.share("Completely unrelated words.", [CLOSED]) == 0
    assert RECITER.share("", [CLOSED]) == 0


def test_likest_orders_by_likeness():
    assert RECITER.likest(STATEMENTS[FOUND].text, 0.4)[0] == FOUND
    assert RECITER.likest("Completely unrelated words.", 0.1) == []


def test_evidence_holds_every_copy_unless_only_the_first_is_wanted():
    story = story_of(BRIDGE, BRIDGE, FERRY)
    statements = collect_statements(without(story.sentences, ()))
    assert [each.article for each in evidence_of(statements, [0], "model")] == ["a1", "a2"]
    (first,) = evidence_of(statements, [0], "match", copies=False)
    assert first == Evidence("a1", 0, len(statements[0].text), statements[0].text, "match")


def test_only_failed_checks_are_faults():
    checks = (Check("names", "pass"), Check("numbers", "fail", "no 3"), Check("meaning", "not_run"))
    assert faults_of(checks) == ("numbers: no 3",)


def test_a_sentence_that_shares_only_names_with_a_claim_carries_nothing():
    assert not RECITER.tells("Mayor Lena Ortiz resigned.", (COST,))
    assert not RECITER.passes(claim("Mayor Lena Ortiz resigned."), (COST,))
    assert RECITER.find(claim("Mayor Lena Ortiz resigned.")) == ()
    assert RECITER.tells("Mayor Lena Ortiz said the repair costs 3 million euros.", (COST,))
    assert RECITER.tells("Lena Ortiz, Paul Brandt", (COST,)), "nothing is told of them"


def test_texts_that_say_the_same_in_another_order_are_repeats():
    text = "Inspectors found 14 cracked bolts in the bridge on Monday."
    assert RECITER.repeats(text, "On Monday inspectors found 14 cracked bolts in the bridge.")
    assert not RECITER.repeats(text, "Inspectors found 15 cracked bolts in the bridge on Monday.")
    assert not RECITER.repeats(text, "Inspectors found no cracked bolts in the bridge on Monday.")


def test_a_claim_that_counts_its_reports_still_finds_more_of_them():
    counted = replace(
        claim("Two reports say inspectors found 14 cracked bolts in the bridge on Monday."), articles=2, origins=2
    )
    assert RECITER.passes(counted, (FOUND,))
    assert not RECITER.passes(replace(counted, origins=1), (FOUND,))
