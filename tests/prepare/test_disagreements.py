from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarize import Summary, load_articles, render_html, render_json, render_markdown, render_text, summarize
from summarize.prepare.disagreements import find_differences
from summarize.prepare.preparation import prepare_story
from summarize.story import Difference

SEEDS = Path(__file__).parents[2] / "seeds"
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


FIGURES = Path(__file__).parents[1] / "data" / "figures"


def two_reports(name: str) -> list[tuple[str, str]]:
    """The pairs of sentences of one table."""
    lines = (FIGURES / name).read_text(encoding="utf-8").splitlines()
    return [(first, second) for first, second in (line.split("\t") for line in lines if not line.startswith("#"))]


def of_two_reports(first: str, second: str) -> tuple[Difference, ...]:
    rest = ("The road to the coast stays closed.", "Schools in the valley open in the spring.")
    records = [{"text": f"{text}\n\n{more}"} for text, more in zip((first, second), rest, strict=True)]
    language = "pt" if " de Marwick" in first else "en"
    story = prepare_story(load_articles(records).articles, language=language)
    return find_differences(story.articles, story.sentences, language)


def differences(*articles: str | dict[str, Any]) -> tuple[Difference, ...]:
    records = [each if isinstance(each, dict) else {"text": each} for each in articles]
    story = prepare_story(load_articles(records).articles, language="en")
    return find_differences(story.articles, story.sentences, story.language)


def test_two_tolls_are_one_disagreement_with_both_sides():
    (found,) = differences(FIRST, SECOND)
    record = found.record
    assert (record.id, record.kind) == ("d1", "contradiction")
    assert record.point.startswith("How many were killed: 18 or 31; ")
    assert [each.evidence[0].article for each in record.positions] == ["a1", "a2"]
    for position, text in zip(record.positions, (FIRST, SECOND), strict=True):
        (span,) = position.evidence
        assert text[span.start : span.end] == span.text == position.text


def test_days_apart_make_it_a_change_over_time():
    later = {"text": SECOND, "published": "2025-02-04T10:00:00Z"}
    (found,) = differences({"text": FIRST, "published": "2025-02-03"}, later)
    assert found.record.kind == "change_over_time"
    assert [each.published for each in found.record.positions] == ["2025-02-03", "2025-02-04T10:00:00Z"]
    (same,) = differences({"text": FIRST, "published": "2025-02-04"}, later)
    assert same.record.kind == "contradiction"
    assert "no date" not in same.record.point
    (unknown,) = differences(FIRST, later)
    assert "may be a change over time" in unknown.record.point


def test_a_limit_is_said():
    assert "a figure is a limit or rounded" in differences(FIRST, SECOND)[0].record.point
    assert "limit" not in differences(FIRST.replace("At least 18", "Eighteen"), SECOND)[0].record.point


def test_articles_with_one_figure_stand_on_one_side():
    third = SECOND.replace("Rescuers", "Helpers").replace("31 people", "thirty-one people")
    (found,) = differences(FIRST, SECOND, third)
    assert [len(each.evidence) for each in found.record.positions] == [1, 2]


@pytest.mark.parametrize(
    "other",
    [
        SECOND.replace("31", "18"),  # the same
        SECOND.replace("killed 31 people", "killed 31 people, up from 18,"),  # it knows of both
        SECOND.replace("killed 31 people", "killed 31 sheep"),  # another thing
        SECOND.replace("killed 31 people", "injured 31 people"),  # another fate
        "In Marwick, 31 children died of measles in the spring, doctors say.\n\nThe clinics there are full.",
        SECOND.replace("The accident killed", "The worst accident in the history of Harrow Pass killed"),
        "Police in Harrow Pass said a bus killed 31 people, and then that it killed 22 people there.\n\nIt rained.",
    ],
)
def test_what_is_no_disagreement(other: str):
    assert differences(FIRST, other) == ()


def test_figures_without_a_fate_need_sentences_that_are_alike():
    cost = "The repair of the Nara bridge will cost {} million euros, the mayor said.\n\nIt was closed on Monday."
    (found,) = differences(cost.format(3), cost.format(5).replace("closed on Monday", "shut for a week"))
    assert found.record.point.startswith("Which amount it is: 3 million euros or 5 million euros")
    assert differences(cost.format(3), "The tunnel in Marwick cost 5 million euros to plan, the mayor said.") == ()


