"""What can be asked of a prepared story: titles found in texts, what an article tells, who takes a side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from summarize import load_articles, prepare_story
from summarize.prepare.disagreements import differences_of
from summarize.records import Article, Sentence, Zone
from summarize.story import Difference, Story, differing_values, text_told, with_titles

SPANISH = """El consejo del puerto de Vellmark votó el martes a favor de cerrar el viejo muelle durante dos años.
La reparación costará cuatro millones de coronas, según dijo el alcalde, que no quiso dar más detalles."""
REPORT = """The council of Vellmark named the places on Tuesday evening: the new harbour and the ferry dock.
The boats will stay there for two years, said the mayor of the town.
The council will meet again in May, said the mayor of the town."""
FIRST = (
    "A bus left the road near Harrow Pass on Monday.\n\n"
    "At least 18 people were killed when the bus fell into a ravine near Harrow Pass, police said.\n\n"
    "The driver survived and was taken to a hospital in Ellerfeld."
)
SECOND = (
    "Rescuers worked through the night at Harrow Pass.\n\n"
    "The accident killed 31 people on the bus, the fire service of Harrow Pass said.\n\n"
    "The road to Ellerfeld stays closed until Thursday."
)


def story(*records: Any) -> Story:
    return prepare_story(load_articles(list(records)).articles, language="en")


def differences(*articles: str | dict[str, Any]) -> tuple[Difference, ...]:
    records = [each if isinstance(each, dict) else {"text": each} for each in articles]
    return differences_of(story(*records), frozenset())


def test_a_title_in_the_text_is_the_articles_title_unless_another_is_known():
    first, second, third = with_titles(
        story(
            {"text": f"Vellmark Closes Its Old Pier\n\n{REPORT}"},
            {"text": f"Vellmark Shuts   the Rotten Pier\n\n{REPORT}", "title": "Pier shut"},
            {"text": SPANISH},
        )
    )
    assert first.title == "Vellmark Closes Its Old Pier"
    assert second.title == "Pier shut"
    assert third.title is None


def test_a_line_that_is_too_long_is_no_title():
    prepared = story({"text": f"{' '.join(['Vellmark'] * 40)}\n\n{REPORT}"})
    for length, expected in ((300, True), (301, False)):
        text = "V" * length + REPORT
        zones = ((Zone(0, length, "title"), Zone(length, len(text), "body")),)
        article = replace(prepared.articles[0], text=text)
        (found,) = with_titles(replace(prepared, articles=(article,), zones=zones))
        assert (found.title is not None) is expected


def test_what_an_article_tells_is_its_title_and_all_but_boilerplate_as_far_as_it_is_read():
    def sentence(text: str, zone: Any = "body") -> Sentence:
        return Sentence("a", 0, 0, len(text), text, zone, "", 0)

    article = Article(id="a", text="", sha256="", title="Bridge falls")
    assert (
        text_told(article, [sentence("It fell."), sentence("Share this", "boilerplate"), sentence("Rain", "heading")])
        == "Bridge falls\nIt fell.\nRain"
    )
    long = "x" * 7_999
    assert text_told(replace(article, title=None), [sentence(long), sentence("y"), sentence("z")]) == f"{long}\ny"


def test_a_side_is_known_in_other_words():
    (found,) = differences(FIRST, SECOND)
    assert found.is_side("18 dead after bus falls at Harrow Pass")
    assert found.is_side("The bus accident at Harrow Pass killed 31 people.")
    assert not found.is_side("Reports of the bus accident at Harrow Pass speak of 18 dead and of 31 dead.")
    assert not found.is_side("The bus fell into a ravine at Harrow Pass.")
    assert not found.is_side("In Marwick 18 people died.")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("18 dead at Harrow farm", False),  # one word of the report, and the outcome
        ("18 dead at Harrow Pass", True),  # two
    ],
)
def test_a_side_shares_two_words_with_its_report(text: str, side: bool):
    (found,) = differences(FIRST, SECOND)
    assert found.is_side(text) is side


@pytest.mark.parametrize(("toll", "echo"), [(5, True), (4, False)])
def test_a_number_below_five_is_known_by_no_echo(toll: int, echo: bool):
    (found,) = differences(FIRST.replace("At least 18", str(toll)), SECOND)
    assert found.is_echo(f"All {toll} victims of the bus were named by police in Ellerfeld.") is echo


def test_the_newest_figure_is_no_side():
    later = {"text": SECOND, "published": "2025-02-04"}
    (found,) = differences({"text": FIRST, "published": "2025-02-03"}, later)
    assert found.is_side("18 dead after bus falls at Harrow Pass")
    assert not found.is_side("31 dead after bus falls at Harrow Pass")


@pytest.mark.parametrize(
    "echo",
    [
        "Flags flew at half mast in Harrow Pass for the 18 victims.",
        "All 18 victims of the bus were named by police in Ellerfeld.",
        "A toll of eighteen makes it a black day for Harrow Pass.",
    ],
)
def test_a_figure_that_echoes_a_side_is_a_side_too(echo: str):
    (found,) = differences(FIRST, SECOND)
    assert found.is_echo(echo)
    assert not found.is_echo(echo.replace("18", "7").replace("eighteen", "seven"))


@pytest.mark.parametrize(
    ("one", "other", "figures"),
    [
        ("The harbour sold 40 boats.", "The harbour sold 55 boats in May.", ["40", "55"]),
        ("The harbour sold 40 boats.", "The harbour sold 55 nets in May.", []),  # another thing
        ("The harbour sold 40 boats.", "The harbour has 55 boats and sold 40.", []),  # it has both
        ("The harbour sold 400 boats.", "The harbour sold 396 boats.", []),  # rounded
        ("The bank wants 46 percent.", "The bank wants 45.8 percent.", []),
        ("The bank wants 46 percent.", "The bank wants 52 percent.", ["46 percent", "52 percent"]),
        ("The mill burned on Monday.", "The mill burned on Tuesday.", []),  # days may be those of the saying
        ("The mill burned at 4 a.m. that day.", "The mill burned at 7 a.m. that day.", ["4 a.m.", "7 a.m."]),
        ("2 boats sank and 3 boats were saved.", "5 boats sank.", []),  # which of two is not known
    ],
)
def test_two_sentences_that_give_another_figure_for_one_thing(one: str, other: str, figures: list[str]):
    found = differing_values(one, other, "en")
    assert [each.value.text for each in found or ()] == figures
