"""Numbers: by value, unit, rate and bound; a wrong one fails, one that may be worked out is unclear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.numbers import check_numbers
from summarize.check.passages import EvidenceSearch, Findings
from summarize.nlp.doc import Doc
from tests.claims import Case, cite, judged, labelled, search_for, story
from tests.growth import assert_linear


def look(claim: Doc, _: str, search: EvidenceSearch) -> Findings:
    return check_numbers(claim, 1, 1, search)


def outcome(cited: str, claim: str, *, rest: str = "", reports: int = 1, articles: int = 1) -> str:
    text = story(f"{cited} Nobody else was there. All was calm. {rest}" if rest else cited)
    doc, search = search_for(text, claim, cite(text, cited))
    return check_numbers(doc, reports, articles, search).check().outcome


@labelled("numbers")
def test_a_labelled_claim(case: Case) -> None:
    found = judged(case, look)
    assert (found.outcome, case.says in found.detail) == (case.outcome, True), found.detail


@pytest.mark.parametrize(
    ("said", "there", "expected"),
    [
        ("more than 500", "1,000", "pass"),
        ("more than 500", "1,010", "fail"),
        ("more than 500", "490", "fail"),
        ("at least 500", "1,000", "pass"),
        ("at least 500", "1,010", "fail"),
        ("fewer than 500", "250", "pass"),
        ("fewer than 500", "240", "fail"),
        ("fewer than 500", "510", "fail"),
        ("at most 500", "250", "pass"),
        ("at most 500", "240", "fail"),
        ("nearly 500", "425", "pass"),
        ("nearly 500", "420", "fail"),
        ("nearly 500", "510", "fail"),
        ("about 500", "450", "pass"),
        ("about 500", "445", "fail"),
        ("about 500", "550", "pass"),
        ("about 500", "555", "fail"),
        ("500", "510", "fail"),
    ],
)
def test_how_far_a_bound_reaches(said: str, there: str, expected: str) -> None:
    assert outcome(f"They counted {there} marchers.", f"There were {said} marchers.") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The ferry to Aldmouth sank with 12 dogs.", "unclear"),  # a small count of something else
        ("The ferry to Aldmouth sank with 12 cars.", "pass"),
        ("The ferry to Aldmouth sank with 13 dogs.", "pass"),  # stands by itself
    ],
)
def test_a_small_count_that_is_not_cited_must_count_the_same(claim: str, expected: str) -> None:
    number = "13" if "13" in claim else "12"
    assert outcome("The ferry to Aldmouth sank.", claim, rest=f"The ferry to Aldmouth sank {number} cars.") == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("The ferry of Aldmouth sank with 640 souls.", "pass"),
        ("The ferry of Aldmouth had 640 souls.", "pass"),
        ("The ferry had 640 souls.", "unclear"),
        ("It sank in thick fog with 640 souls.", "unclear"),
    ],
)
def test_a_sentence_that_is_not_cited_must_share_three_stems(rest: str, expected: str) -> None:
    assert outcome("The ferry from Aldmouth went down.", "The ferry of Aldmouth sank with 640.", rest=rest) == expected


def test_the_first_sentence_of_an_article_is_no_heading() -> None:
    text = story("The gate lifts 640 tonnes. Nobody came. All was calm. The ferry sank.")
    doc, search = search_for(text, "The ferry sank with 640.", cite(text, "ferry"))
    assert check_numbers(doc, 1, 1, search).check().outcome == "unclear"


@pytest.mark.parametrize(
    ("cited", "claim", "expected"),
    [
        ("The mayor said it was so.", "Several of its aides said it was so.", "pass"),  # "its" is not many of "it"
        (
            "An extraordinarily disappointed negotiator left.",
            "Several extraordinarily disappointed negotiators left.",
            "fail",
        ),
        (
            "A long serving and tired negotiator left.",
            "Several long serving and tired negotiators left.",
            "pass",
        ),  # the fifth word
    ],
)
def test_what_several_count_is_among_the_next_three_words(cited: str, claim: str, expected: str) -> None:
    assert outcome(cited, claim) == expected


@pytest.mark.parametrize(("names", "expected"), [(1, "fail"), (2, "pass")])
def test_two_may_count_the_names_of_a_sentence(names: int, expected: str) -> None:
    cited = " and ".join(["Berta Krug", "Samir Aziz"][:names]) + " spoke at length."
    assert outcome(cited, "Then two candidates spoke at length.") == expected


@pytest.mark.parametrize(("count", "expected"), [("four", "pass"), ("five", "fail")])
def test_names_are_counted_up_to_four(count: str, expected: str) -> None:
    cited = "Berta Krug, Samir Aziz, Olga Petrov, Ivo Lind and Noor Saleh spoke at length."
    assert outcome(cited, f"Then {count} candidates spoke at length.") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Two reports say the ferry sank.", "pass"),
        ("Three reports say the ferry sank.", "fail"),
        ("Three outlets say the ferry sank.", "pass"),
        ("Four articles say the ferry sank.", "fail"),
        ("Two sources say the ferry sank.", "fail"),  # people
    ],
)
def test_a_claim_may_count_its_own_sources(claim: str, expected: str) -> None:
    assert outcome("The ferry sank.", claim, reports=2, articles=3) == expected


@pytest.mark.parametrize(
    ("cited", "claim", "expected"),
    [
        ("The crew of 112 lost 30 sailors.", "The crew now has 82 sailors.", "unclear"),
        ("The budget went from 20 to 50 million euros.", "The budget grew by 30 million euros.", "unclear"),
        ("Turnout was 40 percent after 55 percent in spring.", "Turnout fell by 15 percent.", "unclear"),
        ("The crew of 112 lost 30 sailors.", "The crew now has 83 sailors.", "fail"),
        ("It opened at 9 a.m. and closed at 5 p.m. today.", "It was open for eight hours.", "unclear"),
        ("It was open for long.", "It was open for eight hours.", "fail"),
        ("It opened on 3 March.", "It was open for eight days.", "fail"),
        ("It opened on 3 March and closed on 5 April.", "It was open for eight days.", "unclear"),
    ],
)
def test_what_may_be_worked_out_is_unclear(cited: str, claim: str, expected: str) -> None:
    assert outcome(cited, claim) == expected


@pytest.mark.parametrize(("before", "expected"), [(58, "unclear"), (60, "fail")])
def test_only_so_many_numbers_are_combined(before: int, expected: str) -> None:
    filler = ", ".join(["5"] * before)
    assert outcome(f"Lots {filler}, 30,000 and 14,111 were sold.", "Lots worth 44,111 were sold.") == expected


def test_a_number_that_is_found_in_the_same_article_brings_its_sentence() -> None:
    text = story("The ferry sank. It was dark. It was cold. The ferry sank with 640 passengers on board.")
    doc, search = search_for(text, "The ferry sank with 640 passengers.", cite(text, "The ferry sank."))
    found = check_numbers(doc, 1, 1, search)
    assert [passage.evidence for passage in found.passages] == [cite(text, "640")]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text("0123456789.,-%$€½ mk年一万", max_size=60), st.text(max_size=200))
def test_no_text_makes_it_raise(claim: str, source: str) -> None:
    text = story(f"Sixty of 90 came. {source}")
    doc, search = search_for(text, claim, cite(text, "Sixty"))
    assert check_numbers(doc, 1, 1, search).check().outcome in ("pass", "fail", "unclear")


@pytest.mark.parametrize("unit", ["Some 17 of 40 lots went for $3m. ", "several ", "1,", "one in "])
def test_a_claim_of_many_numbers_is_read_in_linear_time(unit: str) -> None:
    text = story("The ferry sank with 640 passengers and 32 cars at 3:12 p.m.")
    cited = cite(text, "640")

    def check(claim: str) -> None:
        doc, search = search_for(text, claim, cited)
        check_numbers(doc, 1, 1, search)

    assert_linear(check, unit, 4_000)