def test_one_event_on_two_days_is_a_disagreement():
    vote = "The council of Ellerfeld will vote on the new harbour bridge on {}, the mayor said.\n\nIt costs a lot."
    (found,) = differences(vote.format("Monday"), vote.format("Tuesday").replace("a lot", "much"))
    assert found.record.point.startswith("On which day it is: Monday or Tuesday")
    assert found.is_side("The vote of the council of Ellerfeld is on Monday.")
    (found,) = differences(vote.format("3 March"), vote.format("March 4").replace("a lot", "much"))
    assert found.record.point.startswith("On which day it is: 3 March or March 4")
    assert differences(vote.format("Monday"), vote.format("3 March").replace("a lot", "much")) == (), "may be one day"
    both = vote.format("Tuesday").replace("a lot", "much, and was first to be decided on Monday")
    assert differences(vote.format("Monday"), both) == ()
    other = "The mayor of Ellerfeld spoke on Tuesday about schools and the harbour.\n\nIt rained."
    assert differences(vote.format("Monday"), other) == ()


def test_the_seeds_four_quantities_are_no_contradiction():
    assert differences(*[path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]) == ()


def told(*texts: str, words: int) -> Summary:
    summary = summarize([{"text": text} for text in texts], words=words)
    assert len(summary.disagreements) == 1
    return summary


def test_the_summary_gives_every_side_one_after_the_other():
    titled = ["18 dead after bus accident at Harrow Pass\n\n" + FIRST, "Bus accident at Harrow Pass\n\n" + SECOND]
    summary = told(*titled, words=100)
    figures = [("18" in claim.text, "31" in claim.text) for claim in summary.claims]
    first = figures.index((True, False))
    assert first <= 1  # the event may stand before them
    assert figures[first : first + 2] == [(True, False), (False, True)]
    assert not any(one or other for one, other in figures[first + 2 :])
    assert "18" not in summary.headline
    assert render_text(summary).replace("\n", " ").count("(the articles differ on this)") == 2


def test_without_room_for_every_side_none_is_told():
    summary = told(FIRST, SECOND, words=40)
    assert not any("18" in claim.text or "31" in claim.text for claim in summary.claims)
    left_out = [each.detail for each in summary.omitted if each.reason == "failed_check"]
    assert left_out == ["takes a side in the disagreement d1"] * 2


def test_far_down_figures_stand_in_the_list_only():
    filler = "\n\n".join(f"The council of Ellerfeld spoke about road number {'abcdef'[n]} at length." for n in range(6))
    summary = told(filler + "\n\n" + FIRST, filler + "\n\n" + SECOND, words=100)
    assert not any("18" in claim.text or "31" in claim.text for claim in summary.claims)


def test_no_articles_differ_in_nothing():
    assert find_differences([], []) == ()


def test_what_is_only_disputed_is_no_error():
    texts = ["A bus accident at Harrow Pass killed 18 people.", "The bus accident at Harrow Pass killed 31 people."]
    summary = summarize([{"text": text} for text in texts], words=20)
    assert summary.claims == ()
    assert [len(each.positions) for each in summary.disagreements] == [2]
    for render in (render_text, render_markdown, render_json, render_html):
        assert "31 people" in render(summary)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("At least 18 people", "More than 17 people"),  # near: both may hold
        ("Nearly 20 people", "18 people"),
        ("18 people", "In 1988, 56 people"),
        ("18 people", "Police denied that 31 people"),
        ("18 people", "It was feared that 100 people"),
    ],
)
def test_what_may_be_one_figure_is_no_disagreement(one: str, other: str):
    told = "{} were killed when the bus fell into the ravine at Harrow Pass.\n\n{}"
    assert differences(told.format(one, "It rained."), told.format(other, "The road is shut.")) == ()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("At least 15 people", "20 people", False),  # a limit that is near allows it
        ("At least 14 people", "20 people", True),
        ("Nearly 400 people", "360 people", False),
        ("Nearly 400 people", "250 people", True),
        ("400 people", "396 people", False),  # rounded, though nothing says so
        ("400 people", "420 people", False),
        ("400 people", "430 people", True),
        ("40 people", "39 people", True),
    ],
)
def test_limits_and_rounding_on_either_side(one: str, other: str, differ: bool):
    told = "{} were killed when the bus fell into the ravine at Harrow Pass.\n\n{}"
    found = differences(told.format(one, "It rained."), told.format(other, "The road is shut."))
    assert bool(found) == differ


def test_a_toll_at_the_top_is_known_by_what_the_articles_open_with():
    first = "A coach with pensioners left the road near Carlton on Monday.\n\n{}Six passengers died in it, police said."
    second = "Nine people were killed when a coach left the road near Carlton on Monday.\n\nThe road was icy."
    assert len(differences(first.format(""), second)) == 1
    far_down = "".join(f"The council spoke of {thing}.\n\n" for thing in ("schools", "trees", "boats", "rain"))
    assert differences(first.format(far_down), second) == ()
    assert (
        differences(
            first.format("").replace("near Carlton", "in Marwick").replace("left the road", "stood still"), second
        )
        == ()
    )


