from __future__ import annotations

from typing import Any

import pytest

from summarize import load_articles, prepare_story
from summarize.nlp.doc import Doc
from summarize.prepare.telling_pairs import Pair, TellingPairs, Told

ANSWER = "Minister Ilen Varro {} the harbour proposal in Ellerfeld, according to two officials who were in the room."
STAGE = "The miners' union {} a counter-offer to the owners of the Nara pit, its chairwoman said on Friday."
MEETING = "Varro {} in a meeting with Ada Marrow in Ellerfeld."
LIST = "{} met envoys of the coast towns in Harrow Pass on Monday to speak about the ferries."
TOLL = "In the fire at the mill of Ellerfeld at least {} people were injured on Sunday night, the fire service said."


def pairs(*texts: str, language: str = "en") -> list[Pair]:
    """The pairs of articles that are independent of each other."""
    filler = ("The ferry to Marwick was late.", "Schools open in the spring.")
    records: list[dict[str, Any]] = [
        {"text": f"{text}\n\n{filler[n]}", "origin": f"desk {n}"} for n, text in enumerate(texts)
    ]
    story = prepare_story(load_articles(records).articles, language=language)
    told = [
        Told(each, int(each.article[1:]), int(each.article[1:]), Doc(each.text, language)) for each in story.sentences
    ]
    return list(TellingPairs(told, language).find())


def kinds(*texts: str, language: str = "en") -> set[str]:
    return {each.kind for each in pairs(*texts, language=language)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANSWER.format("accepted"), ANSWER.format("rejected")),
        (ANSWER.format("would examine"), ANSWER.format("turned down")),
        (ANSWER.format("did not sign"), ANSWER.format("signed")),
        (
            ANSWER.format("was supportive of"),
            "Ilen Varro ordered his staff not to sign the deal, a third official said.",
        ),
    ],
)
def test_opposed_answers_of_one_actor_are_a_pair(first: str, second: str):
    (found,) = {(each.kind, each.about[0]) for each in pairs(first, second)}
    assert found == ("answer", "varro")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANSWER.format("accepted"), ANSWER.format("signed")),  # the same side
        (ANSWER.format("accepted"), ANSWER.format("rejected").replace("Ilen Varro", "Ada Marrow")),  # somebody else
        (ANSWER.format("accepted"), "Ilen Varro rejected the wages of the ferry crews, two officials said."),  # else
        (ANSWER.format("accepted"), ANSWER.format("could reject")),  # not a fact
        (ANSWER.format("accepted"), ANSWER.format("has a duty to consider")),
        (ANSWER.format("declined to comment on"), ANSWER.format("accepted")),
    ],
)
def test_what_is_no_pair_of_answers(first: str, second: str):
    assert "answer" not in kinds(first, second)


def test_presented_or_still_prepared():
    done, coming = STAGE.format("presented"), STAGE.format("is now preparing")
    assert "bringing" in kinds(done, coming)
    assert "bringing" not in kinds(done, STAGE.format("submitted"))
    assert "bringing" not in kinds(done, coming.replace("counter-offer", "film"))


def test_a_word_that_many_sentences_hold_names_no_thing():
    story = "\n\n".join(f"The counter-offer number {n} was spoken of at length." for n in range(8))
    assert "bringing" not in kinds(STAGE.format("presented") + "\n\n" + story, STAGE.format("is now preparing"))
    assert "bringing" in kinds(STAGE.format("presented"), STAGE.format("is now preparing"))


def test_one_meeting_of_which_two_things_are_said():
    objected = MEETING.format("objected to the tolls")
    assert "at_meeting" in kinds(objected, MEETING.format("did not discuss the tolls"))
    assert "at_meeting" not in kinds(objected, objected.replace("tolls", "ferry tolls"))
    elsewhere = MEETING.format("did not discuss the tolls").replace("Ada Marrow in Ellerfeld", "Ben Tarn in Marwick")
    assert "at_meeting" not in kinds(objected, elsewhere)
    assert "at_meeting" not in kinds(
        objected, MEETING.format("did not discuss the tolls").replace("a meeting", "a film")
    )


def test_lists_of_those_who_took_part():
    three = LIST.format("Ilen Varro, Ada Marrow and Ben Tarn")
    assert "members" in kinds(three, LIST.format("City officials, including Ada Marrow and Ben Tarn,"))
    assert "members" not in kinds(three, LIST.format("Ben Tarn, Ada Marrow and Ilen Varro"))
    assert "members" not in kinds(three, LIST.format("Ben Tarn")), "one name is no list"
    away = LIST.format("Ada Marrow and Ben Tarn").replace("Harrow Pass", "Marwick")
    assert "members" not in kinds(three, away)
    others = LIST.format("Otto Lind and Vera Holm")
    assert "members" not in kinds(three, others), "other people may have met on their own"


