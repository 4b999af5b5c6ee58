from __future__ import annotations

from typing import Any

import pytest

from summarize.nlp.quantities import clock_times, may_be_one, quantities, question_of, same_value, tallies
from tests.growth import assert_linear


def found(text: str, language: str = "en") -> list[tuple[Any, ...]]:
    return [(each.of, each.noun, each.value.text) for each in quantities(text, language) if each.of]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 18 people were killed and 43 injured near Lima.", [("killed", "", "18"), ("injured", "", "43")]),
        ("The death toll rose to 21 on Tuesday.", [("killed", "", "21")]),
        ("18 people, including three children, were killed.", [("killed", "", "18"), ("children", "", "three")]),
        ("A blast killed 12 soldiers and wounded 30 more.", [("killed", "soldier", "12")]),
        ("Three more bodies were found, bringing the toll to 24.", [("killed", "", "24")]),
        ("Twenty-one dead in ferry disaster", [("killed", "", "Twenty-one")]),
        ("The quake claimed 18 lives.", [("killed", "", "18")]),
        ("The attack left eight dead and up to 30 missing.", [("killed", "", "eight"), ("missing", "", "30")]),
        ("Police detained 40 protesters; two officers were hurt.",
         [("arrested", "", "40"), ("injured", "offic", "two")]),
        ("His 6-year-old son was killed along with 19 other children.", [("killed", "children", "19")]),
        ("The repair will cost 3 million euros.", [("money", "", "3 million euros")]),
        ("The bridge carries 20,000 cars a day.", [("car", "", "20,000")]),
        ("Six workers were taken to a nearby hospital.", [("treated", "", "Six")]),
        ("Two workers and a guard were hurt.", [("injured", "worker", "Two")]),
        ("Three U.S. soldiers came with 12 3-year-olds.", [("u.s.", "", "Three")]),
        ("There were 140 people on board the ferry.", [("aboard", "", "140")]),
        ("The ferry had 210 passengers and crew aboard.", [("aboard", "", "210")]),
        ("All 62 people on board were killed.", [("killed", "", "62")]),  # whoever died was on board
        (f"18 {'old ' * 6}killed.", [("killed", "old", "18")]),
        (f"18 {'old ' * 7}killed.", [("old", "", "18")]),
        (f"The toll {'rises ' * 14}21.", [("killed", "", "21")]),
        (f"The toll {'rises ' * 15}21.", []),
        ("Dozens died.", []),
        ("Nobody was hurt.", []),
    ],
)  # fmt: skip
def test_figures_and_what_they_count(text: str, expected: list[tuple[str, ...]]):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ao menos 18 pessoas morreram e 30 ficaram feridas.", "pt"),
        ("Al menos 18 personas murieron y 30 resultaron heridas.", "es"),
        ("Au moins 18 personnes sont mortes et 30 ont été blessées.", "fr"),
        ("Bei dem Unfall wurden 18 Menschen getötet und 30 verletzt.", "de"),
        ("Almeno 18 persone sono morte e 30 feriti.", "it"),
    ],
)
def test_the_dead_and_injured_are_told_in_several_languages(text: str, language: str):
    assert found(text, language) == [("killed", "", "18"), ("injured", "", "30")]


def test_limits_and_rounded_figures_are_marked():
    def bound(text: str, language: str = "en") -> str:
        return quantities(text, language)[0].bound

    assert bound("At least 18 people died.")
    assert bound("More than 18 people died.")
    assert bound("Up to 18 people died.")
    assert bound("About 18 people died.")
    assert bound("18 or more people died.")
    assert bound("Cerca de 18 pessoas morreram.", "pt")
    assert not bound("The toll rose to 18.")
    assert not bound("In Lima 18 people died.")


def test_offsets_are_of_the_text():
    text = "In Lima, at least 18 people died and 43 cars burned."
    assert [text[each.start : each.end] for each in quantities(text)] == ["18", "43"]


