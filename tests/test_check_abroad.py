"""What can be compared across languages is; what cannot is not run, never failed and never passed."""

from __future__ import annotations

import pytest

from summarize.check.abroad import foreign_evidence
from summarize.check.gate import Context, check_claim
from summarize.records import Claim, Evidence

LANGUAGES = {"e": "en", "d": "de", "j": "ja", "u": ""}
CONTEXT = Context(language="en", languages=LANGUAGES, places={"e": 1, "d": 2, "j": 3, "u": 4})


def outcomes(text: str, *evidence: tuple[str, str]) -> dict[str, str]:
    spans = tuple(Evidence(article, 0, len(words), words) for article, words in evidence)
    claim = Claim(id="c1", text=text, evidence=spans)
    return {check.name: check.outcome for check in check_claim(claim, CONTEXT)}


def test_evidence_of_unknown_language_is_no_foreign_evidence() -> None:
    spans = tuple(Evidence(article, 0, 1, "x") for article in LANGUAGES)
    assert [item.article for item in foreign_evidence(Claim(id="c", text="y", evidence=spans), CONTEXT)] == ["d", "j"]


def test_values_compare_across_languages() -> None:
    found = outcomes("The repair costs 1.5 million euros.", ("d", "Die Reparatur kostet 1,5 Mio. Euro."))
    assert (found["support"], found["numbers"]) == ("not_run", "pass")
    found = outcomes("The repair costs 15 million euros.", ("d", "Die Reparatur kostet 1,5 Mio. Euro."))
    assert found["numbers"] == "fail"


def test_small_counts_and_times_are_said_in_too_many_ways_to_fail() -> None:
    assert outcomes("The 2 drivers were unhurt.", ("d", "Beide Fahrer blieben unverletzt."))["numbers"] == "not_run"
    assert outcomes("It broke at 6:40 p.m.", ("d", "Sie fiel am Abend aus."))["numbers"] == "not_run"


def test_figures_of_a_language_that_is_not_fully_read_do_not_fail() -> None:
    assert outcomes("Some 300 people came.", ("j", "三百人が集まった。"))["numbers"] == "not_run"


def test_dates_compare_by_the_day() -> None:
    assert outcomes("It ends on April 15.", ("d", "Das endet am 15. April."))["dates"] == "pass"
    assert outcomes("It ends on April 16.", ("d", "Das endet am 15. April."))["dates"] == "fail"
    assert outcomes("It ends on April 15.", ("d", "Das endet morgen."))["dates"] == "not_run"
    assert outcomes("It ends on April 15.", ("j", "4月15日に終わる。"))["dates"] == "pass"


@pytest.mark.parametrize(
    ("text", "outcome"), [("Lena Ortiz left.", "pass"), ("Lena Ortiz left Munich.", "not_run"), ("They left.", "pass")]
)
def test_names_pass_where_they_are_written_alike(text: str, outcome: str) -> None:
    assert outcomes(text, ("d", "Lena Ortiz hat München verlassen."))["names"] == outcome


def test_a_quotation_must_be_in_the_words_of_its_source() -> None:
    source = ("d", "„Wir warten“, sagte Lena Ortiz.")
    assert outcomes("Lena Ortiz said: “Wir warten.”", source)["quotes"] == "pass"
    assert outcomes("Lena Ortiz said: “We wait.”", source)["quotes"] == "fail"


def test_own_evidence_that_passes_alone_passes() -> None:
    own = ("e", "Lena Ortiz closed the old bridge on April 15, and 300 people came to watch.")
    foreign = ("d", "Die Brücke ist zu.")
    found = outcomes("Lena Ortiz closed the old bridge on April 15, with 300 people watching.", own, foreign)
    assert {found[name] for name in ("support", "names", "numbers", "dates", "quotes")} == {"pass"}
    assert outcomes("Goats eat roses in Brine.", own, foreign)["support"] == "not_run"


def test_the_sources_own_words_pass_in_any_language() -> None:
    assert outcomes("Die Brücke ist zu.", ("d", "Die Brücke ist zu."))["support"] == "pass"
