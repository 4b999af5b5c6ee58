"""Quotations in two wordings, and requested spellings that stayed out of quotations."""

from __future__ import annotations

import pytest

from summarize import load_articles
from summarize.nlp.doc import Doc
from summarize.prepare.preparation import prepare_story
from summarize.records import Claim, Evidence, NamedPerson, Spelling
from summarize.report import with_other_wordings
from summarize.report.quote_variants import find_unchanged_spellings

SAID = "“The bridge was never closed for repairs before the accident last winter,” Mayor Lena Ortiz said."


def other_wordings(text: str, *others: str) -> list[str]:
    """The passages of other articles that word the quotation of a claim differently."""
    story = prepare_story(load_articles([{"text": each} for each in (text, *others)]).articles, language="en")
    claim = Claim(id="c1", text=text, evidence=(Evidence("a1", 0, len(text), text),))
    (found,) = with_other_wordings([claim], story.sentences, Doc)
    texts = {article.id: article.text for article in story.articles}
    assert all(texts[each.article][each.start : each.end] == each.text for each in found.worded_otherwise)
    return [each.text for each in found.worded_otherwise]


@pytest.mark.parametrize(
    "other",
    [
        "“The bridge was never shut for repairs before that crash last winter,” Ortiz said.",
        "Ortiz said: “Our bridge was never closed for maintenance before the accident of last winter.”",
        "“The bridge has never been closed for repair work before the collision last winter,” said Lena Ortiz.",
    ],
)
def test_another_wording_of_one_statement_is_found(other: str):
    assert other_wordings(SAID, other) == [other]


@pytest.mark.parametrize(
    "other",
    [
        SAID,
        "“The bridge was never closed for repairs,” Ortiz said on Monday in the town hall.",  # cut
        "Ortiz: “Listen to me: the bridge was never closed for repairs before the accident last winter.”",
        "“Closed for repairs before the accident last winter, it was opened in May,” Ortiz said.",  # runs on
        "“The bridge was never shut for repairs before that crash last winter,” Paul Brandt said.",  # somebody else
        "“The ferry will carry all commuters until the spring of next year,” Ortiz said.",  # something else
        "The bridge was never shut for repairs before that crash last winter, Ortiz said.",  # no quotation
    ],
)
def test_what_is_no_other_wording(other: str):
    assert other_wordings(SAID, other) == []


def test_four_content_words_are_compared_and_three_are_not():
    assert other_wordings(
        "“Closed bridges need repairs,” Ortiz said.", "“Closed bridges often need repairs,” Ortiz said."
    )
    assert not other_wordings("“Bridges need repairs,” Ortiz said.", "“Bridges often need repairs,” Ortiz said.")
    shared = "“Old bridges need repairs,” Ortiz said.", "“Closed bridges need slow repairs,” Ortiz said."
    assert not other_wordings(*shared), "three words in common"


@pytest.mark.parametrize(("common", "found"), [(6, True), (5, False)])
def test_three_fifths_of_the_words_in_order_are_one_statement(common: int, found: bool):
    words = ["bridges", "tunnels", "ferries", "roads", "harbours", "railways"][:common]
    one, other = ["castles", "gardens", "museums", "markets"], ["forests", "islands", "rivers", "valleys"]
    more = ["mountains", "deserts"][: 6 - common], ["glaciers", "canyons"][: 6 - common]
    assert len([*one, *words, *more[0]]) == len([*other, *words, *more[1]]) == 10

    def told(left: list[str], right: list[str]) -> str:
        return f"“{', '.join([*left[:2], *words, *left[2:], *right])},” Ortiz said."

    assert bool(other_wordings(told(one, more[0]), told(other, more[1]))) is found


@pytest.mark.parametrize(("speaker", "found"), [("Ortizsen", True), ("Ortega", False)])
def test_five_letters_tell_speakers_apart(speaker: str, found: bool):
    text = SAID.replace("Lena Ortiz", "Lena Ortizson")
    assert bool(other_wordings(text, text.replace("closed", "shut").replace("Ortizson", speaker))) is found


def test_a_claim_without_a_quotation_has_no_other_wording():
    assert other_wordings("The bridge was never closed before, Mayor Lena Ortiz said.", SAID) == []


def test_very_long_quotations_take_bounded_work():
    long = "“" + " ".join(f"word{n % 70}" for n in range(20_000)) + ",” Ortiz said."
    assert len(other_wordings(long, long.replace("word1", "term1"))) <= 1


SPAN = Evidence("a1", 0, 5, "Varro")
PERSON = NamedPerson("Ilen Varro", (Spelling("Varo", 3, ("a1",), SPAN), Spelling("Varro", 1, ("a2",), SPAN)))


def messages(wanted: str, headline: str, *texts: str) -> list[str]:
    claims = [Claim(id=f"c{n}", text=text, evidence=(SPAN,)) for n, text in enumerate(texts, 1)]
    return [each.message for each in find_unchanged_spellings(wanted, headline, claims, [PERSON])]


def test_sentences_that_keep_another_spelling_are_named():
    (said,) = messages("Varro", "Varo resigns", "Varro left.", "The mayor left Varo alone.")
    assert said == "“Varo” stays in the headline, sentence 2: quoted from the source, so not spelled “Varro”"


def test_where_the_wish_is_met_nothing_is_said():
    assert messages("Ilen Varro", "Varro resigns", "Varro left. Varona stayed.") == []
    assert messages("", "Varo resigns") == []


def test_six_sentences_are_five_and_one_more():
    (said,) = messages("Varro", "", *["Varo left."] * 6)
    assert "sentence 5 and 1 more:" in said
    (said,) = messages("Varro", "", *["Varo left."] * 5)
    assert "more" not in said


def test_a_name_that_nobody_has_is_said():
    assert messages("Marrow", "Varo resigns") == ["--spellings: nobody in the articles was recognized as Marrow"]
    assert messages("Marrow", "Marrow resigns") == []
