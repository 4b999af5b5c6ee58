"""Spelling variants of one name count as one; different names and words stay apart."""

from __future__ import annotations

from summarize.compose.extractive.term_spellings import find_variants
from summarize.nlp.tokenize import terms


def test_rarer_spellings_meet_the_usual_one() -> None:
    found = find_variants(["Today Zelenskyy met Vance.", "Then Zelenskyy left.", "Why Zelensky came is open."], "en")
    assert found == {terms("Zelensky")[0]: terms("Zelenskyy")[0]}


def test_different_names_stay_apart() -> None:
    assert find_variants(["Today Kellogg met Bessent.", "Then Trumpets and Trumped."], "en") == {}


def test_words_without_capitals_are_no_names() -> None:
    assert find_variants(["the minerals deal", "the mineral deals"], "en") == {}


def test_no_chain_leads_to_a_spelling_that_is_itself_replaced() -> None:
    texts = [
        "in Zelenskyy of",
        "in Zelenskyy of",
        "in Zelenskyy of",
        "in Zelensky of",
        "in Zelensky of",
        "in Zelenski of",
    ]
    found = find_variants(texts, "en")
    assert not set(found.values()) & set(found)
