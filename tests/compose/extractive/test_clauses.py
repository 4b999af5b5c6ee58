"""The main clause of a sentence: a whole beginning, never one that breaks off."""

from __future__ import annotations

import pytest

from summarize.compose.extractive.clauses import clause_before, main_clause


@pytest.mark.parametrize(
    ("language", "sentence", "clause"),
    [
        ("en", "The council voted to close the bridge.", "The council voted to close the bridge"),
        (
            "en",
            "The harbour of Porto has been closed to all ships after a tanker with 300 tonnes of oil ran aground.",
            "The harbour of Porto has been closed to all ships",
        ),
        (
            "en",
            "The mayor of Porto, who took office in May, has closed the old bridge, saying that its pillars are no"
            " longer safe.",
            "The mayor of Porto, who took office in May, has closed the old bridge",
        ),
        (
            "pt",
            "LISBOA - A câmara do Porto fechou a ponte velha na terça-feira, depois de os engenheiros terem encontrado"
            " fendas em dois dos seus pilares.",
            "A câmara do Porto fechou a ponte velha na terça-feira",
        ),
        ("xx", "Kra lom piv zul wek tof sug, " + "bin " * 20 + "nim.", "Kra lom piv zul wek tof sug"),
    ],
)
def test_the_main_clause_ends_where_another_opens(language: str, sentence: str, clause: str) -> None:
    start, end = main_clause(sentence, language)
    assert sentence[start:end] == clause


@pytest.mark.parametrize(
    "sentence",
    [
        # an aside without its verb, an unfinished list, a saying without what is said, an open infinitive
        "The mayor of Porto, a former engineer of bridges, " + "and of many other things " * 6 + "resigned.",
        "The work is described as a long, or even " + "very very " * 14 + "long one.",
        "The mayor of Porto said on Tuesday, " + "again and again " * 10 + ".",
        "The mayor of Porto has now decided to weigh in " + "again and again " * 10 + ".",
        "“The mayor of Porto closed the bridge, he said " + "again and again " * 10 + ".",
    ],
)
def test_what_breaks_off_is_no_clause(sentence: str) -> None:
    start, end = main_clause(sentence, "en")
    assert sentence[start:end] == ""


def test_a_sentence_of_thirty_words_stands_for_itself() -> None:
    for count, whole in ((30, True), (31, False)):
        sentence = "Kra " * (count - 1) + "lom."
        assert (main_clause(sentence, "xx") != (0, 0)) is whole


def test_a_long_sentence_without_a_clause_is_cut_before_its_aim_and_a_short_one_is_not() -> None:
    opening = "Mayor Ana Ruiz of Ostmark says she told her deputies not to accept a proposed settlement"
    long = f"{opening} to hand the harbour over and move it because the papers were cheap and hasty and badly drafted."
    start, end = main_clause(long, "en")
    assert long[start:end] == opening
    short = "Mayor Ana Ruiz declined again to say whether she would ever move the harbour or its cranes elsewhere."
    start, end = main_clause(short, "en")
    assert short[start:end] == short[:-1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Council closes bridge, calls it unsafe, opens ferry", "Council closes bridge, calls it unsafe"),
        ("Council closes bridge that is unsafe", "Council closes bridge"),
        ("Council closes bridge for a year", ""),
    ],
)
def test_a_text_is_cut_before_a_clause_of_its_own(text: str, found: str) -> None:
    assert clause_before(text, "en", lambda piece: True) == found
    assert clause_before(text, "en", lambda piece: False) == ""


def test_a_clause_that_hangs_on_another_does_not_stand_for_its_sentence() -> None:
    hangs = "While many people have been filled with fear, Ana Ruiz of the old harbour office in the northern part of "
    hangs += "the town of Ostmark and her sister Maria from the next valley have now left their house for good."
    assert main_clause(hangs, "en") == (0, 0)
