from __future__ import annotations

import pytest

from summarize.compose.llm.generation import GenerationRequest, prompt_overhead
from summarize.compose.llm.selecting import (
    Point,
    Selection,
    merge_points,
    points_sheet,
    select_points,
    sentences_to_show,
    sentences_wanted,
)
from summarize.compose.llm.source_sentences import SourceSentence
from summarize.llm import Call, Reply
from tests.growth import assert_grows_no_faster_than
from tests.scripted import PROMPTS, Script, context_of, drive, material, story_of

TOWNS = [
    [
        f"In town {n} the flood closed bridge {m} and cut off {10 * n + m} houses on {day}."
        for m, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    ]
    for n in range(12)
]


def select(script: Script, *texts: str, **limits: int) -> tuple[Selection, list[tuple[Call, ...]]]:
    context = context_of(story_of(*(texts or ["\n\n".join(town) for town in TOWNS])), **limits)
    return drive(select_points(context), script)  # type: ignore[return-value] # drive gives what the flow gives


def first(call: Call, count: int = 1) -> str:
    """The first lines of the material, a point each."""
    return "\n".join(map(str, list(material(call))[:count]))


# Sentences of which no two are alike, of words that no language has.
_SYLLABLES = [a + b for a in "bdfgklmnprst" for b in ("an", "el", "or", "ib")]
LARGE = [
    "\n\n".join(
        "The " + " ".join(f"{_SYLLABLES[(n * k + m) % 48]}{_SYLLABLES[(m * k + n) % 48]}a" for k in range(1, 14)) + "."
        for m in range(30)
    )
    for n in range(20)
]
SMALL = {"input_tokens": 1_360, "words": 100}


def test_all_parts_are_asked_at_once_and_their_choices_come_together():
    selection, batches = select(first, **SMALL)
    assert len(batches[0]) > 1
    assert [call.name for call in batches[0]] == [
        f"select {n}/{len(batches[0])}" for n in range(1, len(batches[0]) + 1)
    ]
    assert sum(len(point.places) for point in selection.points) == len(batches[0])


