from __future__ import annotations

from typing import Any

import pytest

from summarize import LoadResult, load_articles, prepare_story
from summarize.nlp.doc import Doc
from summarize.prepare import differing_accounts
from summarize.prepare.differing_accounts import Pair, TellingPairs, Told, find_differing_accounts
from summarize.prepare.disagreements import differences_of
from summarize.records import Disagreement
from summarize.story import Story

ANSWER = "Minister Ilen Varro {} the harbour proposal in Ellerfeld, according to two officials who were in the room."
STAGE = "The miners' union {} a counter-offer to the owners of the Nara pit, its chairwoman said on Friday."
MEETING = "Varro {} in a meeting with Ada Marrow in Ellerfeld."
LIST = "{} met envoys of the coast towns in Harrow Pass on Monday to speak about the ferries."
TOLL = "In the fire at the mill of Ellerfeld at least {} people were injured on Sunday night, the fire service said."
WARNED = "Residents of the lower valley {} before the gates of the dam were opened, the {} said."
BUILT = "The new school in Ellerfeld was designed by {}, the jury of the prize said."


def told(*articles: str | dict[str, Any], language: str = "en", aside: frozenset[str] = frozenset()):
    records = [{"text": each} if isinstance(each, str) else each for each in articles]
    story = prepare_story(load_articles(records).articles, language=language)
    return find_differing_accounts(story, aside, differences_of(story, aside))


def article(verb: str, more: str = "", **known: str) -> dict[str, Any]:
    rest = {"a": "The ferry to Marwick was late.", "b": "Schools open in the spring.", "c": "It rained on the coast."}
    return {"text": f"{ANSWER.format(verb)}\n\n{rest.get(more, more)}", "origin": f"desk {more[:8]}", **known}


def words(found: tuple[Disagreement, ...]) -> list[list[str]]:
    return [[position.text for position in each.positions] for each in found]


def test_both_sides_stand_side_by_side_with_passage_and_day():
    first, second = article("accepted", "a", published="2031-05-02"), article("rejected", "b")
    (found,) = told(first, second)
    assert (found.id, found.kind, found.point) == ("t1", "told_differently", "How Ilen Varro answered the “proposal”")
    assert words((found,)) == [[ANSWER.format("accepted"), ANSWER.format("rejected")]]
    assert [position.published for position in found.positions] == ["2031-05-02", None]
    for position, record in zip(found.positions, (first, second), strict=True):
        (span,) = position.evidence
        assert record["text"][span.start : span.end] == span.text == position.text


@pytest.mark.parametrize(
    ("one", "other", "point"),
    [
        (
            "Envoy Ada Marrow presented a counter-offer to the council of Lund, officials said.",
            "The envoy's staff is preparing a counter proposal on the ferries, two people said.",
            "Whether the “counter-offer” has been presented or is still being prepared",
        ),
        (
            "Envoy Ada Marrow presented a counter proposal to the council of Lund, officials said.",
            "The envoy's staff is preparing a counter-offer on the ferries, two people said.",
            "Whether the “counter proposal” has been presented or is still being prepared",
        ),
        (
            "The envoys Ada Marrow, Ben Tarn and Otto Krall met with the owners in Ellerfeld that day.",
            "Two envoys, Ada Marrow and Otto Krall, met with owners of the ferries in Ellerfeld, officials said.",
            "Who took part in the meeting “in Ellerfeld”",
        ),
        (
            "In court Minister Ilen Varro denied the theft of the harbour money, his lawyer said.",
            "In court Minister Ilen Varro admitted the theft of harbour money, a clerk said.",
            "Whether Ilen Varro admits or denies “theft”",
        ),
    ],
)
def test_a_matter_is_called_what_the_sentences_call_it(one: str, other: str, point: str):
    texts = [f"{one}\n\nIt rained in the valley.", f"{other}\n\nThe ferry was late."]
    (found,) = told(*({"text": text, "origin": f"desk {n}"} for n, text in enumerate(texts)))
    assert found.point == point


