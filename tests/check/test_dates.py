"""Dates: by the day they mean; a wrong day fails, a wording that contradicts nothing is unclear."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.dates import check_dates
from summarize.check.passages import EvidenceSearch, Findings
from summarize.nlp.doc import Doc
from tests.claims import Case, article, cite, judged, labelled, search_for, story
from tests.growth import assert_linear


def look(claim: Doc, _: str, search: EvidenceSearch) -> Findings:
    return check_dates(claim, search)


@labelled("dates")
def test_a_labelled_claim(case: Case) -> None:
    found = judged(case, look)
    assert (found.outcome, case.says in found.detail) == (case.outcome, True), found.detail


def test_a_date_that_is_found_in_the_same_article_brings_its_sentence() -> None:
    text = story("The bridge is shut. It was dark. It was cold. It closed on Tuesday.")
    doc, search = search_for(text, "The bridge closed on Tuesday.", cite(text, "is shut"))
    assert [passage.evidence for passage in check_dates(doc, search).passages] == [cite(text, "Tuesday")]


def test_the_day_of_publication_brings_nothing() -> None:
    text = story(article("The bridge is shut.", published="2031-03-05T08:00:00Z"))
    doc, search = search_for(text, "The bridge was shut on 5 March 2031.", cite(text, "shut"))
    found = check_dates(doc, search)
    assert (found.looked_at, found.passages, found.check().outcome) == (1, [], "pass")


def test_two_articles_mean_their_own_weekdays() -> None:
    early, late = article("It closed on Tuesday.", "a1", published="2031-03-05"), "It opened on Tuesday."
    text = story(early, article(late, "a2", published="2031-03-12"))
    for words, day, outcome in (("closed", 4, "pass"), ("opened", 11, "pass"), ("closed", 6, "fail")):
        doc, search = search_for(text, f"It {words} on March {day}.", cite(text, words))
        assert check_dates(doc, search).check().outcome == outcome, (words, day)


def test_every_date_of_a_claim_is_looked_for() -> None:
    text = story("It closed on Tuesday.")
    doc, search = search_for(text, "It closed on Tuesday, opened on Friday and closed on Sunday.", cite(text, "closed"))
    found = check_dates(doc, search)
    assert (found.looked_at, len(found.failed)) == (3, 2)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=120) | st.text("0123456789/.-may年月日 ", max_size=60), st.text(max_size=120), st.text(max_size=12)
)
def test_no_text_makes_it_raise(claim: str, source: str, published: str) -> None:
    text = story(article(f"It closed on Tuesday. {source}", published=published))
    doc, search = search_for(text, f"{claim} on Friday", cite(text, "closed"))
    assert check_dates(doc, search).check().outcome in ("pass", "fail", "unclear")


def test_a_claim_of_many_dates_is_read_in_linear_time() -> None:
    text = story("It closed on Tuesday, 4 March 2031.")
    cited = cite(text, "closed")

    def check(claim: str) -> None:
        doc, search = search_for(text, claim, cited)
        check_dates(doc, search)

    assert_linear(check, "It closed in May, on Friday and on 7 June 2030. ", 5_000)