@pytest.mark.parametrize("unit", ["18 dead ", "including ", "dead ", "18 ", ", including 3 "])
def test_long_sentences_take_linear_time(unit: str):
    assert_linear(quantities, unit, 20_000)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("It began at 4 a.m. on Monday.", [240]),
        ("It began at 12:30 p.m. and ended at 16:45.", [750, 1005]),
        ("It ended at 4:59 a.m. sharp.", [299]),
        ("O acidente ocorreu às 7h15.", [435]),
        ("Começou às 8h.", [480]),
        ("They won by 3:2 and 25 people came.", []),
        ("It was 27 p.m. and 4:75.", []),
    ],
)
def test_times_of_day_are_minutes(text: str, minutes: list[int]) -> None:
    assert [int(each.value.low) for each in clock_times(text)] == minutes


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The council voted 33 to 18 for it.", "en", ["33 to 18"]),
        ("It passed by 31 votes to 20, not 31-21.", "en", ["31 votes to 20", "31-21"]),
        ("A lei passou por 31 votos a 20.", "pt", ["31 votos a 20"]),
        ("The home side won 3-2.", "en", []),  # no vote
        ("They vote on 2024-05-12.", "en", []),
    ],
)
def test_votes_for_and_against_are_one_quantity(text: str, language: str, expected: list[str]) -> None:
    assert [each.value.text for each in tallies(text, language)] == expected


def test_the_other_side_of_a_vote_tells_two_votes_apart() -> None:
    (first,), (second,) = tallies("They voted 31 to 20."), tallies("They voted 31 to 21.")
    assert first.value.low != second.value.low
    (first,), (second,) = tallies("They voted 1 to 5000."), tallies("They voted 2 to 0.")
    assert first.value.low != second.value.low


@pytest.mark.parametrize("unit", ["31 votes to ", "31-", "vote 31 to 20 ", "1 a "])
def test_votes_take_linear_time(unit: str) -> None:
    assert_linear(tallies, unit, 20_000)


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("18 died.", "Eighteen died.", True),
        ("At least 15 died.", "20 died.", True),  # the limit is three quarters of it
        ("At least 14 died.", "20 died.", False),
        ("At least 15 died.", "More than 20 died.", False),  # two limits are two reports
        ("15 died.", "Up to 20 died.", True),
        ("About 88 died.", "100 died.", True),  # rounded: 12 in 100 may be missing
        ("About 87 died.", "100 died.", False),
        ("About 88 died.", "At least 100 died.", True),
        ("400 died.", "425 died.", True),  # rounded without a hedge: 6 in 100
        ("400 died.", "426 died.", False),
        ("410 died.", "415 died.", False),  # neither is the other one rounded
        ("99 died.", "100 died.", False),  # small whole numbers are exact
        ("100 died.", "101 died.", True),
        ("The bridge cost 2.4 million euros.", "The bridge cost 2.38 million euros.", True),
    ],
)
def test_two_figures_of_one_thing_may_be_one(one: str, other: str, may_be: bool) -> None:
    (said,), (told,) = quantities(one), quantities(other)
    assert said.key == told.key
    assert may_be_one(said, told) is may_be_one(told, said) is may_be
    assert same_value(said, told) is (one == "18 died.")


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("at 4:00", "at 4:15", True),
        ("at 4:00", "at 4:16", False),
        ("around 4:00", "at 5:00", True),
        ("around 4:00", "at 5:01", False),
    ],
)
def test_times_of_day_may_be_one(one: str, other: str, may_be: bool) -> None:
    (said,), (told,) = clock_times(one), clock_times(other)
    assert may_be_one(said, told) is may_be_one(told, said) is may_be


@pytest.mark.parametrize(
    ("of", "behind", "kind", "asked"),
    [
        ("killed", " people, police said", "count", "How many were killed"),
        ("day", ", when the ferry ran", "", "On which day it is"),
        ("day", " days of rain", "count", "How many days"),  # a number of days is no day
        ("worker", " workers, of 90", "count", "How many workers"),
        ("worker", "", "count", "How many it is"),
    ],
)
def test_what_figures_of_a_thing_ask(of: str, behind: str, kind: str, asked: str) -> None:
    assert question_of(of, behind, kind) == asked
