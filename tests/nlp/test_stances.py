from __future__ import annotations

import pytest

from summarize.nlp.names import names
from summarize.nlp.stances import Stance, contrary, predicates, readings, stances
from tests.growth import assert_linear


def read(text: str, language: str = "en") -> tuple[Stance, ...]:
    return stances(text, language, names(text, language, {"minister", "the", "mayor", "dozens"}))


def said(text: str, family: str, language: str = "en") -> list[str]:
    return [each.side for each in read(text, language) if each.family == family]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Ilen Varro accepted the offer.", ["yes"]),
        ("Ilen Varro did not accept the offer.", ["no"]),
        ("Ilen Varro refused to sign the offer.", ["no", "no"]),  # refused, and denied by it: signed not
        ("Ilen Varro didn’t sign the offer.", ["no"]),
        ("Ilen Varro would consider the offer.", ["open"]),
        ("Ilen Varro has a duty to consider the offer.", []),
        ("Ilen Varro could accept the offer.", []),
        ("Ilen Varro was urged to accept the offer.", []),
        ("Ilen Varro did not reject the offer, and signed it.", ["yes", "yes"]),
        ("Ilen Varro declined to comment.", []),
        ("It was unclear whether Ilen Varro accepted.", []),
        ("Ilen Varro did not on any account accept the offer.", ["no"]),  # the fourth word before it
        ("Ilen Varro did not on any such account accept the offer.", ["yes"]),  # the fifth
        ("Ilen Varro did not under foreseeable circumstances accept the offer.", ["no"]),  # however long they are
    ],
)
def test_the_side_of_an_answer(text: str, sides: list[str]):
    assert said(text, "answer") == sides


def test_portuguese_by_its_own_words():
    assert said("O prefeito Ilen Varro não aceitou a proposta.", "answer", "pt") == ["no"]
    assert said("O prefeito Ilen Varro aceitou a proposta.", "answer", "pt") == ["yes"]
    assert said("Ilen Varro negou o acordo.", "guilt", "pt") == ["no"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The mayor Ilen Varro rejected the plan of Ada Marrow.", "varro"),
        ("The plan of Ilen Varro was rejected by Ada Marrow.", "marrow"),
        ("The plan of Ilen Varro was firmly rejected by Ada Marrow.", "marrow"),
        (f"The plan of Ilen Varro was rejected by the {'old ' * 5}Ada Marrow.", "marrow"),
        (f"The plan of Ilen Varro was rejected by the {'old ' * 4}grey Ada Marrow.", ""),  # too far behind "by"
        ("The plan of Ilen Varro was rejected on Monday.", ""),
        ("The mayor rejected the plan of Ilen Varro.", ""),
        ("Ilen Varro, who was very late, rejected the plan.", "varro"),  # an auxiliary of something else
        ("The mayor Ilen Varro was supportive of the plan.", "varro"),
    ],
)
def test_whose_it_is(text: str, actor: str):
    (found,) = [each for each in read(text) if each.family == "answer"]
    assert found.actor == actor


def test_what_it_is_about_are_the_words_behind_it():
    (found,) = [each for each in read("Ilen Varro rejected the harbour plan.") if each.family == "answer"]
    assert found.about == {"harbour", "plan"}
    (found,) = [each for each in read("Ilen Varro rejected 40 of 300 harbour plans.") if each.family == "answer"]
    assert found.about == {"harbour", "plan"}  # figures do not tell one plan from another


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Ilen Varro rejected the harbour plan of winter.", {"harbour", "plan"}),  # the fifth word is left
        (
            "Ilen Varro rejected the extraordinary administrative arrangement.",
            {"extraordinari", "administr", "arrang"},
        ),
    ],
)
def test_four_words_behind_it_say_what_it_is_about(text: str, about: set[str]):
    (found,) = [each for each in read(text) if each.family == "answer"]
    assert found.about == about


def test_a_language_without_data_says_nothing():
    assert stances("Ilen Varro rejected the plan.", "fi", ()) == ()


def test_a_hostile_sentence_takes_linear_time():
    assert_linear(lambda text: stances(text, "en", ()), "did not turn it and turned it it it ")


@pytest.mark.parametrize(
    ("language", "said", "family", "side"),
    [
        ("en", "rejected", "answer", "no"),
        ("en", "turned it down", "answer", "no"),
        ("en", "working on", "bringing", "coming"),
        ("pt", "negou", "guilt", "no"),
        ("pt", "apresentou", "bringing", "done"),
    ],
)
def test_a_predicate_is_known_by_family_and_side(language: str, said: str, family: str, side: str):
    known = predicates(language)
    assert known is not None
    found = known.pattern.search(f"x {said} y")
    assert found is not None
    assert (family, side) in readings(known.forms, found[0])


def test_a_word_can_belong_to_two_families():
    known = predicates("en")
    assert known is not None
    assert {family for family, _ in readings(known.forms, "rejected")} == {"answer", "guilt", "at_meeting"}


def test_a_language_without_data_has_none():
    assert predicates("fi") is None


def test_other_words_are_none():
    known = predicates("en")
    assert known is not None
    assert known.pattern.search("The harbour lies east of the town and the signal is green.") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge passed its inspection.", "The bridge failed its inspection."),
        ("Prices rose by 12 percent.", "Prices fell by 12 percent."),
        ("The court found him guilty.", "He was acquitted by the court."),
        ("The northern route is open.", "The southern route is open."),
        ("The pier was closed.", "The pier might have been closed."),
        ("The mayor closed the pier.", "The mayor could soon have closed the old pier."),  # "soon", "closed"
        ("The road was shut on Monday.", "On Monday the road was opened."),
    ],
)
def test_opposites_are_told(one: str, other: str):
    assert contrary(one, other)
    assert contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge passed its inspection.", "Inspectors found the bridge sound."),
        ("Prices rose, then fell.", "Prices fell after they rose."),
        ("He may leave.", "He could leave on Monday."),
        ("It was shut on Monday.", "On Monday it was closed."),
        ("The pier was closed.", "The council closed the pier, a step that could cost the town a million."),
        ("The mayor closed the pier.", "The mayor could soon and rightly have closed it."),  # the third word
        ("", ""),
    ],
)
def test_what_is_no_opposite(one: str, other: str):
    assert not contrary(one, other)


def test_a_language_without_pairs_of_words_contradicts_nothing() -> None:
    assert contrary("The bill passed", "The bill failed", "en")
    assert not contrary("The bill passed", "The bill failed", "nl")