def test_a_noun_that_is_counted_once_at_the_top_of_each_article_is_one_thing():
    first = "The storm tore through Marwick on Monday and felled the old pier.\n\nIt destroyed {}, the mayor said."
    second = "Marwick was hit by a storm on Monday that took the old pier.\n\nSome {} are lost, the fire service said."
    (found,) = differences(first.format("45 houses"), second.format("80 houses"))
    assert found.record.point.startswith("How many houses: 45 or 80")
    assert differences(first.format("45 houses"), second.format("80 boats")) == ()
    assert differences(first.format("45 metres of wall"), second.format("80 metres of dyke")) == (), (
        "a unit is no thing"
    )
    twice = second.format("80 houses") + "\n\nThe wind damaged 300 houses on the coast."
    assert differences(first.format("45 houses"), twice) == (), "it counts houses of two kinds"


def test_a_report_that_opens_with_its_own_toll_may_name_the_other_further_down():
    told = FIRST.replace("At least 18", "Fifteen") + "\n\nThe fire service had spoken of 31 killed on the bus."
    assert len(differences(told, SECOND)) == 1


def test_a_part_of_the_dead_is_no_other_toll():
    other = "Four of the dead at Harrow Pass were children from the bus, the fire service said.\n\nIt rained."
    assert differences(FIRST, other) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("At least 12 people", "At least 19 people"),
        ("About 12,000 people", "Some 15,000 people"),
        ("More than 12 people", "Nearly 40 people"),
    ],
)
def test_hedged_figures_that_are_far_apart_differ(one: str, other: str):
    told = "{} were killed when the bus fell into the ravine at Harrow Pass.\n\n{}"
    (found,) = differences(told.format(one, "It rained."), told.format(other, "The road is shut."))
    assert "a figure is a limit or rounded" in found.record.point


def test_times_of_day_differ():
    told = "The bus with tourists left the town of Ellerfeld for Harrow Pass at {}, police said.\n\n{}"
    (found,) = differences(told.format("4 a.m.", "It rained."), told.format("6 a.m.", "The road is shut."))
    assert found.record.point.startswith("At what time it is: 4 a.m. or 6 a.m.")
    assert differences(told.format("4 p.m.", "It rained."), told.format("16:00", "The road is shut.")) == ()
    other = told.format("6 a.m.", "The first call came at 4 a.m. from the town of Ellerfeld.")
    assert differences(told.format("4 a.m.", "It rained."), other) == ()


@pytest.mark.parametrize(("first", "second"), two_reports("differ.tsv"))
def test_figures_and_days_of_one_thing_differ(first: str, second: str):
    assert len(of_two_reports(first, second)) == 1


@pytest.mark.parametrize(("first", "second"), two_reports("no_difference.tsv"))
def test_figures_and_days_of_two_things_do_not(first: str, second: str):
    assert of_two_reports(first, second) == ()


def test_days_that_are_counted_are_not_called_a_day():
    closed = "The council of Ellerfeld closed the harbour of Marwick for {} days, the clerk said."
    (found,) = of_two_reports(closed.format(60), closed.format(30).replace("clerk", "mayor"))
    assert found.record.point.startswith("How many days: 60 or 30")


LEAK = "An oil leak closed the harbour of Marwick and the fishing grounds around it.\n\nThe leak {} on {}, {} said."


def test_days_on_which_one_thing_began_differ():
    (found,) = differences(LEAK.format("started", "Monday", "a fisherman"), LEAK.format("began", "Tuesday", "the navy"))
    assert found.record.point.startswith("On which day it is: Monday or Tuesday")
    same = LEAK.format("began", "Monday", "the navy")
    assert differences(LEAK.format("started", "Monday", "a fisherman"), same) == ()
    strike = LEAK.format("began", "Tuesday", "the navy").replace("The leak", "A strike")
    assert differences(LEAK.format("started", "Monday", "a fisherman"), strike) == ()
    seen = LEAK.format("was seen", "Tuesday", "the navy")
    assert differences(LEAK.format("started", "Monday", "a fisherman"), seen) == ()


def test_weekdays_with_a_hyphen_are_read():
    texts = [
        f"Um vazamento de óleo fechou o porto de Marwick.\n\nO vazamento começou na {day}, segundo {who}."
        for day, who in (("terça-feira", "o capitão"), ("segunda-feira", "pescadores"))
    ]
    story = prepare_story(load_articles([{"text": text} for text in texts]).articles, language="pt")
    (found,) = find_differences(story.articles, story.sentences, "pt")
    assert "terça-feira or segunda-feira" in found.record.point
