"""Spellings of one person are listed together; two persons of one surname, or of like surnames, stay two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import load_articles
from summarize.prepare.people import Mentions, find_mentions, find_people
from summarize.prepare.preparation import prepare_story
from summarize.records import NamedPerson, Sentence
from tests.growth import assert_linear

_FILL = "The committee heard witnesses for two hours and then voted on the bill in a closed session. "


def people(*texts: str, wanted: str = "", origins: tuple[str, ...] = ()) -> tuple[NamedPerson, ...]:
    given = [{"text": _FILL + text + " " + _FILL} for text in texts]
    for mapping, origin in zip(given, origins, strict=False):
        mapping["origin"] = origin
    story = prepare_story(load_articles(given))
    return find_people(story.articles, story.sentences, story.origins, story.language, wanted)


def spelled(*texts: str, wanted: str = "") -> list[tuple[str, list[str]]]:
    return [(p.name, [s.text for s in p.spellings]) for p in people(*texts, wanted=wanted)]


def test_transliterations_of_a_surname_are_one_person() -> None:
    found = people(
        "On Monday President Volodymyr Zelenskyy spoke. Later Zelenskyy left Kyiv, and Zelenskyy flew west.",
        "In Kyiv, President Volodymyr Zelensky spoke. Then Zelensky left.",
        "A report quoted President Zelenskiy at length.",
    )
    assert [(p.name, [(s.text, s.count, s.likely_misspelling) for s in p.spellings]) for p in found] == [
        (
            "Volodymyr Zelenskyy",
            [("Zelenskyy", 3, False), ("Zelensky", 2, False), ("Zelenskiy", 1, False)],
        )
    ]


def test_every_spelling_stands_where_it_says() -> None:
    texts = ("In Moscow, Minister Sergei Lavrov said no.", "In Moscow, Minister Sergey Lavrov said no again.")
    story = prepare_story(load_articles([{"text": _FILL + text} for text in texts]))
    (person,) = find_people(story.articles, story.sentences, story.origins, "en")
    by_id = {article.id: article for article in story.articles}
    for spelling in person.spellings:
        span = spelling.evidence
        assert by_id[span.article].text[span.start : span.end] == span.text == spelling.text
        assert spelling.articles == (span.article,)
    assert [spelling.text for spelling in person.spellings] == ["Sergei Lavrov", "Sergey Lavrov"]


def test_a_slip_in_a_minister_is_a_likely_misspelling() -> None:
    (person,) = people(
        "Secretary Scott Bessent came. Then Bessent left. In Kyiv, Bessent spoke. Later Bessent flew home.",
        "A paper was brought by Secretary Scott Bassent on Friday.",
    )
    assert person.name == "Scott Bessent"
    assert [(s.text, s.likely_misspelling) for s in person.spellings] == [("Bessent", False), ("Bassent", True)]


def test_a_slip_without_a_given_name_needs_the_right_form_in_its_article() -> None:
    right = "On Friday General Keith Kellogg spoke. Later Kellogg left. Then Kellogg flew. In Kyiv, Kellogg rested."
    assert spelled(right + " By noon Kelogg was gone.") == [("Keith Kellogg", ["Kellogg", "Kelogg"])]
    assert spelled(right.replace("Kellogg", "Johnson"), "By noon Johnston was gone.") == []


def test_accents_and_capitals_make_spellings() -> None:
    found = spelled(
        "In Ankara, President Recep Erdoğan said no. Then Erdoğan left.", "In Ankara, President Recep Erdogan said no."
    )
    assert found == [("Recep Erdoğan", ["Erdoğan", "Erdogan"])]
    found = spelled("In Leeds, Sheriff Ann MacDonald said no.", "In Leeds, Ann Macdonald said so.")
    assert found == [("Ann MacDonald", ["MacDonald", "Macdonald"])]


def test_a_name_parted_otherwise_is_one_name() -> None:
    found = spelled("In Seoul they said President Kim Jong-un left.", "In Seoul they said President Kim Jong Un left.")
    assert found == [("Kim Jong-un", ["Kim Jong-un", "Kim Jong Un"])]


def test_a_possessive_is_no_spelling() -> None:
    assert spelled("On Monday Senator Ann Harkin said no. It was Harkin’s vote, and Harkin's speech.") == []


def test_two_persons_stay_two() -> None:
    pairs = [
        ("In court, Hunter Biden said no.", "In court, Joe Biden said no."),
        ("In court, Li Wei said no.", "In court, Li Wen said no."),
        ("In court, Daniel Smith said no.", "In court, Danielle Smith said no."),
        ("In court, Mario Rossi said no.", "In court, Maria Rossi said no."),
        ("In court, Boris Johnson said no. Then Johnson left. Now Johnson rests.", "In court, Ron Johnston said no."),
        ("In court, Volodymyr Zelensky said no. Then Zelensky left.", "In court, Olena Zelenska said no."),
        ("In court, Viktor Ivanov said no. Then Ivanov left. So Ivanov won.", "There Ivanova wept. Ivanov left."),
        ("In court, Nguyen Tân said no.", "In court, Nguyen Tấn said no."),
        ("In court, Angela Merkel said no. Then Merkel left.", "The Merkels left."),
        ("In court, Judge Andersen said no. Then Andersen left. Andersen rose.", "There Mayor Anderson said yes."),
        ("In court, Erik Hansen said no.", "In court, Lars Hanssen said no."),
    ]
    for pair in pairs:
        assert spelled(*pair) == [], pair


def test_brothers_are_told_apart_by_their_given_names() -> None:
    found = spelled(
        "In Kyiv, Mayor Vitali Klitschko said no. His brother Wladimir Klitschko agreed.",
        "In Kyiv, Mayor Vitaliy Klitschko said so.",
    )
    assert found == [("Vitali Klitschko", ["Vitali Klitschko", "Vitaliy Klitschko"])]


def test_bodies_and_places_are_no_persons() -> None:
    assert (
        spelled(
            "In London, the Labour Party said no. The Defence Ministry said so. Kyiv, the capital, is calm.",
            "In London, the Labor Party said no. The Defense Ministry said so. Kiev, the capital, is calm.",
        )
        == []
    )


def test_copies_of_one_origin_count_once() -> None:
    one, two = "In Kyiv, President Volodymyr Zelenskyy said no.", "In Kyiv, President Volodymyr Zelensky said yes."
    (person,) = people(two, two, one, one + " It rained.", origins=("wire", "wire", "a", "b"))
    assert person.name == "Volodymyr Zelenskyy"


def test_the_users_list_wins() -> None:
    texts = (
        "In Kyiv, President Volodymyr Zelenskyy spoke. Then Zelenskyy left.",
        "In Kyiv, President Volodymyr Zelensky spoke.",
    )
    assert spelled(*texts, wanted="Ann Lee, Zelensky")[0][0] == "Volodymyr Zelensky"
    assert spelled(*texts, wanted="Wolodymyr Selenskyj, Volodymyr Zelenskyj")[0][0] == "Volodymyr Zelenskyj"
    assert spelled(texts[0], wanted="Zelensky") == [("Volodymyr Zelensky", ["Zelenskyy"])]
    assert spelled(texts[0], wanted="Olena Zelensky") == []
    assert spelled(texts[0], wanted="Zelenskyy") == []  # as the articles have it


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_spellings_that_stand_in_it(text: str) -> None:
    for person in people(text, text.swapcase()):
        assert all(spelling.count > 0 for spelling in person.spellings)


def test_the_same_given_name_and_office_make_one_person_of_a_slip() -> None:
    found = people("In Peking, President Xi Jinping said no.", "In Peking, President Xi Jingping said no.")
    assert [(p.name, [s.text for s in p.spellings]) for p in found] == [("Xi Jinping", ["Jinping", "Jingping"])]
    assert spelled("In court, Judge Ann Brown said no.", "In court, Senator Ann Browne said no.") == []
    assert spelled("In court, Ann Miller said no.", "In court, Ann Milner said no.") == []


def test_a_slip_stands_at_most_a_third_as_often_as_the_right_form() -> None:
    right, wrong = "Secretary Scott Bessent came. Then Bessent left.", "A paper was brought by Scott Bassent on Friday."
    (person,) = people(f"{right} In Kyiv, Bessent spoke.", wrong)
    assert [(s.text, s.count, s.likely_misspelling) for s in person.spellings] == [
        ("Bessent", 3, False), ("Bassent", 1, True)
    ]  # fmt: skip
    assert people(right, wrong) == ()


def test_a_slip_in_a_given_name_stands_at_most_a_third_as_often_as_the_right_form() -> None:
    right, wrong = "In Porto, Mayor Matilda Ruiz spoke. ", "In Porto, Mayor Matinda Ruiz spoke."
    assert spelled(right * 3, wrong) == [("Matilda Ruiz", ["Matilda Ruiz", "Matinda Ruiz"])]
    assert spelled(right * 2, wrong) == []


def test_a_middle_initial_is_no_given_name_that_two_persons_share() -> None:
    for one, other in (("Erik B.", "Lars B."), ("Erik B.", "Bertil"), ("Bertil", "Erik B.")):
        told = f"In court, {one} Hansen said no. Then Hansen left.", f"In court, {other} Hanssen said no."
        assert spelled(*told) == [], (one, other)


def test_a_given_name_of_two_letters_goes_before_an_initial() -> None:
    found = spelled(
        "In Porto, Mayor B. Hansen said no. Later Mayor B. Hansen left.", "In Porto, Mayor Bo Hanssen said so."
    )
    assert found == [("Bo Hansen", ["Hansen", "Hanssen"])]


def test_two_offices_are_two_persons_however_alike_their_names() -> None:
    assert spelled(
        "On Monday Mayor Anna Hansen opened the pier. Later Hansen spoke, and Hansen left.",
        "On Tuesday Judge Anna Hanssen heard the case. Then Hanssen ruled, and Hanssen went home.",
    ) == []  # fmt: skip


def mentions(*texts: str) -> Mentions:
    sentences = [Sentence(f"a{n}", 0, 0, len(text), text, "body", "", 0) for n, text in enumerate(texts, 1)]
    return find_mentions(sentences, "en")


def test_a_title_or_a_verb_of_saying_shows_a_person() -> None:
    found = mentions(
        "On Monday Treasury Secretary Scott Bessent left.", "In Porto, Ana Ruiz said no, and Ruiz left."
    ).surnames
    assert found["Bessent"].person
    assert found["Bessent"].titles == {"secretary"}
    assert found["Bessent"].given == {"Scott": 1}
    assert found["Ruiz"].person
    assert (found["Ruiz"].given, found["Ruiz"].alone) == ({"Ana": 1}, 1)


@pytest.mark.parametrize("after", [", 45, left", ", who left", ", the foreign minister, left", " told them"])
def test_what_follows_a_name_can_show_a_person(after: str) -> None:
    assert mentions(f"In Porto, Ana Ruiz{after}.").surnames["Ruiz"].person


def test_a_full_name_has_two_words() -> None:
    assert mentions("In Porto, Mayor Ana Ruiz left.").full == ("Ana Ruiz",)
    assert mentions("In Porto, Mayor Ruiz left.").full == ()


def test_bodies_and_places_are_left_out() -> None:
    found = mentions(
        "In the end the Labour Party said no.", "At noon New York said so.", "It was the White House said to be."
    )
    assert not any(known.person for known in found.surnames.values())


def test_titles_days_states_and_possessives_part_names() -> None:
    found = mentions("Now U.S. President Donald Trump’s envoy General Keith Kellogg met Vance Friday.").surnames
    assert {name: dict(known.given) for name, known in found.items() if known.person} == {
        "Trump": {"Donald": 1},
        "Kellogg": {"Keith": 1},
    }
    assert found["Vance"].alone == 1


def test_a_capital_owed_to_its_place_is_no_given_name() -> None:
    found = mentions(
        "Harsh words: Warned Ruiz to go.", "Martin Ruiz heard the warnings.", "By noon Mayor Ana Ruiz left."
    ).surnames
    assert found["Ruiz"].given == {"Ana": 1, "Martin": 1}


def test_a_headline_is_not_read() -> None:
    title = Sentence("a1", 0, 0, 30, "Minister Zelensky Rejects Deal", "title", "", 0)
    assert find_mentions([title], "en").surnames == {}


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for name, known in mentions(text).surnames.items():
        assert name in text
        assert known.count > 0


@pytest.mark.parametrize("unit", ["A ", "Ab ", "A.", "Ab-", "Ab’", "de la ", "Gen. Ab ", "Ab, the a", "ÉÉ"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(mentions, unit)


@pytest.mark.parametrize(
    ("named", "surname", "known"),
    [
        pytest.param("Ana Bea Cora Dora Eva Ruiz", "Ruiz", True, id="six words"),
        pytest.param("Ana Bea Cora Dora Eva Flo Ruiz", "Ruiz", False, id="seven words are no name"),
        pytest.param("Ana Lee", "Lee", True, id="three letters"),
        pytest.param("Ana Li", "Li", False, id="two letters"),
        pytest.param("Ana RUI", "RUI", True, id="three capitals"),
        pytest.param("Ana RUIZ", "RUIZ", False, id="four are no surname"),
    ],
)
def test_how_long_a_name_is(named: str, surname: str, known: bool) -> None:
    found = mentions(f"In Porto, {named}, who left, spoke.").surnames
    assert (surname in found) is known
    assert not known or found[surname].person


def test_a_surname_alone_is_no_person_by_what_follows_it() -> None:
    assert not mentions("In Porto, Ruiz, who left, spoke.").surnames["Ruiz"].person
    assert mentions("In Porto, Ruiz, who left, spoke.").full == ()


def test_a_title_stands_right_before_a_name_however_long_it_is() -> None:
    assert mentions("In Porto the commissioner Ruiz left.").surnames["Ruiz"].titles == {"commissioner"}
    assert mentions("In Porto the commissioner and Ruiz left.").surnames["Ruiz"].titles == set()


def test_beside_the_same_given_name_a_slip_shows_in_five_letters() -> None:
    assert spelled("In court, Judge Ann Marsk said no.", "In court, Judge Ann Mersk said no.")
    assert spelled("In court, Judge Ann Mark said no.", "In court, Judge Ann Merk said no.") == []


@pytest.mark.parametrize(("right", "other", "one"), [("Dannilk", "Danilk", True), ("Dannik", "Danik", False)])
def test_a_surname_without_a_given_name_is_known_by_its_sound_from_six_letters_on(
    right: str, other: str, one: bool
) -> None:
    found = spelled(f"On Monday Mayor Olga {right} spoke. Then {right} left.", f"By noon, they said, {other} was gone.")
    assert found == ([(f"Olga {right}", [right, other])] if one else [])


def test_of_many_persons_the_sixty_mentioned_most_are_listed() -> None:
    parts = ("ba", "do", "fu", "la", "mo", "nu", "ra", "to")
    names = [f"{a}{b}{parts[(i + j) % 8]}".title() for i, a in enumerate(parts) for j, b in enumerate(parts)][:61]
    pairs = [(f"{name}k", f"{name[:-1]}{dict(zip('aou', 'áóú', strict=True))[name[-1]]}k") for name in names]
    told = " ".join(f"In Porto, Mayor Ann {one} spoke. In Leeds, Mayor Ann {other} left." for one, other in pairs)
    again = f" In Porto, Mayor Ann {pairs[-1][0]} spoke again."
    assert [p.spellings[0].text for p in people(told + again)] == [pairs[-1][0], *(one for one, _ in pairs[:59])]
