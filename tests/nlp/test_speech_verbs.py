"""The lists of verbs and nouns: clean data, no word in two classes that exclude each other."""

from __future__ import annotations

import pytest

from summarize.nlp import speech_verbs as known
from summarize.nlp.speech_verbs import begins_as_speech
from tests.growth import assert_linear


def test_lists_hold_lower_case_words() -> None:
    lists = [value for value in vars(known).values() if isinstance(value, frozenset)]
    assert len(lists) > 10
    assert all(word == word.lower() == word.strip() for each in lists for word in each)


def test_classes_of_verbs_do_not_overlap() -> None:
    assert not known.SPEECH_VERBS & known.BELIEF_VERBS
    assert not known.AMBIGUOUS_VERBS & known.BELIEF_VERBS
    assert not known.SPEECH_VERBS & known.AMBIGUOUS_VERBS


def test_no_noun_for_a_speaker_is_a_verb_of_saying_or_a_function_word() -> None:
    assert not known.SPEAKERS & known.SPEECH_VERBS
    assert not known.SPEAKERS & (known.PRONOUNS | known.DETERMINERS | known.BEFORE_CLAUSES)


def test_plurals_follow_the_spelling() -> None:
    assert {"officials", "ministries", "spokesmen", "agencies", "attorneys", "churches"} <= known.SPEAKERS


@pytest.mark.parametrize(
    "paragraph",
    [
        "- Vamos esperar a resposta do conselho. Depois decidimos o que fazer - diz a presidente da câmara.",
        "- Não vale a pena - disse.",
        "- O cais fica fechado - reagiu o vereador.",
        " – A ponte é segura – lhe respondeu o engenheiro.",
        "—No lo sabemos —dijo la ministra—. Habrá que esperar.",
        "— Le port reste fermé, a déclaré la maire. — Nous attendrons — a ajouté le préfet.",
    ],
)
def test_a_dash_before_words_that_somebody_says_opens_speech(paragraph: str) -> None:
    assert begins_as_speech(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "-",
        "- Provide companies with access to the harbour",
        "- Talks: officials met with advisers in Vellmark—without the mayor",
        "- Some members also voiced concerns, warning that the pier - the oldest one - is unsafe.",
        "- A council said on Tuesday that the pier is closed.",
        "- 40 million crowns - 12 million more than planned",
        "O cais fica fechado - disse o vereador.",
    ],
)
def test_other_paragraphs_and_items_of_lists_do_not(paragraph: str) -> None:
    assert not begins_as_speech(paragraph)


@pytest.mark.parametrize("unit", ["- a ", "-", "\n\n“"])
def test_hostile_paragraphs_take_linear_time(unit: str) -> None:
    assert_linear(lambda text: begins_as_speech("-" + text), unit)