def test_more_is_asked_of_one_call_than_of_each_of_many():
    def lines(count: int) -> int:
        _, batches = select(first, input_tokens=600 + 40_000 // count, max_parallel_calls=count, words=250)
        return int(batches[0][0].messages[0][1].partition("Write at most ")[2].split()[0])

    assert lines(1) == 22
    _, batches = select(first, **SMALL)
    asked = int(batches[0][0].messages[0][1].partition("Write at most ")[2].split()[0])
    assert 4 <= asked < 9


def test_an_unusable_reply_is_asked_for_again_and_a_lost_part_is_said():
    def script(call: Call) -> str:
        return "no" if call.name.startswith("select 1/") else first(call)

    selection, batches = select(script, **SMALL)
    assert [call.name for call in batches[1]] == [batches[0][0].name]
    assert "Your last reply was no use: no line of it began with numbers" in batches[1][0].messages[1][1]
    assert selection.failure is None
    assert selection.troubles == (f"{batches[0][0].name}: no line of it began with numbers of the material",)
    assert len(selection.lost) == len(material(batches[0][0]))


def test_a_refusal_is_not_asked_again():
    refusal = Reply(text="", finish="refusal")
    selection, batches = select(lambda call: refusal if call.name.startswith("select 1/") else first(call), **SMALL)
    assert len(batches) == 1
    assert selection.lost


def test_when_nothing_can_be_used_the_reason_is_given():
    selection, _ = select(lambda _: Reply(text="", finish="refusal"), **SMALL)
    assert selection.failure
    assert selection.failure.failure == "refused"


def test_what_does_not_fit_the_writing_call_is_selected_again():
    def script(call: Call) -> str:
        return first(call, 2 if call.name.startswith("select 2.") else 99)

    selection, batches = select(script, *LARGE, input_tokens=1_470, words=400)
    assert {call.name.partition("/")[0] for call in batches[1]} >= {"select 2.1", "select 2.2"}
    assert "\n*\n" in batches[1][0].messages[1][1]
    assert len(selection.points) > 3


def test_points_of_a_part_that_is_not_selected_again_stay():
    def script(call: Call) -> str:
        if call.name.startswith("select 2."):
            return first(call, 1) if call.name.startswith("select 2.1/") else "no"
        return first(call, 99)

    limits = {"input_tokens": 1_470, "words": 400}
    selection, batches = select(script, *LARGE, **limits)
    again, chosen = batches[1], {place for point in selection.points for place in point.places}
    context = context_of(story_of(*LARGE), **limits)
    heard = {place for place in chosen if context.sources[place].text in again[0].messages[1][1]}
    assert chosen - heard, "what was chosen in the parts without a reply"
    assert selection.lost == frozenset()
    assert selection.troubles == ()


def test_selecting_ends_also_when_every_call_chooses_everything():
    selection, batches = select(lambda call: first(call, 999), *LARGE, input_tokens=1_470, words=400)
    assert len(batches) <= 5
    assert selection.points


FLOOD = "The flood closed the bridge over the Nara river on Monday, {}."
OWN = [
    "A school in the village of Brandt opened its new library with a feast.",
    "Farmers sold more apples than in any year since the last war.",
    "The chess club chose Paul Sommer as its chairman for a third time.",
    "Nurses of the regional hospital went on strike over their pay.",
]


def chosen_first(*texts: str) -> str:
    """The leading sentence that is kept first when every call puts its own news above the flood."""

    def script(call: Call) -> str:
        lines = sorted(material(call).items(), key=lambda line: "flood" in line[1])
        return "\n".join(str(n) for n, text in lines if "flood" in text or text in OWN) or "none"

    selection, _ = select(script, *texts, **SMALL)
    context = context_of(story_of(*texts), **SMALL)
    return context.sources[selection.points[0].places[0]].text


def test_more_reports_lift_a_point_above_a_better_rank():
    texts = [
        "\n\n".join([own, FLOOD.format(f"witness {n} said"), *LARGE[n].split("\n\n")[:16]]) for n, own in enumerate(OWN)
    ]
    assert "flood" in chosen_first(*texts)


def test_what_is_kept_is_some_four_times_the_summary_of_the_best_rank_of_every_call():
    limits = {"input_tokens": 6_000, "words": 20}
    selection, batches = select(lambda call: first(call, 999), *LARGE, **limits)
    assert len(batches) == 1
    context = context_of(story_of(*LARGE), **limits)
    words = sum(len(context.sources[place].text.split()) for point in selection.points for place in point.places)
    assert 80 <= words <= 80 + 2 * 14
    calls = [call for point in selection.points for call, _ in point.ranks]
    assert len(set(calls)) == len(calls), "ties are spread over the calls"


def test_what_confirmed_a_point_is_kept_when_it_is_selected_again():
    texts = ["\n\n".join([FLOOD.format(f"witness {n} said"), *LARGE[n].split("\n\n")]) for n in range(20)]

    def script(call: Call) -> str:
        if call.name.startswith("select 2."):
            return next((str(n) for n, text in material(call).items() if "flood" in text), first(call))
        return "\n".join(str(n) for n in sorted(material(call), key=lambda n: "flood" not in material(call)[n]))

    selection, batches = select(script, *texts, input_tokens=1_470, words=400)
    assert any(call.name.startswith("select 2.") for batch in batches for call in batch)
    context = context_of(story_of(*texts), input_tokens=1_470, words=400)
    (point,) = [each for each in selection.points if "flood" in context.sources[each.places[0]].text]
    assert len(point.places) > 10


def test_a_sentence_that_needs_the_one_before_it_brings_it_along():
    text = (
        "Mayor Lena Ortiz of the town of Nara closed the bridge on Monday after an inspection by the ministry.\n\n"
        "“We had no choice at all, and every engineer told us so on the very same day,” she said."
    )
    filler = "\n\n".join(f"Nothing else of note happened in quarter {n} of the town that week." for n in range(60))

    def script(call: Call) -> str:
        return next((str(n) for n, line in material(call).items() if "no choice" in line), "none")

    selection, _ = select(script, text, filler, **SMALL)
    context = context_of(story_of(text, filler), **SMALL)
    shown = points_sheet(context, selection.points).text.splitlines()
    assert [line.partition(" ")[2][:10] for line in shown if line[0].isdigit()] == ["Mayor Lena", "“We had no"]


def test_the_smallest_budget_holds_the_longest_sentence_and_the_one_it_needs():
    long = " ".join(f"{each}a" for each in _SYLLABLES * 2)
    texts = [f"Mayor Lena Ortiz of Nara spoke of {long}.\n\n“And we will never forget {long},” she said." for _ in "ab"]
    least = prompt_overhead(PROMPTS["write"], GenerationRequest()) + 600
    context = context_of(
        story_of(texts[0], texts[1].replace("Mayor", "Nurse"), publisher="P" * 999), input_tokens=least
    )
    selection, _ = drive(
        select_points(context), lambda call: next(str(n) for n, t in material(call).items() if "we" in t)
    )
    assert points_sheet(context, selection.points).tokens <= 600


@pytest.mark.parametrize(("words", "sentences"), [(250, 12), (400, 19), (20, 2), (95, 5)])
def test_a_sentence_has_some_twenty_one_words(words: int, sentences: int):
    assert sentences_wanted(words) == sentences


def source(text: str, article: str = "a1") -> SourceSentence:
    return SourceSentence(text, (), (article,))


SOURCES = [
    source("The flood in Nara closed three bridges on Monday, the council said."),
    source("Three bridges were closed by the flood in Nara on Monday.", "a2"),
    source("The mayor of Nara asked the region for money.", "a2"),
    source("The flood in Nara closed five bridges on Monday, the ministry said.", "a3"),
]


def merged(*points: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Merge points of calls of their own, all of the first rank."""
    given = [Point(places, ((n, 1),)) for n, places in enumerate(points)]
    return [point.places for point in merge_points(SOURCES, given, "en")]


def test_points_that_share_a_sentence_are_one_and_no_sentence_stands_in_two():
    assert merged((2, 0), (2,)) == [(2, 0)]
    assert merged((2,), (0,), (2, 0)) == [(2,), (0,)]


def test_points_that_tell_the_same_are_one_also_with_other_figures():
    assert merged((0,), (2,), (1,), (3,)) == [(0, 1, 3), (2,)]


def test_the_best_rank_of_every_call_is_kept_and_its_sentence_leads():
    one, two = Point((0,), ((0, 4),)), Point((1,), ((1, 2),))
    (both,) = merge_points(SOURCES, [one, two], "en")
    assert both == Point((1, 0), ((0, 4), (1, 2)))
    assert both.best == 2


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("The flood in Nara closed a bridge near the old mill.", 1),
        ("The flood in Nara took a bridge.", 2),
        ("Nara has a bridge that nobody ever closed.", 2),
    ],
)
def test_half_of_the_shorter_ones_words_and_four_are_needed(text: str, points: int):
    sources = [source("The flood in Nara closed three bridges on Monday, the council said."), source(text)]
    assert len(merge_points(sources, [Point((0,), ((0, 1),)), Point((1,), ((1, 1),))], "en")) == points


SUBJECT = "The new Demon 170 of the Dodge brand {}."
SAID = [
    "goes on sale in March",
    "burns alcohol",
    "was shown at night in Las Vegas",
    "costs a hundred thousand dollars",
    "weighs less than the old one",
    "sprints in two seconds",
]


def test_words_of_the_storys_subject_alone_make_no_two_sentences_one():
    sources = [source(SUBJECT.format(each)) for each in SAID]
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(6)], "en")) == 6
    sources.append(source(SUBJECT.format("goes on sale next March")))
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(7)], "en")) == 6


def test_the_lead_of_every_article_is_one_point_although_its_words_are_the_subjects():
    sources = [source("The bridge over the Nara river was closed on Monday after a flood.", f"a{n}") for n in range(12)]
    (point,) = merge_points(sources, [Point((n,), ((n, 1),)) for n in range(12)], "en")
    assert len(point.places) == 12


def test_likeness_is_no_chain():
    words = [f"{letter}emoral" for letter in "bdfghklmnprstvwz"]
    chain = [source(" ".join(words[n : n + 6])) for n in range(11)]
    points = merge_points(chain, [Point((n,), ((n, 1),)) for n in range(11)], "en")
    assert max(len(point.places) for point in points) < 8


def test_putting_points_together_grows_with_their_number():
    syllables = [a + b for a in "bdfgklmnprst" for b in ("an", "el", "or", "ib")]
    towns = [source(f"In town {n} of {syllables[n % 48]}{syllables[n % 47]} a bridge fell.") for n in range(5_000)]
    assert_grows_no_faster_than(
        lambda points: merge_points(towns, points, "en"),
        lambda count: [Point((n,), ((n % 16, 1 + n // 16),)) for n in range(count)],
        small=500,
        large=4_000,
    )


def test_shown_is_what_tells_something_more():
    assert sentences_to_show(SOURCES, Point((0, 1, 2)), "en") == (0, 2), "the second only repeats"
    figures = [source("The flood killed 12 people in Nara."), source("The flood killed 19 people in Nara.")]
    assert sentences_to_show(figures, Point((0, 1)), "en") == (0, 1), "another figure is another version"


def test_at_most_five_sentences_of_a_point_are_shown():
    texts = ["mayor spoke loudly", "ferry sank quickly", "school closed early", "train came late", "storm hit hard"]
    sources = [source(text) for text in [*texts, "river rose high", "money ran out"]]
    assert sentences_to_show(sources, Point(tuple(range(5))), "en") == (0, 1, 2, 3, 4)
    assert sentences_to_show(sources, Point(tuple(range(7))), "en") == (0, 1, 2, 3, 4)


def worded(*words: str) -> SourceSentence:
    return source(" ".join(f"{word}x" for word in words))


def own(name: str, count: int) -> list[str]:
    return [f"{name}{n}" for n in range(count)]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [pytest.param(6, 4, True, id="two fifths are new"), pytest.param(7, 3, False, id="less is new")],
)
def test_how_much_more_a_sentence_tells(old: int, new: int, shown: bool):
    sources = [worded(*own("kra", 10)), worded(*own("kra", old), *own("lom", new))]
    assert sentences_to_show(sources, Point((0, 1)), "en") == ((0, 1) if shown else (0,))


@pytest.mark.parametrize(
    ("shared", "others", "points"),
    [
        pytest.param(4, 4, 1, id="half of the words"),
        pytest.param(4, 5, 2, id="less than half"),
        pytest.param(3, 0, 2, id="three words"),
    ],
)
def test_how_many_words_two_points_share(shared: int, others: int, points: int):
    sources = [worded(*own("kra", shared), *own(side, others)) for side in ("lom", "piv")]
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(2)], "en")) == points


@pytest.mark.parametrize(
    ("held", "points", "subject", "merged"),
    [
        pytest.param(5, 12, 3, True, id="words of five sentences"),
        pytest.param(6, 12, 3, False, id="words of six"),
        pytest.param(6, 12, 2, True, id="two of four words are no subject"),
        pytest.param(8, 20, 3, True, id="words of two fifths"),
        pytest.param(9, 20, 3, False, id="words of more than two fifths"),
    ],
)
def test_which_words_are_of_the_subject(held: int, points: int, subject: int, merged: bool):
    """Two points share four words; so many other ones hold some of them."""
    alike = [worded(*own("kra", 4), *own(side, 4)) for side in ("lom", "piv")]
    others = [worded(*own("kra", subject if n < held - 2 else 0), *own(f"zul{n}y", 9)) for n in range(points - 2)]
    found = merge_points([*alike, *others], [Point((n,), ((n, 1),)) for n in range(points)], "en")
    assert len(found) == points - merged


@pytest.mark.parametrize(("others", "merged"), [(2, True), (3, False)])
def test_three_quarters_of_the_words_may_all_be_of_the_subject(others: int, merged: bool):
    alike = [worded(*own("kra", 6), *own(side, others)) for side in ("lom", "piv")]
    fillers = [worded(*own("kra", 6)[n % 2 :: 2], *own(f"zul{n}y", 9)) for n in range(12)]
    found = merge_points([*alike, *fillers], [Point((n,), ((n, 1),)) for n in range(14)], "en")
    assert len(found) == 14 - merged
