"""The gate: which checks a claim has, in which order, and where a value was looked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.gate import VALUES, check_claim, check_claims, failures, is_verbatim
from summarize.records import Check, Claim, Evidence
from tests.scripted import BRIDGE, FERRY, checker_of, story_of

STORY = story_of(BRIDGE, FERRY, published="2026-03-02")
CHECKER = checker_of(STORY)
NAMES = ("verbatim", *VALUES, "meaning")


def cited(words: str, article: str = "a1") -> Evidence:
    sentence = next(each for each in STORY.sentences if each.article == article and words in each.text)
    return Evidence(article, sentence.start, sentence.end, sentence.text, "model")


COST, BOLTS, FERRIES = cited("3 million"), cited("14 cracked"), cited("A ferry", "a2")


def outcomes(text: str, *evidence: Evidence) -> dict[str, str]:
    return {check.name: check.outcome for check in CHECKER.check(Claim(id="c", text=text, evidence=evidence)).checks}


def test_the_sources_own_words_pass_and_need_no_reading():
    found = outcomes(COST.text, COST)
    assert tuple(found) == NAMES
    assert [found[name] for name in NAMES] == ["pass"] * 5 + ["not_run"]
    assert outcomes(f"- {COST.text}", COST)["verbatim"] == "pass", "a list's mark is no word"


def test_a_rewritten_claim_is_not_verbatim_and_its_values_pass():
    found = outcomes("Repairing it would cost 3 million euros, Ortiz said.", COST)
    assert found == {"verbatim": "not_run", **dict.fromkeys(VALUES, "pass"), "meaning": "not_run"}


def test_a_value_of_the_cited_article_passes_and_its_sentence_becomes_evidence():
    claim = CHECKER.check(
        Claim(
            id="c",
            text="Ortiz said the repair of the bridge on which 14 bolts cracked would cost 3 million euros.",
            evidence=(COST,),
        )
    )
    assert not failures(claim.checks)
    (added,) = claim.evidence[1:]
    assert (added.text, added.by) == (BOLTS.text, "match")
    assert STORY.articles[0].text[added.start : added.end] == added.text


def test_a_value_of_another_article_only_is_unclear():
    assert outcomes("Ortiz spoke to Paul Brandt of the repair for 3 million euros.", COST)["names"] == "unclear"


def test_a_value_of_no_article_fails():
    found = outcomes("Ortiz said the repair would cost 7 million euros.", COST)
    assert found["numbers"] == "fail"


def test_a_claim_that_cites_nothing_has_no_words_or_too_many_fails_everything():
    for text, evidence in (("It fell.", ()), ("!!!", (COST,)), ("word " * 1_001, (COST,))):
        found = outcomes(text, *evidence)
        assert {found[name] for name in ("verbatim", *VALUES)} == {"fail"}
        assert found["meaning"] == "not_run"
    assert outcomes("word " * 999, COST)["verbatim"] == "not_run"


def test_a_lost_negation_fails_unless_a_reader_decides():
    story = story_of("The council did not approve the plan of Lena Ortiz on Monday.")
    sentence = story.sentences[0]
    evidence = (Evidence(sentence.article, sentence.start, sentence.end, sentence.text),)
    claim = Claim(id="c", text="On Monday the council approved Lena Ortiz’s plan.", evidence=evidence)
    (check,) = [each for each in checker_of(story).check(claim).checks if each.name == "meaning"]
    assert (check.outcome, check.by) == ("fail", "")
    (check,) = [each for each in checker_of(story, is_read=True).check(claim).checks if each.name == "meaning"]
    assert check.outcome == "not_run"


def test_failures_are_the_details_of_what_failed():
    checks = (Check("names", "pass", "1"), Check("dates", "fail", "no such day"), Check("quotes", "unclear", "?"))
    assert failures(checks) == ("no such day",)


def test_checks_are_given_to_all_and_take_nothing_away():
    claims = check_claims(
        [Claim(id="c1", text=COST.text, evidence=(COST,)), Claim(id="c2", text="It rained.", evidence=(FERRIES,))],
        CHECKER,
    )
    assert [claim.id for claim in claims] == ["c1", "c2"]
    assert all(claim.evidence[0] in (COST, FERRIES) for claim in claims)
    assert is_verbatim(claims[0]) and not is_verbatim(claims[1])


def test_a_checked_claim_checked_again_is_the_same():
    once = CHECKER.check(Claim(id="c", text="Ortiz said 14 bolts and 3 million euros.", evidence=(COST,)))
    assert CHECKER.check(once) == once


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_a_check_raise_or_an_offset_wrong(text: str):
    claim = check_claim(replace(Claim(id="c", text="x", evidence=(COST, FERRIES)), text=text), CHECKER.story)
    assert tuple(check.name for check in claim.checks) == NAMES
    texts = {article.id: article.text for article in STORY.articles}
    for item in claim.evidence:
        assert texts[item.article][item.start : item.end] == item.text


@pytest.mark.parametrize("text", ["Ortiz said it would cost 3 million euros.", "It opened in 1999."])
def test_equal_claims_have_equal_checks(text: str):
    claim = Claim(id="c", text=text, evidence=(COST,))
    assert CHECKER.check(claim) == checker_of(STORY).check(claim)
