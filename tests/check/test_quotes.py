"""Quotations: word for word whatever the typography, of whoever says them; wordings and titles are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.quotes import check_quotes, words_only
from tests.claims import Case, cite, judged, labelled, search_for, story
from tests.growth import assert_linear


@labelled("quotes")
def test_a_labelled_claim(case: Case) -> None:
    found = judged(case, check_quotes)
    assert (found.outcome, case.says in found.detail) == (case.outcome, True), found.detail


@pytest.mark.parametrize(("quoted", "looked_at"), [("green hill", 0), ("long green hill", 1), ("long ... hill", 0)])
def test_three_words_make_a_quotation(quoted: str, looked_at: int) -> None:
    text = story("They met on a long green hill.")
    doc, search = search_for(text, f"They met on a “{quoted}” there.", cite(text, "met"))
    assert check_quotes(doc, "", search).looked_at == looked_at


@pytest.mark.parametrize(
    ("quoted", "looked_at"),
    [
        ("Rivers Without End of years", 0),  # three capitals of five
        ("Rivers Without end of years", 1),
        ("Rivers Without End.", 1),  # a sentence
        ("Twelve Words One Two Three Four Five Six Seven Eight Nine Ten", 0),
        ("Thirteen Words One Two Three Four Five Six Seven Eight Nine Ten Ends", 1),
    ],
)
def test_capitals_make_a_title(quoted: str, looked_at: int) -> None:
    text = story("She sang.")
    doc, search = search_for(text, f"She sang “{quoted}”", cite(text, "sang"))
    assert check_quotes(doc, "", search).looked_at == looked_at


@pytest.mark.parametrize("written", ["它们永远", "它们永远不会"])
def test_six_signs_without_blanks_make_a_quotation(written: str) -> None:
    text = story("它们永远不会离开。", language="zh")
    doc, search = search_for(text, f"她说“{written}”", cite(text, "永远"))
    assert check_quotes(doc, "", search).looked_at == (len(written) >= 6)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("We won’t — ever!", "we wont ever"),
        ("The ﬁrst oﬃce", "the first office"),
        ("nev-\ner and nev-  \n er", "never and never"),
        ("well-known", "well known"),
        ("nev\u00ader", "never"),
        ("Straße ÉTÉ", "strasse été"),
        ("a\u00a0b\u2009c_d", "a b c d"),
        ("离开 2 次", "离 开 2 次"),
        ("", ""),
    ],
)
def test_a_text_as_its_words(text: str, plain: str) -> None:
    assert words_only(text) == plain


def test_a_speaker_is_not_doubted_where_the_words_are_not_there_at_all() -> None:
    text = story("“We will never leave this valley,” said Tom Bell.")
    doc, search = search_for(text, "“We will soon leave this valley,” said Ana Ruiz.", cite(text, "Bell"))
    assert len(check_quotes(doc, "", search).failed) == 1


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("The mill is theirs now, or is it?", "is part of a question"),  # the source begins with the quoted words
        (
            "In the valley of many small farms he did not say that the mill is theirs now.",
            "follows “farms he did not say that”",
        ),
    ],
)
def test_what_turns_quoted_words_is_shown(source: str, says: str) -> None:
    text = story(source)
    doc, search = search_for(text, "Ana said “the mill is theirs now”.", cite(text, "mill"))
    found = check_quotes(doc, "", search).check()
    assert (found.outcome, says in found.detail) == ("unclear", True), found.detail


def test_a_quotation_that_is_found_in_the_same_article_brings_its_sentence() -> None:
    text = story("The farmers stay. It rains. It is cold. “We will never leave this valley,” said Ana Ruiz.")
    doc, search = search_for(text, "They “will never leave this valley”.", cite(text, "stay"))
    assert [passage.evidence for passage in check_quotes(doc, "", search).passages] == [cite(text, "Ruiz")]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.text("“”\"'«»‘’ .…[]ab", max_size=60), st.text(max_size=40), st.text(max_size=80))
def test_no_text_makes_it_raise(claim: str, speaker: str, source: str) -> None:
    text = story(f"Ana Ruiz said “we stay here now”. {source}")
    doc, search = search_for(text, f"{claim} “we stay {claim} now” said Tom.", cite(text, "Ruiz"))
    assert check_quotes(doc, speaker, search).check().outcome in ("pass", "fail", "unclear")


@given(st.text(max_size=60))
def test_folding_is_done_once(text: str) -> None:
    assert words_only(words_only(text)) == words_only(text)


@pytest.mark.parametrize("unit", ["“We stay here now,” said Ana. ", "“", "... ", "[", "a-\n", "“[...] "])
def test_a_claim_of_many_quotations_is_read_in_linear_time(unit: str) -> None:
    text = story("Ana Ruiz said “we stay here now”.")
    cited = cite(text, "Ruiz")

    def check(claim: str) -> None:
        doc, search = search_for(text, claim, cited)
        check_quotes(doc, "", search)

    assert_linear(check, unit, 5_000)
