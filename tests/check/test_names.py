"""Names: every form that means the same passes, a stranger fails, a capital that may mean nothing is unclear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.names import check_names
from tests.claims import Case, article, cite, judged, labelled, search_for, span, story
from tests.growth import assert_linear


@labelled("names")
def test_a_labelled_claim(case: Case) -> None:
    found = judged(case, check_names)
    assert (found.outcome, case.says in found.detail) == (case.outcome, True), found.detail


def test_a_name_that_is_found_in_the_same_article_brings_its_sentence() -> None:
    text = story("The pier is shut. Nothing moves on it. It is silent. The pier belongs to Aldmouth.")
    doc, search = search_for(text, "The pier of Aldmouth is shut.", cite(text, "is shut"))
    found = check_names(doc, "", search)
    assert [passage.evidence for passage in found.passages] == [cite(text, "Aldmouth")]
    assert found.looked_at == 1


def test_a_name_of_the_cited_span_or_the_heading_brings_nothing() -> None:
    text = story(article("The pier of Aldmouth is shut.", publisher="Coastal Herald"))
    doc, search = search_for(text, "The pier of Aldmouth is shut, the Coastal Herald says.", cite(text, "shut"))
    found = check_names(doc, "", search)
    assert (found.looked_at, found.passages, found.check().outcome) == (2, [], "pass")


@pytest.mark.parametrize(
    ("said", "brought"),
    [("Ilse Kaplan opened the tunnel.", ["Ilse Kaplan runs the port"]), ("Kaplan opened the tunnel.", [])],
)
def test_a_name_cited_by_its_surname_brings_the_sentence_that_has_it_in_full(said: str, brought: list[str]) -> None:
    text = story("Ilse Kaplan runs the port. Ships came in. It rained. Kaplan opened the tunnel.")
    doc, search = search_for(text, said, cite(text, "opened"))
    found = check_names(doc, "", search)
    assert [passage.doc.text[:25] for passage in found.passages] == [each[:25] for each in brought]
    assert found.check().outcome == "pass"


@pytest.mark.parametrize(
    ("between", "cited", "brought"),
    [
        ("It rained. Ships came in. ", "will open", ["Kaplan runs the port."]),
        ("It rained. Ships came in. Gulls cried. ", "will open", []),  # three sentences before is the furthest
        ("", "runs", []),  # the cited sentence names whom it means
    ],
)
def test_the_sentence_that_says_who_he_is_becomes_evidence(between: str, cited: str, brought: list[str]) -> None:
    text = story(f"Kaplan runs the port. {between}“The tunnel will open,” he said. Kaplan left.")
    doc, search = search_for(text, "The tunnel will open, Kaplan said.", cite(text, cited), cite(text, "left"))
    found = check_names(doc, "", search)
    assert [passage.doc.text for passage in found.passages] == brought


def test_a_word_that_only_opens_the_claim_is_nobody_he_could_be() -> None:
    text = story("Gulls cried. Nobody left. “Gulls will come,” he said.")
    doc, search = search_for(text, "Gulls will come, he said.", cite(text, "will come"))
    assert check_names(doc, "", search).passages == []


def test_a_passage_may_begin_where_the_sentence_that_says_who_he_is_ends() -> None:
    text = story("Kaplan runs the port. “The tunnel will open,” he said. Kaplan left.")
    quoted = span(text.articles[0], " “The tunnel will open,” he said.")
    doc, search = search_for(text, "The tunnel will open, Kaplan said.", quoted, cite(text, "left"))
    assert [passage.doc.text for passage in check_names(doc, "", search).passages] == ["Kaplan runs the port."]


def test_a_full_name_that_only_another_article_has_leaves_the_surname_as_it_is() -> None:
    text = story("It rained. Kaplan opened the tunnel.", "Ilse Kaplan runs the port.")
    doc, search = search_for(text, "Ilse Kaplan opened the tunnel.", cite(text, "opened"))
    found = check_names(doc, "", search)
    assert (found.passages, found.check().outcome) == ([], "pass")


def test_a_refusal_says_which_names_are_there() -> None:
    text = story("Ilse Kaplan opened the tunnel in Bremen.")
    doc, search = search_for(text, "The tunnel was opened by Greta Moreno.", cite(text, "Kaplan"))
    assert check_names(doc, "", search).failed == [
        "“Greta Moreno” is nowhere in the sources (the cited passages have “Ilse Kaplan”, “Bremen”)"
    ]


@pytest.mark.parametrize(("speaker", "looked_at"), [("Rosa Quint", 2), ("Kaplan", 1), ("the mayor", 1), ("", 1)])
def test_a_speaker_counts_once_and_only_by_name(speaker: str, looked_at: int) -> None:
    text = story("Kaplan and Rosa Quint opened the tunnel.")
    doc, search = search_for(text, "The tunnel was opened by Kaplan.", cite(text, "Quint"))
    assert check_names(doc, speaker, search).looked_at == looked_at


@pytest.mark.parametrize(
    ("letters", "outcome"),
    [("KL", "pass"), ("KLMNOP", "pass"), ("KLMNOPQ", "fail"), ("K", "fail")],
)
def test_initials_have_two_to_six_letters(letters: str, outcome: str) -> None:
    body = " ".join(
        dict(zip("KLMNOPQ", ["Karst", "Lumen", "Mora", "Nexa", "Orbis", "Polar", "Quanta"], strict=True))[c]
        for c in letters
    )
    text = story(f"The firm {body} was sold.")
    doc, search = search_for(text, f"They sold the firm {letters} today.", cite(text, "sold"))
    assert check_names(doc, "", search).check().outcome == outcome


@pytest.mark.parametrize(
    ("there", "said", "outcome"),
    [("Bela", "Belas", "pass"), ("Orsk", "Orks", "fail"), ("Zelenskyy", "Zelenski", "pass"), ("Ito", "Ite", "fail")],
)
def test_a_short_name_has_no_spelling_variants(there: str, said: str, outcome: str) -> None:
    text = story(f"They met {there} there.")
    doc, search = search_for(text, f"They also met {said} there.", cite(text, "met"))
    assert check_names(doc, "", search).check().outcome == outcome


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=200))
def test_no_text_makes_it_raise(claim: str, speaker: str, source: str) -> None:
    text = story("Kaplan spoke.", source)
    doc, search = search_for(text, claim, cite(text, "Kaplan"))
    assert check_names(doc, speaker, search).check().outcome in ("pass", "fail", "unclear")


def test_a_claim_that_names_much_is_read_in_linear_time() -> None:
    text = story("Ilse Kaplan opened the tunnel in Bremen.")
    cited = cite(text, "Kaplan")

    def check(claim: str) -> None:
        doc, search = search_for(text, claim, cited)
        check_names(doc, "", search)

    assert_linear(check, "The tunnel of Greta Moreno was opened in Kyiv. ", 4_000)


@pytest.mark.parametrize(
    ("source", "claim", "outcome"),
    [
        ("The court of Zarn met.", "The court of Zarni met.", "pass"),  # four letters and an ending
        ("The judge Thomas met.", "The judge Tom met.", "fail"),  # three: nobody knows which Tom
        ("A seleção francesa venceu.", "A França venceu o jogo.", "pass"),  # two letters off a long word
        ("The mayor Omand spoke.", "The mayor of Oman spoke.", "fail"),  # one off a word of five: another name
        ("Smith v Jones was heard.", "The court heard De Vries.", "fail"),  # one letter is nobody's initials
        ("The pier is shut. Orla Bruce came. Then Max Kaplan left.", "Then Orla Kaplan left.", "pass"),  # scattered
    ],
)
def test_how_short_a_form_of_a_name_may_be(source: str, claim: str, outcome: str) -> None:
    language = "pt" if "ç" in source else "en"
    text = story(article(source, language=language), language=language)
    doc, search = search_for(text, claim, cite(text, source.partition(".")[0]))
    assert check_names(doc, "", search).check().outcome == outcome


def test_a_single_word_in_another_form_needs_no_second_sentence() -> None:
    text = story("The court of Zarn met. It rained. Nothing else was known. The Zarni court sat.")
    doc, search = search_for(text, "The court of Zarni met.", cite(text, "Zarn met"))
    assert check_names(doc, "", search).passages == []