def test_a_third_side_joins_where_a_third_report_takes_it():
    three = told(article("accepted", "a"), article("rejected", "b"), article("would examine", "c"))
    assert words(three) == [[ANSWER.format(verb) for verb in ("accepted", "rejected", "would examine")]]
    twice = told(article("accepted", "a"), article("rejected", "b"), article("turned down", "c"))
    assert [len(each) for each in words(twice)] == [2]


def test_five_matters_at_most():
    people = ("Ada Marrow", "Ben Tarn", "Otto Lind", "Vera Holm", "Nils Brandt", "Ines Falk")

    def text(verb: str, count: int) -> str:
        said = "Officials say that {} {} the plan number {} of the council, which many had waited for."
        return "\n\n".join(said.format(name, verb, n) for n, name in enumerate(people[:count]))

    for count, shown in ((5, 5), (6, 5), (4, 4)):
        both = [{"text": text("backed", count), "origin": "one"}, {"text": text("opposed", count), "origin": "two"}]
        found = told(*both)
        assert [each.id for each in found] == [f"t{n}" for n in range(1, shown + 1)]


@pytest.mark.parametrize(("read", "shown"), [(4, 1), (3, 0)])
def test_of_a_large_story_the_beginnings_are_read(read: int, shown: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(differing_accounts, "_READ", read)
    before = "It rained on the coast of {} for days.\n\n"
    sides = (("Marwick", "accepted"), ("Lund", "rejected"))
    texts = [before.format(town) + ANSWER.format(verb) for town, verb in sides]
    assert len(told(*({"text": text, "origin": text[:30]} for text in texts))) == shown


def test_copies_of_one_report_do_not_differ():
    same = {"origin": "the wire"}
    assert told(article("accepted", "a") | same, article("rejected", "b") | same) == ()


def test_an_article_that_is_set_aside_says_nothing():
    assert told(article("accepted", "a"), article("rejected", "b"), aside=frozenset(("a2",))) == ()


def test_figures_that_are_listed_already_are_left_to_that_list():
    toll = "In the fire at the mill of Ellerfeld {} people were injured on Sunday night, the fire service said."
    both = [{"text": toll.format(n), "origin": str(n)} for n in (128, 165)]
    story = prepare_story(load_articles(both).articles)
    assert len(differences_of(story, frozenset())) == 1
    assert told(*both) == ()
    assert [each.point for each in find_differing_accounts(story, frozenset())] == ["How many were injured: 128 or 165"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he presented a counter-offer", "preparing a “counter proposal”"),
        ("initially supportive of the proposal", "directed his ministers not to sign"),
        ("would evaluate the document", "directed his ministers not to sign"),
        ("presented a counter-offer", "did not discuss the details"),
        ("Rubio, Waltz, and Trump’s Middle East envoy", "including Secretary of State Marco Rubio"),
    ],
)
def test_the_seeds_known_matters_are_shown(story: Story, one: str, other: str):
    shown = words(find_differing_accounts(story, frozenset(), differences_of(story, frozenset())))
    assert any(any(one in text for text in texts) and any(other in text for text in texts) for texts in shown)


def test_an_item_of_a_list_is_shown_without_its_mark(story: Story):
    shown = [each for point in find_differing_accounts(story, frozenset(), ()) for each in point.positions]
    assert any(each.evidence[0].text.startswith("- ") for each in shown)
    assert not any(each.text.startswith("- ") for each in shown)


def test_the_order_of_the_articles_changes_no_matter(seeds: LoadResult):
    def shown(articles: list[Any]) -> set[frozenset[str]]:
        story = prepare_story(articles)
        return {frozenset(each) for each in words(find_differing_accounts(story, frozenset()))}

    assert shown(list(seeds.articles)) == shown(list(reversed(seeds.articles)))


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
