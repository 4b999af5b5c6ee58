"""What an editor should look at, the first line of the review page, and what a summary lacks: the gravest first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.errors import GateError, InputError, ProviderError
from summarize.records import Check, Claim, Evidence, Notice, Omission, Skipped
from summarize.render.verdicts import (
    KINDS,
    MARKS,
    Look,
    Shortfall,
    all_checks,
    filters,
    find_shortfall,
    looks,
    needs_look,
    outcome,
    outcomes,
    support,
    touched,
    verdict,
)
from tests.review_story import CLAIMS, EMPTY, FULL, READER, first_line, passed

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
        (replace(CALM, evidence=()), "unsourced", "cites no source"),
        (replace(CALM, worded_otherwise=(SPAN,)), "otherwise", "quotation worded otherwise elsewhere"),
        (replace(CALM, edited=(", on\nFriday,",)), "edited", "cut: “on Friday”"),
        (
            replace(CALM, checks=passed(Check("meaning", "unclear", "the reply has no verdict", READER))),
            "unclear",
            f"read by {READER} unclear: the reply has no verdict",
        ),
        (
            replace(CALM, checks=passed(Check("names", "unclear", "only in [2]"), Check("meaning", "not_run"))),
            "unclear",
            "names unclear: only in [2]",
        ),
        (replace(CALM, checks=passed(Check("meaning", "not_run", "the call failed", READER))), "unread", "not read"),
        (replace(CALM, evidence=(replace(SPAN, by="match"),)), "compared", "cited by comparing words only"),
        (replace(CALM, origins=1), "alone", "rests on one report"),
    ],
)
def test_each_reason_is_said_in_words(claim: Claim, kind: str, words: str):
    (look,) = looks(claim, ())
    assert (look.kind, look.words) == (kind, words)
    assert kind in KINDS


def test_what_a_reader_settled_is_unclear_no_more():
    assert kinds(replace(CALM, checks=passed(Check("names", "unclear", "only in [2]")))) == []


def test_that_nobody_was_asked_to_read_is_no_reason_to_look_at_one_claim():
    assert kinds(replace(CALM, checks=passed(Check("meaning", "not_run", "no model read it")))) == []


def test_a_claim_on_one_side_of_a_disagreement_is_disputed():
    assert [(look.kind, look.words) for look in looks(CLAIMS[0], FULL.disagreements)] == [
        ("disputed", "the articles differ: point 1")
    ]
    assert kinds(CLAIMS[3]) == ["disputed", "unclear", "unread", "alone"]
    beside = replace(CLAIMS[0], evidence=(replace(CLAIMS[0].evidence[0], start=162, end=163),))
    assert kinds(beside) == []


def test_a_claim_that_another_article_tells_otherwise_says_so():
    (look,) = looks(replace(CALM, evidence=CLAIMS[0].evidence), (), FULL.disagreements[:1])
    assert (look.kind, look.words, look.settle) == ("told", "told differently elsewhere", False)
    assert touched(CLAIMS[3], FULL.disagreements) == [2]
    point = FULL.disagreements[0]
    first = point.positions[0].evidence[0]
    for shift, found in ((-1, [1]), (0, [])):  # a passage that begins where the side's one ends touches it not
        beside = Evidence(first.article, first.end + shift, first.end + 5, "x")
        side = replace(point, positions=(replace(point.positions[0], evidence=(first,)),))
        assert touched(replace(CALM, evidence=(beside,)), [side]) == found
        before = replace(first, start=first.end + shift, end=first.end + 5)
        side = replace(point, positions=(replace(point.positions[0], evidence=(before,)),))
        assert touched(replace(CALM, evidence=(first,)), [side]) == found


@pytest.mark.parametrize("kind", MARKS)
def test_what_has_to_be_settled_is_marked_and_the_rest_is_not(kind: str):
    claim = {
        "failed": replace(CALM, checks=passed(Check("dates", "fail"))),
        "unsourced": replace(CALM, evidence=()),
        "unclear": replace(CALM, checks=passed(Check("meaning", "unclear", "", READER))),
        "unread": replace(CALM, checks=passed(Check("meaning", "not_run", "", READER))),
    }[kind]
    assert needs_look(claim)
    assert not needs_look(replace(CALM, origins=1, worded_otherwise=(SPAN,)))


def test_a_choice_that_tells_nothing_apart_is_not_offered():
    one, two = Look("failed", "failed"), Look("alone", "alone")
    assert [each.kind for each in filters([[two], [two]])] == []
    assert [(each.kind, each.count) for each in filters([[one], [two], []])] == [("look", 1), ("alone", 1)]
    assert [each.kind for each in filters([[one], [Look("unclear", "")], []])] == ["look", "failed", "unclear"]
    assert [each.kind for each in filters([[one, two], [one]])] == ["alone"]
    assert filters([]) == []


def test_what_weighs_most_comes_first():
    checks = passed(Check("names", "fail"), Check("dates", "unclear"), Check("meaning", "not_run", "", READER))
    assert kinds(replace(CALM, evidence=(), origins=0, checks=checks)) == ["failed", "unsourced", "unclear", "unread"]


def test_outcomes_name_their_checks_and_failures_come_first():
    checks = passed(Check("numbers", "fail"), Check("dates", "unclear"), Check("quotes", "not_run"))
    assert outcomes(replace(CALM, checks=checks)) == [
        ("fail", "figures: FAILED"),
        ("unclear", "dates: unclear"),
        ("pass", "names: found in the sources"),
        ("not_run", "quotations: not looked for"),
        ("pass", f"read by {READER}: supported"),
    ]


def test_a_source_s_own_words_need_no_list_of_outcomes():
    checks = passed(Check("verbatim", "pass"), Check("meaning", "not_run", "the source's own words"))
    assert outcomes(replace(CALM, checks=checks)) == [("pass", "quoted word for word")]


def test_without_a_reader_the_outcomes_end_with_not_read():
    checks = passed(Check("meaning", "not_run", "no model read it"))
    assert outcomes(replace(CALM, checks=checks))[-1] == ("not_run", "not read")


def test_a_check_nobody_mentions_was_not_run():
    assert [check.outcome for check in all_checks(replace(CALM, checks=()))] == ["not_run"] * 6
    assert outcomes(replace(CALM, checks=())) == [
        ("not_run", "quotations, figures, names, dates: not looked for"),
        ("not_run", "not read"),
    ]


def test_support_counts_articles_and_reports():
    assert support(CALM) == "2 articles, 2 reports"
    assert support(replace(CALM, articles=3, origins=1, kind="quote")) == "3 articles, 1 report only · quote"


def test_articles_of_which_none_says_all_of_it_support_it_together():
    two = (Evidence("a1", 0, 4, "Rain"), Evidence("a2", 0, 4, "Rain"))
    assert support(replace(CALM, articles=1, origins=1, evidence=two)) == "2 articles together"
    assert support(replace(CALM, articles=1, origins=1, evidence=two[:1])) == "1 article, 1 report only"


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
    assert first_line(replace(EMPTY, claims=tuple(claims))) == words


def test_what_differs_and_what_was_not_used_is_counted_and_leads_to_its_place():
    parts = verdict(FULL)
    assert [(part.words, part.link) for part in parts] == [
        ("7 sentences: 4 read and supported", ""),
        ("3 to look at", "look"),
        ("2 points differ", "disagreements"),
        ("1 point is told differently", "told"),
        ("1 input was not used", "notes"),
    ]
    assert first_line(FULL).startswith(
        "7 sentences: 4 read and supported, 3 to look at; 2 points differ; 1 point is told"
    )


def test_a_duplicate_input_is_no_loss():
    copy = Skipped("b.txt", "a duplicate of a.txt")
    assert first_line(replace(EMPTY, skipped=(copy,))) == "No sentence"
    assert first_line(replace(EMPTY, skipped=(copy, Skipped("c", "empty"), Skipped("d", "empty")))).endswith(
        "2 inputs were not used"
    )


WHOLE = replace(
    FULL,
    claims=tuple(replace(claim, checks=()) for claim in FULL.claims),
    warnings=(),
    skipped=(),
    omitted=(),
)
FIRST = WHOLE.articles[0].id
FAILED_CLAIMS = (replace(WHOLE.claims[0], checks=(Check("names", "fail"),)), *WHOLE.claims[1:])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, None),
        ({"warnings": (Notice("headline_dropped", "x"),)}, None),
        ({"skipped": (Skipped("a.txt", "a duplicate: read once"),)}, None),
        ({"skipped": (Skipped("a.txt", "no such file"), Skipped("b.txt", "empty"))}, Shortfall("inputs", 2)),
        ({"warnings": (Notice("fallback", "x"),)}, Shortfall("fallback")),
        ({"warnings": (Notice("language", "x"),)}, Shortfall("language")),
        (
            {"omitted": (Omission(FIRST, 0, 1, "off_topic"), Omission(FIRST, 2, 3, "off_topic"))},
            Shortfall("off_topic", 1),
        ),
        ({"claims": FAILED_CLAIMS}, Shortfall("checks", claims=(WHOLE.claims[0].id,))),
        *(
            ({"warnings": (Notice(code, "x"),)}, Shortfall("lost"))
            for code in ("sentence_dropped", "call_lost", "reply_cut_off")
        ),
        ({"warnings": (Notice("not_read", "x"),)}, Shortfall("unread")),
        ({"warnings": (Notice("not_read", "x"), Notice("call_lost", "x"))}, Shortfall("lost")),
    ],
)
def test_what_is_missing(changes: dict[str, object], found: Shortfall | None) -> None:
    assert find_shortfall(replace(WHOLE, **changes)) == found  # type: ignore[arg-type]


def test_the_gravest_is_told() -> None:
    lost, fallback = Notice("call_lost", "x"), Notice("fallback", "x")
    worse = replace(WHOLE, claims=FAILED_CLAIMS, warnings=(lost,))
    assert find_shortfall(worse) == Shortfall("checks", claims=(WHOLE.claims[0].id,))
    assert find_shortfall(replace(worse, skipped=(Skipped("a.txt", "empty"),))) == Shortfall("inputs", 1)
    assert find_shortfall(replace(worse, warnings=(lost, fallback))) == Shortfall("fallback")


@pytest.mark.parametrize(
    ("found", "error", "message"),
    [
        (Shortfall("fallback"), ProviderError, "the model could not be used, so the summary was written without it"),
        (Shortfall("inputs", 1), InputError, "1 input was not used"),
        (Shortfall("inputs", 1200), InputError, "1,200 inputs were not used"),
        (Shortfall("off_topic", 1), InputError, "1 article is about something else and left out"),
        (Shortfall("off_topic", 2), InputError, "2 articles are about something else and left out"),
        (Shortfall("language"), InputError, "the summary is not in the language you asked for"),
        (Shortfall("checks", claims=("a", "b")), GateError, "checks failed on a, b"),
        (Shortfall("lost"), GateError, "part of what the model wrote was lost"),
        (Shortfall("unread"), GateError, "the model did not read every sentence"),
    ],
)
def test_what_is_missing_is_said_and_has_its_error(found: Shortfall, error: type[Exception], message: str) -> None:
    assert (found.error, found.message) == (error, message)