def test_figures_of_one_thing():
    assert "figure" in kinds(TOLL.format(128), TOLL.format(165).replace("the fire service", "a doctor"))
    assert "figure" not in kinds(TOLL.format(128), TOLL.format(128).replace("the fire service", "a doctor"))
    assert "figure" not in kinds(TOLL.format(160), TOLL.format(165)), "limits that near may be one figure"
    other = (
        "Doctors in Marwick said that 165 people were injured by glass in the storm of last week, all of them slightly."
    )
    assert "figure" not in kinds(TOLL.format(128), other)


def test_reports_of_one_origin_do_not_differ():
    told = [
        Told(each, n, 0, Doc(each.text))
        for n, word in enumerate(("accepted", "rejected"))
        for each in prepare_story(load_articles([{"text": ANSWER.format(word)}]).articles).sentences
    ]
    assert list(TellingPairs(told, "en").find()) == []


def test_portuguese_by_its_own_data():
    first = "O ministro Ilen Varro negou o acordo com a empresa de Ellerfeld, segundo a imprensa local."
    second = "O ministro Ilen Varro confirmou o acordo com a empresa de Ellerfeld em entrevista no domingo."
    assert kinds(first, second, language="pt") == {"guilt"}


def test_long_sentences_are_not_shown():
    long = ANSWER.format("accepted").replace("who were in the room", "who were in the room " + "and there " * 25)
    assert "answer" not in kinds(long, ANSWER.format("rejected"))
    assert "answer" in kinds(long.replace("and there " * 25, ""), ANSWER.format("rejected"))


WARNED = "Residents of the lower valley {} before the gates of the dam were opened, the {} said."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (WARNED.format("were warned", "operator"), WARNED.format("were not warned", "mayor")),
        (WARNED.format("had been warned", "operator"), WARNED.format("weren’t warned", "mayor")),
        ("The paintings were insured, Ada Marrow said.", "The stolen works were not insured, a spokesman said."),
        (
            "Ben Tarn denied that he had left the council of Ellerfeld.",
            "Ben Tarn has left the council of Ellerfeld, a member said.",
        ),
    ],
)
def test_what_one_report_says_and_another_denies_is_a_pair(first: str, second: str):
    assert "polarity" in kinds(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (WARNED.format("were warned", "operator"), WARNED.format("had been warned", "mayor")),
        (WARNED.format("were warned", "operator"), WARNED.format("were not only warned", "mayor")),
        (WARNED.format("were warned", "operator"), WARNED.format("might have been warned", "mayor")),
        (WARNED.format("were warned", "operator"), "“They were not warned,” a resident of the lower valley said."),
        # another thing was, and a third one too: the word alone says nothing
        ("The road was closed. The school was closed.", "The ferry was not closed, Ada Marrow said."),
    ],
)
def test_the_same_the_narrowed_the_possible_and_the_quoted_deny_nothing(first: str, second: str):
    assert "polarity" not in kinds(first, second)


def test_portuguese_denies_by_its_own_data():
    first = "A linha estava em manutenção, segundo a ferrovia."
    assert "polarity" in kinds(first, "O sindicato diz que a linha não estava em manutenção.", language="pt")
    resigned = "Caio Brandão pediu demissão do hospital de Vila Serena, disse a secretaria."
    assert "polarity" in kinds(
        "O diretor Caio Brandão negou que tenha pedido demissão do hospital de Vila Serena.", resigned, language="pt"
    )


BUILT = "The new school in Ellerfeld was designed by {}, the jury of the prize said."


def test_two_names_for_one_deed_are_a_pair():
    (found,) = [each for each in pairs(BUILT.format("Ada Marrow"), BUILT.format("Ben Tarn")) if each.kind == "doer"]
    assert [side for side, _ in found.sides] == ["marrow", "tarn"]


@pytest.mark.parametrize(
    "second",
    [
        BUILT.format("Marrow"),
        f"{BUILT.format('Ben Tarn')} Ada Marrow helped him.",  # the report knows of both
        "A bridge over the Nara was designed by Ben Tarn.",  # of something else
        BUILT.format("an architect from Marwick"),
        BUILT.format("Ben Tarn").replace("was designed", "should have been designed"),
    ],
)
def test_one_name_both_names_other_things_and_wishes_are_none(second: str):
    assert "doer" not in kinds(BUILT.format("Ada Marrow"), second)
