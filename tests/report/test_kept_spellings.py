from __future__ import annotations

from summarize.records import Claim, Evidence, NamedPerson, Spelling
from summarize.report.kept_spellings import find_kept_spellings

SPAN = Evidence("a1", 0, 5, "Varro")
PERSON = NamedPerson("Ilen Varro", (Spelling("Varo", 3, ("a1",), SPAN), Spelling("Varro", 1, ("a2",), SPAN)))


def messages(wanted: str, headline: str, *texts: str) -> list[str]:
    claims = [Claim(id=f"c{n}", text=text, evidence=(SPAN,)) for n, text in enumerate(texts, 1)]
    return [each.message for each in find_kept_spellings(wanted, headline, claims, [PERSON])]


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
